"""XLSX to go on calculating: real numbers, and never a formula that nobody wrote."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from python_calamine import CalamineWorkbook
from rendering_samples import PLACEMENTS, any_text, bullets, document, minutes, table

from chefforum.calc.blocks import Heading, List, Paragraph, Table
from chefforum.kernel.documents.rendering import (
    Fact,
    Figure,
    NoTableError,
    Part,
    Section,
    TooLargeForSpreadsheetError,
    to_xlsx,
)
from chefforum.kernel.documents.rendering.characters import for_xml

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def book(file: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(file))


def rows(file: bytes, sheet: str = "Første del") -> list[list[object]]:
    return book(file).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def xml(file: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return etree.fromstring(archive.read(name))


def shown_formats(file: bytes) -> list[str]:
    return [node.get("formatCode") for node in xml(file, "xl/styles.xml").iter(f"{MAIN}numFmt")]


def test_danish_numbers_become_numbers_and_the_rest_stays_text() -> None:
    found = rows(to_xlsx(document(PLACEMENTS)))
    assert found == [
        ["Afdeling", "Mål", "Praktik", "Andel"],
        ["Skole", 1260.0, 635.0, 0.504],
        ["Miljø & Teknik", 12.0, "–", 0.0],
        ["Ældre", 80.0, -3.0, -0.038],
    ]


@pytest.mark.parametrize("code", ["0165", "00.30.04-Ø00-21-26", "28-01-2026", "1.2", "12.34.56", "kr.", "1e5", "٣"])
def test_codes_dates_and_half_numbers_stay_text(code: str) -> None:
    assert rows(to_xlsx(document(table(("Kode",), (code,)))))[1] == [code]


def test_numbers_are_shown_as_they_were_written() -> None:
    numbers = table(("Tal",), ("1.234,50",), ("24 %",), ("2,2 mio. kr.",), ("+7",), ("2026",))
    assert set(shown_formats(to_xlsx(document(numbers)))) == {"#,##0.00", "0 %", '0.0 "mio. kr."', "+0;-0"}


def test_a_number_with_more_digits_than_a_spreadsheet_keeps_stays_text() -> None:
    long = "1234567890123456"
    assert rows(to_xlsx(document(table(("Nr.",), (long,)))))[1] == [long]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "=HYPERLINK(1)", "{=1}", "https://a.dk", "\t=1"])
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    file = to_xlsx(document(table((text,), (text,)), title=text, facts=(Fact(text, (text,)),)))
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        sheets = [etree.fromstring(archive.read(n)) for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not [node for sheet in sheets for node in sheet.iter(f"{MAIN}f", f"{MAIN}hyperlink")]
    assert rows(file)[1] == [text]


def test_the_first_sheet_says_what_the_document_is_and_where_the_numbers_come_from() -> None:
    figure = Figure("Praktik", numbers=PLACEMENTS, source="Kilde: A")
    file = to_xlsx(document(figure, subtitle="Status", facts=(Fact("Deltagere", ("A", "B")),)))
    front = rows(file, "Oplysninger")
    assert [cell for row in front for cell in row if cell] == [
        *("Notat", "Status", "Udgivet af", "Lindeby Kommune", "Deltagere", "A\nB", "Ark: Praktik", "Kilde: A"),
    ]


def test_a_sheet_is_named_by_its_caption_or_the_nearest_heading() -> None:
    whole = document(
        PLACEMENTS,
        Heading("Efter overskrift"),
        PLACEMENTS,
        Section("I et afsnit", (List(((PLACEMENTS,),)), Figure("Med billedtekst", numbers=PLACEMENTS))),
    )
    assert book(to_xlsx(whole)).sheet_names == [
        *("Oplysninger", "Første del", "Efter overskrift", "I et afsnit", "Med billedtekst"),
    ]


def test_names_that_the_format_refuses_are_made_fit_and_never_twice() -> None:
    titles = ["[a]:*?/\\", "History", "oplysninger", "'Citat'", "", "Lang " * 20, "Lang " * 20, "lang " * 20, "'" * 40]
    parts = tuple(Part(title=title, elements=(PLACEMENTS,)) for title in titles)
    names = book(to_xlsx(replace(document(), parts=parts))).sheet_names
    assert len({name.casefold() for name in names}) == len(names) == 10
    assert all(0 < len(name) <= 31 for name in names)


def test_the_head_stays_in_sight_and_columns_are_as_wide_as_their_text() -> None:
    sheet = xml(to_xlsx(document(PLACEMENTS)), "xl/worksheets/sheet2.xml")
    [pane] = sheet.iter(f"{MAIN}pane")
    assert (pane.get("state"), pane.get("ySplit")) == ("frozen", "1")
    widths = [float(column.get("width")) for column in sheet.iter(f"{MAIN}col")]
    assert widths[0] > widths[1]
    assert all(9 < width < 70 for width in widths)


def test_a_cell_with_several_blocks_keeps_them_all() -> None:
    cell = (Paragraph("Først"), bullets("a", "b"))
    assert rows(to_xlsx(document(Table((((Paragraph("Hoved"),),), (cell,))))))[1] == ["Først\na\nb"]


def test_a_document_without_tables_is_refused_in_danish() -> None:
    with pytest.raises(NoTableError, match="ingen tabeller"):
        to_xlsx(document(Paragraph("Kun ord"), Table(()), Table(((),))))


def test_a_text_larger_than_a_cell_is_refused_rather_than_cut() -> None:
    with pytest.raises(TooLargeForSpreadsheetError, match="Intet er gemt"):
        to_xlsx(document(table(("x" * 32_768,))))
    assert rows(to_xlsx(document(table(("x" * 32_767,))))) == [["x" * 32_767]]


def test_a_table_wider_than_a_sheet_is_refused() -> None:
    with pytest.raises(TooLargeForSpreadsheetError, match="16385 kolonner"):
        to_xlsx(document(Table((tuple(() for _ in range(16_385)),))))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert to_xlsx(minutes()) == to_xlsx(minutes())


@given(any_text)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert rows(to_xlsx(document(table((f"x{text}x",)))))[0] == [for_xml(f"x{text}x")]
