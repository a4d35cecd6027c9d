"""An owner's way: the matrix, something open, an answer by keyboard that is first refused, and undone; and without
JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_open_is_answered_and_undone(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, "it_manager")
    page.goto(site.url("it_portfolio:compliance") + "?ord=Regneøen")
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, "laws-of-a-system")
    page.get_by_role("link", name="Regneøen", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Regneøen")).to_be_visible()
    expect(page.get_by_text("KITOS siger: Opfyldt (Høj risiko)")).to_be_visible()
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, "what-laws-ask-of-a-system")

    page.get_by_role("link", name="Er det en hjemmeside eller app?").press("Enter")
    page.get_by_label("Opfyldt", exact=True).check()
    page.get_by_label("Grundlag").fill("Elever logger ind på nettet")
    page.get_by_role("button", name="Gem svaret").press("Enter")
    expect(page.get_by_text("Uden det er kravet åbent.").first).to_be_visible()
    check_accessible(page)
    expect(page.get_by_label("Grundlag")).to_have_value("Elever logger ind på nettet")
    page.get_by_label("Er det en hjemmeside eller app?").select_option(label="Ja, hjemmeside eller app")
    page.get_by_role("button", name="Gem svaret").press("Enter")
    expect(page.get_by_text("Svaret på “Er det en hjemmeside eller app?” er gemt.")).to_be_visible()
    expect(page.get_by_text("Elever logger ind på nettet").first).to_be_visible()
    page.get_by_role("button", name="Fortryd det sidste svar").press("Enter")
    expect(page.get_by_text("Fortrudt: 1 svar er taget tilbage.")).to_be_visible()


def test_it_works_without_javascript(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, "colleague")
    page.goto(site.url("it_portfolio:compliance_answer", "the school's"))
    page.get_by_label("Grundlag").fill("Set på igen sammen med læreren")
    page.get_by_role("button", name="Gem svaret").click()
    expect(page.get_by_text("Svaret på “Klasse” er gemt.")).to_be_visible()
    expect(page.get_by_text("KITOS siger")).to_have_count(0)
    page.get_by_role("button", name="Fortryd det sidste svar").click()
    expect(page.get_by_text("Fortrudt: 1 svar er taget tilbage.")).to_be_visible()
