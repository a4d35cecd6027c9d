"""How long until a case is closed is read from the start, with those still open counted as long as they were seen."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, isclose, log, sqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter

from chefforum.calc.proportions import wilson
from chefforum.calc.survival import (
    THIRTEEN_WEEKS,
    Spell,
    SurvivalError,
    closed_by_exit,
    closed_within,
    median_days,
    spell,
    still_open,
)

# Weeks in remission with 6-MP: E. J. Freireich et al., Blood 21 (1963), 699-716, as D. R. Cox and D. Oakes give them,
# "Analysis of Survival Data" (1984), page 7.
REMISSION = [
    *(Spell(week, "tilbagefald") for week in (6, 6, 6, 7, 10, 13, 16, 22, 23)),
    *(Spell(week, None) for week in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]
# Of each two-week interval without work: how many found it (in full time, in part time, or it is not known which), and
# how many were no longer followed. The 1,495 who claimed no benefit (ui = "no") of the 3,343 in B. P. McCall,
# Econometrica 64 (1996), 647-682: data set UnempDur of R's Ecdat, as pydataset 0.2.0 carries it.
WITHOUT_BENEFIT = {
    1: (432, 25), 2: (243, 78), 3: (143, 73), 4: (44, 34), 5: (74, 44), 6: (20, 20), 7: (49, 25), 8: (9, 6),
    9: (10, 15), 10: (4, 6), 11: (9, 16), 12: (2, 3), 13: (10, 10), 14: (11, 7), 15: (5, 7), 16: (8, 8), 17: (4, 2),
    18: (3, 1), 19: (2, 2), 20: (1, 2), 21: (2, 5), 22: (0, 2), 23: (1, 0), 25: (1, 2), 26: (2, 2), 27: (3, 8),
}  # fmt: skip
FIVE = [Spell(10, "job"), Spell(20, None), Spell(30, "uddannelse"), Spell(40, "job"), Spell(50, None)]
exits = st.sampled_from([None, "job", "uddannelse", "flyttet"])
spells = st.lists(st.builds(Spell, st.integers(0, 60), exits), min_size=1, max_size=25)


def test_the_curve_of_21_patients_comes_out_with_its_intervals() -> None:
    """By hand: each week's share of those still followed, and Greenwood's sum on the log-log scale.

    R's survfit prints the same shares: 0.857, 0.807, 0.753, 0.690, 0.627, 0.538 and 0.448.
    """
    shares = {6: (18, 21), 7: (16, 17), 10: (14, 15), 13: (11, 12), 16: (10, 11), 22: (6, 7), 23: (5, 6)}
    found = {step.day: step for step in still_open(spells=REMISSION) if step.closed}
    assert list(found) == list(shares)
    share, greenwood = 1.0, 0.0
    for week, (left, followed) in shares.items():
        share *= left / followed
        greenwood += (followed - left) / (followed * left)
        spread = 1.959964 * sqrt(greenwood) / abs(log(share))
        assert found[week].open == pytest.approx(share, abs=1e-9)
        assert found[week].low == pytest.approx(share ** exp(spread), abs=1e-6)
        assert found[week].high == pytest.approx(share ** exp(-spread), abs=1e-6)
    assert round(share, 4) == 0.4482
    assert median_days(spells=REMISSION) == 23


def test_within_thirteen_weeks_of_lost_work_the_curve_finds_69_per_cent_where_counting_finds_64() -> None:
    """The field notes' known answer: 69.3 and 63.9 %. Thirteen weeks are six whole intervals of two."""
    followed = [
        Spell(interval * 14, exit)
        for interval, counts in WITHOUT_BENEFIT.items()
        for exit, times in zip(("job", None), counts, strict=True)
        for _ in range(times)
    ]
    within = closed_within(spells=followed)
    assert within is not None
    assert (len(followed), round(100 * within.share, 1)) == (1495, 69.3)
    counted = sum(one.exit is not None and one.days <= THIRTEEN_WEEKS for one in followed)
    assert (counted, round(100 * counted / len(followed), 1)) == (956, 63.9)
    assert within.low < within.share < within.high
    assert counted / len(followed) < within.low


def test_a_curve_by_hand() -> None:
    """Of five, one closes on day 10 (4/5); of three left on day 30 one (4/5 · 2/3); of two on day 40 one (· 1/2)."""
    found = {step.day: (step.at_risk, step.closed, round(step.open, 4)) for step in still_open(spells=FIVE)}
    assert found[10] == (5, 1, 0.8)
    assert found[20] == (4, 0, 0.8)
    assert found[30] == (3, 1, 0.5333)
    assert found[40] == (2, 1, 0.2667)
    assert median_days(spells=FIVE) == 40


def test_ways_out_by_hand() -> None:
    """Job: 1/5, and on day 40 half of the 8/15 still open; education: a third of the 4/5 open before day 30."""
    found = closed_by_exit(spells=FIVE, days=45)
    assert found is not None
    assert {exit: round(share.share, 4) for exit, share in found.items()} == {"job": 0.4667, "uddannelse": 0.2667}
    assert all(share.followed == 1 for share in found.values())


def test_those_still_open_are_not_counted_as_never_closed() -> None:
    """Ten closed after 50 days, ten begun 40 days ago and open: half by counting, all that is known by the curve."""
    followed = [Spell(50, "job")] * 10 + [Spell(95, None)] * 10 + [Spell(40, None)] * 20
    found = closed_within(spells=followed)
    assert found is not None
    assert found.share == pytest.approx(0.5)
    assert found.followed == 10
    assert found.low > 10 / 40


