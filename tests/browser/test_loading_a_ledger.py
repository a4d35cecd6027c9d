"""A controller brings the month's postings in: file, columns, problems by line, receipt; then gives a code its unit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.ledger_files import HEADS, carry_out, choose_file, read_file
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in


@pytest.mark.parametrize("width", WIDTHS)
def test_from_a_file_to_the_receipt(site: Site, page: Page, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    file, place = tmp_path / f"maj-{width}.csv", f"77{width}"
    lines = [f"{width}{number};1;15-05-2026;4020;{place};1.250,50;Køb {number}\n" for number in range(30)]
    broken = f"{width}99;1;15-05-2026;4020;{place};tolv;Tastefejl\n"
    file.write_bytes((HEADS + "".join(lines) + broken).encode("cp1252"))
    sign_in(page, site, "controller")
    choose_file(page, site, file)
    expect(page.get_by_text("1.250,50 kr.").first).to_be_visible()
    screenshot(page, f"ledger-columns-{width}")
    read_file(page)
    expect(page.get_by_text("31 linjer læst: 30 gode, 1 afvist")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("Tastefejl"))).to_be_visible()
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, f"ledger-problems-{width}")
    carry_out(page)
    page.get_by_role("link", name="Se udtrækket").click()
    expect(page.get_by_text("Filen stemmer")).to_be_visible()
    page.goto(site.url("ledger:unmapped"))
    row = page.get_by_role("row", name=re.compile(place))
    row.get_by_label("Enhed").select_option(label="– – Nordskolen")
    row.get_by_role("button", name=f"Kobl {place}").press("Enter")
    expect(page.get_by_text(f"Omkostningssted {place} er koblet")).to_be_visible()
    check_accessible(page)
