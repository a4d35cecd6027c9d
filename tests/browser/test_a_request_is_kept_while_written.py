"""A request is kept while it is written: on the server, and in the browser where the server is not reached."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import (
    WIDTHS,
    check_accessible,
    check_no_sideways_scroll,
    danish_browser,
    screenshot,
    sign_in,
)

pytestmark = pytest.mark.usefixtures("patience")

LEADER = "workplace_leader"
SAVED = re.compile(r"Gemt kl\. \d\d\.\d\d")
NEED, INSTEAD = "Hvad skal det bruges til?", "Hvad kunne vi gøre i stedet?"


@pytest.fixture
def draft(site: Site, page: Page) -> Page:
    sign_in(page, site, LEADER)
    page.goto(site.url("it_costs:request_change", "draft"))
    return page


def again(page: Page, address: str) -> Page:
    """Another window of the same browser, after the first was closed without a word."""
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto(address)
    return other


def test_a_closed_browser_loses_nothing_of_a_draft(draft: Page) -> None:
    draft.get_by_label(INSTEAD).fill("Bogen fra sidste år.")
    draft.locator("#id_linje-1-item").fill("Kursus")
    draft.locator("#id_linje-1-amount").fill("1.234,50")
    expect(draft.get_by_text(SAVED)).to_be_visible()
    page = again(draft, draft.url)
    expect(page.get_by_label(INSTEAD)).to_have_value("Bogen fra sidste år.")
    expect(page.locator("#id_linje-1-amount")).to_have_value("1.234,5")
    expect(page.get_by_text("Her på computeren ligger noget")).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_lost_sign_in_loses_nothing_and_is_told(site: Site, draft: Page, width: int) -> None:
    draft.set_viewport_size({"width": width, "height": 900})
    draft.context.clear_cookies(name="sessionid")
    draft.get_by_label(NEED).fill(f"Brøker {width}")
    expect(draft.get_by_text("Ikke gemt: du er logget ud.")).to_be_visible()
    expect(draft.get_by_role("link", name="Log ind (nyt vindue)")).to_be_visible()
    check_accessible(draft)
    check_no_sideways_scroll(draft)
    screenshot(draft, "it-request-signed-out")
    # The button does not send the text to a page that asks one to sign in.
    draft.get_by_role("button", name="Gem kladden").press("Enter")
    expect(draft.get_by_label(NEED)).to_have_value(f"Brøker {width}")
    address = draft.url
    sign_in(draft, site, LEADER)
    page = again(draft, address)
    page.set_viewport_size({"width": width, "height": 900})
    expect(page.get_by_text("Her på computeren ligger noget")).to_be_visible()
    check_accessible(page)
    screenshot(page, "it-request-offered")
    page.get_by_role("button", name="Hent den ind").press("Enter")
    expect(page.get_by_label(NEED)).to_have_value(f"Brøker {width}")
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.reload()
    expect(page.get_by_label(NEED)).to_have_value(f"Brøker {width}")


def test_what_is_fetched_in_writes_over_nothing_that_was_written_elsewhere(site: Site, draft: Page) -> None:
    draft.context.clear_cookies(name="sessionid")
    draft.get_by_label(NEED).fill("Skrevet her")
    expect(draft.get_by_text("Ikke gemt: du er logget ud.")).to_be_visible()
    elsewhere = danish_browser(draft.context.browser).new_page()
    sign_in(elsewhere, site, LEADER)
    elsewhere.goto(draft.url)
    elsewhere.get_by_label(INSTEAD).fill("Skrevet på en anden computer")
    expect(elsewhere.get_by_text(SAVED)).to_be_visible()
    elsewhere.context.close()
    sign_in(draft, site, LEADER)
    page = again(draft, draft.url)
    page.get_by_role("button", name="Hent den ind").press("Enter")
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.reload()
    expect(page.get_by_label(NEED)).to_have_value("Skrevet her")
    expect(page.get_by_label(INSTEAD)).to_have_value("Skrevet på en anden computer")


def test_what_is_begun_lies_in_the_browser_until_it_is_a_draft(site: Site, page: Page) -> None:
    sign_in(page, site, LEADER)
    address = site.url("it_costs:request_new")
    page.goto(address)
    expect(page.get_by_text("bliver liggende på denne computer, til du gemmer.")).to_be_visible()
    page.get_by_label("Hvad hedder det?").fill("Skrivebordet")
    page.get_by_label("Flere licenser").check()
    page.wait_for_timeout(600)
    page = again(page, address)
    page.get_by_role("button", name="Hent den ind").press("Enter")
    expect(page.get_by_label("Hvad hedder det?")).to_have_value("Skrivebordet")
    expect(page.get_by_label("Flere licenser")).to_be_checked()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Gem som kladde, og fortsæt").press("Enter")
    expect(page.get_by_text("Ikke gemt: du er logget ud.")).to_be_visible()
    page.context.add_cookies([{"name": "sessionid", "value": site.sessions[LEADER], "url": site.address}])
    page.get_by_role("button", name="Gem som kladde, og fortsæt").press("Enter")
    expect(page.get_by_text("Kladden er gemt.").first).to_be_visible()
    expect(page.get_by_label("Hvad hedder det?")).to_have_value("Skrivebordet")
    page.goto(address)
    expect(page.get_by_text("Her på computeren ligger noget")).to_have_count(0)


def test_what_is_wrong_is_told_by_its_field_and_stays_on_the_page(site: Site, context: BrowserContext) -> None:
    page = context.new_page()  # one that may be answered that something is wrong
    sign_in(page, site, LEADER)
    page.goto(site.url("it_costs:request_new"))
    page.get_by_label(NEED).fill("Noget uden navn")
    with page.expect_navigation():
        page.get_by_role("button", name="Gem som kladde, og fortsæt").press("Enter")
    expect(page.get_by_text("Intet er gemt endnu")).to_be_visible()
    expect(page.get_by_label(NEED)).to_have_value("Noget uden navn")
    page = again(page, site.url("it_costs:request_new"))
    page.get_by_role("button", name="Hent den ind").press("Enter")
    expect(page.get_by_label(NEED)).to_have_value("Noget uden navn")
