"""The coordinator's way through costs: a rule is seen before it is saved, and its sum opens down to the postings."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in


@pytest.mark.parametrize("width", WIDTHS)
def test_a_rule_is_seen_saved_and_followed_to_its_postings(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, "it_manager")
    name = f"Telefoner {width}"
    write_rule(page, site, name)
    expect(page.get_by_text(re.compile(r"fanger denne regel [1-9]\d* postering"))).to_be_visible()
    expect(page.get_by_text("Reglen er ikke gemt endnu.")).to_be_visible()
    check_no_sideways_scroll(page)
    check_accessible(page)
    screenshot(page, "a-rule-before-it-is-saved")
    page.get_by_role("button", name="Gem reglen").press("Enter")
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()

    page.goto(f"{site.url('it_costs:costs')}?efter=kategori")
    check_no_sideways_scroll(page)
    screenshot(page, "costs-with-the-new-rule")
    row = page.get_by_role("row", name="Netværk og telefoni")
    row.get_by_role("link").last.press("Enter")
    expect(page.get_by_role("heading", name="Hvad der er i beløbet")).to_be_visible()
    check_accessible(page)
    page.get_by_role("link", name=name, exact=True).first.press("Enter")
    expect(page.get_by_text("Faktura 1").first).to_be_visible()
    check_no_sideways_scroll(page)
    screenshot(page, "a-cost-down-to-its-postings")

    page.goto(site.url("it_costs:rules"))
    page.get_by_role("button", name="Fortryd den sidste ændring").press("Enter")
    expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)


def test_it_works_without_javascript(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, "it_manager")
    write_rule(page, site, "Uden script")
    expect(page.get_by_text(re.compile(r"fanger denne regel [1-9]\d* postering"))).to_be_visible()
    expect(page.get_by_label("Navn")).to_have_value("Uden script")


def write_rule(page: Page, site: Site, name: str) -> None:
    page.goto(site.url("it_costs:rule_new"))
    page.get_by_label("Navn").fill(name)
    page.get_by_label("Konto").fill("2910")
    page.get_by_label("Kategori").select_option(label="Netværk og telefoni")
    page.get_by_label("Aktivitet").select_option("operation")
    page.get_by_role("button", name="Se, hvad den fanger").press("Enter")
