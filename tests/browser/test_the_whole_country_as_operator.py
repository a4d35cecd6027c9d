"""Who operates the exchange has the country's table made, narrows it, and fetches it; a desk and a phone, with axe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, serving, settings_of
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in


@pytest.fixture(scope="module")
def operated(site: Site) -> Iterator[Site]:
    """The same world, by a server that is told that the exchange is operated here."""
    environment = settings_of(site.database.parent) | {"CHEFFORUM_EXCHANGE_OPERATOR": "1"}
    with serving(environment) as address:
        yield replace(site, address=address)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_country_is_made_narrowed_and_fetched(operated: Site, page: Page, width: int, tmp_path: Path) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, operated, "it_manager")
    page.goto(f"{operated.address}/it/benchmark/landet/")
    expect(page.get_by_role("heading", name="Hele landet", level=1)).to_be_visible()
    look(page, "the-country-before-it-is-made" if page.get_by_text("er ikke dannet endnu").count() else "")
    page.get_by_role("button", name="Dan af det, der er leveret nu").press("Enter")
    expect(page.get_by_text("Dannet af")).to_be_visible()
    expect(page.get_by_role("heading", name="De mest brugte produkter")).to_be_visible()
    expect(page.get_by_text("under 5").first).to_be_visible()
    look(page, "the-country")

    page.get_by_label("Kommuner", exact=True).select_option(index=1)
    page.get_by_role("button", name="Vis", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Leverandører")).to_be_visible()
    look(page, "the-country-narrowed")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Hent CSV").press("Enter")
    waiting.value.save_as(tmp_path / "landet.csv")
    assert "Produkt;Leverandør;Kommuner" in (tmp_path / "landet.csv").read_text(encoding="utf-8-sig")


def test_who_is_not_the_coordinator_is_refused(operated: Site, page: Page) -> None:
    sign_in(page, operated, "controller")
    answer = page.goto(f"{operated.address}/it/benchmark/landet/")
    assert answer is not None
    assert answer.status == 403


def look(page: Page, picture: str) -> None:
    check_no_sideways_scroll(page)
    check_accessible(page)
    if picture:
        screenshot(page, picture)
