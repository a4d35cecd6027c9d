"""The leader's sheet goes out to Excel, is filled in, comes in with a fault that is told by its cell, and then good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from tests.browser.conftest import Site
from tests.browser.leaders_sheet import LEADER, add, cell, saved, total
from tests.browser.looking import check_accessible, check_no_sideways_scroll, screenshot, sign_in

ROW, MAY, JUNE = 5, 9, 10  # the first row and its months, from nought


def filled(path: Path, rows: list[list[Any]]) -> Path:
    with Workbook(path) as book:
        page = book.add_worksheet("Poster")
        for place, row in enumerate(rows):
            page.write_row(place, 0, [None if value == "" else value for value in row])
    return path


def bring_in(page: Page, sheet: str, file: Path) -> None:
    page.goto(sheet)
    page.get_by_role("link", name="indlæs et ark, du har udfyldt i Excel").click()
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_role("button", name="Se, hvad der bliver ændret").click()
    expect(page.get_by_role("button", name="Gennemfør")).to_be_visible(timeout=60_000)


def test_out_filled_in_with_a_fault_and_then_good(site: Site, sheet: str, page: Page, tmp_path: Path) -> None:
    sign_in(page, site, LEADER)
    page.goto(sheet)
    add(page, "Vikarer", "i Excel")
    cell(page, "Vikarer: i Excel", "maj").fill("40")
    saved(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Hent arket til Excel").click()
    out = tmp_path / "ud.xlsx"
    coming.value.save_as(out)
    entries = CalamineWorkbook.from_path(out).get_sheet_by_name("Poster")
    rows = [list(row) for row in entries.to_python(skip_empty_area=False)]
    assert rows[ROW][MAY] == 40

    rows[ROW][MAY], rows[ROW][JUNE] = "mange", 20
    bring_in(page, sheet, filled(tmp_path / "fejl.xlsx", rows))
    expect(page.get_by_text("“mange” er ikke et tal")).to_be_visible()
    expect(page.get_by_text("Celle J6")).to_be_visible()
    check_accessible(page)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        check_no_sideways_scroll(page)
        screenshot(page, "forecast-sheet-with-a-fault")
    page.get_by_role("button", name="Fortryd").click()
    page.goto(sheet)
    expect(cell(page, "Vikarer: i Excel", "maj")).to_have_value("40")  # nothing came in
    expect(cell(page, "Vikarer: i Excel", "juni")).to_have_value("")

    rows[ROW][MAY] = 30
    bring_in(page, sheet, filled(tmp_path / "god.xlsx", rows))
    page.get_by_role("button", name="Gennemfør").click()
    expect(page.get_by_role("heading", name="Kvittering")).to_be_visible(timeout=60_000)
    page.goto(sheet)
    expect(cell(page, "Vikarer: i Excel", "maj")).to_have_value("30")
    expect(total(page, "Vikarer: i Excel")).to_have_text("12.500")
