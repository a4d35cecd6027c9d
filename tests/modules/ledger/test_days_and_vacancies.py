"""Positions and absence hold from a day to another, as the file means it; nobody may have a position."""

from __future__ import annotations

import datetime as dt

import pytest
from pyarrow import parquet

from chefforum.kernel.lake.storage import local_path
from chefforum.modules.ledger import queries
from chefforum.modules.ledger.lake.manifest import read_manifest
from chefforum.modules.ledger.lake.mapping import EndDay, Writing, guessed_columns, guessed_writing
from chefforum.modules.ledger.models import ColumnMapping
from chefforum.modules.ledger.queries.rejects import all_rejected
from chefforum.modules.ledger.queries.telling import sentences
from chefforum.modules.ledger.rules.words import Table
from chefforum.modules.ledger.services.mappings import save_mapping
from tests.modules.ledger.conftest import NOW, csv_text
from tests.modules.ledger.test_budget_and_positions import POSITION_COLUMNS, POSITION_HEADS

HEADS = (*POSITION_HEADS, "Budgetteret")
COLUMNS = POSITION_COLUMNS | {"is_budgeted": "Budgetteret"}


def row(number: int, *, who="17", since="01-01-2026", until="", budgeted=""):
    return (f"S{number}", who, "4711", "1000", "Lærer", "31", "1,0", since, until, budgeted)


@pytest.fixture
def take(load, file, mapped):
    def run(*rows, **writing):
        return load(file("p.csv", csv_text(rows, heads=HEADS)), mapping=mapped(Table.POSITIONS, COLUMNS, **writing))

    return run


def held(extract) -> list[tuple[object, ...]]:
    tables = [parquet.read_table(local_path(name)) for name in extract.files]
    return [
        (line["position_id"], line["employee_ref"], line["valid_from"], line["valid_to"], line["is_budgeted"])
        for table in tables
        for line in table.sort_by("line").to_pylist()
    ]


def reasons(extract) -> dict[int, str]:
    return {one.line: one.reason for one in all_rejected(manifest=read_manifest(str(extract.pk)))}


@pytest.mark.parametrize(
    ("end_day", "first_day_without"), [("last", dt.date(2026, 3, 1)), ("after", dt.date(2026, 2, 28))]
)
def test_the_day_that_something_ends_is_what_the_mapping_says(take, end_day, first_day_without):
    extract = take(row(1, until="28-02-2026"), end_day=end_day)
    assert held(extract)[0][3] == first_day_without
    assert ("den sidste dag, der er med" in sentences(read_manifest(str(extract.pk)))[-1]) == (end_day == "last")


def test_what_is_mapped_now_is_meant_as_the_last_day_unless_the_head_says_otherwise():
    assert Writing().end_day == EndDay.LAST
    for head, meant in (("Til", EndDay.LAST), ("Gælder til (ikke med)", EndDay.AFTER), ("Til og med", EndDay.LAST)):
        columns = guessed_columns(Table.POSITIONS, ["Fra", head])
        assert columns["valid_to"] == head
        assert guessed_writing(columns, {}).end_day == meant


def test_a_mapping_from_before_one_could_choose_keeps_its_meaning(take, mapped):
    mapping = mapped(Table.POSITIONS, COLUMNS)
    ColumnMapping.objects.filter(pk=mapping.pk).update(
        writing={name: value for name, value in mapping.writing.items() if name != "end_day"}
    )
    assert Writing.from_json(ColumnMapping.objects.get().writing).end_day == EndDay.AFTER


def test_a_table_without_days_gets_no_new_version_of_an_older_mapping(town, mapped):
    mapping = mapped()
    older = {name: value for name, value in mapping.writing.items() if name != "end_day"}
    ColumnMapping.objects.filter(pk=mapping.pk).update(writing=older)
    again = save_mapping(
        actor=town.controller,
        at=NOW,
        source_system="Økonomisystemet",
        table=Table.POSTINGS,
        columns=mapping.columns,
        writing=Writing(),
    )
    assert again.pk == mapping.pk


@pytest.mark.parametrize("until", ["31-12-9999", "99991231", "9999-12-31"])
@pytest.mark.parametrize("end_day", ["last", "after"])
def test_the_end_of_the_year_9999_is_no_end(take, until, end_day):
    assert held(take(row(1, until=until), row(2, until="31-12-2026"), end_day=end_day))[0][3] is None


def test_one_may_be_employed_since_the_eighties(take):
    assert held(take(row(1, since="01-08-1984")))[0][2] == dt.date(1984, 8, 1)


def test_what_ends_before_it_begins_is_rejected_and_one_day_is_a_day(take):
    extract = take(row(1, until="31-12-2025"), row(2, until="01-01-2026"), row(3))
    assert reasons(extract) == {2: "Perioden slutter, før den begynder."}
    assert [line[0] for line in held(extract)] == ["S2", "S3"]


def test_a_position_that_nobody_has_is_vacant_and_may_be_budgeted(take):
    extract = take(row(1), row(2, who=""), row(3, who="Vakant", budgeted="Ja"), row(4, budgeted="måske"))
    assert [(line[0], line[1], line[4]) for line in held(extract)] == [
        ("S1", "17", False),
        ("S2", None, False),
        ("S3", None, True),
    ]
    assert "skriv ja eller nej" in reasons(extract)[5]
    (told,) = read_manifest(str(extract.pk)).findings
    assert "2 stillinger" in told
    assert "er 1 budgetteret" in told


def test_positions_loaded_before_vacancies_could_be_budgeted_are_read(take):
    old, new = take(row(1, who="")), take(row(2, who="", budgeted="ja"))
    path = local_path(old.files[0])
    parquet.write_table(parquet.read_table(path).drop_columns(["is_budgeted"]), path)
    days = {"first": dt.date(2026, 1, 1), "last": dt.date(2026, 1, 31)}
    found = queries.positions_of(actor=None, **days)
    assert found.column("is_budgeted").to_pylist() == [None, True]
    assert new.lines_loaded == 1
