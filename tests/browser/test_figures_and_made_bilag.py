"""An author puts a figure into a text by name, and lays a bilag with the item that Chefforum makes of its own data."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, check_no_sideways_scroll, sign_in


def test_a_figure_is_chosen_seen_and_put_in(site: Site, page: Page) -> None:
    expect.set_options(timeout=20_000)
    sign_in(page, site, "case_author")
    page.goto(site.url("meetings:write", "at the desk"))
    text = page.get_by_role("textbox", name="Sagsfremstilling", exact=True).and_(page.locator(":not(textarea)"))
    text.click()
    page.keyboard.press("Control+End")
    page.locator(".writing-section").filter(has=text).get_by_role("button", name="Tal", exact=True).click()
    dialog = page.get_by_role("dialog", name="Sæt et tal ind")
    dialog.get_by_role("link", name="Årsværk").click()
    dialog.get_by_label("Enhed").select_option(index=0)
    check_accessible(page)
    dialog.get_by_role("button", name="Vis tallet").click()
    expect(dialog.get_by_role("button", name="Sæt ind i teksten")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(text).to_contain_text("{{organisation.fte unit=")
    expect(page.locator("[data-saved]")).to_contain_text(re.compile(r"Gemt kl\. \d\d\.\d\d"))
    page.reload()
    told = page.get_by_role("region", name="Tal i teksten")
    expect(told).to_contain_text("Årsværk")
    page.get_by_role("link", name="Se punktet").click()
    expect(page.locator("main")).not_to_contain_text("{{organisation.fte")
    expect(page.locator("main")).to_contain_text("Tal i teksten")


def text_of(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True).and_(page.locator(":not(textarea)"))


def begin_with(text: Locator, html: str) -> None:
    """What the others of this item's tests have written is no part of a test: it begins with a text of its own."""
    text.evaluate("(box, html) => box.richText.change(() => box.richText.set(html))", html)


def press(page: Page, name: str, button: str) -> None:
    page.get_by_role("toolbar", name=name).get_by_role("button", name=button, exact=True).click()


def test_who_has_just_written_stays_in_the_text_while_choosing_a_figure(site: Site, page: Page) -> None:
    expect.set_options(timeout=20_000)
    sign_in(page, site, "case_author")
    page.goto(site.url("meetings:write", "at the desk"))
    address, text = page.url, text_of(page, "Sagsfremstilling")
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Netop skrevet: ")
    press(page, "Sagsfremstilling", "Tal")
    dialog = page.get_by_role("dialog", name="Sæt et tal ind")
    dialog.get_by_role("link", name="Årsværk").click()  # before what was written is saved
    dialog.get_by_label("Enhed").select_option(index=0)
    dialog.get_by_role("button", name="Vis tallet").click()
    dialog.get_by_role("button", name="Sæt ind i teksten").click()
    expect(text).to_contain_text(re.compile(r"Netop skrevet:\s?\{\{organisation\.fte unit="))
    expect(page.locator("[data-saved]")).to_contain_text(re.compile(r"Gemt kl\. \d\d\.\d\d"))
    assert page.url == address
    for _ in range(3):
        press(page, "Sagsfremstilling", "Fortryd")


def test_the_button_below_the_texts_puts_a_figure_where_one_wrote_last(site: Site, page: Page) -> None:
    expect.set_options(timeout=20_000)
    sign_in(page, site, "case_author")
    page.goto(site.url("meetings:write", "at the desk"))
    text_of(page, "Sagsfremstilling").click()
    page.get_by_role("button", name="Sæt et tal ind").click()
    dialog = page.get_by_role("dialog", name="Sæt et tal ind")
    expect(dialog.get_by_role("link", name="Årsværk")).to_be_visible()
    dialog.get_by_role("button", name="Luk").click()
    expect(dialog).to_be_hidden()


def test_what_is_written_before_the_scripts_have_come_is_offered(site: Site, page: Page) -> None:
    expect.set_options(timeout=20_000)
    sign_in(page, site, "case_author")
    held: list[Route] = []
    page.route("**/rich_text*.js", lambda route: held.append(route))
    page.goto(site.url("meetings:write", "at the desk"), wait_until="commit")
    page.locator("textarea[data-plain]").first.press_sequentially("Skrevet tidligt. ")
    held[0].continue_()
    page.get_by_role("button", name="Hent den ind").click()
    expect(page.locator(".rich").first).to_contain_text("Skrevet tidligt.")
    expect(page.locator("[data-saved]")).to_contain_text(re.compile(r"Gemt kl\. \d\d\.\d\d"))


def test_without_scripts_the_text_is_saved_before_a_figure_is_chosen(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, "case_author")
    page.goto(site.url("meetings:write", "at the desk"))
    page.locator("textarea[data-plain]").first.press_sequentially("Skrevet uden scripts. ")
    page.get_by_role("button", name="Sæt et tal ind").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sæt et tal ind")
    page.get_by_role("link", name="Tilbage til punktet").click()
    assert page.url.endswith("/skriv/#tal")
    expect(page.locator("textarea[data-plain]").first).to_have_value(re.compile("Skrevet uden scripts."))


