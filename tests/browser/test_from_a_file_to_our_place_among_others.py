"""A municipality's file comes in, a group is tried and frozen by keyboard, and our place is read."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from chefforum.modules.it_benchmark.rules.exchange import written_file
from chefforum.modules.it_benchmark.rules.invented import municipality
from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, check_no_sideways_scroll, sign_in


def exchange_file(code: str, name: str) -> bytes:
    made = municipality(code=code, name=name, years=[2025], systems=4, seed=9)
    return written_file(next(iter(made))).encode()


def choose(page: Page, content: bytes) -> None:
    page.goto(page.url.split("/it/")[0] + "/it/benchmark/grundlag/")
    page.get_by_role("link", name="Indlæs en kommunes fil").click()
    page.set_input_files(
        "input[type=file]", files=[{"name": "fil.json", "mimeType": "application/json", "buffer": content}]
    )
    page.locator("main form button[type=submit]").first.click()


def test_from_a_file_to_our_place_among_others(site: Site, page: Page) -> None:
    sign_in(page, site, "it_manager")
    page.goto(site.url("it_benchmark:base", ""))
    expect(page.get_by_text("12 kommuner, heraf")).to_be_visible()

    # A file that somebody changed on the way is told, and not taken in.
    broken = json.loads(exchange_file("955", "Prøveby"))
    broken["costs"][0]["cash"] += 1
    choose(page, json.dumps(broken).encode())
    expect(page.get_by_text("kontrolsummen passer ikke").first).to_be_visible()
    check_accessible(page)

    # The right one is shown first, then carried out.
    page.goto(site.url("it_benchmark:base", ""))
    choose(page, exchange_file("955", "Prøveby"))
    expect(page.get_by_text("Prøveby (955), 2025").first).to_be_visible()
    page.locator("main form button.button-primary").first.click()
    expect(page.get_by_text("Prøveby 2025 er modtaget").first).to_be_visible(timeout=30_000)

    # A group so like the frozen one that somebody could be known is refused in words.
    page.goto(site.url("it_benchmark:group_new", ""))
    page.get_by_label("Antal kommuner").fill("9")
    page.get_by_role("button", name="Vis gruppen").press("Enter")
    expect(page.get_by_text("De 9, der ligner os mest")).to_be_visible()
    expect(page.get_by_text("Gruppen kan ikke lægges fast")).to_be_visible()
    expect(page.get_by_label("Antal kommuner")).to_have_value("9")
    check_accessible(page)

    # Our place, at both widths.
    page.goto(site.url("it_benchmark:benchmark", ""))
    expect(page.get_by_text("Vores plads: fra den laveste").first).to_be_visible()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        check_no_sideways_scroll(page)
        check_accessible(page)
