"""Two parties: an extract is frozen, both answer, one line is let stand, both sign, and the receipt is fetched."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in


@pytest.mark.parametrize("width", WIDTHS)
def test_from_extract_to_receipt(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    name = f"Udtræk på {width}"
    sign_in(page, site, "it_manager")
    freeze(page, site, name)
    address = page.url
    check_no_sideways_scroll(page)
    check_accessible(page)
    screenshot(page, "an-extract-that-nobody-has-answered")
    agree_to_the_rest(page)

    sign_in(page, site, "controller")
    page.goto(address)
    agree_to_the_rest(page)
    page.get_by_role("link", name="1: ").first.press("Enter")
    page.get_by_label("Uenig").check()
    page.get_by_label("Begrundelse").fill("Fakturaen mangler")
    page.get_by_role("button", name="Gem svar").press("Enter")
    expect(page.get_by_text("Dit svar på linje 1 er gemt.")).to_be_visible()
    check_no_sideways_scroll(page)
    check_accessible(page)
    screenshot(page, "a-line-that-they-differ-on")
    page.get_by_text("Navngiv som undtagelse").click()
    page.get_by_label("Hvorfor I lader den stå").fill("Afklares i næste udtræk")
    page.get_by_role("button", name="Navngiv undtagelsen").press("Enter")
    expect(page.get_by_text("Linje 1 er navngivet som undtagelse.")).to_be_visible()
    sign(page, address, "Runa Skovlyst", "Chefanalytiker")

    sign_in(page, site, "it_manager")
    sign(page, address, "Ane Holm", "Digitaliseringschef")
    expect(page.get_by_text("Begge har skrevet under")).to_be_visible()
    check_no_sideways_scroll(page)
    check_accessible(page)
    screenshot(page, "an-extract-that-both-have-signed")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Hent kvitteringen som PDF").press("Enter")
    assert fetched.value.suggested_filename.endswith(".pdf")
    page.goto(f"{address}filer/?kontrol=1")
    expect(page.get_by_text("Kontrolsummen passer")).to_be_visible()


def test_answers_are_given_without_javascript(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, "it_manager")
    freeze(page, site, "Udtræk uden script")
    agree_to_the_rest(page)


def freeze(page: Page, site: Site, name: str) -> None:
    page.goto(site.url("it_costs:extract_new"))
    page.get_by_label("Udtrækkets navn").fill(name)
    page.get_by_label("Skriver for analytikeren").select_option(label="Conny Å")
    page.get_by_role("button", name="Frys udtrækket").press("Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def agree_to_the_rest(page: Page) -> None:
    page.get_by_role("link", name="Resten er vi enige om").press("Enter")
    expect(page.get_by_label("Enig", exact=True)).to_be_checked()
    page.get_by_role("button", name="Vis, hvad der sker").press("Enter")
    expect(page.get_by_text("sit første svar")).to_be_visible()
    page.get_by_role("button", name="Gem svarene").press("Enter")
    expect(page.get_by_text("er besvaret.")).to_be_visible()


def sign(page: Page, address: str, name: str, role: str) -> None:
    page.goto(f"{address}underskrift/")
    page.get_by_label("Navn på den, der skriver under").fill(name)
    page.get_by_label("Rolle").fill(role)
    page.get_by_role("button", name="Skriv under").press("Enter")
    expect(page.get_by_text("har skrevet under.").first).to_be_visible()
