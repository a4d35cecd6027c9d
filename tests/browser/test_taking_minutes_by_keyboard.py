"""A whole meeting of eight items by keyboard alone, from "Begynd mødet" to "Udsend referat"; two who take minutes at
once; and the same page without JavaScript and on a phone."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import (
    Lookout,
    check_accessible,
    check_no_sideways_scroll,
    danish_browser,
    screenshot,
    sign_in,
)
from tests.browser.test_keyboard_journey import follow, tab_to
from tests.browser.test_reading_and_importing_minutes import take_in

ITEMS = [
    ("Godkendelse af dagsorden og referat", ["at dagsordenen godkendes", "at referatet godkendes"]),
    ("Ny vandpost i bymidten", ["at planen for vandposten godkendes"]),
    ("Orientering om skoleskibet", ["at orienteringen tages til efterretning"]),
    ("Fælles værksted", ["at etableringen godkendes", "at finansieringen godkendes", "at tidsplanen drøftes"]),
    ("Åbne arkiver", ["at arkiverne åbnes"]),
    ("Temadrøftelse om frivillige", ["at temaet drøftes"]),
    ("Hegn om legepladsen", ["at hegnet godkendes"]),
    ("Eventuelt", []),
]


def agenda(folder: Path, date: str) -> Path:
    """An agenda as a file, as somebody else's system gives it."""
    lines = [
        f"# Dagsorden Chefforum d. {date}",
        f"**Mødedato** {date} kl. 09:00",
        "**Mødedeltagere** Mette Eng, Christian Dam",
    ]
    for number, (title, parts) in enumerate(ITEMS, 1):
        lines.append(f"## Punkt {number}: {title}")
        if parts:
            lines += ["### Indstilling", "Kommunaldirektøren indstiller,"]
            lines.append("\n".join(f"{place}. {part}" for place, part in enumerate(parts, 1)))
        lines += ["### Sagsfremstilling", f"(10 min.)\n\nDet handler om {title.lower()}."]
    path = folder / f"dagsorden-{number}.md"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return path


def sent_out(page: Page, site: Site, folder: Path, date: str) -> str:
    """The address of the meeting, whose agenda is sent out."""
    sign_in(page, site, "secretariat")
    take_in(page, site, agenda(folder, date))
    page.get_by_role("button", name="Gennemfør").click()
    page.get_by_role("link", name="Se mødet").click(timeout=30_000)
    expect(page.locator("article.item")).to_have_count(8)
    return page.url


