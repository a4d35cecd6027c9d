"""The coordinator's way: a number is written by keyboard, the picture changes, and the table opens down to the item."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in


@pytest.mark.parametrize("width", WIDTHS)
def test_a_number_changes_the_picture_and_opens_down_to_the_item(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, "it_manager")
    number = "1.100" if width == WIDTHS[0] else "1.200"
    page.goto(f"{site.url('it_costs:volumes')}?fra=2022&til=2025")
    cell = page.get_by_label("Regneøen, Licens: Antal 2025")
    cell.fill("mange")
    cell.press("ArrowDown")
    page.get_by_role("button", name="Gem", exact=True).press("Enter")
    expect(page.get_by_text("Skriv et tal, fx 1.234,50.")).to_be_visible()
    check_accessible(page)
    cell = page.get_by_label("Regneøen, Licens: Antal 2025")
    expect(cell).to_have_value("mange")
    cell.fill(number)
    page.reload()  # what is not saved is kept
    cell = page.get_by_label("Regneøen, Licens: Antal 2025")
    expect(cell).to_have_value(number)
    page.get_by_role("button", name="Gem", exact=True).press("Enter")
    expect(page.get_by_text("Gemt: 1 tal er skrevet.")).to_be_visible()
    check_no_sideways_scroll(page)
    screenshot(page, "numbers-of-two-years")

    page.get_by_role("link", name="Se, hvorfor det koster mere").press("Enter")
    expect(page.get_by_text("Det koster 570.000 kr. mere i 2025 end i 2022")).to_be_visible()
    check_no_sideways_scroll(page)
    check_accessible(page)
    screenshot(page, "why-it-costs-more")
    page.get_by_role("link", name="Regneøen", exact=True).first.press("Enter")
    expect(page.get_by_text("½ · (1.200 + 1.", exact=False).first).to_be_visible()
    page.get_by_role("link", name="Se og ret tallene").press("Enter")
    page.get_by_role("button", name="Fortryd det sidste").press("Enter")
    expect(page.get_by_text("Det sidste, du skrev, er fortrudt.")).to_be_visible()


def test_it_works_without_javascript(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, "it_manager")
    page.goto(f"{site.url('it_costs:volumes')}?fra=2022&til=2025")
    page.get_by_label("Regneøen, Licens: Beløb 2025").fill("1.510.000")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_text("Gemt: 1 tal er skrevet.")).to_be_visible()
    page.get_by_role("button", name="Fortryd det sidste").click()
    expect(page.get_by_text("Det sidste, du skrev, er fortrudt.")).to_be_visible()
