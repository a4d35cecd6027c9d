"""A chief's way: what came of last year's placements, how long it took, and what a shared pool would give."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in

LAST_YEAR = str(dt.date.today().year - 1)


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_share_to_how_long_it_took(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, "forum_member")
    page.goto(site.url("placements:effect"))
    page.get_by_label("Sluttede i").select_option(LAST_YEAR)
    page.get_by_role("button", name="Vis", exact=True).press("Enter")
    expect(page.get_by_role("heading", name=f"{LAST_YEAR} i kommunen")).to_be_visible()
    expect(page.get_by_text("Virksomhedspraktik: 24 % af 205 (mellem 19–30 %).")).to_be_visible()
    expect(page.get_by_text("Udfald mangler for 12 af 217.", exact=False)).to_be_visible()
    expect(page.get_by_text("Grupperne er ikke trukket ved lodtrækning.", exact=False)).to_be_visible()
    summary = page.locator("summary", has_text="Vis tal").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="24 % (19–30 %, n = 205)").first).to_be_visible()
    check_no_sideways_scroll(page)
    check_accessible(page)
    screenshot(page, "effect-of-a-year")

    page.get_by_role("link", name="Vis tid til sagen lukkes").press("Enter")
    expect(page.get_by_role("heading", name=f"Virksomhedspraktik i kommunen, sluttede i {LAST_YEAR}")).to_be_visible()
    expect(page.get_by_text(re.compile("Inden for 13 uger fra starten er"))).to_be_visible()
    check_no_sideways_scroll(page)
    check_accessible(page)
    screenshot(page, "time-to-close-of-a-year")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_forums_own_case_and_another_plan(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, "forum_member")
    page.goto(site.url("placements:capacity"))
    page.get_by_role("link", name="Prøv med tallene fra Chefforums sag").press("Enter")
    expect(page.get_by_text(re.compile("De fem små bør dele en pulje")).first).to_be_visible()
    check_no_sideways_scroll(page)
    check_accessible(page)
    screenshot(page, "capacity-of-the-case")
    page.get_by_label("Pladser", exact=True).fill("0")
    page.get_by_role("button", name="Regn").press("Enter")
    expect(page.get_by_text("Planen kan ikke regnes")).to_be_visible()
    page.get_by_label("Pladser", exact=True).fill("60")
    page.get_by_role("button", name="Regn").press("Enter")
    expect(page.get_by_text(re.compile("I én fælles pulje går 0,5 % forgæves")).first).to_be_visible()


def test_it_all_works_without_javascript(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, "workplace_leader")
    page.goto(f"{site.url('placements:effect')}?aar={LAST_YEAR}")
    expect(page.get_by_text("Virksomhedspraktik: 24 % af 205", exact=False)).to_be_visible()
    page.goto(site.url("placements:capacity"))
    page.get_by_label("Pladser", exact=True).fill("60")
    page.get_by_role("button", name="Regn").click()
    expect(page.get_by_role("heading", name="Svar")).to_be_visible()
