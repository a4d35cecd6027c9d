"""An author puts a figure into a text by name, and lays a bilag with the item that Chefforum makes of its own data."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

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
