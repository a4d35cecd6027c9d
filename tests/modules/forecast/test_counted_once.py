"""An amount is counted once: whatever categories fit an account, whatever a leader says of income, whatever numbers
are put instead, the parts of each line sum to the øre, and the sums of the tree are the sums of the postings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chefforum.modules.forecast.models import EntryCategory
from chefforum.modules.forecast.queries.areas import area_of
from chefforum.modules.forecast.queries.expected import expected_of_unit, expected_of_units
from chefforum.modules.forecast.queries.planning import plan_and_came, suggestions_for
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from tests.modules.forecast.conftest import MONTHS, NOW, TODAY, YEAR, of

pytestmark = pytest.mark.django_db


def enter(town, category, *, account="", who="leader", unit=None, **months):
    values = tuple((int(name.removeprefix("m")), Decimal(str(value))) for name, value in months.items())
    new = NewEntry(category.pk, account=account, values=values)
    return add_entries(actor=town.as_(who), unit_id=(unit or town.north).pk, year=YEAR, new=[new], at=NOW)


def north(town):
    return expected_of_unit(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)


def test_an_account_that_fits_two_categories_is_in_the_first_alone(town, books) -> None:
    wide = EntryCategory.objects.create(code="loen", name="Al løn", accounts=["5*", "4*"], position=9)
    seen = plan_and_came(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)
    came = {one.category.pk: one.so_far.actual_oere for one in seen.categories}
    assert came == {town.substitutes.pk: 1_200_00, wide.pk: 3_000_00}
    offered = suggestions_for(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)
    assert {one.category.pk: one.total_oere for one in offered.found} == {
        town.substitutes.pk: 9 * 400_00,
        wide.pk: 9 * 1000_00,
    }


def test_fixed_pay_is_none_of_what_came_on_substitutes(town, classes, ledger) -> None:
    town.substitutes.accounts = ["5*"]
    town.substitutes.save()
    ledger(("2026-01", "5001", "4711", "40000,00"), ("2026-01", "5101", "4711", "400,00"))
    (seen,) = plan_and_came(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY).categories
    assert seen.so_far.actual_oere == 400_00


def test_what_a_leader_says_of_income_stands_instead_of_all_of_the_categorys_accounts(town, ledger) -> None:
    rows = [
        (month, account, "4711", amount)
        for month in MONTHS
        for account, amount in (("7001", "-600,00"), ("7002", "-400,00"))
    ]
    ledger(*rows)
    before = north(town).total()
    assert before.expected == -12_000_00
    enter(town, town.income, m5="1000")
    after = north(town)
    assert after.total().expected == -12_000_00
    assert (of(after, "7001").sum.entries, of(after, "7001").sum.rest) == (-1000_00, 8 * -600_00)
    assert (of(after, "7002").sum.entries, of(after, "7002").sum.rest) == (0, 8 * -400_00)


def test_income_on_an_account_of_its_own_leaves_the_others_alone(town, ledger) -> None:
    rows = [
        (month, account, "4711", amount)
        for month in MONTHS
        for account, amount in (("7001", "-600,00"), ("7002", "-400,00"))
    ]
    ledger(*rows)
    enter(town, town.income, account="7002", m5="400")
    found = north(town)
    assert found.total().expected == -12_000_00
    assert of(found, "7001").sum.rest == 9 * -600_00


def test_what_a_closed_unit_used_is_shown_by_itself_so_that_rows_sum_to_the_whole(town, books) -> None:
    town.south.periods.update(valid_to=TODAY)
    found = area_of(actor=town.controller, year=YEAR, on=TODAY)
    assert found.closed is not None
    assert found.closed.expected == 1_200_00
    assert found.rows[0].sum.expected + found.unmapped.expected + found.closed.expected == found.total.expected
    assert expected_of_units(actor=town.controller, year=YEAR, on=TODAY).total() == found.total
