"""One whole way: an extract is frozen, both parties answer with reasons, one line is let stand, both sign, and the
report tells the signed figures with their sum, on the page, in the PDF and in the spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from chefforum.kernel.imports.tables import tables_of
from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in

# What is frozen may be made by a job, which a busy machine takes its time for.
PATIENCE = 180


@pytest.mark.parametrize("width", WIDTHS)
def test_from_extract_through_signatures_to_the_report(site: Site, page: Page, width: int, tmp_path: Path) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    name = f"Udtræk på {width}"
    sign_in(page, site, "it_manager")
    address = freeze(page, site, name)
    look(page, "an-extract-that-nobody-has-answered")
    answer_the_first(page, address, "Uenig", "Fakturaen mangler")
    agree_to_the_rest(page, address)

    sign_in(page, site, "controller")
    answer_the_first(page, address, "Enig", "Fakturaen ligger i bilagene")
    look(page, "a-line-that-they-differ-on")
    page.get_by_text("Navngiv som undtagelse").click()
    page.get_by_label("Hvorfor I lader den stå").fill("Afklares i næste udtræk")
    page.get_by_role("button", name="Navngiv undtagelsen").press("Enter")
    expect(page.get_by_text("Linje 1 er navngivet som undtagelse.")).to_be_visible()
    agree_to_the_rest(page, address)
    sign(page, address, "Runa Skovlyst", "Chefanalytiker")

    sign_in(page, site, "it_manager")
    sign(page, address, "Ane Holm", "Digitaliseringschef")
    expect(page.get_by_text("Begge har skrevet under")).to_be_visible()
    look(page, "an-extract-that-both-have-signed")
    assert fetched(page, "Hent kvitteringen som PDF", tmp_path).suffix == ".pdf"
    page.goto(f"{address}filer/?kontrol=1")
    expect(page.get_by_text("Kontrolsummen passer")).to_be_visible()
    look(page, "the-files-of-an-extract")
    the_report_tells_what_was_signed(page, site, address, name, tmp_path)


def test_answers_are_given_without_javascript(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    sign_in(page, site, "it_manager")
    agree_to_the_rest(page, freeze(page, site, "Udtræk uden script", looks=False))  # axe is a script


def look(page: Page, picture: str = "") -> None:
    check_no_sideways_scroll(page)
    check_accessible(page)
    if picture:
        screenshot(page, picture)


def freeze(page: Page, site: Site, name: str, *, looks: bool = True) -> str:
    """Its address. Waits until the list has it, whether it was frozen at once or by a job."""
    page.goto(site.url("it_costs:extract_new"))
    if looks:
        look(page)
    page.get_by_label("Udtrækkets navn").fill(name)
    page.get_by_label("Skriver for analytikeren").select_option(label="Conny Å")
    asked = page.url
    page.get_by_role("button", name="Frys udtrækket").press("Enter")
    expect(page).not_to_have_url(asked, timeout=PATIENCE * 1000)
    there = page.get_by_role("link", name=name, exact=True)
    for _ in range(PATIENCE):
        page.goto(site.url("it_costs:extracts"))
        if there.count():
            break
        page.wait_for_timeout(1000)
    if looks:
        look(page)
    there.first.press("Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    return page.url


def answer_the_first(page: Page, address: str, said: str, reason: str) -> None:
    page.goto(f"{address}linjer/")
    look(page)
    page.get_by_role("link", name="1: ").first.press("Enter")
    page.get_by_label(said, exact=True).check()
    page.get_by_label("Begrundelse").fill(reason)
    page.get_by_role("button", name="Gem svar").press("Enter")
    expect(page.get_by_text("Dit svar på linje 1 er gemt.")).to_be_visible()
    expect(page.get_by_text(reason).first).to_be_visible()


def agree_to_the_rest(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Resten er vi enige om").press("Enter")
    expect(page.get_by_label("Enig", exact=True)).to_be_checked()
    page.get_by_role("button", name="Vis, hvad der sker").press("Enter")
    expect(page.get_by_text("sit første svar")).to_be_visible()
    page.get_by_role("button", name="Gem svarene").press("Enter")
    expect(page.get_by_text(re.compile("er besvaret|er svaret på"))).to_be_visible()


def sign(page: Page, address: str, name: str, role: str) -> None:
    page.goto(f"{address}underskrift/")
    look(page)
    page.get_by_label("Navn på den, der skriver under").fill(name)
    page.get_by_label("Rolle").fill(role)
    page.get_by_role("button", name="Skriv under").press("Enter")
    expect(page.get_by_text("har skrevet under.").first).to_be_visible()


def the_report_tells_what_was_signed(page: Page, site: Site, address: str, name: str, folder: Path) -> None:
    """On the page, in the frozen report, and in its files: the name, the sum and the kroner of both years."""
    page.goto(address)
    sum_of_all = page.locator(".extract-sum code").inner_text()
    total = page.get_by_role("row", name=re.compile("^I alt")).get_by_role("cell").last.inner_text()
    signed = digits(total) or 0
    years = re.findall(r"20\d\d", page.locator("dl.facts, dl").first.inner_text())[:2]
    page.goto(f"{site.url('it_portfolio:report')}?fra={years[0]}&til={years[1]}")
    look(page, "a-report-of-signed-figures")
    told_on_page(page, name, sum_of_all, signed)

    page.get_by_role("link", name="Frys rapporten").press("Enter")
    look(page)
    page.get_by_label("Navn").fill(f"Rapport efter {name}")
    page.get_by_role("button", name="Frys rapporten").press("Enter")
    expect(page.get_by_role("heading", name=f"Rapport efter {name}")).to_be_visible(timeout=PATIENCE * 1000)
    look(page)
    amounts = told_on_page(page, name, sum_of_all, signed)
    told_in_pdf(fetched(page, "Hent PDF", folder), name, sum_of_all, amounts)
    sheets = tables_of(fetched(page, "Hent XLSX", folder).read_bytes())
    cells = [str(cell) for sheet in sheets for row in sheet for cell in row]
    assert any(sum_of_all in one for one in cells)
    assert any(name in one for one in cells)
    for amount in amounts:
        assert any(one == amount or digits(amount) in (digits(one), number(one)) for one in cells), (amount, cells)


def told_on_page(page: Page, name: str, sum_of_all: str, signed: int) -> list[str]:
    """The kroner of each year as they are written, which together are what was signed but for the rounding of each."""
    section = page.get_by_role("region", name="Er tallene godkendt?")
    expect(section).to_contain_text(f"Begge parter har godkendt “{name}”")
    expect(section).to_contain_text(sum_of_all)
    expect(section).to_contain_text("uenige om 1 linje")
    amounts = [cell.inner_text() for cell in section.locator("tbody td.num").all()]
    assert len(amounts) == 2
    assert abs(sum(digits(one) or 0 for one in amounts) - signed) <= 1
    return amounts


def told_in_pdf(path: Path, name: str, sum_of_all: str, amounts: list[str]) -> None:
    """It is tagged as PDF/UA asks, and its words are those of the page."""
    with pikepdf.open(path) as file:
        assert "pdfuaid:part" in file.Root.Metadata.read_bytes().decode("utf-8", "replace")
        assert file.Root.MarkInfo.Marked
        tags = {str(one.S)[1:] for one in walk(file.Root.StructTreeRoot.K)}
        titles = [str(one.get("/T", "")) for one in walk(file.Root.StructTreeRoot.K) if str(one.S)[1:2] == "H"]
    assert {"Table", "TH"} <= tags
    assert any("Er tallene godkendt?" in one for one in titles)
    document = pypdfium2.PdfDocument(path)
    pages = [one.get_textpage().get_text_bounded() for one in document]
    document.close()
    words = unbroken("".join(pages))
    for said in (name, sum_of_all, *amounts):
        assert unbroken(said) in words


def unbroken(text: str) -> str:
    """Without the places where a line may be broken."""
    return "".join(text.replace("\u200b", "").split())


def walk(node: object) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from walk(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from walk(node.get("/K", []))


def fetched(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download(timeout=PATIENCE * 1000) as waiting:
        page.get_by_role("link", name=link).press("Enter")
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def number(cell: str) -> int | None:
    """The whole kroner of a cell that is a number; None of any other."""
    try:
        return round(float(cell))
    except ValueError:
        return None


def digits(said: str) -> int | None:
    """The whole number that a cell says; None where it says none, as "mangler" does."""
    found = re.sub(r"\D", "", said.partition(",")[0])
    return int(found) * (-1 if said.strip()[:1] in "-−" else 1) if found else None
