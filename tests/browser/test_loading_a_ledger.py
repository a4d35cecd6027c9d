"""A controller brings the month's postings in: file, columns, problems by line, receipt; then gives a code its unit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in

HEADS = "Bilag;Linje;Dato;Konto;Omkostningssted;Beløb;Tekst\n"


@pytest.mark.parametrize("width", WIDTHS)
def test_from_a_file_to_the_receipt(site: Site, page: Page, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    file, place = tmp_path / f"maj-{width}.csv", f"77{width}"
    lines = [f"{width}{number};1;15-05-2026;4020;{place};1.250,50;Køb {number}\n" for number in range(30)]
    broken = f"{width}99;1;15-05-2026;4020;{place};tolv;Tastefejl\n"
    file.write_bytes((HEADS + "".join(lines) + broken).encode("cp1252"))
    sign_in(page, site, "controller")
    page.goto(site.url("ledger:extracts"))
    page.get_by_role("link", name="Indlæs en fil").click()
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_label("Hvilket system kommer den fra?").fill("Økonomisystemet")
    page.get_by_role("button", name="Se kolonnerne").click()
    expect(page.get_by_role("heading", name="Sådan er de første linjer forstået")).to_be_visible()
    expect(page.get_by_text("1.250,50 kr.").first).to_be_visible()
    screenshot(page, f"ledger-columns-{width}")
    page.get_by_label("Indlæs de gode linjer, og vis de andre").check()
    page.get_by_role("button", name="Gem kobling, og læs filen").click()
    expect(page.get_by_role("button", name="Gennemfør")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("31 linjer læst: 30 gode, 1 afvist")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("Tastefejl"))).to_be_visible()
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, f"ledger-problems-{width}")
    page.get_by_role("button", name="Gennemfør").click()
    page.get_by_role("link", name="Se udtrækket").click(timeout=60_000)
    expect(page.get_by_text("Filen stemmer")).to_be_visible()
    page.goto(site.url("ledger:unmapped"))
    row = page.get_by_role("row", name=re.compile(place))
    row.get_by_label("Enhed").select_option(label="– – Nordskolen")
    row.get_by_role("button", name=f"Kobl {place}").press("Enter")
    expect(page.get_by_text(f"Omkostningssted {place} er koblet")).to_be_visible()
    check_accessible(page)
