"""Spark and DuckDB answer every query of the ledger's sums alike, to the øre, over the same Parquet files."""

from __future__ import annotations

import pyarrow as pa
import pytest

from chefforum.connectors.ledger_sums import QUERIES, DuckDB, Span, Spark, SparkIsNotThere
from chefforum.connectors.ledger_sums.engines import CENTRES
from chefforum.project.books import Size, invented_town, make_books, write_lake

SIZE = Size(
    units=60, accounts=200, first=202401, months=18, postings=120_000, positions=600, seed=9, reorganised=202501
)
NOBODYS = 3  # Cost centres that are left out, so that something maps to no unit.
LAST = 999_999


@pytest.fixture(scope="module")
def books():
    return make_books(SIZE, invented_town(SIZE))


@pytest.fixture(scope="module")
def files(books, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lake")
    write_lake(books, folder)
    return sorted(str(path) for path in folder.rglob("postings/**/*.parquet"))


@pytest.fixture(scope="module")
def centres(books):
    before, after = books.town.owners(202412), books.town.owners(202501)
    known = sorted(before)[NOBODYS:]
    rows = [(code, before[code], 202401, 202412) for code in known] + [(c, after[c], 202501, LAST) for c in known]
    return pa.table(dict(zip(CENTRES.names, map(list, zip(*rows, strict=True)), strict=True)), schema=CENTRES)


@pytest.fixture(scope="module")
def duckdb(files, centres):
    with DuckDB() as engine:
        engine.read(files=files, centres=centres)
        yield engine


@pytest.fixture(scope="module")
def spark(files, centres):
    try:
        engine = Spark()
    except SparkIsNotThere as error:
        pytest.skip(str(error))
    with engine:
        engine.read(files=files, centres=centres)
        yield engine


def _rows(table: pa.Table) -> list[tuple[object, ...]]:
    return sorted(zip(*(column.to_pylist() for column in table.columns), strict=True), key=repr)


@pytest.mark.parametrize("span", [Span(202401, 202506), Span(202412, 202501)], ids=["all", "over the reorganisation"])
@pytest.mark.parametrize("name", QUERIES)
def test_they_answer_alike(duckdb, spark, name, span):
    ours, theirs = duckdb.ask(name, span), spark.ask(name, span)
    assert ours.column_names == theirs.column_names
    assert ours.num_rows > 0
    assert _rows(ours) == _rows(theirs)


def test_the_sums_are_those_of_the_postings(books, duckdb):
    span = Span(SIZE.first, books.closed_through)
    total = sum(int(batch.amount.sum()) for batch in books.delivered())
    for name in set(QUERIES) - {"unmapped"}:
        assert sum(duckdb.ask(name, span)["amount"].to_pylist()) == total, name


def test_what_maps_nowhere_is_in_no_unit_and_in_the_list(duckdb):
    span = Span(202401, 202506)
    lines = duckdb.ask("unit_lines", span).to_pylist()
    nowhere = sum(row["amount"] for row in lines if row["unit"] is None)
    found = duckdb.ask("unmapped", span).to_pylist()
    assert len(found) == NOBODYS
    assert sum(row["amount"] for row in found) == nowhere != 0
