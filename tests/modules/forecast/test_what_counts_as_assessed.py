"""Variable pay is assessed when every month left has been said something of: a month that nobody has assessed is not
nought, and no month is counted twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.forecast.models import Entry, EntryChange, EntryMonth
from chefforum.modules.forecast.queries.expected import expected_of_unit
from chefforum.modules.forecast.queries.workplace import why_line, workplace_year
from chefforum.modules.forecast.rules.running import MadeBy
from chefforum.modules.forecast.services.entries import EntryRefused, NewEntry, add_entries
from chefforum.modules.forecast.services.rest_of_year import rest_is_nought
from chefforum.modules.forecast.services.running import run_forecast
from chefforum.modules.ledger.services.closing import close_through
from tests.modules.forecast.conftest import MONTHS, NOW, TODAY, YEAR, cell, of, put

LEFT = range(4, 13)


def north(town):
    return expected_of_unit(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)


def shown(town):
    return workplace_year(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)


def plan(town, months, *, account: str = "", amount: int = 400):
    values = tuple((month, Decimal(amount)) for month in months)
    new = [NewEntry(town.substitutes.pk, account=account, values=values)]
    return add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=new, at=NOW)[0]


def rest(town, account: str = "5101", who: str = "leader"):
    return rest_is_nought(actor=town.as_(who), unit_id=town.north.pk, year=YEAR, account=account, at=NOW, on=TODAY)


def test_a_month_that_is_not_assessed_keeps_the_line_out(town, books) -> None:
    entry = plan(town, [month for month in LEFT if month not in (6, 11)])
    line = of(north(town), "5101")
    assert (line.made_by, line.sum.is_complete) == (MadeBy.NOTHING, False)
    assert shown(town).lacking.startswith(
        "1 konto er ikke vurderet endnu og ikke med i det forventede: 5101 (mangler: jun, nov)."
    )
    why = why_line(actor=town.leader, unit_id=town.north.pk, year=YEAR, account="5101", on=TODAY)
    assert "der mangler tal for juni og november" in why.sentence
    put(town, entry, cell(entry, 6, 0), cell(entry, 11, 0))
    line = of(north(town), "5101")
    assert (line.made_by, line.sum.is_complete) == (MadeBy.LEADER, True)
    assert line.sum.entries == 7 * 400_00


def test_months_of_several_rows_are_taken_together(town, books) -> None:
    plan(town, range(4, 8))
    assert not north(town).total().is_complete
    plan(town, range(8, 13))
    assert north(town).total().is_complete


def test_a_row_with_an_account_says_nothing_of_the_category_s_other_accounts(town, classes, ledger) -> None:
    ledger(*((month, account, "4711", "400,00") for month in MONTHS for account in ("5101", "5102")))
    plan(town, LEFT, account="5101")
    assert of(north(town), "5101").sum.is_complete
    assert not of(north(town), "5102").sum.is_complete
    plan(town, LEFT)
    assert north(town).total().is_complete


def test_when_a_month_is_closed_it_lacks_no_more(town, books) -> None:
    plan(town, range(5, 13))
    assert not north(town).total().is_complete
    close_through(actor=town.controller, at=NOW, period=202604)
    assert north(town).total().is_complete


def test_a_stored_run_says_the_same_and_follows_what_is_entered_after(town, books) -> None:
    entry = plan(town, range(4, 12))
    run = run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    assert run.lines_not_assessed == 1
    put(town, entry, cell(entry, 12, 0))
    assert run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY).lines_not_assessed == 0


def test_variable_pay_that_finance_has_not_named_is_not_counted_twice(town, ledger) -> None:
    """No rule says what kind of line 5101 is, so a method goes on with it; the leader's number stands instead."""
    ledger(*((month, "5101", "4711", "400,00") for month in MONTHS))
    assert of(north(town), "5101").sum.rest == 9 * 400_00
    plan(town, (5, 6), amount=1000)
    line = of(north(town), "5101").sum
    assert (line.rest, line.entries) == (7 * 400_00, 2 * 1000_00)


def test_the_leader_can_say_that_nothing_more_comes(town, books) -> None:
    entry = plan(town, (5, 6))
    assert rest(town) == entry
    assert dict(entry.months.values_list("month", "amount_oere")) == {
        month: 400_00 if month in (5, 6) else 0 for month in LEFT
    }
    assert north(town).total().is_complete
    assert EntryChange.objects.filter(entry=entry, after="0.00").count() == 7


def test_also_where_nothing_was_entered(town, books) -> None:
    made = rest(town)
    assert (made.account, made.category_id) == ("5101", town.substitutes.pk)
    assert EntryMonth.objects.filter(entry=made, amount_oere=0).count() == 9
    assert of(north(town), "5101").sum.expected == 1_200_00


def test_what_is_assessed_or_no_variable_pay_is_left_alone(town, books) -> None:
    for account in ("4020", "9999"):
        with pytest.raises(EntryRefused):
            rest(town, account)
    rest(town)
    with pytest.raises(EntryRefused):
        rest(town)
    with pytest.raises(AccessDenied):
        rest(town, who="controller")
    assert Entry.objects.count() == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.sets(st.sampled_from(list(LEFT))), max_size=3))
def test_it_is_assessed_exactly_when_every_month_left_is_in_some_row(town, books, said) -> None:
    Entry.objects.all().delete()
    for months in said:
        plan(town, sorted(months))
    found, covered = north(town), set().union(*said)
    line = of(found, "5101")
    assert line.sum.is_complete == (covered == set(LEFT))
    assert line.sum.entries == 400_00 * sum(map(len, said))
    lacking = found.months_lacking(line.number)
    assert [period % 100 for period in lacking] == (sorted(set(LEFT) - covered) if covered else [])
