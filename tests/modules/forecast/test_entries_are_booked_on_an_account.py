"""An entry stands on an account wherever one is known, also on one that the unit was never booked on: the line comes
into being, and in its function's digits where accounts are authorised strings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chefforum.modules.forecast.models import EntryCategory
from chefforum.modules.forecast.queries.expected import expected_of_unit, expected_of_units
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from chefforum.modules.forecast.services.running import run_forecast
from chefforum.modules.ledger.models import Account
from chefforum.modules.ledger.rules.words import LineClass
from chefforum.modules.ledger.services.accounts import add_class_rule
from tests import factories
from tests.modules.forecast.conftest import NOW, TODAY, YEAR, of

pytestmark = pytest.mark.django_db
ELDERLY, SCHOOL = "5302711000001210", "3220111000001210"  # fixed pay
SCHOOL_EXTRA = "3220111000013410"


def enter(town, category, *, account="", months=range(4, 13)):
    new = NewEntry(category.pk, account=account, values=tuple((month, Decimal(1000)) for month in months))
    add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)


def north(town):
    return expected_of_unit(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)


@pytest.fixture
def extra(town):
    for order, (grouping, line_class) in enumerate([("012", LineClass.FIXED_PAY), ("134", LineClass.VARIABLE_PAY)], 1):
        add_class_rule(
            actor=town.controller,
            at=NOW,
            line_class=line_class,
            patterns={"grouping": grouping},
            order=order,
            valid_from=factories.LONG_AGO,
        )
    return EntryCategory.objects.create(
        code="ekstra", name="Ekstra personale", is_variable_pay=True, accounts=["???????????134*"], position=3
    )


def test_an_entrys_own_account_is_its_line_also_where_nothing_was_booked_on_it_before(town, books) -> None:
    enter(town, town.substitutes, account="5177")
    assert of(north(town), "5177").sum.entries == 9_000_00


def test_the_categorys_digits_stand_in_the_units_own_account(town, ledger, extra) -> None:
    ledger(
        *((f"2026-0{month}", ELDERLY, "4711", "1000,00") for month in (1, 2, 3)),
        ("2026-01", SCHOOL_EXTRA, "4712", "10,00"),
    )
    enter(town, extra)
    line = of(north(town), "5302711000013410")
    assert (line.sum.entries, line.line_class, line.sum.is_complete) == (9_000_00, LineClass.VARIABLE_PAY, True)
    assert not [one for one in north(town).lines() if not one.account]


def test_an_account_of_the_chart_with_the_same_beginning_is_taken_first(town, ledger, extra) -> None:
    ledger(("2026-03", SCHOOL, "4711", "1000,00"), ("2026-03", SCHOOL_EXTRA, "4712", "10,00"))
    enter(town, extra)
    assert of(north(town), SCHOOL_EXTRA, town.north.pk).sum.entries == 9_000_00


def test_a_category_with_one_account_is_booked_on_it(town, ledger) -> None:
    only = EntryCategory.objects.create(code="leje", name="Leje", accounts=["6010"], position=3)
    ledger(("2026-03", "4020", "4711", "1000,00"))
    enter(town, only)
    assert of(north(town), "6010").sum.entries == 9_000_00


def test_among_several_that_are_nothing_like_the_units_own_it_is_not_guessed(town, ledger) -> None:
    for code in ("5101", "5102"):
        Account.objects.create(code=code, valid_from=factories.LONG_AGO)
    ledger(("2026-03", "4020", "4711", "1000,00"))
    enter(town, town.substitutes)
    assert of(north(town), "").sum.entries == 9_000_00


def test_a_stored_run_and_the_unit_reckoned_now_place_it_alike(town, ledger, extra) -> None:
    ledger(("2026-03", ELDERLY, "4711", "1000,00"))
    enter(town, extra)

    def whole():
        found = expected_of_units(actor=town.controller, year=YEAR, on=TODAY)
        return of(found, "5302711000013410").sum

    before = whole()
    run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    assert before == whole()
    enter(town, extra, months=[5])
    assert whole().entries == of(north(town), "5302711000013410").sum.entries == 10_000_00
