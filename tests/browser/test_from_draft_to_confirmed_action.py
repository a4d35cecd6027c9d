"""One case from its first word to an action that is confirmed, through the pages alone, by the people who would do it.

Nobody is told an address: each finds the next step on the page where the last one ended, or on their start page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, check_no_sideways_scroll, screenshot, sign_in

pytestmark = pytest.mark.usefixtures("patience")

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
TITLE = "Beslutning om værksted på Nordskolen"
OTHER = "Legepladser"
DATE, IN_WORDS = "2027-09-15", "onsdag den 15. september 2027"
SHORT = "15. september 2027"
TASK = "Lars Mose indkalder til et opstartsmøde senest 1. oktober 2027."
ORDER = f" {TASK}"


def press(page: Page, name: str, role: str = "button") -> None:
    """By keyboard."""
    found = page.get_by_role(role, name=name, exact=True).first
    found.focus()
    page.keyboard.press("Enter")


def is_told(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def arrive(page: Page, name: str) -> None:
    """A station of the journey: nothing is in the way there for anybody, and what it looks like is kept."""
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, f"journey-{name}")
    page.reload()  # axe leaves styles in the page, which htmx would copy and the browser refuse


def all_is_saved(page: Page) -> None:
    """What was typed last waits a moment, is saved, and what is beside it is asked for again: then it is quiet."""
    page.wait_for_timeout(2500)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def at_the_start(page: Page, site: Site, name: str) -> None:
    sign_in(page, site, name)
    page.goto(site.address)


def section(page: Page, name: str) -> Locator:
    return page.locator(".writing-section").filter(has=page.get_by_role("heading", name=name, exact=True))


def write(page: Page, name: str, text: str) -> None:
    page.get_by_role("textbox", name=name, exact=True).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)
    expect(section(page, name).get_by_text(re.compile(r"Gemt kl\. \d\d\.\d\d"))).to_be_visible()


def the_author_writes(page: Page, site: Site, folder: Path) -> None:
    at_the_start(page, site, "case_author")
    page.get_by_role("link", name="Møder", exact=True).first.click()
    page.get_by_role("link", name="Nyt punkt").click()
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Afdeling").select_option(label="Nordskolen")
    press(page, "Opret punktet")
    is_told(page, "Punktet er oprettet som kladde")
    page.wait_for_load_state()  # from there on the fields are rich
    write(page, "Resumé", "Der skal stå et værksted på på Nordskolen.")
    write(page, "Sagsfremstilling", "Eleverne mangler et sted at arbejde med træ. Tegningen er vedhæftet.")
    expect(page.locator(".writing-findings").get_by_text("på på").first).to_be_visible()
    section(page, "Økonomi").get_by_role("button", name="Intet at bemærke").click()
    expect(section(page, "Økonomi").get_by_text("Valgt af Clara Bakke")).to_be_visible()
    page.get_by_label("Minutter").fill("20")
    page.get_by_label("Hvem indstiller?").fill("Skolelederen")
    page.get_by_label("Indstilling, del 1").fill("at værkstedet etableres")
    drawing = folder / "Tegning_af_værkstedet.txt"
    drawing.write_text("Værksted, 60 m²", encoding="utf-8")
    page.get_by_label("Tilføj filer").set_input_files(drawing)
    expect(page.locator("#bilag input[name^=b][name$=-title]")).to_have_value("Tegning af værkstedet")
    all_is_saved(page)
    arrive(page, "01-written")
    page.get_by_role("link", name="Send videre").first.click()
    arrive(page, "02-way")
    press(page, "Send til godkendelse")
    is_told(page, "Det kan Lars Mose gøre")


def the_head_returns_it(page: Page, site: Site, _: Path) -> None:
    at_the_start(page, site, "workplace_leader")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="Læs punktet").click()
    is_told(page, "på på Nordskolen")
    arrive(page, "03-read-by-head")
    page.get_by_role("link", name="Se forløbet").click()
    press_fold(page, "Send retur")
    page.get_by_label("Hvad skal rettes?").fill("Skriv, hvem der skal bruge værkstedet.")
    arrive(page, "04-returning")
    press_fold(page, "Send retur")
    page.get_by_label("Hvad skal rettes?").fill("Skriv, hvem der skal bruge værkstedet.")
    press(page, "Send retur")
    is_told(page, "Punktet er sendt retur. Forfatteren har fået besked.")


def press_fold(page: Page, name: str) -> None:
    fold = page.locator("summary").filter(has_text=name).first
    fold.focus()
    page.keyboard.press("Enter")


def the_author_mends_it(page: Page, site: Site, _: Path) -> None:
    at_the_start(page, site, "case_author")
    page.get_by_role("link", name=TITLE).first.click()
    is_told(page, "Skriv, hvem der skal bruge værkstedet.")
    arrive(page, "05-returned")
    page.get_by_role("link", name="Skriv", exact=True).click()
    write(page, "Resumé", "Der skal stå et værksted på Nordskolen til 7.-9. klasse.")
    expect(page.locator(".writing-findings").get_by_text("på på")).to_have_count(0)
    page.get_by_role("link", name="Send videre").first.click()
    press(page, "Send til godkendelse")
    is_told(page, "Punktet er sendt til godkendelse.")


def the_head_approves_it(page: Page, site: Site, _: Path) -> None:
    at_the_start(page, site, "workplace_leader")
    page.get_by_role("link", name=TITLE).first.click()
    arrive(page, "06-submitted-again")
    press(page, "Godkend")
    is_told(page, "Punktet er godkendt. Sekretariatet har fået besked.")


def the_secretariat_plans_and_sends(page: Page, site: Site, _: Path) -> None:
    at_the_start(page, site, "secretariat")
    page.get_by_role("link", name="Møder", exact=True).first.click()
    page.get_by_role("link", name="Planlæg møde").click()
    page.get_by_label("Dato").fill(DATE)
    page.get_by_label("Begynder").fill("09:00")
    page.get_by_label("Slutter").fill("11:00")
    page.get_by_label("Sted").fill("Lokale 915")
    page.get_by_label("Åbn for punkter med det samme").check(force=True)
    press(page, "Planlæg")
    is_told(page, f"{IN_WORDS} er planlagt")
    arrive(page, "07-planned")
    page.get_by_role("link", name="Byg dagsordenen").click()
    for title in (TITLE, OTHER):
        press(page, f"Sæt på dagsordenen: {title}")
        is_told(page, "Punktet står på dagsordenen.")
    arrive(page, "08-agenda")
    page.get_by_role("link", name=OTHER, exact=True).focus()
    before = titles(page)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#agenda-status")).to_have_text("Dagsordenen er gemt.")
    assert titles(page).index(OTHER) == before.index(TITLE)
    page.get_by_role("link", name="Se og udsend dagsorden").click()
    arrive(page, "09-before-sending")
    press(page, "Udsend dagsorden")
    is_told(page, "Version 1 er udsendt")
    arrive(page, "10-sent")


def titles(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("[data-agenda-row] .agenda-words a").all_inner_texts()]


def a_chief_prepares(page: Page, site: Site, _: Path) -> None:
    """On a telephone, from the start page to the item."""
    page.set_viewport_size(PHONE)
    at_the_start(page, site, "forum_member")
    page.get_by_role("link", name=f"Chefforum {SHORT}", exact=True).first.click()
    arrive(page, "11-prepare")
    while TITLE not in page.get_by_role("heading", level=1).inner_text():
        with page.expect_navigation():
            page.keyboard.press("ArrowRight")
    is_told(page, "Tegning af værkstedet")
    page.get_by_label("Skriv en note").fill("Spørg til udsugningen")
    expect(page.get_by_text(re.compile(r"^Gemt kl\. \d\d\.\d\d$"))).to_be_visible()
    all_is_saved(page)
    arrive(page, "12-noted")
    is_told(page, "Spørg til udsugningen")
    if page.get_by_role("button", name="Læst, ").count():  # else it has been in sight long enough
        page.get_by_role("button", name="Læst, ").first.press("Enter")
    expect(page.get_by_text(re.compile(r"[12] af \d læst"))).to_be_visible()
    arrive(page, "13-read")
    page.set_viewport_size(DESK)


def the_meeting_is_held(page: Page, site: Site, _: Path) -> None:
    at_the_start(page, site, "secretariat")
    page.get_by_role("link", name="Møder", exact=True).first.click()
    page.get_by_role("link", name=SHORT).first.click()
    press(page, "Begynd mødet", "link")
    press(page, "Begynd mødet")
    is_told(page, "Mødet er begyndt")
    arrive(page, "14-attendance")
    press(page, "Gem fremmøde")
    while page.get_by_role("heading", name="Referatets vej").count() == 0:
        expect(page.get_by_role("heading", name="Taster")).to_be_visible()  # its script has come
        treat_item(page)
    arrive(page, "16-over")
    press(page, "Afslut mødet")
    is_told(page, "Mødet er slut")
    arrive(page, "17-ended")


def treat_item(page: Page) -> None:
    """By keyboard: ours is approved, and somebody is to do something; the others are talked of."""
    is_ours = TITLE in page.get_by_role("heading", level=1).inner_text()
    for _ in range(page.locator("[data-part]").count()):
        page.keyboard.press("1" if is_ours else "4")
    if is_ours:
        expect(page.get_by_label("Beslutning")).to_have_value("Chefforum godkendte indstillingen.")
        page.keyboard.press("b")
        page.keyboard.press("ControlOrMeta+End")
        page.keyboard.type(ORDER)
    expect(page.locator("#gemt [role=status]")).to_contain_text("Gemt kl.")
    if is_ours:
        all_is_saved(page)
        arrive(page, "15-decided")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")


def the_action_is_made(page: Page, site: Site, _: Path) -> None:
    at_the_start(page, site, "secretariat")
    page.get_by_role("link", name="Møder", exact=True).first.click()
    page.get_by_role("link", name=SHORT).first.click()
    page.get_by_role("link", name="Referatets vej").click()
    page.get_by_role("link", name="Opret opfølgning").click()
    card = page.get_by_role("group", name="Forslag 1")
    expect(card.get_by_label("Hvem gør det?").locator(":checked")).to_contain_text("Lars Mose")
    expect(card.get_by_label("Hvornår senest?")).to_have_value("2027-10-01")
    arrive(page, "18-suggested")
    card.get_by_label("Opret denne").check(force=True)
    press(page, "Opret de valgte")
    is_told(page, "Opfølgningen er oprettet")
    arrive(page, "19-action-made")


def the_minutes_are_commented(page: Page, site: Site, _: Path) -> None:
    at_the_start(page, site, "secretariat")
    page.get_by_role("link", name="Møder", exact=True).first.click()
    page.get_by_role("link", name=SHORT).first.click()
    page.get_by_role("link", name="Referatets vej").click()
    press(page, "Send referat til kommentering")
    is_told(page, "Referatet er sendt til kommentering")
    arrive(page, "20-out-for-comments")


def a_chief_proposes_a_correction(page: Page, site: Site, _: Path) -> None:
    at_the_start(page, site, "forum_member")
    page.get_by_role("link", name=f"Referat fra Chefforum {SHORT}").first.click()
    arrive(page, "21-corrections")
    place = page.locator("option", has_text=TITLE).inner_text()
    page.get_by_label("Hvor", exact=False).first.select_option(label=place)
    page.get_by_label("Hvad skal rettes?").fill("Skriv, at værkstedet er til 7.-9. klasse.")
    press(page, "Send rettelse")
    is_told(page, "Rettelsen er sendt")
    arrive(page, "22-proposed")


def the_minutes_are_sent(page: Page, site: Site, _: Path) -> None:
    at_the_start(page, site, "secretariat")
    page.get_by_role("link", name=f"Chefforum {SHORT}", exact=True).first.click()
    page.get_by_role("link", name="Ret i punkt").click()
    page.get_by_label("Beslutning").press("ControlOrMeta+End")
    page.keyboard.type(" Værkstedet er til 7.-9. klasse.")
    expect(page.locator("#gemt [role=status]")).to_contain_text("Gemt kl.")
    all_is_saved(page)
    arrive(page, "23-corrected")
    page.get_by_role("link", name="Svar på rettelsen").click()
    press(page, "Rettelsen er indarbejdet")
    is_told(page, "Svaret er sendt til den, der foreslog rettelsen")
    arrive(page, "24-answered")
    page.get_by_role("link", name="Referatets vej").click()
    press(page, "Udsend referat")
    is_told(page, "Referatet er udsendt som version")
    arrive(page, "25-minutes-sent")


def the_owner_does_it(page: Page, site: Site, folder: Path) -> None:
    at_the_start(page, site, "workplace_leader")
    press(page, TASK, "link")
    is_told(page, "senest 1. oktober 2027")
    arrive(page, "26-my-action")
    evidence = folder / "indkaldelse.txt"
    evidence.write_text("Opstartsmøde den 20. september 2027", encoding="utf-8")
    page.get_by_label("Hvad er gjort?").fill("Alle er indkaldt til den 20. september 2027.")
    page.get_by_label("En fil, der viser det").set_input_files(evidence)
    press(page, "Det er gjort")
    is_told(page, "Gemt: udført.")
    arrive(page, "27-done")


def the_secretariat_confirms_it(page: Page, site: Site, _: Path) -> None:
    at_the_start(page, site, "secretariat")
    press(page, TASK, "link")
    is_told(page, "Alle er indkaldt til den 20. september 2027.")
    arrive(page, "28-to-confirm")
    press(page, "Bekræft")
    is_told(page, "Gemt: bekræftet.")
    page.get_by_role("link", name=TITLE).click()
    confirmed(page)
    arrive(page, "29-confirmed")


def confirmed(page: Page) -> None:
    line = page.get_by_role("listitem").filter(has_text=TASK)
    expect(line.get_by_text("Bekræftet")).to_be_visible()


def the_chief_reads_that_it_is_done(page: Page, site: Site, _: Path) -> None:
    """What the chief proposed stands in the minutes, their note is theirs still, and the action is confirmed."""
    page.set_viewport_size(PHONE)
    at_the_start(page, site, "forum_member")
    page.get_by_role("link", name=f"Chefforum {SHORT}", exact=True).first.click()
    page.get_by_role("heading", name=TITLE).get_by_role("link").click()
    is_told(page, "Værkstedet er til 7.-9. klasse.")
    is_told(page, "Spørg til udsugningen")
    confirmed(page)
    arrive(page, "30-read-by-chief")
    page.set_viewport_size(DESK)


STATIONS = [
    the_author_writes,
    the_head_returns_it,
    the_author_mends_it,
    the_head_approves_it,
    the_secretariat_plans_and_sends,
    a_chief_prepares,
    the_meeting_is_held,
    the_action_is_made,
    the_minutes_are_commented,
    a_chief_proposes_a_correction,
    the_minutes_are_sent,
    the_owner_does_it,
    the_secretariat_confirms_it,
    the_chief_reads_that_it_is_done,
]


def test_from_draft_to_confirmed_action(site: Site, page: Page, tmp_path: Path) -> None:
    page.set_viewport_size(DESK)
    for station in STATIONS:
        station(page, site, tmp_path)