def test_no_style_comes_into_a_text_when_its_blocks_are_joined(site: Site, page: Page) -> None:
    """The browser would put one in, and complain that the page refuses it; `page` fails then."""
    sign_in(page, site, "case_author")
    page.goto(site.url("meetings:write", "at the desk"))
    text = text_of(page, "Sagsfremstilling")
    text.click()
    before = text.inner_html()
    begin_with(text, "<p>Begyndelsen. </p>")
    page.keyboard.press("Control+a")
    page.keyboard.type("Et")
    press(page, "Sagsfremstilling", "Overskrift")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    press(page, "Sagsfremstilling", "Tekst")
    page.keyboard.type("To")
    page.keyboard.press("Home")
    page.keyboard.press("Backspace")
    expect(text).to_have_js_property("innerHTML", "<h3>EtTo</h3>")
    press(page, "Sagsfremstilling", "Punkter")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("Tre")
    press(page, "Sagsfremstilling", "Numre")
    expect(text.locator("ol > li")).to_have_text(["EtTo", "Tre"])
    press(page, "Sagsfremstilling", "Numre")
    expect(text.locator("ol > li")).to_have_text(["EtTo"])
    expect(text.locator("p").last).to_have_text("Tre")
    while text.inner_html() != before:
        press(page, "Sagsfremstilling", "Fortryd")


@pytest.mark.parametrize(
    "html",
    [
        "<p>Første.</p><p>Anden. </p>",
        "\n<p>Første.</p>\n  <p>Anden. </p>\n",
        "<h3>Første</h3><p>Anden.</p>",
        "<p>Første.</p><h3>Anden</h3>",
        "<p>Første.</p><h3></h3> ",
        "<h3></h3><p></p><p>Første.</p>",
        "<p>Første.</p><ul><li>Anden</li><li>Tredje </li></ul>",
        "<ul><li>Første</li></ul><p>Anden.</p>",
        "<table><tbody><tr><td>1</td></tr></tbody></table><h4>Anden </h4>",
        "<p>Første.</p><table><tbody><tr><td>1</td></tr></tbody></table>",
        "<p>Første.</p><h3>Anden</h3><ol><li>Tredje</li></ol><h4>Fjerde</h4><p>Femte. </p>",
    ],
)
def test_what_is_written_over_a_whole_text_is_all_that_is_left(site: Site, page: Page, html: str) -> None:
    sign_in(page, site, "case_author")
    page.goto(site.url("meetings:write", "at the desk"))
    text = text_of(page, "Sagsfremstilling")
    text.click()
    before = text.inner_html()
    begin_with(text, html)
    page.keyboard.press("Control+a")
    page.keyboard.type("Et og to")
    press(page, "Sagsfremstilling", "Overskrift")
    expect(text).to_have_js_property("innerHTML", "<h3>Et og to</h3>")
    while text.inner_html() != before:
        press(page, "Sagsfremstilling", "Fortryd")
    begin_with(text, html)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("Tre")
    expect(text).to_have_js_property("innerText", "Tre")
    while text.inner_html() != before:
        press(page, "Sagsfremstilling", "Fortryd")


def test_a_line_of_a_list_is_made_a_heading_and_no_list_is_left_in_it(site: Site, page: Page) -> None:
    sign_in(page, site, "case_author")
    page.goto(site.url("meetings:write", "at the desk"))
    text = text_of(page, "Sagsfremstilling")
    text.click()
    before = text.inner_html()
    begin_with(text, "<ul><li>Første</li><li>Anden</li></ul>")
    page.keyboard.press("Control+End")
    press(page, "Sagsfremstilling", "Overskrift")
    expect(text).to_have_js_property("innerHTML", "<ul><li>Første</li></ul><h3>Anden</h3>")
    while text.inner_html() != before:
        press(page, "Sagsfremstilling", "Fortryd")


def test_a_bilag_is_made_of_data_and_made_again(site: Site, page: Page) -> None:
    expect.set_options(timeout=20_000)
    sign_in(page, site, "secretariat")
    page.goto(site.url("meetings:write", "at the desk"))
    page.get_by_role("link", name="Lav et bilag").click()
    page.get_by_role("link", name="Temadrøftelser").click()
    check_accessible(page)
    check_no_sideways_scroll(page)
    page.get_by_role("button", name="Lav bilaget").click()
    bilag = page.get_by_role("region", name="Bilag")
    expect(bilag).to_contain_text("Lavet i Chefforum af forummets temaer")
    bilag.get_by_role("button", name="Hent Temadrøftelser igen").click()
    expect(page.get_by_text("er lavet igen")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Fjern Temadrøftelser").click()  # others write in this item too
    expect(page.get_by_role("button", name="Fjern Temadrøftelser")).to_have_count(0)
