"""A bilag comes after the minutes are sent out: the secretariat sends a new version, members see what it changed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, sign_in

REASON = "Notatet er kommet"


def test_members_read_a_change_when_it_is_sent_out_and_not_before(site: Site, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "notat.txt"
    file.write_text("Notat til mødet", encoding="utf-8")
    sign_in(page, site, "secretariat")
    page.goto(site.url("meetings:item", "sent"))
    page.locator("input[type=file]").first.set_input_files(file)
    page.get_by_role("button", name="Læg ind").first.click()
    expect(page.get_by_text("er lagt på punktet")).to_be_visible()

    page.goto(site.url("meetings:meeting", "sent"))
    expect(page.get_by_text("Der er ændringer, som ikke er sendt ud")).to_be_visible()
    check_accessible(page)

    sign_in(page, site, "forum_member")
    page.goto(site.url("meetings:versions", "sent"))
    expect(page.get_by_text(REASON)).to_have_count(0)

    sign_in(page, site, "secretariat")
    page.goto(site.url("meetings:meeting", "sent"))
    page.get_by_label("Hvad er ændret?").fill(REASON)
    page.get_by_role("button", name="Send ny version").click()
    expect(page.get_by_text("Forummets medlemmer kan nu læse den")).to_be_visible()
    expect(page.get_by_text("Der er ændringer, som ikke er sendt ud")).to_have_count(0)

    sign_in(page, site, "forum_member")
    page.goto(site.url("meetings:meeting", "sent"))
    page.get_by_role("link", name="sendt ud").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    expect(page.get_by_role("cell", name="En ny fil")).to_be_visible()
    check_accessible(page)
