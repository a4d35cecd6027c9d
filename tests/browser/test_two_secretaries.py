"""Two secretaries at one agenda: the second is shown both orders and loses nothing. And a series of meetings is seen
before it is made."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, check_no_sideways_scroll, screenshot, sign_in


def order(page: Page) -> list[str]:
    names = [text.strip() for text in page.locator("[data-agenda-row] .agenda-words a").all_inner_texts()]
    return [name for name in names if name in {"Cykelstier", "Skolemad"}]


def test_the_second_of_two_is_shown_both_orders(site: Site, page: Page, context: BrowserContext) -> None:
    sign_in(page, site, "secretariat")
    page.goto(site.url("meetings:plan"))
    page.get_by_label("Dato").fill("2029-01-24")
    page.get_by_label("Åbn for punkter med det samme").check(force=True)
    page.get_by_role("button", name="Planlæg").click()
    page.get_by_role("link", name="Byg dagsordenen").click()
    for name in ("Cykelstier", "Skolemad"):
        page.get_by_role("button", name=f"Sæt på dagsordenen: {name}").click()
    assert order(page) == ["Cykelstier", "Skolemad"]

    other = context.new_page()
    other.goto(page.url)
    other.get_by_role("link", name="Skolemad").focus()
    other.keyboard.press("Alt+ArrowUp")
    expect(other.locator("#agenda-status")).to_have_text("Dagsordenen er gemt.")
    other.close()

    row = page.locator("[data-agenda-row]", has_text="Skolemad")
    row.locator("[data-agenda-move=down]").click()
    expect(page.get_by_text("En anden har ændret dagsordenen imens")).to_be_visible()
    assert order(page) == ["Skolemad", "Cykelstier"]
    check_accessible(page)
    screenshot(page, "agenda-changed")
    # axe leaves empty style attributes behind, which htmx would carry over, and the security policy refuses those.
    page.evaluate("document.querySelectorAll('[style]').forEach((element) => element.removeAttribute('style'))")
    page.get_by_role("button", name="Gem mine ændringer").click()
    expect(page.get_by_text("En anden har ændret dagsordenen imens")).to_have_count(0)
    assert order(page) == ["Cykelstier", "Skolemad"]
    page.reload()
    assert order(page) == ["Cykelstier", "Skolemad"]


def test_a_series_is_seen_before_it_is_made(site: Site, page: Page) -> None:
    sign_in(page, site, "secretariat")
    page.goto(site.url("meetings:plan"))
    page.get_by_label("Dato").fill("2030-03-07")
    page.get_by_label("Hvor tit").select_option(label="Hver anden uge")
    page.get_by_label("Til og med").fill("2030-06-01")
    page.get_by_label("Uger uden møder").fill("12")
    page.get_by_role("button", name="Planlæg").click()
    expect(page.get_by_text("Uge 12 er skoleferie")).to_be_visible()
    expect(page.get_by_text("Skærtorsdag")).to_be_visible()
    expect(page.get_by_label("torsdag den 7. marts 2030")).to_be_checked()
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        check_no_sideways_scroll(page)
        check_accessible(page)
        screenshot(page, "plan-series")
    page.get_by_role("button", name="Planlæg de valgte").click()
    expect(page.get_by_role("heading", name="Årshjul 2030")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="i 2030")).to_be_visible()
