"""The coordinator makes a key, sees the table while writing, sets the targets, and a later round supersedes them."""

from __future__ import annotations

import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, check_no_sideways_scroll, screenshot, sign_in

COORDINATOR = "job_consultant"


def looked_at(page: Page, name: str) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        check_no_sideways_scroll(page)
        check_accessible(page)
        screenshot(page, name)


def make_key(page: Page, site: Site) -> None:
    page.goto(site.url("placements:keys"))
    page.get_by_role("link", name="Ny nøgle").press("Enter")
    page.get_by_label("Nøglens navn").fill("Nøgle til journalen")
    page.get_by_label("Ledelse og Udvikling").fill("126,5")
    looked_at(page, "placements-key-new")
    page.get_by_role("button", name="Gem nøglen").press("Enter")
    expect(page.get_by_text("Nøglen kan ikke bruges endnu")).to_be_visible()
    page.get_by_role("link", name=re.compile("Udfyld det, der mangler")).press("Enter")
    page.get_by_label("Nøglens navn").fill("Hele nøglen")
    page.get_by_label("Børn og Skole").fill("360,5")
    page.get_by_role("button", name="Gem nøglen").press("Enter")
    expect(page.get_by_text("100,00 %")).to_be_visible()
    looked_at(page, "placements-key")


def write_targets(page: Page, site: Site, slots: str) -> None:
    page.goto(site.url("placements:target_new"))
    page.get_by_label("Årsværksnøgle").select_option(label="Hele nøglen")
    subsidy, internship = (
        page.get_by_role("group", name="Løntilskud"),
        page.get_by_role("group", name="Virksomhedspraktik"),
    )
    subsidy.get_by_label("Løbende").fill("15")
    internship.get_by_label("Tallet er").select_option(label="Pladser")
    internship.get_by_label("Løbende").fill(slots)
    internship.get_by_label("Besættelse i procent").fill("75")
    internship.get_by_label("Uger pr. forløb").fill("4")
    internship.get_by_label("Uger pr. forløb").press("Tab")


def test_targets_are_seen_set_and_superseded(site: Site, page: Page) -> None:
    sign_in(page, site, COORDINATOR)
    make_key(page, site)
    write_targets(page, site, "50")
    # The table comes by itself, before anything is sent.
    expect(page.get_by_text("37,5 × 52/4 uger = 487,5 → 487 om året")).to_be_visible()
    looked_at(page, "placements-target-new")
    page.get_by_role("button", name="Fastlæg måltal …").press("Enter")
    expect(page.get_by_text("Begrundelse: Udfyld feltet.")).to_be_visible()
    page.get_by_label("Begrundelse").fill("Flere ledige, og reformen.")
    page.goto(site.url("placements:targets"))
    page.get_by_role("link", name="Fortsæt med nye måltal").press("Enter")
    expect(page.get_by_text("Dit udkast er hentet frem")).to_be_visible()
    page.get_by_label("Begrundelse").fill("Flere ledige, og reformen.")
    page.get_by_role("button", name="Fastlæg måltal …").press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Fastlæg måltal for"))).to_be_visible()
    looked_at(page, "placements-target-confirm")
    page.get_by_role("button", name="Fastlæg måltal", exact=True).press("Enter")
    expect(page.get_by_text("Genberegnet: passer.")).to_be_visible()
    looked_at(page, "placements-target-round-new")
    first = page.url

    write_targets(page, site, "80")
    page.get_by_label("Begrundelse").fill("Endnu flere ledige.")
    page.get_by_role("button", name="Fastlæg måltal …").press("Enter")
    page.get_by_role("button", name="Fastlæg måltal", exact=True).press("Enter")
    expect(page.get_by_text("Afløser")).to_be_visible()
    page.goto(first)
    expect(page.get_by_text("En senere runde gælder")).to_be_visible()
    expect(page.get_by_text(f"Måltal {timezone.localdate().year}, runde").first).to_be_visible()


def test_anybody_holds_a_table_against_every_key(site: Site, page: Page) -> None:
    sign_in(page, site, "colleague")
    page.goto(site.url("placements:table_check"))
    page.get_by_role("link", name="Prøv med et eksempel").press("Enter")
    page.get_by_role("button", name="Prøv tabellen").press("Enter")
    expect(page.get_by_text(re.compile("^Ja. Én nøgle giver tabellens 4 kolonner"))).to_be_visible()
    looked_at(page, "placements-table-check")
