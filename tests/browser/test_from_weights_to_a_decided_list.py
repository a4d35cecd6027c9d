"""The coordinator weighs, runs, is told which rules conflict, mends it, runs again and decides the list."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in


def looks_right(page: Page, name: str) -> None:
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, name)


@pytest.mark.parametrize("width", WIDTHS)
def test_weights_run_conflict_mended_and_the_list_decided(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, "it_manager")
    page.goto(site.url("it_portfolio:selections"))
    page.get_by_role("link", name="Begynd en udvælgelse").first.press("Enter")
    page.get_by_label("Navn").fill(f"Foråret {width}")
    page.get_by_role("button", name="Begynd").press("Enter")

    page.get_by_role("link", name="Ret vægte og regler").press("Enter")
    page.get_by_label("Brugere", exact=True).fill("0")
    for name in ("Omkostning", "Kritisk", "Udsatte borgere", "Fokus i organisationen", "Sikkert oplyst"):
        page.get_by_label(name, exact=True).fill("0")
    page.get_by_label("Mindst i alt").fill("1")
    page.get_by_label("Højst i alt").fill("2")
    page.get_by_label("Typer, der skal med").fill("ESDH")
    page.get_by_role("button", name="Gem").press("Enter")
    expect(page.get_by_text("Mindst én vægt skal være over 0.").first).to_be_visible()
    expect(page.get_by_label("Typer, der skal med")).to_have_value("ESDH")
    looks_right(page, "selection-rules-refused")
    page.get_by_label("Brugere", exact=True).fill("30")
    page.get_by_role("button", name="Gem").press("Enter")
    expect(page.get_by_text("Mindst ét af typen ESDH.")).to_be_visible()

    page.get_by_role("link", name="Vælg et system til eller fra").press("Enter")
    page.get_by_label("System", exact=True).fill("Regneøen")
    page.get_by_label("Hvorfor?").fill("Aftalt med skolerne")
    page.get_by_role("button", name="Tilføj").press("Enter")
    expect(page.get_by_text("Regneøen skal med: Aftalt med skolerne")).to_be_visible()

    page.get_by_role("button", name="Kør udvælgelsen").press("Enter")
    expect(page.get_by_role("heading", name="De strides")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Mindst ét af typen ESDH (0 kan vælges)").first).to_be_visible()
    expect(page.get_by_text("Slet typen ESDH, eller skriv typen på et system i registret").first).to_be_visible()
    looks_right(page, "selection-conflict")
    page.get_by_role("link", name=re.compile("^Ret: Mindst ét af typen ESDH")).press("Enter")
    page.get_by_label("Typer, der skal med").fill("")
    page.get_by_role("button", name="Gem").press("Enter")
    page.get_by_role("button", name="Kør udvælgelsen").press("Enter")
    expect(page.get_by_role("heading", name="De valgte")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Valgt i hånden: Aftalt med skolerne")).to_be_visible()
    looks_right(page, "selection-chosen")

    page.get_by_role("link", name="Fastlæg listen").press("Enter")
    page.get_by_label("Hvad blev besluttet?").fill("Styregruppen var enig.")
    page.get_by_role("button", name="Fastlæg listen").press("Enter")
    expect(page.get_by_text(re.compile("Listen er fastlagt med"))).to_be_visible()
    looks_right(page, "selection-decided")
    page.get_by_role("link", name="Regneøen").press("Enter")
    expect(page.get_by_role("heading", name="Udvalgt til undersøgelse")).to_be_visible()
    looks_right(page, "selection-on-the-systems-page")
