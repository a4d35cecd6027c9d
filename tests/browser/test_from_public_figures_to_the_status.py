"""The coordinator brings a saved answer of Jobindsats in, compares with a neighbour, and takes the status home."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in

HEADS = "Område;Periode;Antal dagpengemodtagere\n"
MONTHS = [f"{year}M{month:02}" for year in (2024, 2025) for month in range(1, 13)]
LEVELS = {"Hele landet": 90_000, "Lindeby": 600, "Andeby": 450}
LINES = [
    f"{area};{period};{level + (place * 37) % 50 * level // 300}"
    for area, level in LEVELS.items()
    for place, period in enumerate(MONTHS)
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two years of three areas; the last month of one is not told."""
    path = tmp_path / "dagpenge.csv"
    path.write_text(HEADS + "\n".join([*LINES[:-1], "Andeby;2025M12;-"]), encoding="utf-8")
    return path


def bring_in(page: Page, path: Path) -> None:
    page.get_by_role("link", name="Indlæs en fil", exact=True).click()
    page.get_by_label("Fil", exact=True).set_input_files(path)
    page.get_by_label("Hvilken tabel er det?").select_option("Y01A02")
    page.get_by_role("button", name="Se, hvad der bliver ændret").click()


@pytest.mark.parametrize("width", WIDTHS)
def test_from_a_saved_answer_to_the_document(site: Site, page: Page, file: Path, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, "job_consultant")
    page.goto(site.url("placements:public_figures"))
    bad = tmp_path / "fejl.csv"
    bad.write_text(HEADS + "Lindeby;2025M01;mange\nAndeby;2025M01;3\n", encoding="utf-8")
    bring_in(page, bad)
    expect(page.get_by_text("er ikke et tal her")).to_be_visible(timeout=30_000)

    page.goto(site.url("placements:public_figures"))
    bring_in(page, file)
    expect(page.get_by_text("72 tal for 3 områder, januar 2024 til december 2025").first).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Gennemfør").click()
    page.get_by_role("link", name="Se tallene").click(timeout=30_000)
    expect(page.get_by_role("heading", name="A-dagpenge")).to_be_visible()
    page.get_by_label("Sammen med").select_option("Andeby")
    page.get_by_role("button", name="Vis", exact=True).press("Enter")
    expect(page.get_by_text("1 tal oplyser kilden ikke")).to_be_visible()
    page.locator("summary", has_text="Vis tal").press("Enter")
    expect(page.get_by_role("cell", name="mangler")).to_be_visible()
    check_no_sideways_scroll(page)
    check_accessible(page)
    screenshot(page, "public-figures")

    page.goto(site.url("placements:overview"))
    check_no_sideways_scroll(page)
    screenshot(page, "overview-with-the-document")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Hent status (PDF)").press("Enter")
    assert coming.value.suggested_filename.startswith("Status for praktikker og løntilskud")


def test_it_all_works_without_javascript(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, "workplace_leader")
    page.goto(f"{site.url('placements:public_figures')}?tabel=PTVC01")
    page.get_by_label("Sammen med").select_option("")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.get_by_text("Lindeby: 205 (januar 2026)")).to_be_visible()
    expect(page.get_by_role("button", name="Hent fra Jobindsats")).to_have_count(0)
