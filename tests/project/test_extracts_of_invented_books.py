"""The extracts hold what the books hold, whichever form they are written in."""

from __future__ import annotations

import csv
import datetime as dt
import re
from decimal import Decimal

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from chefforum.project.books import Size, demo_size, invented_town, lindeby, make_books, write_books, write_lake
from chefforum.project.books.columns import danish_amounts, decimals, plain_amounts
from chefforum.project.books.files import write_organisation

SIZE = demo_size(closed_through=202504, first=202501)


@pytest.fixture(scope="module")
def books():
    return make_books(SIZE, lindeby())


@pytest.fixture(scope="module")
def total(books):
    return sum(int(batch.amount.sum()) for batch in books.delivered())


def _oere(text: str) -> int:
    return int(Decimal(text.replace(".", "").replace(",", ".")) * 100)


def test_amounts_are_written_as_danes_write_them():
    oere = np.array([0, 5, -99, 100, 123_456, -100_000_000, 23_456_789_012, -7_000_000_001])
    assert danish_amounts(oere).to_pylist() == [
        "0,00",
        "0,05",
        "-0,99",
        "1,00",
        "1.234,56",
        "-1.000.000,00",
        "234.567.890,12",
        "-70.000.000,01",
    ]
    assert plain_amounts(oere).to_pylist()[5:7] == ["-1000000,00", "234567890,12"]
    assert [int(value * 100) for value in decimals(oere).to_pylist()] == oere.tolist()


@pytest.mark.parametrize(("form", "encoding"), [("csv-latin1", "latin-1"), ("csv-utf8", "utf-8")])
def test_csv_comes_to_the_same(books, total, tmp_path, form, encoding):
    written = write_books(books, tmp_path, form=form)
    (postings,) = [found for found in written if found.what == "posteringer"]
    with postings.path.open(encoding=encoding, newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == postings.rows == sum(len(batch) for batch in books.delivered())
    assert sum(_oere(row["Beløb"]) for row in rows) == total
    pattern = r"\d\d-\d\d-\d{4}" if form == "csv-latin1" else r"\d{4}-\d\d-\d\d"
    assert all(re.fullmatch(pattern, row["Bogføringsdato"]) and row["Omkostningssted"] for row in rows)
    assert {len(row["Kontostreng"].replace(".", "")) for row in rows} == {16}


def test_parquet_comes_to_the_same(books, total, tmp_path):
    write_books(books, tmp_path, form="parquet")
    table = pq.read_table(tmp_path / "posteringer-2025.parquet")
    assert sum(int(value * 100) for value in table["Beløb"].to_pylist()) == total


def test_a_sheet_comes_to_the_same(books, total, tmp_path):
    write_books(books, tmp_path, form="xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "posteringer-2025.xlsx").get_sheet_by_index(0).to_python()
    place = rows[0].index("Beløb")
    assert round(sum(row[place] for row in rows[1:]) * 100) == total


def test_the_lake_comes_to_the_truth(books, total, tmp_path):
    count = write_lake(books, tmp_path)
    found = duckdb.sql(f"select count(*), sum(amount) from '{tmp_path}/postings/*/*/*.parquet'").fetchall()
    assert found == [(count, total)]
    truth = f"select sum(amount) filter (is_delivered), sum(amount) from '{tmp_path}/truth.parquet'"
    assert duckdb.sql(truth).fetchall() == [(total, int(books.truth.sum()))]


def test_no_employee_number_looks_like_a_cpr_number_and_none_is_used_twice(books, tmp_path):
    write_books(books, tmp_path)
    with (tmp_path / "stillinger.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["Medarbejdernr"]]
    numbers = {row["Medarbejdernr"] for row in rows}
    assert all(re.fullmatch(r"\d{6}|1\d{6}", number) for number in numbers)
    held = {(row["Medarbejdernr"], row["Stillingsnr"]) for row in rows}
    assert len(held) == len(numbers)


def test_positions_that_nobody_is_known_to_take_are_vacant_and_some_budgeted(books, tmp_path):
    write_books(books, tmp_path)
    with (tmp_path / "stillinger.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    vacant = [row for row in rows if not row["Medarbejdernr"]]
    assert {row["Budgetteret"] for row in vacant} == {"", "ja"}
    assert {row["Budgetteret"] for row in rows if row["Medarbejdernr"]} == {""}
    for row in vacant:
        ends = [other["Gælder til"] for other in rows if other["Stillingsnr"] == row["Stillingsnr"]]
        last = dt.date.fromisoformat(row["Gælder fra"]) - dt.timedelta(days=1)
        assert set(ends) >= {"", last.isoformat()}


def test_absence_past_the_fourteenth_week_of_leave_is_without_pay(tmp_path):
    size = Size(units=47, accounts=300, first=202301, months=36, postings=50_000, positions=2000)
    write_books(make_books(size, lindeby()), tmp_path)
    with (tmp_path / "fravær.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["Fraværstype"] == "barsel"]
    for row in rows:
        lasts = dt.date.fromisoformat(row["Gælder til"]) - dt.date.fromisoformat(row["Gælder fra"])
        assert (row["Andel af løn"] == "0") == (row["Refusionsregel"] == "")
        assert row["Andel af løn"] == "0" or lasts.days <= 97  # the last day is with
    assert {row["Andel af løn"] for row in rows} == {"0", "1"}


def test_the_organisation_is_written_as_it_is_imported(tmp_path):
    size = Size(units=120, accounts=50, first=202301, months=24, postings=1, positions=100, reorganised=202401)
    town = invented_town(size)
    for period in (202301, 202401):
        write_organisation(town, tmp_path / "units.csv", period=period, since=dt.date(2023, 1, 1))
        with (tmp_path / "units.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        codes = {row["enhedskode"] for row in rows}
        assert {row["overordnet enhedskode"] for row in rows} <= codes | {""}
        assert len(rows) == len(codes) == len(town.units(period))
