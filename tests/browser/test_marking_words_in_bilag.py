"""Words are marked in a bilag where one sees them: in the picture of a page and in text, by mouse and by finger."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import (
    Lookout,
    check_accessible,
    check_no_sideways_scroll,
    danish_browser,
    screenshot,
    sign_in,
)

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SAVED = re.compile(r"^Gemt kl\. \d\d\.\d\d$")
# Sets the selection from the first of the words to the last, as a finger would.
SELECT = """([place, first, last]) => {
    const texts = document.createTreeWalker(document.querySelector(place), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let isBegun = false;
    while (texts.nextNode()) {
        const { data } = texts.currentNode;
        if (!isBegun && data.includes(first)) {
            range.setStart(texts.currentNode, data.indexOf(first));
            isBegun = true;
        }
        if (isBegun && data.includes(last)) {
            range.setEnd(texts.currentNode, data.indexOf(last) + last.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
        }
    }
    throw new Error(`${first} … ${last} is not in ${place}`);
}"""


@pytest.fixture
def telephone(chromium: Browser) -> Iterator[Page]:
    """A small screen that is touched."""
    context = danish_browser(chromium, viewport=PHONE, has_touch=True, is_mobile=True)
    made = context.new_page()
    lookout = Lookout(made)
    yield made
    lookout.nothing_was_wrong()
    context.close()


def page_number(page: Page, number: int) -> Locator:
    return page.locator(".attachment-page").nth(number - 1)


def word(page: Page, number: int, text: str) -> Locator:
    return page_number(page, number).locator("[data-wide]", has_text=re.compile(rf"^\s*{text}\s*$")).first


def drag(page: Page, first: Locator, last: Locator) -> None:
    """The mouse pressed before the first word and let go after the last."""
    first.scroll_into_view_if_needed()
    expect(first).to_have_attribute("style", re.compile("letters"))
    one, other = first.bounding_box(), last.bounding_box()
    assert one
    assert other
    page.mouse.move(one["x"] + 1, one["y"] + one["height"] / 2)
    page.mouse.down()
    # A space follows the word in its box.
    page.mouse.move(other["x"] + other["width"] - 5, other["y"] + other["height"] / 2, steps=5)
    page.mouse.up()


def words_of(marks: Locator) -> str:
    return " ".join("".join(marks.all_text_contents()).split())


def stands_on(mark: Locator, picture: Locator) -> bool:
    inner, outer = mark.bounding_box(), picture.bounding_box()
    assert inner
    assert outer
    is_beside = outer["x"] <= inner["x"] and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
    return is_beside and outer["y"] <= inner["y"] and inner["y"] + inner["height"] <= outer["y"] + outer["height"]


def test_words_are_marked_in_the_picture_of_a_page_by_mouse(site: Site, page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    sign_in(page, site, "forum_chair")
    page.goto(site.url("meetings:attachment", "pdf"))
    expect(page.get_by_role("button", name="Markér")).to_have_count(0)
    drag(page, word(page, 2, "Planen"), word(page, 2, "god,"))
    page.get_by_role("button", name="Markér").click()
    page.wait_for_url(re.compile("#ord-"))
    marks = page_number(page, 2).locator("mark")
    expect(marks).to_have_count(3)
    assert words_of(marks).startswith("Planen er god")
    expect(marks.first).to_be_in_viewport()
    assert stands_on(marks.first, page_number(page, 2).locator("img"))
    expect(page.locator("#noter .note").first).to_contain_text("side 2")
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, "marked-bilag")

    # The text to read has the same mark, and is laid back over the picture.
    fold = page_number(page, 2).locator("summary")
    fold.click()
    expect(page_number(page, 2).locator(".page-fold mark")).to_have_count(3)
    check_accessible(page)
    screenshot(page, "marked-bilag-text")
    fold.click()
    expect(page_number(page, 2).locator(".page-picture mark")).to_have_count(3)

    # A note to words on another page, and then one to words on a third.
    for number, first, last, said in ((3, "Planen", "klar,", "Hvornår?"), (1, "hele", "kommunen.", "Også skolerne?")):
        drag(page, word(page, number, first), word(page, number, last))
        page.get_by_role("button", name="Skriv note").click()
        page.keyboard.type(said)
        expect(page.locator("[data-new-note]").last.get_by_text(SAVED)).to_be_visible()
    page.reload()
    expect(page.locator(".note-text")).to_have_text(["Hvornår?", "Også skolerne?"])
    for number, quote in ((1, "hele kommunen."), (2, "Planen er god"), (3, "Planen er klar")):
        assert words_of(page_number(page, number).locator("mark")).startswith(quote)

    page.goto(site.url("meetings:my_notes"))
    page.get_by_role("link", name="side 3").click()
    expect(page_number(page, 3).locator("mark").first).to_be_in_viewport()

    sign_in(page, site, "forum_member")
    page.goto(site.url("meetings:attachment", "pdf"))
    expect(page.locator(".page-picture .page-words").first).to_be_attached()
    expect(page.locator("mark")).to_have_count(0)


def test_a_drag_that_ends_in_the_margin_ends_in_its_line(site: Site, page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    sign_in(page, site, "forum_member")
    page.goto(site.url("meetings:attachment", "pdf"))
    first = word(page, 1, "Planen")
    expect(first).to_have_attribute("style", re.compile("letters"))
    one, picture = first.bounding_box(), page_number(page, 1).locator("img").bounding_box()
    assert one
    assert picture
    line = first.locator("xpath=..").inner_text()
    page.mouse.move(one["x"] + 1, one["y"] + 3)
    page.mouse.down()
    page.mouse.move(picture["x"] + picture["width"] - 5, one["y"] + 3, steps=5)
    assert page.evaluate("getSelection().toString()").split() == line.split()
    page.mouse.move(picture["x"] + picture["width"] / 2, picture["y"] + picture["height"] - 10, steps=5)
    assert page.evaluate("getSelection().toString()").startswith("Planen er ny")
    page.mouse.up()


def test_words_are_marked_in_a_bilag_that_is_open_inside_its_item(site: Site, page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    sign_in(page, site, "secretariat")
    page.goto(site.url("meetings:attachment", "pdf"))
    page.locator("nav a", has_text="Punkt 3").click()
    page.get_by_role("link", name="Vis her").first.click()
    expect(page.locator(".page-picture [data-wide]").first).to_be_attached()
    drag(page, word(page, 2, "Udgift"), word(page, 2, "alt"))
    page.get_by_role("button", name="Markér").click()
    page.wait_for_url(re.compile("/bilag/.*#ord-"))
    assert words_of(page.locator("mark")) == "Udgift i alt"
    expect(page.locator("mark").first).to_be_in_viewport()


def test_a_finger_marks_words_on_a_page_and_writes_to_them(site: Site, telephone: Page) -> None:
    page = telephone
    sign_in(page, site, "observer")
    page.goto(site.url("meetings:attachment", "pdf"))
    page_number(page, 2).scroll_into_view_if_needed()
    page.evaluate(SELECT, [".attachment-page:nth-of-type(2)", "Planen", "god"])
    page.get_by_role("button", name="Skriv note").tap()
    page.keyboard.type("Er den?")
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.reload()
    assert words_of(page_number(page, 2).locator("mark")) == "Planen er god"
    expect(page.locator(".note-text")).to_have_text("Er den?")
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, "marked-bilag")
    page_number(page, 2).locator("summary").tap()
    expect(page_number(page, 2).locator(".page-fold mark")).to_have_count(3)
    check_no_sideways_scroll(page)
    screenshot(page, "marked-bilag-text")


@pytest.mark.parametrize("is_small", [False, True])
def test_words_are_marked_in_a_bilag_of_text(is_small: bool, site: Site, page: Page, telephone: Page) -> None:
    page = telephone if is_small else page
    if not is_small:
        page.set_viewport_size(DESKTOP)
    sign_in(page, site, "substitute" if is_small else "forum_member")
    page.goto(site.url("meetings:attachment", "sent"))
    said = page.locator("pre").inner_text().split()[0]
    page.evaluate(SELECT, ["pre", said, said])
    button = page.get_by_role("button", name="Markér")
    (button.tap if is_small else button.click)()
    expect(page.locator("pre mark")).to_have_text(said)
    expect(page.locator("#noter blockquote").first).to_contain_text(said)
    expect(page.locator("#noter .note").first).not_to_contain_text("side")
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, "marked-text")