def item_is(page: Page, number: int) -> None:
    """The page is that item's, and its script has come."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Punkt {number}: {ITEMS[number - 1][0]}")
    expect(page.get_by_role("heading", name="Taster")).to_be_visible()


def saved(page: Page) -> None:
    expect(page.locator("#gemt [role=status]")).to_contain_text("Gemt kl.")


def decision_is(page: Page, text: str) -> None:
    expect(page.get_by_label("Beslutning")).to_have_value(text)


def finish(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")


def begin_by_keyboard(page: Page) -> None:
    tab_to(page, name="Begynd mødet")
    follow(page)
    tab_to(page, name="Begynd mødet")
    follow(page)
    expect(page.get_by_role("heading", name="Fremmøde")).to_be_visible()
    check_accessible(page)
    tab_to(page, name="Til stede")
    page.keyboard.press("ArrowRight")  # Mette Eng has sent apologies
    tab_to(page, name="Gem fremmøde")
    follow(page)


def test_a_meeting_of_eight_items_by_keyboard_alone(site: Site, page: Page, tmp_path: Path) -> None:
    meeting = sent_out(page, site, tmp_path, "7. oktober 2026")
    begin_by_keyboard(page)

    item_is(page, 1)
    page.keyboard.press("s")
    expect(page.get_by_text("begyndt kl.")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("1")
    decision_is(page, "Chefforum godkendte indstillingen.")
    saved(page)
    screenshot(page, "minute-taking-chosen")
    check_accessible(page)
    finish(page)

    item_is(page, 2)
    page.keyboard.press("1")
    saved(page)
    page.keyboard.press("b")
    page.keyboard.type(" Vandposten stilles op i maj.")
    finish(page)

    item_is(page, 3)
    page.keyboard.press("3")
    decision_is(page, "Chefforum tog orienteringen til efterretning.")
    finish(page)

    item_is(page, 4)
    for key in "154":
        page.keyboard.press(key)
    decision_is(page, "Ad 1: Godkendt.\n\nAd 2: Udsat.\n\nAd 3: Drøftet.")
    finish(page)

    approve_two_together(page)
    write_and_look_around(page)

    item_is(page, 8)
    page.keyboard.press("b")
    page.keyboard.type("Intet.")
    finish(page)
    end_and_send_out(site, page, meeting)


def approve_two_together(page: Page) -> None:
    """The rest but the last are taken together, the theme by itself."""
    item_is(page, 5)
    tab_to(page, name="Godkend flere punkter samlet")
    follow(page)
    check_accessible(page)
    tab_to(page, name="Punkt 5")
    page.keyboard.press("Space")
    tab_to(page, name="Punkt 7")
    page.keyboard.press("Space")
    tab_to(page, name="Godkend de valgte")
    follow(page)
    expect(page.get_by_text("Godkendt samlet: punkt 5 og 7.")).to_be_visible()
    tab_to(page, name="Tilbage til referatet")
    follow(page)


def write_and_look_around(page: Page) -> None:
    item_is(page, 6)
    page.keyboard.press("4")
    saved(page)
    page.keyboard.press("b")
    page.keyboard.press("End")
    page.keyboard.type(" Det bliver taget op igen.")
    page.keyboard.press("Escape")
    saved(page)
    with page.expect_navigation():
        page.keyboard.press("n")
    item_is(page, 7)
    with page.expect_navigation():
        page.keyboard.press("f")
    item_is(page, 6)
    decision_is(page, "Chefforum drøftede sagen. Det bliver taget op igen.")
    finish(page)


def end_and_send_out(site: Site, page: Page, meeting: str) -> None:
    expect(page.get_by_role("heading", name="Referatets vej")).to_be_visible()
    expect(page.get_by_text("Hvert punkt er behandlet og har en beslutning")).to_be_visible()
    check_accessible(page)
    tab_to(page, name="Afslut mødet")
    follow(page)
    nobody_reads_it_yet(site, page, meeting)
    tab_to(page, name="Udsend referat")
    follow(page)
    expect(page.get_by_text("Referatet er udsendt som version 2")).to_be_visible()

    sign_in(page, site, "forum_member")
    page.goto(meeting)
    for words in ("Vandposten stilles op i maj", "uden særskilt drøftelse", "Mette Eng", "Afbud", "Version 2, referat"):
        expect(page.locator("main")).to_contain_text(words)
    check_accessible(page)


def nobody_reads_it_yet(site: Site, page: Page, meeting: str) -> None:
    here = page.url
    sign_in(page, site, "forum_member")
    page.goto(meeting)
    expect(page.locator("main")).not_to_contain_text("Vandposten stilles op i maj")
    sign_in(page, site, "secretariat")
    page.goto(here)


def test_two_who_take_minutes_at_once_lose_nothing(site: Site, page: Page, chromium: Browser, tmp_path: Path) -> None:
    sent_out(page, site, tmp_path, "14. oktober 2026")
    begin_by_keyboard(page)
    item_is(page, 1)
    context = danish_browser(chromium)
    other = context.new_page()
    lookout = Lookout(other)
    sign_in(other, site, "secretariat")
    other.goto(page.url)

    page.get_by_label("Beslutning").fill("Den enes ord")
    saved(page)
    other.get_by_label("Beslutning").fill("Den andens ord")
    expect(other.get_by_text("To har skrevet i beslutningen på samme tid")).to_be_visible()
    screenshot(other, "minute-taking-conflict")
    check_accessible(other)
    other.get_by_role("button", name="Brug begge").click()
    expect(other.get_by_label("Beslutning")).to_have_value("Den enes ord\n\nDen andens ord")
    lookout.nothing_was_wrong()
    context.close()


def test_what_is_typed_just_before_one_leaves_is_saved(site: Site, page: Page, tmp_path: Path) -> None:
    sent_out(page, site, tmp_path, "21. oktober 2026")
    begin_by_keyboard(page)
    item_is(page, 1)
    first = page.url
    page.get_by_label("Beslutning").press_sequentially("Skrevet i sidste øjeblik")
    page.get_by_role("link", name=re.compile("^Punkt 2")).click()
    item_is(page, 2)
    page.goto(first)
    decision_is(page, "Skrevet i sidste øjeblik")


def test_keys_can_be_turned_off(site: Site, page: Page) -> None:
    sign_in(page, site, "secretariat")
    page.goto(site.url("meetings:minute_item", "running"))
    chosen = page.locator("input[data-outcome]:checked")
    before = chosen.evaluate_all("found => found.map(one => one.id)")
    page.get_by_role("button", name="Taster er slået til").click()
    page.keyboard.press("n")
    page.keyboard.press("8")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Punkt 1")
    assert chosen.evaluate_all("found => found.map(one => one.id)") == before
    page.get_by_role("button", name="Taster er slået fra").click()


def test_an_item_is_finished_without_javascript_on_a_phone(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    page.set_viewport_size({"width": 390, "height": 900})
    sign_in(page, site, "secretariat")
    page.goto(site.url("meetings:minute_taking", "running"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Punkt 1")
    expect(page.get_by_role("heading", name="Taster")).to_have_count(0)
    page.locator("label", has_text="Godkendt").first.click()
    page.get_by_label("Beslutning").fill("Dagsordenen blev godkendt.")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_label("Beslutning")).to_have_value("Dagsordenen blev godkendt.")
    expect(page.get_by_text("Del 2 er ikke besvaret.")).to_be_visible()
    check_no_sideways_scroll(page)
    page.locator("summary", has_text="Notér en, der er inhabil").click()
    page.get_by_label("Hvem").select_option(label="Mette Eng")
    page.get_by_label("Begrundelse").fill("Nabo")
    page.get_by_role("button", name="Notér", exact=True).click()
    expect(page.get_by_text("Mette Eng, inhabil")).to_be_visible()
