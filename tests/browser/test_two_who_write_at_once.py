"""No text is lost: two who write in one section, no connection, no session, a browser that was closed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import Lookout, check_accessible, danish_browser, screenshot, sign_in
from tests.browser.test_writing_a_case import editor, is_saved, section, write

pytestmark = pytest.mark.usefixtures("patience")

PLAN = "# Plan\n\n- Nord\n- Syd\n\n| År | Kr. |\n| --- | --- |\n| 2026 | 1 |"
NOT_SAVED = "Teksten er gemt på denne computer"


@pytest.fixture
def other(chromium: Browser) -> Iterator[Page]:
    """Another person's browser."""
    context = danish_browser(chromium)
    page = context.new_page()
    lookout = Lookout(page)
    yield page
    lookout.nothing_was_wrong()
    context.close()


@pytest.fixture
def shaky(context: BrowserContext, site: Site) -> Page:
    """A page that things may go wrong on."""
    page = context.new_page()
    sign_in(page, site, "case_author")
    page.goto(site.url("meetings:write", "at the desk"))
    return page


def test_two_who_write_in_one_section_are_told_and_choose_between_both_texts(
    site: Site, page: Page, other: Page
) -> None:
    for each, name in ((page, "case_author"), (other, "secretariat")):
        sign_in(each, site, name)
        each.goto(site.url("meetings:write", "at the desk"))
    write(page, "Økonomi", "Stien koster 2 mio. kr.")
    is_saved(page, "Økonomi")
    write(other, "Økonomi", "Stien koster 3 mio. kr. i 2027.")
    expect(other.get_by_text("Begge tekster er gemt").last).to_be_visible()
    other.keyboard.type(" Og vedligehold.")
    expect(section(other, "Økonomi").get_by_text(re.compile("Gemt ved siden af"))).to_be_visible()
    check_accessible(other)
    other.wait_for_timeout(2000)
    section(other, "Økonomi").get_by_role("link", name="Se begge tekster").last.click()
    expect(other.get_by_role("heading", name="Din tekst")).to_be_visible()
    expect(other.get_by_text("Stien koster 2 mio. kr.").first).to_be_visible()
    expect(other.locator("ins").filter(has_text="3")).to_be_visible()
    check_accessible(other)
    screenshot(other, "conflict")
    write(other, "Skriv dem sammen", "Stien koster 3 mio. kr. Og vedligehold.")
    other.get_by_role("button", name="Brug den flettede tekst").click()
    expect(editor(other, "Økonomi")).to_have_text("Stien koster 3 mio. kr. Og vedligehold.")
    page.reload()
    expect(editor(page, "Økonomi")).to_have_text("Stien koster 3 mio. kr. Og vedligehold.")
    expect(page.get_by_text("Begge tekster er gemt")).to_have_count(0)


def test_two_who_change_the_title_are_told(site: Site, page: Page, other: Page) -> None:
    for each, name in ((page, "case_author"), (other, "secretariat")):
        sign_in(each, site, name)
        each.goto(site.url("meetings:write", "at the desk"))
    title = {each: each.get_by_label("Titel", exact=True).first for each in (page, other)}
    title[page].fill("Cykelsti A")
    expect(page.locator("[data-saved]")).to_contain_text("Gemt kl.")
    title[other].fill("Cykelsti B")
    expect(other.get_by_text("En anden har skrevet “Cykelsti A”")).to_be_visible()
    check_accessible(other)
    other.get_by_role("button", name="Brug mit").click()
    expect(other.get_by_text("En anden har skrevet")).to_have_count(0)
    page.reload()
    expect(title[page]).to_have_value("Cykelsti B")


def test_without_a_connection_the_text_waits_and_is_sent(shaky: Page) -> None:
    shaky.context.set_offline(True)
    write(shaky, "Resumé", "Skrevet i toget.")
    expect(shaky.get_by_role("alert").filter(has_text="ingen forbindelse")).to_contain_text(NOT_SAVED)
    shaky.context.set_offline(False)
    is_saved(shaky, "Resumé")
    expect(shaky.locator("[data-trouble]")).to_be_hidden()
    shaky.reload()
    expect(editor(shaky, "Resumé")).to_have_text("Skrevet i toget.")


