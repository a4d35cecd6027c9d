"""Bennet, LMDI, Laspeyres and Paasche come out as published, and what LMDI cannot take is told."""

from __future__ import annotations

import csv
import doctest
import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import log, sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc import price_volume_span
from chefforum.calc.price_volume import Item, Year, decompose, site_licence
from chefforum.calc.price_volume_span import NoLogarithm, Span, logarithmic_mean, span

Shared = Callable[[str], Path]
PERIODS = [2, 3, 4, 5]


def goods(shared: Shared, period: int) -> list[Item]:
    """The six goods of the published example in period 1 and a later one, in øre: each amount is whole."""
    prices, quantities = (
        list(csv.DictReader(shared(f"data/it/pvm/diewert_{what}6.csv").read_text().splitlines()))
        for what in ("price", "quantity")
    )

    def year(row: int, t: str) -> Year:
        amount = Decimal(prices[row][t]) * Decimal(quantities[row][t]) * 100
        assert amount == int(amount)
        return Year(int(amount), Decimal(quantities[row][t]))

    return [Item(str(row), year(row, "t1"), year(row, f"t{period}")) for row in range(len(prices))]


def read(items: list[Item]) -> Span:
    return span(changes=decompose(items=items).items)


def known(shared: Shared) -> dict:
    return json.loads(shared("data/it/pvm/known_answers.json").read_text())


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(price_volume_span) == (0, 1)


@pytest.mark.parametrize("period", PERIODS)
def test_the_known_answers_come_out_to_four_decimals(shared: Shared, period: int) -> None:
    answer = next(one for one in known(shared)["computed"] if one["t"] == period)
    found = read(goods(shared, period))
    expected = {
        "dV": found.change_oere,
        "bennet_price": found.bennet.price,
        "bennet_qty": found.bennet.volume,
        "lmdi_price": found.lmdi.price,
        "lmdi_qty": found.lmdi.volume,
        "laspeyres_price": found.laspeyres.price,
        "laspeyres_qty": found.laspeyres.volume,
        "laspeyres_joint_residual": found.laspeyres.joint,
    }
    for name, oere in expected.items():
        assert round(float(oere) / 100, 4) == round(answer[name], 4), name


def test_the_formula_alone_can_turn_the_sign_of_the_price_effect(shared: Shared) -> None:
    found = read(goods(shared, 5))
    assert found.bennet.price == -35
    assert found.price == (float(found.paasche.price), float(found.laspeyres.price))
    assert found.price[0] < 0 < found.price[1] == 440


def prices_and_quantities(items: list[Item]) -> list[tuple[Fraction, Fraction, Fraction, Fraction]]:
    return [(*one.price, *one.quantity) for one in decompose(items=items).items if one.price and one.quantity]


@pytest.mark.parametrize("period", PERIODS)
def test_the_effects_tie_to_the_published_indices(shared: Shared, period: int) -> None:
    """Laspeyres, Paasche and Fisher as published; P_B = ½·Σp₀(q₀ + q₁)·(ME − 1), ME published; P_L = L·ln(Vartia I)."""
    published = {name: values[period - 2] for name, values in known(shared)["published_indices_vs_t1"].items()}
    items, rows = goods(shared, period), prices_and_quantities(goods(shared, period))
    found = read(items)
    old, new = Fraction(sum(p0 * q0 for p0, _, q0, _ in rows)), Fraction(sum(p1 * q1 for _, p1, _, q1 in rows))
    laspeyres = 1 + found.laspeyres.price / old
    paasche = new / (new - found.paasche.price)
    base = sum(p0 * (q0 + q1) for p0, _, q0, q1 in rows) / 2
    index = {
        "laspeyres": float(laspeyres),
        "paasche": float(paasche),
        "fisher": sqrt(laspeyres * paasche),
        "marshall_edgeworth": float(1 + found.bennet.price / base),
        "vartia1": 2.718281828459045 ** (float(found.lmdi.price) / logarithmic_mean(new, old)),
    }
    assert {name: round(value, 4) for name, value in index.items()} == published


