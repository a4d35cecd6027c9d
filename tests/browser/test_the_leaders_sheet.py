"""The leader's sheet by keyboard, pasted into from Excel, written by two at once, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.leaders_sheet import LEADER, SAVED, add, cell, total
from tests.browser.looking import Lookout, check_accessible, check_no_sideways_scroll, screenshot, sign_in


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const said = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", said));
        }""",
        text,
    )


def test_a_leader_writes_the_sheet_by_keyboard(site: Site, sheet: str, page: Page) -> None:
    sign_in(page, site, LEADER)
    page.goto(sheet)
    expect(page.get_by_text("Her er ingen poster endnu")).to_be_visible()
    add(page, "Vikarer", "barsel")
    add(page, "Planlagte indkøb", "møbler")

    cell(page, "Vikarer: barsel", "januar").focus()
    page.keyboard.type("40")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("20")
    expect(total(page, "Vikarer")).to_have_text("15.000")  # at once, before it is saved
    page.keyboard.press("Enter")
    expect(cell(page, "Planlagte indkøb: møbler", "februar")).to_be_focused()
    page.keyboard.type("1.234,50")
    page.keyboard.press("ArrowUp")
    expect(cell(page, "Vikarer: barsel", "februar")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(cell(page, "Vikarer: barsel", "januar")).to_be_focused()
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    expect(page.locator("[data-total]")).to_have_text("16.234,50")

    cell(page, "Vikarer: barsel", "marts").focus()
    paste(page, "10\t11\t12,5\n100\t\t2.000\n")
    expect(cell(page, "Planlagte indkøb: møbler", "maj")).to_have_value("2.000")
    expect(page.locator(".is-unsaved")).to_have_count(0)
    page.reload()
    expect(cell(page, "Vikarer: barsel", "maj")).to_have_value("12,50")
    expect(page.locator("[data-month-total='5']")).to_have_text("5.125")

    page.get_by_role("button", name="Fortryd det sidste").click()
    expect(page.get_by_text("Det sidste, du skrev, er fortrudt.")).to_be_visible()
    expect(cell(page, "Vikarer: barsel", "maj")).to_have_value("")
    expect(cell(page, "Vikarer: barsel", "januar")).to_have_value("40")


def test_what_is_no_number_is_told_beside_the_cell_and_kept(site: Site, sheet: str, page: Page) -> None:
    sign_in(page, site, LEADER)
    page.goto(sheet)
    add(page, "Vikarer", "ferie")
    wrong = cell(page, "Vikarer: ferie", "januar")
    wrong.fill("mange")
    cell(page, "Vikarer: ferie", "februar").fill("3")
    expect(page.get_by_text("“mange” er ikke et tal")).to_be_visible()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_value("mange")
    expect(total(page, "Vikarer")).to_have_text("750")
    check_accessible(page)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        check_no_sideways_scroll(page)
        screenshot(page, "forecast-wrong-cell")
    wrong.fill("5")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    expect(page.get_by_text("er ikke et tal")).to_have_count(0)


@pytest.mark.parametrize(("choice", "stands"), [("Behold “50”", "50"), ("Brug “60”", "60")])
def test_two_who_write_in_one_cell_see_both_and_choose(
    site: Site, sheet: str, page: Page, context: BrowserContext, choice: str, stands: str
) -> None:
    sign_in(page, site, LEADER)
    page.goto(sheet)
    add(page, "Vikarer", "sygdom")
    other = context.new_page()
    lookout = Lookout(other)
    other.goto(sheet)
    cell(page, "Vikarer: sygdom", "maj").fill("50")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    cell(other, "Vikarer: sygdom", "maj").fill("60")
    expect(other.get_by_role("heading", name="To har skrevet samme sted")).to_be_visible()
    expect(cell(other, "Vikarer: sygdom", "maj")).to_have_value("50")
    check_accessible(other)
    screenshot(other, "forecast-two-wrote")
    other.get_by_role("button", name=choice).click()
    expect(other.get_by_role("heading", name="To har skrevet samme sted")).to_have_count(0)
    expect(cell(other, "Vikarer: sygdom", "maj")).to_have_value(stands)
    lookout.nothing_was_wrong()


def test_what_did_not_reach_the_server_is_kept_and_sent_later(site: Site, sheet: str, context: BrowserContext) -> None:
    page = context.new_page()  # the browser complains of the connection that the test breaks
    sign_in(page, site, LEADER)
    page.goto(sheet)
    add(page, "Vikarer", "uden net")
    page.route("**/poster/gem/", lambda route: route.abort("connectionaborted"))
    cell(page, "Vikarer: uden net", "juni").fill("7")
    expect(page.get_by_text("Ikke gemt: ingen forbindelse")).to_be_visible()
    page.unroute("**/poster/gem/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    page.reload()
    expect(cell(page, "Vikarer: uden net", "juni")).to_have_value("7")


def test_the_sheet_is_written_without_javascript(site: Site, sheet: str, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, LEADER)
    page.goto(sheet)
    add(page, "Vikarer", "uden script")
    cell(page, "Vikarer: uden script", "maj").fill("12")
    cell(page, "Vikarer: uden script", "juni").fill("tolv")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_text("Det, der står i de røde felter, er ikke gemt. Resten er gemt.")).to_be_visible()
    expect(cell(page, "Vikarer: uden script", "juni")).to_have_value("tolv")
    cell(page, "Vikarer: uden script", "juni").fill("8")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(total(page, "Vikarer")).to_have_text("5.000")
    page.get_by_role("button", name="Fortryd det sidste").click()
    expect(total(page, "Vikarer")).to_have_text("3.000")


def test_a_leader_assesses_the_month(site: Site, page: Page) -> None:
    sign_in(page, site, LEADER)
    page.goto(site.url("forecast:assess", "the school's"))
    page.get_by_label("Bemærkning til måneden").fill("Roligt.")
    page.get_by_role("button", name="Jeg har vurderet måneden").click()
    expect(page.get_by_text("Du har vurderet måneden. Din leder kan nu godkende den.")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile(r"\d{4}: vurderet"))).to_be_visible()
    sign_in(page, site, "controller")
    page.goto(site.url("forecast:overview"))
    row = page.get_by_role("row").filter(has_text="Nordskolen")
    expect(row.get_by_role("link", name=re.compile("Vurderet"))).to_be_visible()
