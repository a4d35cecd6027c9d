"""The leader's way by keyboard: the picture, an account, why its number is what it is, its postings; and what if."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, check_no_sideways_scroll, sign_in

LEADER = "workplace_leader"


def press(page: Page, link: str) -> None:
    """Goes to a link with the keyboard alone."""
    found = page.get_by_role("link", name=link, exact=True).first
    found.focus()
    expect(found).to_be_focused()
    page.keyboard.press("Enter")


def test_from_the_picture_to_a_posting_by_keyboard(site: Site, page: Page) -> None:
    sign_in(page, site, LEADER)
    page.goto(site.url("forecast:workplace", "the school's"))
    expect(page.get_by_role("heading", name=re.compile("Hvor ender"))).to_be_visible()
    expect(page.locator(".forecast-verdict")).to_contain_text("budgettet")
    picture = page.get_by_role("img", name=re.compile("Budget, brugt og forventet"))
    expect(picture.first).to_be_visible()

    figures = page.locator("summary", has_text="Vis tal").first
    figures.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Brugt").first).to_be_visible()

    group = page.locator("summary", has_text="Øvrige")
    group.focus()
    page.keyboard.press("Enter")
    press(page, "4020")
    expect(page.get_by_role("heading", name="Hvorfor dette tal?")).to_be_visible()
    expect(page.get_by_text("Det beregnede tal er")).to_be_visible()
    check_accessible(page)
    press(page, "Se posteringerne")
    expect(page.get_by_role("heading", name="Posteringer")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("Faktura")).first).to_be_visible()


def test_a_thought_is_reckoned_and_made_an_entry(site: Site, page: Page) -> None:
    sign_in(page, site, LEADER)
    page.goto(site.url("forecast:what_if", "the school's"))
    page.get_by_label("Procent mere").fill("10")
    page.get_by_label("Konto", exact=True).select_option("2910")
    page.get_by_label("Procent mere").press("Enter")
    expect(page.get_by_role("heading", name="10 % mere")).to_be_visible()
    check_accessible(page)
    page.get_by_role("button", name="Gør det til en post").click()
    expect(page.get_by_text("Tanken er blevet til en post")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("10 % mere"))).to_be_visible()


@pytest.mark.parametrize("width", [390])
def test_on_a_phone_the_picture_is_the_phones(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, site, LEADER)
    page.goto(site.url("forecast:workplace", "the school's"))
    expect(page.locator(".chart-narrow svg").first).to_be_visible()
    expect(page.locator(".chart-wide svg").first).to_be_hidden()
    check_no_sideways_scroll(page)


def test_everything_works_without_javascript(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, LEADER)
    page.goto(site.url("forecast:workplace", "the school's"))
    expect(page.locator(".forecast-verdict")).to_be_visible()
    page.locator("summary", has_text="Øvrige").click()
    page.get_by_role("link", name="4020", exact=True).first.click()
    expect(page.get_by_role("heading", name="Hvorfor dette tal?")).to_be_visible()
    page.goto(site.url("forecast:what_if", "the school's"))
    page.get_by_label("Hvor meget om måneden").fill("5")
    page.get_by_role("button", name=re.compile("Regn det ud.*Flere vikarer")).click()
    expect(page.get_by_role("heading", name="Vikarer: 5 timer mere om måneden")).to_be_visible()


def test_the_picture_is_read_in_forced_colours_and_all_of_it_is_printed(site: Site, page: Page) -> None:
    sign_in(page, site, LEADER)
    page.goto(site.url("forecast:workplace", "the school's"))
    page.emulate_media(forced_colors="active", color_scheme="dark")
    picture = page.locator(".chart-wide svg").first
    expect(picture).to_have_css("background-color", "rgb(255, 255, 255)")  # its own colours are for white
    page.emulate_media(forced_colors="none", media="print")
    expect(picture).to_be_visible()
    expect(page.get_by_role("link", name="4020", exact=True).first).to_be_visible()  # folded on the screen
    expect(page.get_by_role("navigation", name="Nordskolen")).to_be_hidden()
