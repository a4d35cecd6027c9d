"""The ratio and the net expansion come out as worked by hand, at each boundary, in heads and in full time, and by the
rule of the day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.modules.placements.rules.checks import (
    Count,
    NetExpansionTerms,
    Placed,
    ReasonablenessTerms,
    may_be_placed,
    months_before,
    net_expansion,
    reasonableness,
    reasonableness_ahead,
)
from chefforum.modules.placements.rules.kinds import CountedIn
from chefforum.modules.placements.rules.stays import DAY, Span

LONG_AGO, DAY_ONE = dt.date(2020, 1, 1), dt.date(2026, 3, 1)
INTERNSHIP, WAGE_SUBSIDY, UTILITY = "internship", "wage_subsidy", "utility"


def rule(**other):
    usual = {
        "valid_from": LONG_AGO,
        "first_per": 5,
        "first_until": 50,
        "then_per": 10,
        "at_least": 1,
        "counted_in": CountedIn.HEADS,
        "kinds": (INTERNSHIP, WAGE_SUBSIDY),
    }
    return ReasonablenessTerms(**usual | other)


def net(**other):
    usual = {"valid_from": LONG_AGO, "months": 3, "counted_in": CountedIn.HEADS, "kinds": (WAGE_SUBSIDY,)}
    return NetExpansionTerms(**usual | other)


@pytest.mark.parametrize(
    ("employees", "allowed"),
    [(0, 1), (4, 1), (5, 1), (9, 1), (10, 2), (49, 9), (50, 10), (51, 10), (59, 10), (60, 11), (149, 19), (150, 20)],
)
def test_one_for_every_five_up_to_fifty_then_one_for_every_ten(employees, allowed):
    assert may_be_placed(rule(), Decimal(employees)) == allowed


def test_full_time_is_not_rounded_up_to_the_next_place():
    assert may_be_placed(rule(), Decimal("9.99")) == 1
    assert may_be_placed(rule(), Decimal("10.00")) == 2
    assert may_be_placed(rule(), Decimal("59.99")) == 10
    assert may_be_placed(rule(), Decimal("60.00")) == 11


@given(st.integers(0, 3000), st.integers(1, 20), st.integers(0, 200), st.integers(1, 30), st.integers(0, 3))
def test_more_employees_never_allow_fewer(employees, first_per, first_until, then_per, at_least):
    terms = rule(first_per=first_per, first_until=first_until, then_per=then_per, at_least=at_least)
    assert at_least <= may_be_placed(terms, Decimal(employees)) <= may_be_placed(terms, Decimal(employees + 1))


def placed(kind, first, last=None):
    return Placed(kind, Span(first, last))


def test_those_of_the_rules_kinds_who_are_there_on_the_day_count():
    there = [
        placed(INTERNSHIP, DAY_ONE, DAY_ONE),
        placed(WAGE_SUBSIDY, DAY_ONE - DAY, DAY_ONE + DAY),
        placed(UTILITY, DAY_ONE, DAY_ONE),
        placed(INTERNSHIP, DAY_ONE + DAY),
        placed(INTERNSHIP, DAY_ONE - 9 * DAY, DAY_ONE - DAY),
    ]
    found = reasonableness(rules=[rule()], counts=[Count(LONG_AGO, 12)], placed=there, on=DAY_ONE)
    assert (found.allowed, found.placed, found.more, found.is_kept) == (2, 2, 0, True)


def test_one_too_many_is_told_as_less_than_nought():
    there = [placed(INTERNSHIP, DAY_ONE), placed(INTERNSHIP, DAY_ONE)]
    found = reasonableness(rules=[rule()], counts=[Count(LONG_AGO, 9)], placed=there, on=DAY_ONE)
    assert (found.more, found.is_kept) == (-1, False)


def test_heads_and_full_time_give_each_their_answer():
    counts = [Count(LONG_AGO, 12, Decimal("9.5"))]
    heads = reasonableness(rules=[rule()], counts=counts, placed=[], on=DAY_ONE)
    fte = reasonableness(rules=[rule(counted_in=CountedIn.FTE)], counts=counts, placed=[], on=DAY_ONE)
    assert (heads.allowed, fte.allowed) == (2, 1)


def test_without_a_count_nothing_is_decided():
    for counts in ([], [Count(DAY_ONE + DAY, 100)]):
        found = reasonableness(rules=[rule()], counts=counts, placed=[], on=DAY_ONE)
        assert (found.employees, found.allowed, found.more, found.is_kept) == (None, None, None, None)


def test_a_count_without_full_time_does_not_answer_a_rule_in_full_time():
    found = reasonableness(rules=[rule(counted_in=CountedIn.FTE)], counts=[Count(LONG_AGO, 40)], placed=[], on=DAY_ONE)
    assert found.count is not None
    assert found.is_kept is None


def test_without_a_rule_nothing_is_decided():
    found = reasonableness(rules=[rule(valid_from=DAY_ONE + DAY)], counts=[Count(LONG_AGO, 9)], placed=[], on=DAY_ONE)
    assert (found.rule, found.is_kept) == (None, None)


def test_the_newest_count_that_has_come_holds():
    counts = [Count(LONG_AGO, 50), Count(DAY_ONE, 10), Count(DAY_ONE + DAY, 100)]
    assert reasonableness(rules=[rule()], counts=counts, placed=[], on=DAY_ONE).allowed == 2
    assert reasonableness(rules=[rule()], counts=counts, placed=[], on=DAY_ONE - DAY).allowed == 10


def test_a_rule_that_changes_in_the_middle_of_a_placement_is_seen_on_its_day():
    """Twenty persons, 12 full-time: four may be there by the old rule, two by the new; three are, from before it."""
    middle = DAY_ONE + 14 * DAY
    rules = [rule(), rule(valid_from=middle, counted_in=CountedIn.FTE)]
    counts = [Count(LONG_AGO, 20, Decimal(12))]
    three = [placed(WAGE_SUBSIDY, DAY_ONE, DAY_ONE + 60 * DAY)] * 3
    asked = {"rules": rules, "counts": counts, "placed": three}
    assert reasonableness(**asked, on=middle - DAY).more == 1
    assert reasonableness(**asked, on=middle).more == -1
    ahead = reasonableness_ahead(**asked, first=DAY_ONE, last=DAY_ONE + 90 * DAY)
    assert [(one.on, one.allowed, one.placed) for one in ahead] == [
        (DAY_ONE, 4, 3),
        (middle, 2, 3),
        (DAY_ONE + 61 * DAY, 2, 0),
    ]


def test_net_expansion_with_the_one_that_comes():
    """60 now, 61 with the one; the three months before had 60, 60 and 62: 60,67 on average, so it is one more."""
    counts = [Count(dt.date(2025, 11, 1), 62), Count(dt.date(2025, 12, 15), 60)]
    found = net_expansion(rules=[net()], counts=counts, on=dt.date(2026, 3, 1))
    assert [month.day for month in found.months] == [dt.date(2026, 2, 1), dt.date(2026, 1, 1), dt.date(2025, 12, 1)]
    assert found.average == Decimal(182) / 3
    assert (found.employees, found.with_coming, found.is_met) == (60, 61, True)


def test_as_many_as_before_is_not_more():
    """Somebody has left: 59 and the one that comes are the 60 that there were."""
    counts = [Count(LONG_AGO, 60), Count(dt.date(2026, 2, 15), 59)]
    found = net_expansion(rules=[net()], counts=counts, on=dt.date(2026, 3, 1))
    assert (found.with_coming, found.average, found.is_met) == (60, 60, False)


def test_a_month_without_a_count_leaves_it_undecided():
    counts = [Count(dt.date(2026, 1, 15), 60)]
    found = net_expansion(rules=[net()], counts=counts, on=dt.date(2026, 3, 1))
    assert (found.lacking, found.average, found.is_met) == (2, None, None)


def test_in_full_time_the_one_that_comes_counts_by_hours():
    counts = [Count(LONG_AGO, 60, Decimal("50.5"))]
    found = net_expansion(rules=[net(counted_in=CountedIn.FTE)], counts=counts, on=DAY_ONE, hours=Decimal("18.5"))
    assert (found.coming, found.with_coming, found.is_met) == (Decimal("0.5"), Decimal("51.0"), True)


def test_the_rule_of_the_day_says_how_many_months():
    rules = [net(), net(valid_from=DAY_ONE, months=12)]
    counts = [Count(LONG_AGO, 60)]
    assert len(net_expansion(rules=rules, counts=counts, on=DAY_ONE - DAY).months) == 3
    assert len(net_expansion(rules=rules, counts=counts, on=DAY_ONE).months) == 12


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(1, 36))
def test_a_day_months_before_lies_in_that_month(day, months):
    found = months_before(day, months)
    assert (day.year * 12 + day.month) - (found.year * 12 + found.month) == months
    assert found.day <= day.day
