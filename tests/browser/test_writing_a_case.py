"""An author writes a case in the browser: by keyboard, with paste from Word, with bilag, back to an earlier text."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, check_no_sideways_scroll, screenshot, sign_in

pytestmark = pytest.mark.usefixtures("patience")

SAVED = re.compile(r"Gemt kl\. \d\d\.\d\d")
WORD = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style><!-- p {color:red} --></style></head><body>"
    "<h2>Baggrund<o:p></o:p></h2>"
    "<p class=MsoNormal><b><span style='color:red'>Stien</span></b> er <a href='javascript:alert(1)'>farlig</a>.</p>"
    "<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
    "<span style='mso-list:Ignore'>"
    "·<span>&nbsp;&nbsp;</span></span><![endif]>Nord</p>"
    "<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
    "<span style='mso-list:Ignore'>"
    "·<span>&nbsp;&nbsp;</span></span><![endif]>Syd</p>"
    "<table class=MsoTableGrid><tr><td><p><b>År</b></p></td><td><p><b>Kr.</b></p></td></tr>"
    "<tr><td><p>2026</p></td><td><p>750.000</p></td></tr></table>"
    "<script>document.title='x'</script><img src=x onerror=\"document.title='x'\"></body></html>"
)


@pytest.fixture
def desk(site: Site, page: Page) -> Page:
    sign_in(page, site, "case_author")
    page.goto(site.url("meetings:write", "at the desk"))
    return page


def editor(page: Page, name: str) -> Locator:
    """The rich text, never the plain field that it takes the place of a moment after the page has come."""
    return page.get_by_role("textbox", name=name, exact=True).and_(page.locator(":not(textarea)"))


def section(page: Page, name: str) -> Locator:
    return page.locator(".writing-section").filter(has=page.get_by_role("heading", name=name, exact=True))


def write(page: Page, name: str, text: str) -> None:
    """Instead of what stands there."""
    undo = section(page, name).get_by_role("button", name="Fortryd “Intet")
    if undo.count():
        undo.click()
    editor(page, name).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def is_saved(page: Page, name: str) -> None:
    expect(section(page, name).get_by_text(SAVED)).to_be_visible()


def paste(page: Page, name: str, html: str) -> None:
    editor(page, name).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    editor(page, name).evaluate(
        """(box, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", "uden opstilling");
            box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        html,
    )


def test_what_is_written_is_saved_while_it_is_written(desk: Page) -> None:
    desk.evaluate("document.body.addEventListener('chefforum:saved', () => { window.heard = true; })")
    editor(desk, "Resumé").focus()
    desk.keyboard.type("Børnene skal kunne cykle til skole.")
    is_saved(desk, "Resumé")
    assert desk.evaluate("window.heard")
    check_accessible(desk)
    desk.reload()
    expect(editor(desk, "Resumé")).to_contain_text("Børnene skal kunne cykle til skole.")


def test_headings_lists_and_tables_are_made_by_keyboard_and_undone(desk: Page) -> None:
    write(desk, "Sagsfremstilling", "Stien")
    bar = section(desk, "Sagsfremstilling").get_by_role("toolbar")
    desk.keyboard.press("Shift+Tab")  # into the toolbar
    desk.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Overskrift", exact=True)).to_be_focused()
    desk.keyboard.press("Enter")
    expect(editor(desk, "Sagsfremstilling").locator("h3")).to_have_text("Stien")
    desk.keyboard.press("End")
    desk.keyboard.press("Enter")
    bar.get_by_role("button", name="Punkter").click()
    desk.keyboard.type("Nord")
    bar.get_by_role("button", name="Tabel", exact=True).click()
    desk.keyboard.type("År")
    bar.get_by_role("button", name="Kolonne til").click()
    bar.get_by_role("button", name="Fjern række").click()
    box = editor(desk, "Sagsfremstilling")
    expect(box.locator("tr")).to_have_count(2)
    expect(box.locator("tr").first.locator("td, th")).to_have_count(4)
    bar.get_by_role("button", name="Fortryd", exact=True).click()
    expect(box.locator("tr")).to_have_count(3)
    desk.keyboard.press("ControlOrMeta+y")
    expect(box.locator("tr")).to_have_count(2)
    desk.keyboard.press("ControlOrMeta+z")
    expect(box.locator("tr")).to_have_count(3)
    is_saved(desk, "Sagsfremstilling")
    check_accessible(desk)
    screenshot(desk, "writing-toolbar")


def test_a_case_pasted_from_word_keeps_its_lists_and_tables_and_drops_the_rest(desk: Page, site: Site) -> None:
    paste(desk, "Sagsfremstilling", WORD)
    box = editor(desk, "Sagsfremstilling")
    expect(box.locator("h3")).to_have_text("Baggrund")
    expect(box.locator("ul > li")).to_have_text(["Nord", "Syd"])
    expect(box.locator("th")).to_have_text(["År", "Kr."])
    expect(box.locator("b, span, a, img, script, [style], [class]")).to_have_count(0)
    is_saved(desk, "Sagsfremstilling")
    desk.reload()
    expect(box.locator("ul > li")).to_have_text(["Nord", "Syd"])
    desk.get_by_role("link", name="Se punktet").click()
    desk.wait_for_url(re.compile("/punkter/[^/]+/$"))
    expect(desk.get_by_role("cell", name="750.000")).to_be_visible()
    assert not desk.title().startswith("x")


