"""What if: reckoned as if it were entered, stored nowhere, and the same when it is entered."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chefforum.modules.forecast.models import Entry, EntryCategory, PayTable
from chefforum.modules.forecast.queries.what_if import (
    NoAnswer,
    of_percentage,
    of_position,
    of_quantity,
    situation_of,
    steps_to_choose,
)
from chefforum.modules.forecast.queries.workplace import workplace_year
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from tests.modules.forecast.conftest import NOW, TODAY, YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def situation(town, books, budget):
    budget(("4020", "4711", "12000"), ("5101", "4711", "3000"))
    EntryCategory.objects.create(code="andet", name="Andet", position=9)
    return situation_of(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)


def test_ten_hours_more_a_month_are_ten_hours_of_the_rate(town, situation) -> None:
    thought = of_quantity(
        situation, category=town.substitutes, quantity=Decimal(10), rate_oere=250_00, first=1, last=12
    )
    found = situation.reckon(thought)
    assert [month for month, _ in thought.values] == list(range(4, 13))
    assert found.moves == thought.total_oere == 9 * 10 * 250_00
    assert not found.before.total.is_complete
    assert found.after.total.is_complete


def test_nothing_is_stored(town, situation) -> None:
    situation.reckon(of_percentage(situation, account="4020", pct=Decimal(5)))
    assert Entry.objects.count() == 0


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pct=st.decimals(min_value=-100, max_value=300, places=1).filter(bool))
def test_a_percentage_is_of_what_is_still_expected(town, situation, pct) -> None:
    coming = int(situation.expected.total().rest)
    found = situation.reckon(of_percentage(situation, account="4020", pct=pct))
    assert abs(found.moves - coming * pct / 100) <= 12  # an øre a month from rounding


def test_the_thought_gives_the_same_when_it_is_entered(town, situation) -> None:
    thought = of_percentage(situation, account="4020", pct=Decimal("7.5"))
    found = situation.reckon(thought)
    new = NewEntry(thought.category.pk, thought.text, account=thought.account, values=thought.values)
    add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)
    now = workplace_year(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)
    assert now.total == found.after.total


def test_a_vacancy_costs_pay_pension_and_holiday_from_its_month(town, situation) -> None:
    for kind, step, more in (
        ("step_rate", "24", {"amount_oere": 30_000_00}),
        ("pension", "", {"pct": Decimal(10)}),
        ("holiday_allowance", "", {"pct": Decimal(1)}),
    ):
        PayTable.objects.create(kind=kind, group="SOSU", step=step, valid_from=dt.date(2026, 1, 1), **more)
    assert steps_to_choose() == [("SOSU|24", "SOSU, trin 24")]
    thought = of_position(situation, group="SOSU", step="24", share_pct=Decimal(50), first=10)
    assert thought.values == ((10, Decimal(16_650)), (11, Decimal(16_650)), (12, Decimal(16_650)))
    with pytest.raises(NoAnswer):
        of_position(situation, group="SOSU", step="99", share_pct=Decimal(50), first=10)


def test_what_is_not_assessed_has_nothing_to_put_a_percentage_on(town, situation) -> None:
    with pytest.raises(NoAnswer):
        of_percentage(situation, account="5101", pct=Decimal(5))


def test_a_closed_month_is_not_thought_of(town, situation) -> None:
    with pytest.raises(NoAnswer):
        of_quantity(situation, category=town.substitutes, quantity=Decimal(1), rate_oere=1, first=1, last=3)
