"""The decomposition of many items at once says what the exact one says."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.price_volume import Item, Part, PriceVolumeError, Why, Year, decompose
from chefforum.calc.price_volume_arrays import YearOfMany, decompose_many

quantities = st.none() | st.integers(-3, 500)
years = st.builds(
    Year,
    st.one_of(st.integers(-3, 3), st.integers(-(10**10), 10**10)),
    quantities,
    st.sampled_from(["", "bruger"]),
    st.none() | st.integers(50, 200),
    st.none() | st.integers(0, 900),
)
rows = st.lists(st.tuples(st.none() | years, st.none() | years), min_size=1, max_size=9)
links = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=4)


def many(given: list[Year | None]) -> YearOfMany:
    def array(name: str) -> np.ndarray:
        values = [getattr(year, name) if year else None for year in given]
        return np.array([np.nan if value is None else float(value) for value in values])

    return YearOfMany(*(array(name) for name in ("amount_oere", "quantity", "index", "employees")))


def assert_alike(pairs: list[tuple[Year | None, Year | None]], successors: list[tuple[int, int]]) -> None:
    items = [Item(str(at), old, new) for at, (old, new) in enumerate(pairs)]
    exact = decompose(items=items, successors=[(str(old), str(new)) for old, new in successors])
    found = decompose_many(
        before=many([old for old, _ in pairs]),
        after=many([new for _, new in pairs]),
        successors=successors,
        is_other_unit=np.array([one.why is Why.OTHER_UNIT for one in exact.items]),
    )
    for at, one in enumerate(exact.items):
        assert found.change_oere[at] == one.change_oere
        for part in set(Part) - {Part.MIX}:
            values = found.parts.get(part)
            assert abs((values[at] if values is not None else 0.0) - float(one.parts.get(part, 0))) < 1e-3, part


@given(rows, links)
def test_each_part_of_each_item_is_that_of_the_exact_one(
    pairs: list[tuple[Year | None, Year | None]], wanted: list[tuple[int, int]]
) -> None:
    assert_alike(pairs, [(old, new) for old, new in wanted if old != new and max(old, new) < len(pairs)])


def test_thousands_of_items_and_their_sums_are_those_of_the_exact_one() -> None:
    random, systems = Random(6), 50

    def year() -> Year | None:
        quantity = random.choice([None, 0, *(random.randint(1, 3000) for _ in range(8))])
        return random.choice([None, *(Year(random.randint(-(10**6), 10**8), quantity) for _ in range(9))])

    pairs = [(year(), year()) for _ in range(3000)]
    items = [Item(str(at), old, new, {"system": str(at % systems)}) for at, (old, new) in enumerate(pairs)]
    exact = decompose(items=items)
    found = decompose_many(before=many([old for old, _ in pairs]), after=many([new for _, new in pairs]))
    by = found.by(np.arange(len(pairs)) % systems, count=systems)
    for part, value in exact.total.parts.items():
        assert found.totals[part] == pytest.approx(float(value), abs=0.01)
        for system, total in exact.by("system").items():
            assert by[part][int(system or 0)] == pytest.approx(float(total.parts.get(part, 0)), abs=0.01)
    assert sum(found.totals.values()) == pytest.approx(exact.total.change_oere, abs=0.01)


def test_without_indices_and_employees_the_parts_are_of_price_and_volume() -> None:
    one = YearOfMany(np.array([1000.0]), np.array([10.0]))
    found = decompose_many(before=one, after=YearOfMany(np.array([1800.0]), np.array([15.0])))
    assert {part: value for part, value in found.totals.items() if value} == {Part.PRICE: 250, Part.VOLUME: 550}


def test_replacement_takes_what_came_and_went() -> None:
    found = decompose_many(
        before=YearOfMany(np.array([900.0, np.nan]), np.array([9.0, np.nan])),
        after=YearOfMany(np.array([np.nan, 1500.0]), np.array([np.nan, 10.0])),
        successors=[(0, 1)],
    )
    assert found.totals[Part.REPLACED] == 600
    assert found.totals[Part.NEW] == found.totals[Part.DISCONTINUED] == 0


def test_what_cannot_be_divided_is_refused_in_words() -> None:
    one, two = np.ones(1), np.ones(2)
    with pytest.raises(PriceVolumeError, match="equally long"):
        decompose_many(before=YearOfMany(one, one), after=YearOfMany(two, two))
    with pytest.raises(PriceVolumeError, match="index must be above 0"):
        decompose_many(before=YearOfMany(one, one, 0 * one), after=YearOfMany(one, one, one))


@given(st.integers(1, 10**9), st.integers(1, 900), st.integers(1, 10**9), st.integers(1, 900))
def test_bennet_by_its_own_formula(v0: int, q0: int, v1: int, q1: int) -> None:
    found = decompose_many(
        before=YearOfMany(np.array([float(v0)]), np.array([float(q0)])),
        after=YearOfMany(np.array([float(v1)]), np.array([float(q1)])),
    )
    price = Fraction(q0 + q1, 2) * (Fraction(v1, q1) - Fraction(v0, q0))
    assert found.totals[Part.PRICE] == pytest.approx(float(price), abs=1e-3)
