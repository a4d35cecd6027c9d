"""The coordinator brings KITOS' answers in, chooses what comes into the register, and weighs a difference."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in
from tests.connectors.sources.stub_of_kitos import named, usage


def file_of(path: Path, *rows: object) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def kept_usage(width: int, *, hosted_at: str = "External") -> dict[str, object]:
    """Each width has a system of its own: the site is shared."""
    row = usage(width, general={"hostedAt": hosted_at})
    return row | {"systemContext": named(f"s-{width}", f"Ruteplan {width}")}


def bring_in(page: Page, site: Site, path: Path) -> None:
    page.goto(site.url("it_costs:sources"))
    page.get_by_role("link", name="Indlæs en fil fra KITOS").press("Enter")
    page.get_by_label("Fil", exact=True).set_input_files(path)
    page.get_by_role("button", name="Se, hvad der bliver ændret").press("Enter")
    page.get_by_role("button", name="Gennemfør").press("Enter", timeout=30_000)


@pytest.mark.parametrize("width", WIDTHS)
def test_from_a_saved_answer_to_a_difference_that_is_settled(
    site: Site, page: Page, tmp_path: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, "it_manager")
    bring_in(page, site, file_of(tmp_path / "kitos.json", kept_usage(width)))
    page.get_by_role("link", name="Vælg, hvad der skal i registret").press("Enter", timeout=30_000)
    choice = page.get_by_label(f"Ruteplan {width}")
    expect(choice).to_be_visible()
    choice.select_option(label="Opret")
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, "source-new-journey")
    page.get_by_role("button", name="Gem valgene på siden").press("Enter")
    expect(page.get_by_text("oprettet").first).to_be_visible()

    bring_in(page, site, file_of(tmp_path / "tom.json", kept_usage(width, hosted_at="Hybrid")))
    page.get_by_role("link", name="Se kilderne").press("Enter", timeout=30_000)
    expect(page.get_by_role("heading", name="Væk hos kilden")).to_be_visible()
    box = page.get_by_label("Fagsystem 1: Hvor det kører")
    if box.count():  # the first of the two widths settles it
        box.press("Space")
        page.get_by_role("button", name="Behold vores").press("Enter")
        expect(page.get_by_text("Vores værdi er beholdt for 1 felt.")).to_be_visible()
    expect(box).to_have_count(0)
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, "sources-journey")


@pytest.mark.parametrize("width", WIDTHS)
def test_topdesks_fields_are_chosen_seen_and_kept(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, "it_manager")
    page.goto(site.url("it_costs:systems"))
    page.get_by_role("navigation", name="Systemer").get_by_role("link", name="Kilder").press("Enter")
    page.get_by_role("link", name="Kobl TOPdesks felter til registrets").press("Enter")
    choice = page.get_by_label("Leverandør")
    choice.select_option(value="leverandoer")
    page.get_by_role("button", name="Vis eksemplerne igen").press("Enter")
    expect(choice).to_have_value("leverandoer")
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, "source-mapping-journey")
    page.get_by_role("button", name="Gem koblingen").press("Enter")
    expect(page.get_by_text("Koblingen er gemt.")).to_be_visible()
    expect(page.get_by_text("(gælder nu)")).to_be_visible()
