"""Pay tables come in from files with a preview, and fixed pay is reckoned by them from positions that were loaded."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from chefforum.calc.fixed_pay import PieceState
from chefforum.calc.pay_tables import PensionBase, RiseBase
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.queries import get_import
from chefforum.modules.forecast.models import PayTable
from chefforum.modules.forecast.queries.fixed_pay import PayLine, fixed_pay_of
from chefforum.modules.forecast.queries.pay_tables import tables_for_method
from chefforum.modules.ledger.rules.words import Table
from tests.modules.forecast.conftest import NOW
from tests.modules.ledger.conftest import POSITION_FIELDS

FILE = """Tabel;Gruppe;Trin;Gælder fra;Beløb;Procent;Dage;Regel;Kilde
Løntrin;SOSU;24;01-10-2023;30.000,00;;;;opfundet
Løntrin;SOSU;31;01-10-2023;31.500,00;;;;opfundet
Generel stigning;;;01-04-2024;;4,00;;;OK24
Generel stigning;;;2024-10-01;;1,74;;Af tabellen;OK24
Pension;SOSU;;01-10-2023;;13,5;;;
Særlig feriegodtgørelse;;;01-05-2024;;1,48;;;
Særlig feriegodtgørelse;;;01-10-2023;;0,95;;;
Refusion;sygdom;;01-10-2023;4.690,00;;30;Udbetalt løn;opfundet
"""


def take_in(town, text=FILE, who="controller", options=None):
    item = read_now(
        kind="forecast.pay_tables",
        content=text.encode(),
        filename="satser.csv",
        actor=town.as_(who),
        at=NOW,
        options=options or {},
    )
    if item.state == "ready":
        carry_out_now(import_id=item.pk, actor=town.as_(who), at=NOW)
    return get_import(actor=town.as_(who), import_id=item.pk, at=NOW)


def test_a_file_becomes_the_tables_of_the_method(town):
    take_in(town)
    tables = tables_for_method()
    assert {(rate.step, rate.monthly_oere) for rate in tables.step_rates} == {("24", 30_000_00), ("31", 31_500_00)}
    assert [(rise.pct, rise.base) for rise in tables.rises] == [
        (Decimal("4"), RiseBase.TABLE),
        (Decimal("1.74"), RiseBase.TABLE),
    ]
    (rule,) = tables.reimbursements
    assert (rule.employer_days, rule.weekly_oere, rule.pension) == (30, 4_690_00, PensionBase.PAID)


def test_the_same_file_again_changes_nothing(town):
    take_in(town)
    assert take_in(town).state == "done"
    assert PayTable.objects.count() == 8


def test_another_rate_replaces_the_one_of_its_day_and_the_rest_stays(town):
    take_in(town)
    take_in(town, "Tabel;Gruppe;Trin;Gælder fra;Beløb\nLøntrin;SOSU;24;01-10-2023;30.100\n")
    assert PayTable.objects.get(step="24").amount_oere == 30_100_00
    assert PayTable.objects.count() == 8


def test_a_file_that_is_all_of_it_takes_the_others_away(town):
    take_in(town)
    text = "Tabel;Gruppe;Trin;Gælder fra;Beløb\nLøntrin;SOSU;24;01-10-2023;30.000\n"
    take_in(town, text, options={"is_complete": True})
    assert PayTable.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Vejr;;;01-01-2024;;1;;;", "kendes ikke"),
        ("Løntrin;SOSU;;01-01-2024;1;;;;", "mangler “trin”"),
        ("Pension;;;01-13-2024;;1;;;", "er ikke en dato"),
        ("Pension;;;01-01-2024;;1,2,3;;;", "er ikke et tal"),
        ("Pension;;;01-01-2024;;101;;;", "ikke mellem"),
        ("Refusion;sygdom;;01-01-2024;1;;3,5;;", "helt tal"),
        ("Pension;;;01-01-2024;;1;;Fuld løn;", "Reglen"),
    ],
)
def test_a_bad_line_is_told_and_the_others_go_in(town, line, told):
    page = take_in(town, FILE + line + "\n")
    (problem,) = page.problems
    assert told in problem.text
    assert problem.line == 10
    assert PayTable.objects.count() == 8


def test_only_finance_takes_rates_in(town):
    with pytest.raises(AccessDenied):
        take_in(town, who="leader")
    with pytest.raises(Exception, match="økonomi"):
        take_in(town, who="part_controller")
    assert not PayTable.objects.exists()


POSITIONS = """Stilling;Medarbejder;Sted;Konto;Gruppe;Trin;Andel;Fra;Til
1;1001;4711;5001;SOSU;24;1;01-01-2020;
2;1002;4711;5001;SOSU;24;0,5;01-01-2020;15-01-2024
3;;4711;5001;SOSU;24;1;01-01-2020;
4;1004;4712;5001;SOSU;24;1;01-01-2020;
5;1005;4712;5001;SOSU;99;1;01-01-2020;
"""
COLUMNS = dict(zip(POSITION_FIELDS, POSITIONS.splitlines()[0].split(";"), strict=True))


@pytest.mark.parametrize(("end_day", "half_january"), [("last", 7_258_06), ("after", 6_774_19)])
def test_positions_that_were_loaded_are_reckoned_by_line(town, file, load, mapped, end_day, half_january):
    """Half of 15,000 for 15 or 14 of 31 days: a last day that is with, or one that is not."""
    take_in(town)
    load(file("positions.csv", POSITIONS), mapping=mapped(Table.POSITIONS, columns=COLUMNS, end_day=end_day))
    found = fixed_pay_of(actor=town.leader, first=202401, last=202402)
    assert set(found.lines) == {PayLine(town.north.pk, "5001")}
    january, february = found.lines[PayLine(town.north.pk, "5001")]
    assert january.pay == 30_000_00 + half_january  # the vacancy costs nothing
    assert (february.pay, february.pension, february.holiday_allowance) == (30_000_00, 4_050_00, 285_00)
    assert found.positions["3"][0].total == 0
    whole = fixed_pay_of(actor=town.controller, first=202401, last=202401)
    assert whole.lines[PayLine(town.south.pk, "5001")][0].missing == ("step_rate",)
    assert whole.lines[PayLine(town.south.pk, "5001")][0].known == 34_335_00
    assert dt.date(2024, 1, 1) <= whole.positions["1"][0].pieces[0].first


def test_a_vacancy_costs_as_if_it_were_filled_where_the_file_says_that_it_is_budgeted(town, file, load, mapped):
    take_in(town)
    heads, *lines = POSITIONS.splitlines()
    text = "\n".join([f"{heads};Budgetteret", *(f"{line};{'ja' if line[0] == '3' else ''}" for line in lines)]) + "\n"
    columns = COLUMNS | {"is_budgeted": "Budgetteret"}
    load(file("positions.csv", text), mapping=mapped(Table.POSITIONS, columns=columns))
    months = fixed_pay_of(actor=town.leader, first=202401, last=202402).positions["3"]
    assert [month.pay for month in months] == [30_000_00, 30_000_00]
    assert {piece.terms.state for month in months for piece in month.pieces} == {PieceState.BUDGETED}


def test_leave_is_reckoned_to_its_last_day(town, file, load, mapped):
    """Half pay from 1 to 15 January, said in either way: 30,000 less half of 15 of 31 days."""
    take_in(town)
    load(file("positions.csv", POSITIONS), mapping=mapped(Table.POSITIONS, columns=COLUMNS))
    heads = ("Stilling", "Type", "Fra", "Til", "Lønandel")
    columns = dict(zip(("position_id", "kind", "valid_from", "valid_to", "pay_share"), heads, strict=True))
    previous = None
    for end_day, until in (("last", "15-01-2024"), ("after", "16-01-2024")):
        text = ";".join(heads) + f"\n1;orlov;01-01-2024;{until};50 %\n"
        mapping = mapped(Table.ABSENCES, columns=columns, end_day=end_day)
        extract = load(file("absences.csv", text), mapping=mapping, replaces=previous)
        previous = extract.pk
        january = fixed_pay_of(actor=town.leader, first=202401, last=202401).positions["1"][0]
        assert january.pay == 7_258_06 + 15_483_87, end_day