def test_who_is_signed_out_is_told_and_the_text_is_sent_after_signing_in(site: Site, shaky: Page) -> None:
    shaky.context.clear_cookies(name="sessionid")
    write(shaky, "Resumé", "Skrevet efter fyraften.")
    expect(shaky.get_by_text("du er logget ud")).to_contain_text(NOT_SAVED)
    check_accessible(shaky)
    shaky.context.add_cookies([{"name": "sessionid", "value": site.sessions["case_author"], "url": site.address}])
    shaky.evaluate("window.dispatchEvent(new Event('focus'))")
    is_saved(shaky, "Resumé")


def test_a_text_that_was_not_sent_is_offered_to_its_author_alone(
    site: Site, shaky: Page, context: BrowserContext
) -> None:
    shaky.context.set_offline(True)
    write(shaky, "Kommunens vision og politikker", "Tabt i faldet.")
    expect(shaky.get_by_role("alert").filter(has_text="ingen forbindelse")).to_be_visible()
    shaky.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    sign_in(again, site, "secretariat")
    again.goto(site.url("meetings:write", "at the desk"))
    expect(again.get_by_text("ikke nåede at blive gemt")).to_have_count(0)
    sign_in(again, site, "case_author")
    again.goto(site.url("meetings:write", "at the desk"))
    expect(again.get_by_text("ikke nåede at blive gemt")).to_be_visible()
    check_accessible(again)
    again.get_by_role("button", name="Hent den ind").click()
    expect(editor(again, "Kommunens vision og politikker")).to_have_text("Tabt i faldet.")
    is_saved(again, "Kommunens vision og politikker")
    again.reload()
    expect(again.get_by_text("ikke nåede at blive gemt")).to_have_count(0)


def test_a_case_is_written_without_javascript(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, "case_author")
    page.goto(site.url("meetings:write", "at the desk"))
    page.get_by_role("textbox", name="Sagsfremstilling").fill(PLAN)
    page.get_by_label("Minutter").fill("25")
    page.get_by_role("button", name="Gem", exact=True).first.click()
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Sagsfremstilling")).to_have_value(re.compile("# Plan\n\n- Nord\n- Syd"))
    page.get_by_role("textbox", name="Sagsfremstilling").fill("| a | b |\n| --- | --- |\n| 1 |")
    page.get_by_label("Minutter").fill("30")
    page.get_by_role("button", name="Gem", exact=True).first.click()
    expect(page.get_by_text("Teksten står her endnu, men er ikke gemt")).to_be_visible()
    expect(page.get_by_role("textbox", name="Sagsfremstilling")).to_have_value(re.compile(r"\| a \| b \|"))
    expect(page.get_by_label("Minutter")).to_have_value("30")
    page.get_by_role("textbox", name="Sagsfremstilling").fill("Kort.")
    section(page, "Økonomi").get_by_role("button", name="Intet at bemærke").click()
    expect(section(page, "Økonomi").get_by_text("Valgt af Clara Bakke")).to_be_visible()
    expect(page.get_by_role("textbox", name="Sagsfremstilling")).to_have_value("Kort.")
    section(page, "Økonomi").get_by_role("button", name="Fortryd").click()
    expect(section(page, "Økonomi").get_by_text("Valgt af")).to_have_count(0)


def test_without_javascript_a_late_save_leads_to_both_texts(
    site: Site, page_without_javascript: Page, other: Page
) -> None:
    page = page_without_javascript
    for each, name in ((page, "case_author"), (other, "secretariat")):
        sign_in(each, site, name)
        each.goto(site.url("meetings:write", "at the desk"))
    write(other, "Resumé", "Sekretariatets første resumé.")
    is_saved(other, "Resumé")
    page.reload()
    write(other, "Resumé", "Sekretariatets resumé.")
    other.wait_for_timeout(2500)
    page.get_by_role("textbox", name="Resumé").fill("Mit resumé.")
    page.get_by_role("button", name="Gem", exact=True).first.click()
    expect(page.get_by_role("heading", name="To tekster i samme afsnit")).to_be_visible()
    expect(page.get_by_text("Sekretariatets resumé.").first).to_be_visible()
    page.get_by_role("button", name="Brug din tekst").click()
    expect(page.get_by_role("textbox", name="Resumé")).to_have_value("Mit resumé.")
