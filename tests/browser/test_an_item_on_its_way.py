"""An item on its way to the agenda: its author makes it and comments, the head returns it, it comes again and is
approved; what the linter finds is let stand beside the text. By keyboard where it is pressed most."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, check_no_sideways_scroll, sign_in

TITLE = "Orientering om lys på cykelstien"
WHY = "Skriv, hvad det koster"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def test_from_draft_to_approved(site: Site, page: Page) -> None:
    sign_in(page, site, "case_author")
    page.goto(site.url("meetings:items"))
    page.get_by_role("link", name="Nyt punkt").click()
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Afdeling").select_option(label="Nordskolen")
    press(page, "Opret punktet")
    expect(page.get_by_text("Punktet er oprettet som kladde")).to_be_visible()

    page.goto(site.url("meetings:items"))
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("textbox", name="Kommentar").fill("Jeg mangler et tal fra Vej og Park")
    press(page, "Skriv kommentar")
    expect(page.get_by_text("Jeg mangler et tal fra Vej og Park", exact=True)).to_be_visible()
    press(page, "Send til godkendelse")
    expect(page.get_by_text("Det kan Lars Mose gøre")).to_be_visible()
    check_accessible(page)
    way = page.url.partition("#")[0]

    sign_in(page, site, "workplace_leader")
    page.goto(site.address)
    page.get_by_role("link", name=TITLE).click()
    page.get_by_text("Send retur", exact=True).first.click()
    page.get_by_label("Hvad skal rettes?").fill(WHY)
    press(page, "Send retur")
    expect(page.get_by_text("Punktet er sendt retur. Forfatteren har fået besked.")).to_be_visible()

    sign_in(page, site, "case_author")
    page.goto(site.address)
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("alert").get_by_text(WHY)).to_be_visible()
    check_accessible(page)
    press(page, "Send til godkendelse")
    expect(page.get_by_text("Punktet er sendt til godkendelse.")).to_be_visible()

    sign_in(page, site, "workplace_leader")
    page.goto(way)
    press(page, "Godkend")
    expect(page.get_by_text("Punktet er godkendt. Sekretariatet har fået besked.")).to_be_visible()
    expect(page.get_by_text("Klar", exact=True)).to_be_visible()

    sign_in(page, site, "secretariat")
    page.goto(site.address)
    page.get_by_role("link", name=TITLE).first.click()
    page.set_viewport_size({"width": 390, "height": 900})
    check_no_sideways_scroll(page)
    check_accessible(page)


def test_a_finding_is_let_stand_without_leaving_the_page(site: Site, page: Page) -> None:
    sign_in(page, site, "secretariat")
    page.goto(site.url("meetings:findings", "sent"))
    findings = page.locator("[data-findings] .finding")
    before = findings.count()
    first = findings.first
    first.get_by_text("Hvorfor?").click()
    expect(first.get_by_text("Sådan retter du:")).to_be_visible()
    first.locator("summary", has_text="Lad det stå").click()
    first.get_by_label("Hvorfor er det i orden?").fill("Det er aftalt")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Står med en begrundelse")).to_be_visible()
    page.get_by_text("Står med en begrundelse").click()
    expect(page.get_by_text("Det er aftalt")).to_be_visible()
    check_accessible(page)
    page.get_by_role("button", name="Tag det med igen").click()
    expect(page.get_by_text("Står med en begrundelse")).to_have_count(0)
    assert findings.count() == before


def test_a_department_answers_without_javascript(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, "workplace_leader")
    page.goto(site.url("meetings:process", "heard"))
    page.get_by_label("Vi har bemærkninger").check()
    page.get_by_role("button", name="Send svar").click()
    expect(page.get_by_text("Skriv bemærkningerne").first).to_be_visible()
    page.get_by_label("Bemærkninger", exact=False).last.fill("Busserne skal også med")
    page.get_by_role("button", name="Send svar").click()
    expect(page.get_by_text("Svaret er sendt til forfatteren")).to_be_visible()
    expect(page.get_by_text("Busserne skal også med")).to_be_visible()