@pytest.mark.parametrize("period", PERIODS)
def test_bennet_lies_halfway_between_laspeyres_and_paasche(shared: Shared, period: int) -> None:
    found = read(goods(shared, period))
    assert found.bennet.price == (found.laspeyres.price + found.paasche.price) / 2
    assert found.bennet.volume == (found.laspeyres.volume + found.paasche.volume) / 2


def test_noughts_and_signs_that_change_are_left_out_of_lmdi_and_told() -> None:
    items = [
        Item("gratis før", Year(0, 5), Year(100, 5)),
        Item("kredit", Year(-100, 2), Year(100, 2)),
        Item("tilbage", Year(-100, -2), Year(-100, 2)),
        Item("almindelig", Year(100, 10), Year(180, 15)),
    ]
    found = read(items)
    assert found.left_out == {
        "gratis før": NoLogarithm.ZERO,
        "kredit": NoLogarithm.SIGN,
        "tilbage": NoLogarithm.SIGN,
    }
    assert found.lmdi.price + found.lmdi.volume == pytest.approx(80)
    assert found.lmdi_bennet.price + found.lmdi_bennet.volume == 80
    assert found.bennet.price + found.bennet.volume == found.change_oere == 380
    assert found.price == (130, 520)  # Paasche, Laspeyres


def test_credit_notes_of_both_years_can_be_taken() -> None:
    there = read([Item("a", Year(-100, 10), Year(-180, 15))]).lmdi
    mirror = read([Item("a", Year(100, 10), Year(180, 15))]).lmdi
    assert (there.price, there.volume) == pytest.approx((-mirror.price, -mirror.volume))


def test_what_has_no_quantity_or_is_new_or_a_replacement_is_in_no_formula() -> None:
    items = [
        Item("uden antal", Year(10), Year(30)),
        Item("ny", None, Year(30, 3)),
        Item("gammel", Year(10, 1), None),
        Item("afløser", Year(10, 1), Year(50, 4)),
        Item("fast", site_licence(amount_oere=10), site_licence(amount_oere=15)),
    ]
    found = span(changes=decompose(items=items, successors=[("gammel", "afløser")]).items)
    assert found.change_oere == 5
    assert found.price == (5, 5)
    assert found.volume == (0, 0)


def test_the_logarithmic_mean_of_equals_is_the_same() -> None:
    assert logarithmic_mean(70, 70) == 70
    assert logarithmic_mean(-70, -70) == -70


positive = st.tuples(*[st.integers(1, 10**9), st.integers(1, 900)] * 2)


@given(st.lists(positive, min_size=1, max_size=9))
def test_lmdi_sums_to_the_change_and_time_turned_round_gives_the_opposite(
    rows: list[tuple[int, int, int, int]],
) -> None:
    there = read([Item(str(at), Year(v0, q0), Year(v1, q1)) for at, (v0, q0, v1, q1) in enumerate(rows)])
    back = read([Item(str(at), Year(v1, q1), Year(v0, q0)) for at, (v0, q0, v1, q1) in enumerate(rows)])
    size = sum(v0 + v1 for v0, _, v1, _ in rows)
    assert abs(there.lmdi.price + there.lmdi.volume - there.change_oere) < 1e-7 * size
    assert abs(there.lmdi.price + back.lmdi.price) < 1e-7 * size
    assert there.bennet.price == -back.bennet.price
    assert there.laspeyres.price == -back.paasche.price
    for reading in (there.laspeyres, there.paasche):
        assert reading.price + reading.volume + reading.joint == there.change_oere


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_the_logarithmic_mean_lies_between_the_geometric_and_the_common(one: int, other: int) -> None:
    found = logarithmic_mean(one, other)
    assert sqrt(one * other) * (1 - 1e-7) <= found <= (one + other) / 2 * (1 + 1e-7)
    assert found == pytest.approx(logarithmic_mean(other, one), rel=1e-9)
    if one > other * 1.01:
        assert found == pytest.approx((one - other) / (log(one) - log(other)))
