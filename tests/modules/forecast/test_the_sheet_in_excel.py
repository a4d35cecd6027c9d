"""The leader's sheet goes out as a spreadsheet and comes in again: each change and each fault is shown by its cell."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from chefforum.kernel.documents.rules import RefusedFile
from chefforum.kernel.documents.services import make
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.models import Import
from chefforum.kernel.imports.queries import get_import
from chefforum.kernel.imports.services import WorldChanged
from chefforum.modules.forecast.models import Entry
from chefforum.modules.forecast.queries.entries import sheet_of
from tests.modules.forecast.conftest import NOW, TODAY, YEAR, amounts, cell, put

ROW, MAY, JUNE = 5, 9, 10  # the first row and its months, from nought


def exported(town, who="leader"):
    parameters = {"unit": str(town.north.pk), "year": YEAR}
    return make(kind="forecast.sheet", actor=town.as_(who), parameters=parameters, format="xlsx", at=NOW).content


def table(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [list(row) for row in book.get_sheet_by_name("Poster").to_python(skip_empty_area=False)]


def filled(rows):
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True})
    page = book.add_worksheet("Poster")
    for place, row in enumerate(rows):
        page.write_row(place, 0, [None if value == "" else value for value in row])
    book.close()
    return written.getvalue()


def read(town, rows, who="leader"):
    content = rows if isinstance(rows, bytes) else filled(rows)
    return read_now(kind="forecast.sheet", content=content, filename="ark.xlsx", actor=town.as_(who), at=NOW)


def problems(town, item, who="leader"):
    return [one.text for one in get_import(actor=town.as_(who), import_id=item.pk, at=NOW).problems]


@pytest.fixture
def rows(town, entry):
    return table(exported(town))


def test_what_comes_back_unchanged_changes_nothing(town, entry):
    item = read(town, exported(town))
    assert item.state == "done"
    assert amounts(entry) == {5: 40 * 250_00, 6: 20 * 250_00}


def test_what_is_filled_in_is_shown_and_carried_out(town, entry, rows):
    rows[ROW][MAY], rows[ROW][JUNE] = 63.5, ""
    rows[ROW][4] = "Fra uge 20"
    rows[ROW + 1][1:4] = ["indtaegt", "udlejning", ""]
    rows[ROW + 1][JUNE] = "1.234,50"
    item = read(town, rows)
    page = get_import(actor=town.leader, import_id=item.pk, at=NOW)
    assert "3 felter ændres, 1 ny række" in page.summary
    assert amounts(entry)[5] == 40 * 250_00  # nothing is stored yet
    carry_out_now(import_id=item.pk, actor=town.leader, at=NOW)
    assert amounts(entry) == {5: 63 * 250_00 + 125_00}
    sheet = sheet_of(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)
    assert sheet.rows[1].cells[5].amount_oere == -1_234_50
    assert sheet.rows[0].entry.comment == "Fra uge 20"
    assert entry.changes.filter(field="cell", after="63.50").exists()


def test_faults_are_told_by_cell_and_the_rest_goes_in(town, entry, rows):
    rows[ROW][MAY], rows[ROW][JUNE] = "mange", 30
    rows[ROW + 1][1] = "findes ikke"
    rows[ROW + 1][JUNE] = 3
    item = read(town, rows)
    found = problems(town, item)
    assert any(text.startswith("Celle J6: “mange” er ikke et tal") for text in found)
    assert any(text.startswith("Celle B7: Kategorien “findes ikke”") for text in found)
    carry_out_now(import_id=item.pk, actor=town.leader, at=NOW)
    assert amounts(entry) == {5: 40 * 250_00, 6: 30 * 250_00}


@pytest.mark.parametrize("value", [1.234, 1e12, True, "12,345"])
def test_numbers_that_cannot_be_are_told(town, entry, rows, value):
    rows[ROW][MAY] = value
    assert problems(town, read(town, rows))
    assert amounts(entry)[5] == 40 * 250_00


def test_a_closed_month_is_told(town, entry, rows, ledger):
    ledger(("2026-03", "5101", "4711", "1,00"), closed=202605)
    rows[ROW][MAY] = 1
    assert any("lukket" in text for text in problems(town, read(town, rows)))


def test_a_row_that_is_left_out_stays(town, entry, rows):
    item = read(town, rows[:ROW])
    assert any("bliver stående" in text for text in problems(town, item))
    assert Entry.objects.filter(removed_at=None).count() == 1


def test_where_somebody_writes_after_the_preview_nothing_is_carried_out(town, entry, rows):
    rows[ROW][MAY] = 1
    item = read(town, rows)
    put(town, entry, cell(entry, 6, 99, seen=20), who="deputy")
    with pytest.raises(WorldChanged):
        carry_out_now(import_id=item.pk, actor=town.leader, at=NOW)
    assert amounts(entry) == {5: 40 * 250_00, 6: 99 * 250_00}


def test_a_leader_of_another_unit_cannot_take_it_in(town, entry, rows):
    rows[ROW][MAY] = 1
    item = read(town, rows, who="other_leader")
    assert Import.objects.get(pk=item.pk).state == "refused"
    assert amounts(entry)[5] == 40 * 250_00


@pytest.mark.parametrize("content", [filled([["noget", "andet"]]), b"PK\x03\x04 cut"])
def test_another_file_is_refused_whole(town, content):
    with suppress(RefusedFile):
        assert read(town, content).state == "refused"
    assert not Entry.objects.exists()


def test_words_that_look_like_formulas_stay_words(town, entry):
    Entry.objects.update(comment="=1+1", text="=HYPERLINK(0)")
    row = table(exported(town))[ROW]
    assert (row[2], row[4]) == ("=HYPERLINK(0)", "=1+1")


def test_a_new_row_without_a_rate_takes_its_categorys_and_the_preview_says_so(town, entry, rows):
    rows[ROW + 1][1:4] = ["vikar", "ferie", ""]
    rows[ROW + 1][JUNE] = 20
    item = read(town, rows)
    page = get_import(actor=town.leader, import_id=item.pk, at=NOW)
    assert [(one.kind, one.after) for one in page.changes] == [("added", "juni: 20 timer à 250 kr.")]
    carry_out_now(import_id=item.pk, actor=town.leader, at=NOW)
    made = Entry.objects.get(text="ferie")
    assert (made.rate_oere, amounts(made)) == (250_00, {6: 20 * 250_00})


def test_a_new_row_of_a_category_without_a_rate_is_in_kroner_and_the_preview_says_so(town, entry, rows):
    rows[ROW + 1][1:4] = ["indtaegt", "udlejning", ""]
    rows[ROW + 1][JUNE] = 20
    page = get_import(actor=town.leader, import_id=read(town, rows).pk, at=NOW)
    assert [one.after for one in page.changes] == ["juni: 20 kr."]


def test_a_new_row_whose_rate_cannot_be_read_is_left_out_and_told(town, entry, rows):
    rows[ROW + 1][1:4] = ["vikar", "ferie", "mange"]
    rows[ROW + 1][JUNE] = 20
    item = read(town, rows)
    assert any("sprunget over, fordi satsen" in text for text in problems(town, item))
    assert not get_import(actor=town.leader, import_id=item.pk, at=NOW).changes


@pytest.mark.parametrize(("value", "words"), [(-50, "under 0"), (44_400_000, "Skriv højst 100.000")])
def test_hours_that_cannot_be_meant_are_told_by_cell(town, entry, rows, value, words):
    rows[ROW][MAY] = value
    rows[ROW + 1][1:4] = ["vikar", "ferie", ""]
    rows[ROW + 1][JUNE] = value
    found = problems(town, read(town, rows))
    assert [text.split(":")[0] for text in found if words in text] == ["Celle J6", "Celle K7"]


def test_a_rate_that_makes_it_too_much_is_told(town, entry, rows):
    rows[ROW][3] = 999_999_999
    assert any(text.startswith("Celle D6") and "for stort" in text for text in problems(town, read(town, rows)))


def test_one_row_that_is_left_out_is_told_in_the_singular(town, entry, rows):
    (text,) = problems(town, read(town, rows[:ROW]))
    assert text == "1 række er ikke i filen. Den bliver stående: fjern den på siden, hvis den skal væk."
