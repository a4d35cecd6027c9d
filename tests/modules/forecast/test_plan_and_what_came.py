"""What was planned stands against what the ledger says, and last year is offered, never put in by itself."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from chefforum.modules.forecast.models import Entry, EntryCategory
from chefforum.modules.forecast.queries.assessments import month_to_assess
from chefforum.modules.forecast.queries.planning import plan_and_came, suggestions_for
from chefforum.modules.forecast.queries.units import UnitNotFound
from chefforum.modules.forecast.rules.rhythm import Pace
from chefforum.modules.forecast.services.assessing import set_rhythm
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from tests.modules.forecast.conftest import NOW, TODAY, YEAR
from tests.modules.forecast.test_long_sheets import client_of

PACE = Pace(due_working_day=8, threshold_oere=100_00, threshold_pct=Decimal(10))


def plan(town, values, category=None):
    new = NewEntry((category or town.substitutes).pk, rate_oere=None if category else 250_00, values=values)
    add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)


def seen(town, who="leader"):
    return plan_and_came(actor=town.as_(who), unit_id=town.north.pk, year=YEAR, on=TODAY)


def test_a_month_that_is_closed_has_both_sides_and_one_that_is_not_has_the_plan_alone(town, ledger):
    plan(town, ((3, Decimal(40)), (4, Decimal(40))))
    ledger(("2026-03", "5101", "4711", "12500,00"), ("2026-04", "5101", "4711", "99,00"))
    (one,) = seen(town).categories
    assert (one.months[2].planned_oere, one.months[2].actual_oere) == (10_000_00, 12_500_00)
    assert one.months[2].difference_oere == 2_500_00
    assert one.months[3].actual_oere is None
    assert one.so_far.difference_oere == 2_500_00


def test_nothing_posted_in_a_closed_month_is_nought(town, ledger):
    plan(town, ((3, Decimal(40)),))
    ledger(("2025-01", "5101", "4711", "1,00"))
    assert seen(town).categories[0].months[2].actual_oere == 0


def test_where_nothing_was_ever_posted_on_the_categorys_accounts_it_is_not_compared_and_not_asked_about(town, ledger):
    set_rhythm(actor=town.controller, valid_from=dt.date(2026, 1, 1), pace=PACE, at=NOW, on=TODAY)
    plan(town, ((3, Decimal(400)),))
    ledger(("2026-01", "9999", "4711", "1,00"))
    (one,) = seen(town).categories
    assert not one.is_comparable
    assert (one.so_far.planned_oere, one.so_far.actual_oere) == (100_000_00, None)
    assert not month_to_assess(actor=town.leader, unit_id=town.north.pk, period=202603, on=TODAY).deviations


def test_what_came_on_the_entries_own_account_is_held_against_them_whatever_category_has_it_else(town, ledger):
    wide = EntryCategory.objects.create(code="andet", name="Andet", accounts=[], position=9)
    new = NewEntry(wide.pk, account="5101", values=((3, Decimal(900)),))
    add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)
    ledger(("2026-03", "5101", "4711", "800,00"))
    (one,) = seen(town).categories
    assert (one.category, one.months[2].planned_oere, one.months[2].actual_oere) == (wide, 900_00, 800_00)


def test_an_entrys_own_account_that_nothing_came_on_shows_that_nothing_came(town, ledger):
    new = NewEntry(town.substitutes.pk, account="5109", values=((3, Decimal(900)),))
    add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)
    ledger(("2026-01", "9999", "4711", "1,00"))
    assert seen(town).categories[0].months[2].actual_oere == 0


def test_what_came_without_a_plan_is_shown(town, ledger):
    ledger(("2026-02", "5102", "4711", "800,00"))
    (one,) = seen(town).categories
    assert (one.months[1].planned_oere, one.months[1].actual_oere) == (None, 800_00)


def test_other_units_and_other_accounts_are_left_out(town, ledger):
    ledger(("2026-02", "5102", "4712", "800,00"), ("2026-02", "6000", "4711", "70,00"))
    assert not seen(town).categories


def test_income_is_negative_on_both_sides(town, ledger):
    plan(town, ((1, Decimal(500)),), town.income)
    ledger(("2026-01", "7001", "4711", "-650,00"))
    (one,) = seen(town).categories
    assert (one.months[0].planned_oere, one.months[0].actual_oere) == (-500_00, -650_00)


def test_last_years_months_are_offered_in_the_rate_of_today(town, ledger):
    ledger(
        ("2025-05", "5101", "4711", "10000,00"),
        ("2025-05", "5102", "4711", "110,00"),
        ("2025-02", "5101", "4711", "9,00"),
    )
    offered = suggestions_for(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)
    (one,) = offered.found
    assert one.empty_months == (4, 6, 7, 8, 9, 10, 11, 12)
    assert offered.nothing == (town.income,)
    assert one.category == town.substitutes
    assert one.last_year[4] == 10_110_00
    assert one.values[4] == Decimal("40.44")  # hours at 250 kr.
    assert one.last_year[1] is None  # February is closed this year, so its plan cannot be changed
    assert not Entry.objects.exists()


def test_others_get_no_suggestions(town):
    with pytest.raises(UnitNotFound):
        suggestions_for(actor=town.as_("other_leader"), unit_id=town.north.pk, year=YEAR, on=TODAY)


def test_what_has_no_suggestion_is_said_in_words(town, ledger):
    this_year = timezone.localdate().year
    EntryCategory.objects.create(code="andet", name="Andet", position=9)
    ledger((f"{this_year - 1}-11", "5101", "4711", "10000,00"), closed=None)
    page = client_of(town, "leader").get(reverse("forecast:suggestions", args=[town.north.pk])).text
    assert f"Intet i {this_year - 1} i januar, februar, marts" in page
    assert f"Intet i de samme måneder i {this_year - 1}: Indtægter." in page
    assert "Ingen konti endnu, så der kan ikke foreslås noget: Andet." in page