def test_a_case_is_known_as_far_as_the_data_go() -> None:
    begins = date(2026, 1, 5)
    assert spell(begins=begins, closed=date(2026, 2, 4), exit="job", data_until=date(2026, 3, 1)) == Spell(30, "job")
    assert spell(begins=begins, closed=date(2026, 2, 4), exit=None, data_until=date(2026, 3, 1)) == Spell(30, "")
    assert spell(begins=begins, closed=date(2026, 4, 4), exit="job", data_until=date(2026, 1, 15)) == Spell(10, None)
    assert spell(begins=begins, closed=None, exit=None, data_until=date(2026, 1, 5)) == Spell(0, None)
    for wrong in ({"closed": date(2026, 1, 4)}, {"closed": None, "data_until": date(2026, 1, 4)}):
        with pytest.raises(SurvivalError):
            spell(**{"begins": begins, "exit": None, "data_until": date(2026, 3, 1), **wrong})  # type: ignore[arg-type]


def test_what_nobody_was_followed_to_is_not_known() -> None:
    assert closed_within(spells=[Spell(40, "job"), Spell(60, None)], days=61) is None
    assert closed_by_exit(spells=[Spell(40, "job"), Spell(60, None)], days=61) is None
    assert closed_within(spells=[Spell(40, "job"), Spell(60, None)], days=60) is not None
    assert median_days(spells=[Spell(40, "job"), Spell(60, None), Spell(60, None)]) is None


def test_none_closed_of_few_is_not_certainly_none() -> None:
    none = closed_within(spells=[Spell(100, None)] * 8)
    every = closed_within(spells=[Spell(10, "job")] * 8)
    assert none is not None
    assert every is not None
    assert (none.share, none.low, none.high) == (0, 0, pytest.approx(wilson(count=0, of=8).high))
    assert (every.share, every.low, every.high) == (1, pytest.approx(wilson(count=8, of=8).low), 1)
    by_exit = closed_by_exit(spells=[Spell(10, "job")] * 8)
    assert by_exit is not None
    assert (by_exit["job"].low, by_exit["job"].high) == (pytest.approx(wilson(count=8, of=8).low), 1)


def test_without_anyone_open_the_share_is_the_plain_one() -> None:
    followed = [Spell(day, "job") for day in (5, 80, 91, 92, 200)]
    found = closed_within(spells=followed)
    assert found is not None
    assert found.share == pytest.approx(3 / 5)  # day 91 is within thirteen weeks


@settings(max_examples=30, deadline=None)
@given(spells, st.integers(0, 60))
def test_the_ways_out_sum_to_what_is_closed(followed: list[Spell], days: int) -> None:
    whole, parts = closed_within(spells=followed, days=days), closed_by_exit(spells=followed, days=days)
    assert (whole is None) == (parts is None)
    if whole is not None and parts is not None:
        assert isclose(whole.share, sum(part.share for part in parts.values()), abs_tol=1e-9)
        for part in (whole, *parts.values()):
            assert -1e-12 <= part.low <= part.share + 1e-12
            assert part.share - 1e-12 <= part.high <= 1 + 1e-12


@settings(max_examples=30, deadline=None)
@given(spells)
def test_the_curve_falls_and_is_the_product_of_its_days(followed: list[Spell]) -> None:
    share = 1.0
    for step in still_open(spells=followed):
        share *= 1 - step.closed / step.at_risk
        assert isclose(step.open, share, abs_tol=1e-9)
        assert step.at_risk == sum(one.days >= step.day for one in followed)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 200), st.integers(0, 2)), min_size=3, max_size=25, unique_by=lambda one: one[0])
)
def test_where_no_two_close_on_one_day_the_ways_out_are_those_of_lifelines(pairs: list[tuple[int, int]]) -> None:
    kinds, days = {0: None, 1: "a", 2: "b"}, sorted(day for day, _ in pairs)[len(pairs) // 2]
    found = closed_by_exit(spells=[Spell(day, kinds[kind]) for day, kind in pairs], days=days)
    assert found is not None
    for kind, exit in ((1, "a"), (2, "b")):
        if exit not in found:
            continue
        other = AalenJohansenFitter().fit(
            [day for day, _ in pairs], [kind for _, kind in pairs], event_of_interest=kind
        )
        assert found[exit].share == pytest.approx(float(other.cumulative_density_.loc[:days].iloc[-1, 0]), abs=1e-9)


def test_the_interval_of_a_way_out_holds_the_truth_about_as_often_as_it_says() -> None:
    """300 times 80 cases, closed at constant rates of 1/100 and 1/200 a day; a third are seen for 40 days only."""
    random, held, times = Random(9), 0, 300
    truth = (2 / 3) * (1 - exp(-50 * 3 / 200))
    for _ in range(times):
        followed = []
        for _ in range(80):
            closes, seen = random.expovariate(3 / 200), random.choice([40, 70, 160])
            exit = "job" if random.random() < 2 / 3 else "andet"
            followed.append(Spell(round(min(closes, seen) * 100), exit if closes <= seen else None))
        share = closed_by_exit(spells=followed, days=5000)
        assert share is not None
        held += share["job"].low <= truth <= share["job"].high
    assert 0.92 <= held / times <= 0.98


def test_nobody_and_less_than_no_days_are_refused() -> None:
    for wrong in ([], [Spell(-1, None)]):
        with pytest.raises(SurvivalError):
            still_open(spells=wrong)
        with pytest.raises(SurvivalError):
            closed_by_exit(spells=wrong)


def test_days_are_counted_from_the_start_of_the_placement() -> None:
    begins = date(2026, 2, 1)
    thirteen_weeks = begins + timedelta(weeks=13)
    on_time = spell(begins=begins, closed=thirteen_weeks, exit="job", data_until=date(2026, 12, 31))
    assert closed_within(spells=[on_time]) is not None
    assert on_time.days == 91
