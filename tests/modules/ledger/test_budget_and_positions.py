"""Budgets by what they consist of, and positions and absence by the days that they hold."""

from __future__ import annotations

import datetime as dt

import pytest

from chefforum.modules.ledger import queries
from chefforum.modules.ledger.queries.budgets import KINDS
from chefforum.modules.ledger.rules.words import BudgetKind, Table
from tests.modules.ledger.conftest import csv_text

BUDGET_HEADS = ("Type", "År", "Periode", "Konto", "Omkostningssted", "Beløb", "Begrundelse")
BUDGET_COLUMNS = {
    "kind": "Type",
    "year": "År",
    "period": "Periode",
    "account": "Konto",
    "cost_centre": "Omkostningssted",
    "amount": "Beløb",
    "reason": "Begrundelse",
}
POSITION_HEADS = ("Stilling", "Medarbejder", "Sted", "Konto", "Gruppe", "Trin", "Grad", "Fra", "Til")
POSITION_COLUMNS = {
    "position_id": "Stilling",
    "employee_ref": "Medarbejder",
    "cost_centre": "Sted",
    "account": "Konto",
    "occupation": "Gruppe",
    "step": "Trin",
    "hours_share": "Grad",
    "valid_from": "Fra",
    "valid_to": "Til",
}


@pytest.fixture
def budget(load, file, mapped):
    rows = [
        ("oprindeligt", 2026, "", "1000", "4711", "1.200,00", ""),
        ("tillægsbevilling", 2026, "202603", "1000", "4711", "100,00", "Flere børn"),
        ("omplacering", 2026, "202603", "1000", "4711", "-50,00", "Til Park"),
        ("omplacering", 2026, "202603", "2000", "4800", "50,00", "Fra skolen"),
        ("gæt", 2026, "", "1000", "4711", "1,00", ""),
        ("", 2025, "", "1000", "4711", "900,00", ""),
    ]
    return load(file("b.csv", csv_text(rows, heads=BUDGET_HEADS)), mapping=mapped(Table.BUDGETS, BUDGET_COLUMNS))


def test_the_corrected_budget_is_the_sum_of_its_kinds(town, budget):
    lines = queries.budget_of(actor=None, year=2026)
    assert budget.lines_rejected == 1
    north = lines.units.index(town.north.pk)
    (line,) = [n for n, unit in enumerate(lines.unit_of) if unit == north]
    assert lines.original[line] == 120000
    assert lines.corrected[line] == 125000
    assert lines.amounts[line, KINDS.index(BudgetKind.ORIGINAL), 0] == 120000
    assert lines.amounts[line, KINDS.index(BudgetKind.SUPPLEMENTARY), 3] == 10000
    assert int(lines.corrected.sum()) == 130000


def test_each_sees_the_budget_of_their_units(town, budget):
    assert int(queries.budget_of(actor=town.as_("leader"), year=2026).corrected.sum()) == 125000
    assert int(queries.budget_of(actor=town.as_("park_controller"), year=2026).corrected.sum()) == 5000
    assert len(queries.budget_of(actor=town.as_("admin"), year=2026)) == 0
    assert len(queries.budget_of(actor=None, year=2027)) == 0


@pytest.fixture
def positions(load, file, mapped):
    rows = [
        ("S1", "17", "4711", "1000", "Lærer", "31", "1,0000", "01-08-2025", ""),
        ("S2", "18", "4711", "1000", "Lærer", "31", "81,08 %", "01-01-2026", "28-02-2026"),
        ("S3", "19", "4800", "1000", "Gartner", "20", "0.5", "01-01-2026", ""),
        ("S4", "20", "4711", "1000", "Lærer", "31", "37", "01-01-2026", ""),
    ]
    return load(file("p.csv", csv_text(rows, heads=POSITION_HEADS)), mapping=mapped(Table.POSITIONS, POSITION_COLUMNS))


def ids(table) -> list[str]:
    return table.column("position_id").to_pylist()


def test_positions_are_those_that_hold_in_the_time_asked_for(town, positions):
    assert positions.lines_rejected == 1
    whole = queries.positions_of(actor=None, first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31))
    assert ids(whole) == ["S1", "S2", "S3"]
    assert [str(share) for share in whole.column("hours_share").to_pylist()] == ["1.000000", "0.810800", "0.500000"]
    assert whole.column("unit").to_pylist() == [str(town.north.pk), str(town.north.pk), str(town.park.pk)]
    assert ids(queries.positions_of(actor=None, first=dt.date(2026, 3, 1), last=dt.date(2026, 3, 31))) == ["S1", "S3"]
    assert ids(queries.positions_of(actor=None, first=dt.date(2025, 8, 1), last=dt.date(2025, 8, 1))) == ["S1"]


def test_a_leader_sees_the_positions_of_their_own_unit_alone(town, positions):
    spring = {"first": dt.date(2026, 4, 1), "last": dt.date(2026, 4, 30)}
    assert ids(queries.positions_of(actor=town.as_("leader"), **spring)) == ["S1"]
    assert ids(queries.positions_of(actor=town.as_("controller"), **spring)) == ["S1", "S3"]
    assert ids(queries.positions_of(actor=town.as_("controller"), units=[town.park.pk], **spring)) == ["S3"]
    assert ids(queries.positions_of(actor=town.as_("admin"), **spring)) == []


def test_absence_is_of_the_positions_asked_for(load, file, mapped):
    heads = ("Stilling", "Type", "Fra", "Til", "Lønandel", "Refusion")
    columns = {
        "position_id": "Stilling",
        "kind": "Type",
        "valid_from": "Fra",
        "valid_to": "Til",
        "pay_share": "Lønandel",
        "reimbursement_rule": "Refusion",
    }
    rows = [("S1", "barsel", "01-02-2026", "31-05-2026", "1,0", "barsel"), ("S2", "syg", "01-02-2026", "", "1,0", "")]
    load(file("f.csv", csv_text(rows, heads=heads)), mapping=mapped(Table.ABSENCES, columns))
    found = queries.absences_of(position_ids=["S1"], first=dt.date(2026, 5, 1), last=dt.date(2026, 5, 31))
    assert found.column("reimbursement_rule").to_pylist() == ["barsel"]
    assert not len(queries.absences_of(position_ids=["S1"], first=dt.date(2026, 6, 1), last=dt.date(2026, 6, 30)))


def test_where_nothing_is_loaded_there_is_nothing_rather_than_an_error(town):
    assert len(queries.cube(actor=None, first=202601, last=202612)) == 0
    assert len(queries.budget_of(actor=None, year=2026)) == 0
    assert ids(queries.positions_of(actor=None, first=dt.date(2026, 1, 1), last=dt.date(2026, 1, 31))) == []
    assert queries.unmapped(actor=None, first=202601, last=202612) == ()
    assert queries.closed_through() is None
