"""Bringing a file of postings in through the pages, as a controller does."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

HEADS = "Bilag;Linje;Dato;Konto;Omkostningssted;Beløb;Tekst\n"


def choose_file(page: Page, site: Site, file: Path) -> None:
    """From the list to the page of columns."""
    page.goto(site.url("ledger:extracts"))
    page.get_by_role("link", name="Indlæs en fil").click()
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_label("Hvilket system kommer den fra?").fill("Økonomisystemet")
    page.get_by_role("button", name="Se kolonnerne").click()
    expect(page.get_by_role("heading", name="Sådan er de første linjer forstået")).to_be_visible()


def read_file(page: Page) -> None:
    """From the columns to the page that shows what will be loaded."""
    page.get_by_label("Indlæs de gode linjer, og vis de andre").check()
    page.get_by_role("button", name="Gem kobling, og læs filen").click()
    expect(page.get_by_role("button", name="Gennemfør")).to_be_visible(timeout=60_000)


def carry_out(page: Page) -> None:
    page.get_by_role("button", name="Gennemfør").click()
    expect(page.get_by_role("link", name="Se udtrækket")).to_be_visible(timeout=60_000)
