"""Months as numbers, codes over time, line classes, closing, and the authorised structure by date."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.periods import NotAPeriod, first_day, last_day, months_between, shifted
from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.ledger import queries
from chefforum.modules.ledger.lake.manifest import read_manifest
from chefforum.modules.ledger.models import AccountDimension, LedgerClosing
from chefforum.modules.ledger.queries.rejects import all_rejected
from chefforum.modules.ledger.rules.line_classes import ClassRule, class_of
from chefforum.modules.ledger.rules.words import LineClass
from chefforum.modules.ledger.services.accounts import BadStructure, add_class_rule, end_class_rule, load_structure
from chefforum.modules.ledger.services.closing import ReasonMissing, close_through
from chefforum.modules.ledger.services.loading import stage_file
from chefforum.modules.ledger.services.units import AlreadyMapped, map_cost_centre
from tests.modules.ledger.conftest import COLUMNS, NOW, TODAY

periods = st.integers(1990, 2090).flatmap(lambda year: st.integers(1, 12).map(lambda month: year * 100 + month))


@given(periods, st.integers(-200, 200))
def test_a_month_shifted_and_back_is_itself(period, months):
    assert shifted(shifted(period, months), -months) == period


@given(periods, st.integers(0, 100))
def test_months_between_are_every_month_once(period, months):
    found = months_between(period, shifted(period, months))
    assert len(found) == len(set(found)) == months + 1
    assert all((last_day(one) + dt.timedelta(days=1)) == first_day(shifted(one, 1)) for one in found)


@pytest.mark.parametrize("number", [202600, 202613, 0, 26])
def test_what_is_no_month_is_refused(number):
    with pytest.raises(NotAPeriod):
        first_day(number)


def test_the_first_rule_that_fits_decides():
    rules = [
        ClassRule({"art": "1*", "account": "19*, 18*"}, LineClass.VARIABLE_PAY),
        ClassRule({"art": "1*"}, LineClass.FIXED_PAY),
    ]
    assert class_of({"art": "11", "account": "1901"}, rules) == LineClass.VARIABLE_PAY
    assert class_of({"art": "11", "account": "1701"}, rules) == LineClass.FIXED_PAY
    assert class_of({"art": "29", "account": "1901"}, rules) is None
    assert class_of({"account": "1901"}, rules) is None


def test_classes_hold_from_their_day(town):
    add_class_rule(
        actor=town.controller,
        at=NOW,
        line_class=LineClass.RENT,
        patterns={"art": "40"},
        order=1,
        valid_from=dt.date(2026, 1, 1),
    )
    code = "5251011471100140"
    assert queries.line_classes(codes=[code, "x"], on=TODAY) == {code: LineClass.RENT, "x": None}
    assert queries.line_classes(codes=[code], on=dt.date(2025, 12, 31)) == {code: None}


def test_a_rule_that_ends_is_kept_for_the_time_before(town):
    rule = add_class_rule(
        actor=town.controller,
        at=NOW,
        line_class=LineClass.RENT,
        patterns={"account": "*"},
        order=1,
        valid_from=dt.date(2025, 1, 1),
    )
    end_class_rule(actor=town.controller, at=NOW, rule=rule, on=dt.date(2026, 1, 1))
    assert queries.line_classes(codes=["1"], on=dt.date(2025, 6, 1)) == {"1": LineClass.RENT}
    assert queries.line_classes(codes=["1"], on=TODAY) == {"1": None}


def test_closing_and_opening(town):
    close_through(actor=town.controller, at=NOW, period=202603)
    assert queries.closed_through() == 202603
    assert close_through(actor=town.controller, at=NOW, period=202603) is None
    with pytest.raises(ReasonMissing):
        close_through(actor=town.controller, at=NOW, period=202602)
    close_through(actor=town.controller, at=NOW + dt.timedelta(days=1), period=202602, reason="For sent bilag")
    assert queries.closed_through() == 202602
    assert LedgerClosing.objects.count() == 2


def test_a_code_is_mapped_from_a_day_and_moved_from_a_later_one(town, load, file):
    rows = [(n, 1, f"15-0{n}-2026", "1000", "9999", "1,00", "") for n in (1, 2, 3)]
    load(file("a.csv", rows))
    for unit, begins in ((town.north, dt.date(2026, 1, 1)), (town.park, dt.date(2026, 3, 1))):
        map_cost_centre(actor=town.controller, at=NOW, code="9999", unit_id=unit.pk, valid_from=begins)
    assert queries.months_of_unit(actor=None, unit_id=town.north.pk, first=202601, last=202612).total == 200
    assert queries.months_of_unit(actor=None, unit_id=town.park.pk, first=202601, last=202612).total == 100
    with pytest.raises(AlreadyMapped):
        map_cost_centre(
            actor=town.controller, at=NOW, code="9999", unit_id=town.north.pk, valid_from=dt.date(2026, 2, 1)
        )


STRUCTURE = "dimension,code,name_da\ndranst,1,Drift\ndranst,3,Anlæg\nfunktion,52510,Dagpleje\nart,29,Øvrige varekøb\n"


def test_lines_outside_the_authorised_structure_are_rejected_with_what_is_unknown(town, load, file, mapped):
    load_structure(actor=town.controller, at=NOW, content=STRUCTURE, valid_from=dt.date(2026, 1, 1))
    columns = {name: head for name, head in COLUMNS.items() if name != "cost_centre"}
    rows = [
        (1, 1, "31-01-2026", "5.25.10.1.1.4711.001.2.9", "", "1,00", ""),
        (2, 1, "31-01-2026", "5.25.11.2.1.4711.001.2.9", "", "2,00", ""),
    ]
    extract = load(file("a.csv", rows), mapping=mapped(columns=columns, account_kind="authorised"))
    (rejected,) = all_rejected(manifest=read_manifest(str(extract.pk)))
    assert rejected.reason == "Kontoplanen har ikke funktion 52511, dranst 2."
    assert rejected.amount == 200
    assert rejected.raw.startswith("2;1;31-01-2026;5.25.11")


def test_a_new_structure_ends_the_one_before_on_its_day(town):
    load_structure(actor=town.controller, at=NOW, content=STRUCTURE, valid_from=dt.date(2025, 1, 1))
    load_structure(
        actor=town.controller, at=NOW, content="dimension;kode;navn\ndranst;1;Drift\n", valid_from=dt.date(2026, 1, 1)
    )
    old = AccountDimension.objects.get(dimension="dranst", code="3")
    assert old.valid_to == dt.date(2026, 1, 1)
    assert AccountDimension.objects.get(dimension="art").valid_to is None
    with pytest.raises(BadStructure, match="Linje 2"):
        load_structure(actor=town.controller, at=NOW, content="dimension;kode;navn\ndranst;1;\n", valid_from=TODAY)


def test_the_real_list_of_dimensions_can_be_loaded(town, shared):
    path = shared("data/finance/dk/kontoplan_dimensions.csv")
    assert (
        load_structure(actor=town.controller, at=NOW, content=path.read_text(encoding="utf-8"), valid_from=TODAY) > 20
    )


@pytest.mark.parametrize("who", ["park_controller", "auditor", "admin", "leader", "chief"])
def test_only_controllers_over_the_whole_keep_the_ledger(town, mapped, file, who):
    actor, mapping = town.as_(who), mapped()
    with pytest.raises(AccessDenied):
        close_through(actor=actor, at=NOW, period=202603)
    with pytest.raises(AccessDenied):
        map_cost_centre(actor=actor, at=NOW, code="1", unit_id=town.park.pk, valid_from=TODAY)
    with pytest.raises(AccessDenied):
        stage_file(actor=actor, at=NOW, path=file("a.csv", "x"), file_name="a", mapping=mapping, choices=None)
