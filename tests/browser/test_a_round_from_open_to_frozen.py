"""Finance opens a round, sees it follow what leaders write, freezes it, and holds two beside each other."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.leaders_sheet import FINANCE, LEADER
from tests.browser.looking import check_accessible, check_no_sideways_scroll, screenshot, sign_in


def open_round(page: Page, site: Site, kind: str) -> None:
    page.goto(site.url("forecast:rounds"))
    page.get_by_label("Runde", exact=True).select_option(label=kind)
    page.get_by_label("Frist for lederne").fill((timezone.localdate() + dt.timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Åbn runden").press("Enter")
    expect(page.get_by_role("heading", name=re.compile(kind))).to_be_visible()
    expect(page.get_by_text("Tallene er, som de står nu.")).to_be_visible()


def test_a_round_is_opened_frozen_and_held_beside_another(site: Site, page: Page) -> None:
    sign_in(page, site, FINANCE)
    open_round(page, site, "FR1")
    row = page.get_by_role("row").filter(has_text="Nordskolen")
    expect(row.get_by_role("cell", name=re.compile(r"^\d{1,3}\.\d{3}$")).first).to_be_visible()  # its budget
    check_accessible(page)
    page.get_by_role("link", name="Frys runden").press("Enter")
    expect(page.get_by_text("En frosset runde kan ikke ændres.")).to_be_visible()
    check_accessible(page)
    page.get_by_role("button", name="Frys runden").press("Enter")
    expect(page.get_by_text("Runden er frosset.")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("link", name="Frys runden")).to_have_count(0)
    frozen = row.inner_text()

    open_round(page, site, "FR2")
    page.get_by_label("Sammenlign med").select_option(label=_option(page, "FR1"))
    page.get_by_role("button", name="Vis", exact=True).press("Enter")
    expect(page.get_by_role("columnheader", name=re.compile("Forventet i FR1"))).to_be_visible()
    check_accessible(page)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        check_no_sideways_scroll(page)
        screenshot(page, "forecast-two-rounds")
    page.set_viewport_size({"width": 1280, "height": 900})

    page.goto(site.url("forecast:rounds"))
    page.get_by_role("link", name=re.compile("FR1")).first.click()
    assert page.get_by_role("row").filter(has_text="Nordskolen").inner_text() == frozen


def _option(page: Page, kind: str) -> str:
    return page.get_by_label("Sammenlign med").locator("option", has_text=kind).first.inner_text()


def test_a_leader_sees_the_round_and_can_neither_open_nor_freeze(site: Site, page: Page) -> None:
    sign_in(page, site, LEADER)
    page.goto(site.url("forecast:rounds"))
    expect(page.get_by_role("button", name="Åbn runden")).to_have_count(0)
    page.get_by_role("link", name=re.compile("FR3")).first.click()
    expect(page.get_by_role("row").filter(has_text="Nordskolen")).to_be_visible()
    expect(page.get_by_role("link", name="Frys runden")).to_have_count(0)
