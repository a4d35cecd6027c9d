"""A forum member is told something, takes the whole meeting along as a file, and gets the meetings into a calendar."""

from __future__ import annotations

import urllib.request
import zipfile
from pathlib import Path

import icalendar
import pypdfium2
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, check_no_sideways_scroll, screenshot, sign_in


def test_a_message_is_opened_from_the_start_page_and_is_then_read(site: Site, page: Page) -> None:
    sign_in(page, site, "forum_member")
    page.goto(site.address)
    bell = page.get_by_role("banner").get_by_role("link", name="Beskeder")
    expect(bell).to_contain_text("1 ulæst")
    bell.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beskeder")
    expect(page.get_by_role("cell", name="Ulæst", exact=True)).to_be_visible()
    screenshot(page, "journey-messages")
    check_accessible(page)
    page.get_by_role("link", name="Der er lagt bilag på punkt 4").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Punkt 4")
    expect(bell).not_to_contain_text("ulæst")


def test_the_whole_meeting_is_taken_along_as_pdf_and_a_choice_of_it_as_zip(site: Site, page: Page) -> None:
    sign_in(page, site, "observer")
    page.goto(site.url("meetings:meeting", "sent"))
    with page.expect_download() as whole:
        page.get_by_role("link", name="Samlet PDF med bilag").press("Enter")
    assert whole.value.suggested_filename.startswith("Samlet referat Chefforum")
    with pypdfium2.PdfDocument(Path(whole.value.path())) as pdf:
        assert "Punkt 7: Lukket punkt" in [one.get_title() for one in pdf.get_toc()]
    page.get_by_role("link", name="Vælg punkter").press("Enter")
    for place in (1, 2, 3, 5, 6, 7, 8):
        page.get_by_label(f"Punkt {place}:").press("Space")
    with page.expect_download() as some:
        page.get_by_role("button", name="Hent som ZIP").press("Enter")
    with zipfile.ZipFile(some.value.path()) as archive:
        assert {name.split("/")[0][:2] for name in archive.namelist() if "/" in name} == {"04"}


def test_the_address_of_the_calendar_is_had_and_stopped(site: Site, page: Page) -> None:
    sign_in(page, site, "forum_chair")
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(site.url("meetings:calendar_settings"))
    page.get_by_role("button", name="Få en adresse").press("Enter")
    address = page.get_by_label("Adressen på din kalender").input_value()
    assert address.startswith(site.address)
    screenshot(page, "journey-calendar")
    check_accessible(page)
    check_no_sideways_scroll(page)
    with urllib.request.urlopen(address, timeout=30) as answer:
        calendar = icalendar.Calendar.from_ical(answer.read())
    assert len(calendar.walk("VEVENT")) >= 3
    page.get_by_role("button", name="Luk adressen").press("Enter")
    expect(page.get_by_text("Adressen er lukket")).to_be_visible()
    expect(page.get_by_role("button", name="Få en adresse")).to_be_visible()


def test_mails_are_chosen_without_javascript(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, "case_author")
    page.goto(site.url("notifications:choices"))
    page.get_by_role("group", name="Andet", exact=True).get_by_label("Aldrig").check(force=True)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Dit valg er gemt.")).to_be_visible()
    expect(page.get_by_role("group", name="Andet", exact=True).get_by_label("Aldrig")).to_be_checked()
