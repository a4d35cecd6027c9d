"""The expected result: every part is there, they sum exactly, nothing is counted twice, what is missing is missing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from chefforum.modules.forecast.models import PayTable
from chefforum.modules.forecast.queries.expected import expected_of_unit, expected_of_units
from chefforum.modules.forecast.rules.running import MadeBy, NothingClosed
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from tests.modules.forecast.conftest import MONTHS, NOW, TODAY, YEAR, new_agreement, of

pytestmark = pytest.mark.django_db


def rates() -> None:
    first = dt.date(2024, 1, 1)
    PayTable.objects.create(kind="step_rate", group="LÆR", step="4", valid_from=first, amount_oere=30_000_00)
    PayTable.objects.create(kind="pension", group="", valid_from=first, pct=Decimal(10))
    PayTable.objects.create(kind="holiday_allowance", group="", valid_from=first, pct=Decimal(0))


def north(town, who: str = "leader"):
    return expected_of_unit(actor=town.as_(who), unit_id=town.north.pk, year=YEAR, on=TODAY)


def test_a_steady_line_goes_on_and_every_part_is_seen(town, books) -> None:
    line = of(north(town), "4020")
    assert (line.sum.actual, line.sum.rest, line.sum.expected) == (3_000_00, 9_000_00, 12_000_00)
    assert line.made_by is MadeBy.STEADY
    assert line.sum.budget is None
    assert line.sum.low <= line.sum.expected <= line.sum.high


def test_variable_pay_gets_no_number_of_the_system_and_the_result_is_incomplete(town, books) -> None:
    found = north(town)
    line = of(found, "5101")
    assert (line.sum.rest, line.sum.expected, line.made_by) == (0, None, MadeBy.NOTHING)
    assert (line.sum.spent_not_assessed, line.sum.known_not_assessed) == (1_200_00, 1_200_00)
    assert not line.sum.is_complete
    assert found.total().not_assessed == 1
    assert not found.total().is_complete


def test_an_entry_stands_on_the_account_of_its_category_and_makes_the_result_complete(town, books, whole_entry) -> None:
    found = north(town)
    line = of(found, "5101")
    assert line.sum.entries == 60 * 250_00
    assert line.sum.expected == 1_200_00 + 60 * 250_00
    assert line.made_by is MadeBy.LEADER
    assert found.total().is_complete


def test_an_entry_in_a_month_that_is_closed_counts_for_nothing(town, books) -> None:
    from chefforum.modules.forecast.models import Entry, EntryMonth

    made = Entry.objects.create(unit=town.north, year=YEAR, category=town.substitutes, created_at=NOW)
    EntryMonth.objects.create(entry=made, month=3, amount_oere=999_00)
    assert of(north(town), "5101").sum.entries == 0


def test_income_that_a_leader_enters_stands_instead_of_the_systems_in_those_months(town, classes, ledger) -> None:
    ledger(*((month, "7001", "4711", "-200,00") for month in MONTHS))
    assert of(north(town), "7001").sum.rest == -1_800_00
    new = NewEntry(town.income.pk, "leje", values=((5, Decimal(500)), (6, Decimal(500))))
    add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)
    line = of(north(town), "7001")
    assert (line.sum.rest, line.sum.entries) == (-1_400_00, -1_000_00)


def test_positions_are_paid_by_their_rates_and_by_no_method(town, classes, ledger, positions) -> None:
    rates()
    ledger(*((month, "5001", "4711", "31000,00") for month in MONTHS))
    positions(("1", "5001", "4711", "4"))
    line = of(north(town), "5001")
    assert (line.sum.actual, line.sum.fixed_pay, line.sum.rest) == (93_000_00, 9 * 33_000_00, 0)
    assert line.made_by is MadeBy.POSITIONS


def test_a_position_without_a_rate_is_not_assessed(town, classes, ledger, positions) -> None:
    rates()
    ledger(*((month, "5001", "4711", "31000,00") for month in MONTHS))
    positions(("1", "5001", "4711", "4"), ("2", "5001", "4711", "9"))
    line = of(north(town), "5001")
    assert not line.sum.is_complete
    assert line.made_by is MadeBy.NOTHING


def test_fixed_pay_without_positions_is_not_assessed(town, classes, ledger) -> None:
    ledger(*((month, "5001", "4711", "31000,00") for month in MONTHS))
    assert not of(north(town), "5001").sum.is_complete


def test_a_line_with_few_payments_is_left_to_its_budget_until_the_leader_plans(town, classes, ledger, budget) -> None:
    ledger(
        ("2025-05", "4900", "4711", "500,00"),
        ("2026-02", "4900", "4711", "100,00"),
        ("2026-03", "4020", "4711", "1,00"),
    )
    budget(("4900", "4711", "1000,00"))
    line = of(north(town), "4900")
    assert (line.sum.budget, line.sum.actual, line.sum.rest, line.made_by) == (1_000_00, 100_00, 900_00, MadeBy.BUDGET)
    new = NewEntry(town.substitutes.pk, "skur", account="4900", values=((9, Decimal(250)),))
    add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)
    line = of(north(town), "4900")
    assert (line.sum.rest, line.sum.entries, line.sum.expected) == (0, 250_00, 350_00)


def test_a_number_put_instead_keeps_the_systems_beside_it_until_it_expires(town, books) -> None:
    new_agreement(town, expires=TODAY + dt.timedelta(days=5))
    line = of(north(town), "4020")
    assert (line.sum.expected, line.system, line.sum.override) == (20_000_00, 12_000_00, 8_000_00)
    assert line.made_by is MadeBy.OVERRIDE
    later = expected_of_unit(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY + dt.timedelta(days=6))
    assert of(later, "4020").sum.expected == 12_000_00


def test_nothing_is_forecast_before_a_month_is_closed(town, classes, ledger) -> None:
    ledger(("2026-01", "4020", "4711", "1,00"), closed=None)
    with pytest.raises(NothingClosed):
        north(town)


def test_who_may_not_read_a_unit_gets_no_lines(town, books) -> None:
    assert len(north(town, "other_leader")) == 0
    assert len(north(town, "auditor")) == 0
    assert len(north(town, "colleague")) == 0


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("chief", 12_000_00 + 1_200_00),
        ("other_leader", 1_200_00),
        ("part_controller", 13_200_00),
        ("auditor", None),
    ],
)
def test_each_sees_the_sum_of_what_is_theirs(town, books, who, expected) -> None:
    found = expected_of_units(actor=town.as_(who), year=YEAR, on=TODAY)
    assert found.total().expected == expected


def test_finance_sees_what_maps_to_no_unit_as_well(town, books) -> None:
    found = expected_of_units(actor=town.controller, year=YEAR, on=TODAY)
    assert found.by_unit()[None].expected == 600_00
    assert found.total().expected == 13_800_00
