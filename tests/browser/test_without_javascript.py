"""Every page works where JavaScript does not."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import sign_in


def test_somebody_signs_in_searches_reads_and_folds_out_a_section(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    page.goto(site.url("start"))
    page.locator("summary", has_text="Log ind med e-mail").click()
    page.get_by_label("E-mail").fill(site.emails["forum_member"])
    page.get_by_label("Adgangskode").fill(site.password)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_role("button", name="Log ud")).to_be_visible()

    page.get_by_role("searchbox").first.fill("budgetforslag")
    page.get_by_role("searchbox").first.press("Enter")
    page.locator("main a", has_text="budgetforslag 4.7").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("budgetforslag 4.7")

    folded = page.locator("main details:not([open])").first
    folded.locator("summary").click()
    expect(page.locator("main details[open]").first.get_by_text("Intet at bemærke").last).to_be_visible()


def test_an_import_is_carried_through(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, "secretariat")
    page.goto(site.url("imports:import_detail", "the secretariat's"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("Punkt 7")