def test_two_thousand_pasted_lines_are_there_in_a_moment(desk: Page) -> None:
    lines = "".join(f"<p class=MsoNormal style='color:red'>Linje {number} om stien</p>" for number in range(2000))
    begun = time.monotonic()
    paste(desk, "Kommunens vision og politikker", lines)
    expect(editor(desk, "Kommunens vision og politikker").locator("p")).to_have_count(2000)
    is_saved(desk, "Kommunens vision og politikker")
    assert time.monotonic() - begun < 20
    write(desk, "Kommunens vision og politikker", "Børn i bevægelse")
    desk.wait_for_timeout(1500)
    is_saved(desk, "Kommunens vision og politikker")


def test_intet_at_bemaerke_is_a_choice_that_can_be_undone(desk: Page) -> None:
    write(desk, "Økonomi", "Det koster 750.000 kr.")
    section(desk, "Økonomi").get_by_role("button", name="Intet at bemærke").click()
    expect(section(desk, "Økonomi").get_by_text("Valgt af Clara Bakke")).to_be_visible()
    check_accessible(desk)
    section(desk, "Økonomi").get_by_role("button", name="Fortryd “Intet").click()
    expect(editor(desk, "Økonomi")).to_have_text("Det koster 750.000 kr.")
    write(desk, "Økonomi", "Det koster 800.000 kr.")
    is_saved(desk, "Økonomi")


def test_the_head_and_the_parts_of_the_recommendation_are_saved_too(desk: Page) -> None:
    desk.get_by_label("Titel", exact=True).first.fill("Beslutning om cykelsti til Nordskolen")
    desk.get_by_label("Journalnummer").fill("05.01.00-1")
    desk.get_by_label("Minutter").fill("20")
    desk.get_by_label("Hvem indstiller?").fill("Skolelederen")
    expect(desk.get_by_text("Det er ikke et journalnummer")).to_be_visible()
    desk.get_by_label("Journalnummer").fill("05.01.00-P20-3-26")
    expect(desk.get_by_text("Det er ikke et journalnummer")).to_have_count(0)
    for _ in range(desk.locator("[data-part]").count()):
        desk.locator("[data-part]").first.get_by_role("button", name="Fjern").click()
    desk.get_by_label("Indstilling, del 1").fill("at stien anlægges")
    desk.get_by_role("button", name="Tilføj del").click()
    desk.keyboard.type("at den evalueres")
    desk.keyboard.press("Alt+ArrowUp")
    expect(desk.get_by_label("Indstilling, del 1")).to_have_value("at den evalueres")
    expect(desk.get_by_label("Indstilling, del 1")).to_be_focused()
    desk.wait_for_timeout(1500)
    expect(desk.locator("[data-saved]")).to_have_text(SAVED)
    desk.reload()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Beslutning om cykelsti")
    expect(desk.get_by_label("Minutter")).to_have_value("20")
    expect(desk.get_by_label("Indstilling, del 2")).to_have_value("at stien anlægges")


def test_bilag_are_dropped_named_put_in_order_and_removed(desk: Page, tmp_path: Path) -> None:
    for name in ("Tegning_a.txt", "Kort.txt"):
        (tmp_path / name).write_text(f"{name} {time.time()}", encoding="utf-8")
    desk.get_by_label("Tilføj filer").set_input_files([tmp_path / "Tegning_a.txt", tmp_path / "Kort.txt"])
    titles = desk.locator("#bilag input[name^=b][name$=-title]")
    expect(titles).to_have_count(2)
    expect(titles.first).to_have_value("Tegning a")
    titles.first.fill("Tegning af stien")
    desk.get_by_role("button", name="Flyt Kort op").click()
    expect(titles.first).to_have_value("Kort")
    expect(titles.last).to_have_value("Tegning af stien")
    desk.get_by_text("Tilføj et bilag, der eftersendes").click()
    desk.locator("#bilag").get_by_label("Titel", exact=False).last.fill("Notat om priser")
    desk.get_by_label("Senest").last.fill("2026-12-01")
    desk.get_by_role("button", name="Tilføj bilag").click()
    expect(titles).to_have_count(3)
    check_accessible(desk)
    check_no_sideways_scroll(desk)
    screenshot(desk, "writing-bilag")
    desk.reload()  # a picture of a page leaves styles in it, which htmx would copy
    for name in ("Kort", "Tegning af stien", "Notat om priser"):
        desk.get_by_role("button", name=f"Fjern {name}").click()
        expect(desk.get_by_role("button", name=f"Fjern {name}")).to_have_count(0)


def test_an_earlier_text_is_compared_and_comes_back(site: Site, desk: Page) -> None:
    write(desk, "Resumé", "Stien er to meter bred.")
    section(desk, "Resumé").get_by_role("button", name="Intet at bemærke").click()
    expect(section(desk, "Resumé").get_by_text("Valgt af")).to_be_visible()
    desk.goto(site.url("meetings:history", "at the desk"))
    expect(desk.locator("del").filter(has_text="Stien er to meter bred.")).to_be_visible()
    check_accessible(desk)
    screenshot(desk, "history-difference")
    desk.get_by_role("button", name="Gendan udgave").first.click()
    expect(desk.get_by_text("Det, der stod før, er også en udgave")).to_be_visible()
    expect(editor(desk, "Resumé")).to_contain_text("Stien er to meter bred.")


def test_what_can_be_mended_stands_beside_the_text(desk: Page) -> None:
    desk.set_viewport_size({"width": 1280, "height": 900})
    form, found = (desk.locator(name).bounding_box() for name in (".writing-form", ".writing-findings"))
    assert found["x"] > form["x"] + form["width"]
    assert found["y"] < form["y"] + 100
