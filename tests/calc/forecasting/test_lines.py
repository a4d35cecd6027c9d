"""The whole municipality in one call: each line by its class, øre that sum, and what the number rests on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from chefforum.calc.forecasting.lines import Forecast, LineClass, Method, forecast_lines, sums, whole, why
from chefforum.calc.forecasting.refunds import RefundRules
from chefforum.calc.forecasting.schedule import Change

money = st.integers(-(10**12), 10**12) | st.just(0)
ledgers = arrays.arrays(np.int64, st.tuples(st.integers(1, 8), st.integers(13, 40)), elements=money)


def forecast(history: np.ndarray, *classes: LineClass, closed_through: int = 202609, **more: object) -> Forecast:
    kinds = np.array(classes or [LineClass.OTHER] * len(history))
    return forecast_lines(history, closed_through=closed_through, year=2026, classes=kinds, **more)  # type: ignore[arg-type]


def months(*rows: list[int]) -> np.ndarray:
    return np.array(rows, dtype=np.int64)


def test_each_line_goes_by_its_class() -> None:
    steady, rent = [1_000_00] * 33, [0, 0, 300_00] * 11
    history = months(steady, rent, [-500_00] * 33, steady, steady, [*steady[:-6], *[0] * 6])
    rules = RefundRules(np.array([2]), np.array([0]), np.array([0.5]), np.array([1]))
    found = forecast(
        history,
        LineClass.OTHER,
        LineClass.SCHEDULE,
        LineClass.REFUND,
        LineClass.FIXED_PAY,
        LineClass.VARIABLE_PAY,
        LineClass.OTHER,
        refund_rules=rules,
    )
    assert [Method(one).name for one in found.method] == ["STEADY", "RHYTHM", "REFUND", "NONE", "NONE", "STOPPED"]
    assert found.months[0].tolist() == [1_000_00] * 3
    assert found.months[1].tolist() == [0, 0, 300_00]
    assert found.months[2].tolist() == [-500_00] * 3
    assert found.rest.tolist() == [3_000_00, 300_00, -1_500_00, 0, 0, 0]
    assert found.assessed.tolist() == [True, True, True, False, False, True]
    assert found.rhythm.tolist() == [0, 3, 0, 0, 0, 0]
    assert np.isnan(found.intervals.low[3:5]).all()
    assert found.months_used.tolist() == [33] * 6


def test_the_bill_that_came_early_is_not_made_a_share_of_the_year() -> None:
    """A yearly bill of 120 that used to come in October came in January: it is not a twelfth of what is to come."""
    year = [0] * 9 + [120_00, 0, 0]
    history = months([*year, *year, 120_00, 0, 0])
    found = forecast(history, closed_through=202603)
    assert abs(found.rest[0]) < 240_00


def test_few_payments_are_left_to_the_budget_where_there_is_one() -> None:
    few = [0] * 24 + [10_00] * 4 + [0] * 5
    left = np.array([[0, 0, 75_00], [np.nan] * 3])
    found = forecast(months(few, few), budget_rest=left)
    assert found.method[0] == Method.BUDGET
    assert found.months[0].tolist() == [0, 0, 75_00]
    assert found.method[1] != Method.BUDGET


def test_a_schedule_of_few_payments_follows_last_year_and_one_of_many_is_steady() -> None:
    yearly = [0] * 22 + [700_00] + [0] * 10
    many = [10_00, 400_00, 30_00, 900_00, 20_00, 70_00, 5_00, 800_00, 1_00, 60_00, 300_00] * 3
    found = forecast(months(yearly, many), LineClass.SCHEDULE, LineClass.SCHEDULE)
    assert [Method(one).name for one in found.method] == ["LAST_YEAR", "STEADY"]
    assert found.months[0].tolist() == [0, 700_00, 0]


def test_a_change_of_price_finds_its_line_among_all() -> None:
    rent = [100_00] * 33
    found = forecast(
        months(rent, rent, rent), LineClass.OTHER, LineClass.SCHEDULE, LineClass.SCHEDULE,
        changes=(Change(line=2, month=34, factor=1.5),),
    )  # fmt: skip
    assert found.months.tolist() == [[100_00] * 3, [100_00] * 3, [100_00, 150_00, 150_00]]


def test_a_refund_of_fixed_pay_takes_what_the_caller_knows_of_it() -> None:
    history = months([1_000_00] * 33, [-100_00] * 33)
    rules = RefundRules(np.array([1]), np.array([0]), np.array([0.1]), np.array([0]))
    classes = (LineClass.FIXED_PAY, LineClass.REFUND)
    unknown = forecast(history, *classes, refund_rules=rules)
    assert not unknown.assessed[1]
    given_pay = np.array([[2_000_00.0] * 3, [np.nan] * 3])
    known = forecast(history, *classes, refund_rules=rules, given=given_pay)
    assert known.months[1].tolist() == [-200_00] * 3
    assert not known.assessed[0]


def test_the_last_month_leaves_nothing_and_december_leaves_a_year() -> None:
    history = months([1_00] * 36)
    assert forecast(history, closed_through=202612).months.shape == (1, 0)
    assert forecast(history, closed_through=202512).rest.tolist() == [12_00]
    for wrong in (202511, 202701, 202600, 202613):
        with pytest.raises(ValueError, match="closed_through"):
            forecast(history, closed_through=wrong)
    with pytest.raises(ValueError, match="a row for each line"):
        forecast(history, LineClass.OTHER, LineClass.OTHER)


def test_a_line_without_history_is_not_assessed_and_one_month_is_enough_for_a_number() -> None:
    history = np.array([[np.nan] * 9, [np.nan] * 8 + [50_00.0]])
    found = forecast(history)
    assert found.assessed.tolist() == [False, True]
    assert found.rest.tolist() == [0, 150_00]
    assert found.months_used.tolist() == [0, 1]
    assert np.isnan(
        found.intervals.high
    ).all()  # nothing was ever forecast here: no interval is better than a made-up one


def test_where_a_line_begins_may_be_said_beside_integers() -> None:
    history = months([0] * 24 + [40_00] * 9, [0] * 33)
    found = forecast(history, begins=np.array([24, 33]))
    assert found.months_used.tolist() == [9, 0]
    assert found.assessed.tolist() == [True, False]
    assert found.months[0].tolist() == [40_00] * 3


def test_a_sum_is_exact_and_says_what_it_leaves_out() -> None:
    chance = np.random.default_rng(4)
    history = chance.integers(0, 1_000_00, (60, 33))
    classes = [LineClass.OTHER] * 59 + [LineClass.VARIABLE_PAY]
    found = forecast(history, *classes)
    units = np.arange(60) % 7
    total, usual = sums(found, units, count=7)
    assert total.sum() == found.rest.sum()
    for unit in range(7):
        assert total[unit].tolist() == found.months[units == unit].sum(axis=0).tolist()
    assert (usual.high > 0).all()
    above = found.intervals.high[:59].sum()
    assert usual.high.sum() < above  # what is independent evens out
    nobody, _ = sums(found, np.full(60, -1), count=1)
    assert nobody.sum() == 0


def test_why_a_number_is_what_it_is() -> None:
    """10 a month for years, then 40 in the last month, of which 30 is calmed away; September is the last closed."""
    history = months(*([[10_00] * 32 + [40_00]] * 8), [5_00] * 33)
    found = forecast(history, *[LineClass.OTHER] * 8, LineClass.VARIABLE_PAY)
    one = why(found, 0)
    assert (one.method, one.months_used, one.rhythm, one.seasonal) == (Method.STEADY, 33, 0, False)
    assert one.excess == 10_00  # 40 less the cap of three times 10
    assert one.origins == 19
    assert one.error == one.lean == round(30_00 / 19)  # once in nineteen the three months after held 30 more
    assert one.rest == found.rest[0]
    assert one.low is not None
    assert one.low <= one.rest <= one.high
    nothing = why(found, 8)
    assert (nothing.method, nothing.rest, nothing.low, nothing.error) == (Method.NONE, None, None, None)


def test_some_of_the_lines_again_get_the_same_as_among_all() -> None:
    chance = np.random.default_rng(8)
    history = chance.integers(0, 1_000_00, (90, 33)) * (chance.random((90, 33)) < 0.7)
    classes = np.arange(90) % 2
    every = forecast(history, *classes)
    some = slice(10, 25)
    again = forecast(history[some], *classes[some], usual=every.intervals.usual)
    assert (again.months == every.months[some]).all()
    assert again.intervals.low == pytest.approx(every.intervals.low[some], rel=1e-6)
    assert again.intervals.high == pytest.approx(every.intervals.high[some], rel=1e-6)
    alone = forecast(history[some], *classes[some])
    assert alone.intervals.low != pytest.approx(every.intervals.low[some], rel=1e-3)


@given(arrays.arrays(np.float64, (3, 7), elements=st.floats(-1e11, 1e11)))
def test_rounding_to_oere_sums(values: np.ndarray) -> None:
    found = whole(values)
    assert (np.abs(found.sum(axis=1) - values.sum(axis=1)) <= 0.51).all()
    assert (np.abs(found - values) <= 1.01).all()


@given(ledgers, st.integers(1, 12), st.randoms(use_true_random=False))
def test_order_and_empty_lines_change_nothing(history: np.ndarray, month: int, chance: object) -> None:
    """Intervals too: a line of noughts tells nothing of how far its class is off."""
    order = np.array(chance.sample(range(len(history)), len(history)))  # type: ignore[attr-defined]
    plain = forecast(history, closed_through=202600 + month)
    more = np.concatenate([history[order], np.zeros((3, history.shape[1]), dtype=np.int64)])
    mixed = forecast(more, closed_through=202600 + month)
    count = len(order)
    assert (mixed.months[:count] == plain.months[order]).all()
    assert (mixed.method[:count] == plain.method[order]).all()
    assert mixed.intervals.low[:count] == pytest.approx(plain.intervals.low[order], rel=1e-5, nan_ok=True)
    assert (mixed.months[count:] == 0).all()


@given(ledgers, st.integers(0, 12))
def test_in_another_unit_of_money_the_forecast_is_the_same(history: np.ndarray, month: int) -> None:
    closed_through = 202600 + month if month else 202512
    plain, scaled = (forecast(history * factor, closed_through=closed_through) for factor in (1, 64))
    assert (np.abs(scaled.rest - plain.rest * 64) <= 33).all()  # øre rounded after, not before


@given(ledgers, st.integers(1, 11))
def test_every_number_is_whole_and_every_interval_holds_the_forecast(history: np.ndarray, month: int) -> None:
    found = forecast(history, closed_through=202600 + month)
    assert found.months.dtype == np.int64
    assert (np.nan_to_num(found.intervals.low) <= 0).all()
    assert (np.nan_to_num(found.intervals.high) >= 0).all()
    total, _ = sums(found, np.zeros(len(history), dtype=np.int64), count=1)
    assert total.sum() == found.rest.sum()
