"""A chief prepares on a telephone: one item at a time by keyboard, notes beside the text, until the bar is full."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, check_no_sideways_scroll, screenshot, sign_in
from tests.browser.test_keyboard_journey import follow, tab_to

PHONE = {"width": 390, "height": 844}
# Sets the selection to the words, as a finger or a mouse would.
SELECT = """words => {
    const texts = document.createTreeWalker(document.querySelector("[data-item-text]"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const at = texts.currentNode.data.indexOf(words);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(texts.currentNode, at);
        range.setEnd(texts.currentNode, at + words.length);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return;
    }
}"""


def is_there_soon(page: Page, url: str, words: str) -> None:
    """What was sent as the page was left has no answer to wait for: the page is asked for again until it says it."""
    page.goto(url)
    until = time.monotonic() + 30
    while not page.locator(".note-text", has_text=words).count() and time.monotonic() < until:
        page.wait_for_timeout(300)
        page.reload()
    expect(page.locator(".note-text", has_text=words).first).to_be_visible()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_a_chief_reads_the_agenda_by_keyboard_on_a_telephone(site: Site, page: Page) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, site, "observer")
    page.goto(site.url("meetings:prepare"))  # the meeting of today comes first
    expect(page.get_by_text("0 af 4 læst").first).to_be_visible()
    check_accessible(page)
    tab_to(page, name="Begynd at læse")
    follow(page)
    assert heading(page).startswith("Punkt 1")

    # Looking at it long enough is reading it; that can be taken back, and then it is not.
    expect(page.get_by_text("1 af 4 læst")).to_be_visible(timeout=15_000)
    screenshot(page, "preparing-read")
    tab_to(page, name="Fortryd læst")
    follow(page)
    expect(page.get_by_text("0 af 4 læst")).to_be_visible()

    with page.expect_navigation():
        page.keyboard.press("ArrowRight")
    assert heading(page).startswith("Punkt 2")
    with page.expect_navigation():
        page.keyboard.press("ArrowLeft")
    assert heading(page).startswith("Punkt 1")

    for number in range(1, 5):
        assert heading(page).startswith(f"Punkt {number}")
        # On a slow machine the item has been looked at long enough already.
        tab_to(page, name="Læst, ", or_name="Næste punkt" if number < 4 else "Til oversigten")
        follow(page)
        check_no_sideways_scroll(page)
    expect(page.get_by_text("Du er klar til mødet")).to_be_visible()
    expect(page.get_by_text("4 af 4 læst")).to_be_visible()
    check_accessible(page)
    screenshot(page, "preparing-done")


def test_words_are_marked_and_a_note_is_saved_as_it_is_written(site: Site, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, site, "forum_chair")
    page.goto(site.url("meetings:prepare_item", "agenda"))
    expect(page.get_by_role("button", name="Markér")).to_have_count(0)
    page.evaluate(SELECT, "ideer til forslag")
    page.get_by_role("button", name="Markér").click()
    expect(page.locator("mark")).to_have_text("ideer til forslag")
    expect(page.locator("#noter blockquote").first).to_contain_text("ideer til forslag")
    check_accessible(page)

    page.evaluate(SELECT, "modne nok")
    page.get_by_role("button", name="Skriv note").click()
    page.keyboard.type("Hvem bestemmer det?")
    expect(page.get_by_text(re.compile(r"^Gemt kl\. \d\d\.\d\d$"))).to_be_visible()
    screenshot(page, "preparing-note")
    page.reload()
    expect(page.locator("mark")).to_have_text(["ideer til forslag", "modne nok"])
    expect(page.locator(".note-text")).to_have_text("Hvem bestemmer det?")
    check_accessible(page)
    screenshot(page, "preparing-marked")

    page.get_by_role("button", name="Slet note 2").click()
    expect(page.locator("mark")).to_have_count(1)
    page.get_by_role("button", name="Fortryd", exact=True).click()
    expect(page.locator(".note-text")).to_have_text("Hvem bestemmer det?")

    # What is being written when one leaves is not lost.
    page.get_by_label("Ny note").fill("Sidste ord")
    with page.expect_navigation():
        page.get_by_role("link", name="Næste").or_(page.locator("a[rel=next]")).first.click()
    is_there_soon(page, site.url("meetings:my_notes"), "Sidste ord")
    screenshot(page, "preparing-my-notes")

    sign_in(page, site, "forum_member")
    page.goto(site.url("meetings:prepare_item", "agenda"))
    expect(page.locator("mark")).to_have_count(0)


def test_a_note_whose_answer_never_came_is_whole_and_one_when_one_leaves(site: Site, page: Page) -> None:
    sign_in(page, site, "forum_chair")
    page.goto(site.url("meetings:item", "sent"))

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort("aborted")

    page.route("**/noter/", lose_the_answer, times=1)
    page.get_by_label("Skriv en note").fill("Spørg til vikarerne")
    expect(page.get_by_text("Kan ikke gemme lige nu")).to_be_visible()
    page.get_by_label("Skriv en note").fill("Spørg hellere til tidsplanen")
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        page.locator("a[rel=next]").click()
    is_there_soon(page, site.url("meetings:my_notes"), "Spørg hellere til tidsplanen")
    expect(page.locator(".note-text", has_text="Spørg hellere til tidsplanen")).to_have_count(1)
    expect(page.locator(".note-text", has_text="Spørg til vikarerne")).to_have_count(0)


def test_a_bilag_opens_under_its_line(site: Site, page: Page) -> None:
    sign_in(page, site, "forum_member")
    page.goto(site.url("meetings:item", "sent"))
    page.get_by_role("link", name="Vis her").first.click()
    expect(page.locator(".shown-attachment pre, .shown-attachment img").first).to_be_visible()
    check_accessible(page)
    screenshot(page, "preparing-attachment")


def test_the_way_back_to_the_contents_is_there_on_a_telephone(site: Site, page: Page) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, site, "forum_member")
    page.goto(site.url("meetings:meeting", "sent"))
    page.locator("article.item").nth(4).scroll_into_view_if_needed()
    page.get_by_role("link", name="Indhold", exact=True).click()
    expect(page.get_by_role("heading", name="Indhold")).to_be_in_viewport()


def test_all_of_it_works_without_javascript(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, "substitute")
    page.goto(site.url("meetings:prepare"))
    page.get_by_role("link", name="Begynd at læse").first.click()
    page.get_by_label("Skriv en note").fill("Uden script")
    page.get_by_role("button", name="Gem note").click()
    expect(page.locator(".note-text")).to_have_text("Uden script")
    page.locator("summary", has_text="Ret note 1").click()
    page.get_by_role("textbox", name="Note 1").fill("Rettet uden script")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator(".note-text")).to_have_text("Rettet uden script")
    page.get_by_role("button", name="Slet note 1").click()
    page.get_by_role("button", name="Fortryd", exact=True).click()
    expect(page.locator(".note-text")).to_have_text("Rettet uden script")
    page.get_by_role("button", name="Læst, næste punkt").click()
    expect(page.get_by_text("1 af 4 læst")).to_be_visible()
    assert heading(page).startswith("Punkt 2")
