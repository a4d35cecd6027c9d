"""From a decision to something that is done: the secretariat accepts a suggestion, its owner does it and says how,
the secretariat confirms, and the item says so. And a case that is put off, and taken back. By keyboard."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, sign_in


def press(page: Page, name: str, role: str = "button") -> None:
    found = page.get_by_role(role, name=name, exact=True).first
    found.focus()
    page.keyboard.press("Enter")


def test_from_decision_to_confirmed(site: Site, page: Page, tmp_path: Path) -> None:
    sign_in(page, site, "secretariat")
    page.goto(site.url("meetings:item", "sent"))
    press(page, "Opret opfølgning", "link")
    expect(page.get_by_role("heading", name="Opfølgning fra beslutningen")).to_be_visible()
    check_accessible(page)

    press(page, "Opret de valgte")
    expect(page.get_by_text("Sæt flueben ved mindst én")).to_be_visible()
    card = page.get_by_role("group", name="Forslag 1")
    card.get_by_label("Opret denne").focus()
    page.keyboard.press("Space")
    card.get_by_label("Hvad skal gøres?").fill("Indkald de tre til styregruppen")
    card.get_by_label("Hvem gør det?").select_option(label=site.names["job_consultant"])
    card.get_by_label("Hvornår senest?").fill("2030-05-01")
    press(page, "Opret de valgte")
    expect(page.get_by_text("Opfølgningen er oprettet")).to_be_visible()
    check_accessible(page)

    evidence = tmp_path / "indkaldelse.txt"
    evidence.write_text("Indkaldelse", encoding="utf-8")
    sign_in(page, site, "job_consultant")
    page.goto(site.url("start"))
    press(page, "Indkald de tre til styregruppen", "link")
    expect(page.get_by_text("senest 1. maj 2030")).to_be_visible()
    page.get_by_label("Hvad er gjort?").fill("De er indkaldt til den 3. april.")
    page.get_by_label("En fil, der viser det").set_input_files(evidence)
    press(page, "Det er gjort")
    expect(page.get_by_text("Gemt: udført.")).to_be_visible()
    expect(page.get_by_role("link", name="indkaldelse")).to_be_visible()

    sign_in(page, site, "secretariat")
    page.goto(site.url("start"))
    press(page, "Indkald de tre til styregruppen", "link")
    expect(page.get_by_text("De er indkaldt til den 3. april.").first).to_be_visible()
    check_accessible(page)
    press(page, "Bekræft")
    expect(page.get_by_text("Gemt: bekræftet.")).to_be_visible()

    sign_in(page, site, "forum_member")
    page.goto(site.url("meetings:item", "sent"))
    line = page.get_by_role("listitem").filter(has_text="Indkald de tre til styregruppen")
    expect(line.get_by_text("Bekræftet")).to_be_visible()


def test_an_item_is_put_off_and_that_is_taken_back(site: Site, page: Page) -> None:
    sign_in(page, site, "secretariat")
    page.goto(site.url("meetings:postpone", "held"))
    where = page.get_by_label("Hvad skal der ske med punktet?")
    next_meeting = where.input_value()
    where.select_option("rework")
    press(page, "Udsæt")
    expect(page.get_by_role("alert")).to_be_visible()
    check_accessible(page)
    where.select_option(next_meeting)
    press(page, "Udsæt")
    expect(page.get_by_text("Punktet er udsat. Her er det, der arbejdes videre med.")).to_be_visible()
    expect(page.get_by_role("heading", name="Behandlet før")).to_be_visible()
    check_accessible(page)

    page.goto(site.url("meetings:item", "draft"))
    expect(page.get_by_text("Udsat til Chefforum den")).to_be_visible()
    press(page, "Fortryd udsættelsen")
    expect(page.get_by_text("Udsættelsen er fortrudt")).to_be_visible()
    expect(page.get_by_text("Udsat til Chefforum den")).to_have_count(0)
