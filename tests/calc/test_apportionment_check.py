"""A table made elsewhere is checked: which keys give it, or which cells cannot both be right."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.calc.apportionment import Exact, Method, d_hondt, largest_remainder, plain_rounding, sainte_lague
from chefforum.calc.apportionment_check import (
    Bound,
    Check,
    Claim,
    Problem,
    TableError,
    check,
    check_all,
    smallest_whole_key,
)

NAMES = ["Ældre", "Borger", "Børn", "Dagtilbud", "Kultur", "Miljø", "Økonomi"]
ROWS = [(16, 4, 126, 10), (3, 1, 23, 2), (3, 1, 27, 2), (28, 7, 223, 17), (5, 1, 44, 3), (3, 1, 28, 2), (2, 0, 16, 1)]
TITLES = ["løntilskud om året", "løntilskud i gang", "praktikker om året", "praktikker i gang"]
TABLE = {title: {name: row[at] for name, row in zip(NAMES, ROWS, strict=True)} for at, title in enumerate(TITLES)}
UNROUNDED = {"praktikker om året": Fraction(975, 2), "praktikker i gang": Fraction(75, 2)}
SUMMING = [Method.LARGEST_REMAINDER, Method.SAINTE_LAGUE, Method.D_HONDT]
Columns = Mapping[str, Mapping[str, int]]


def seats_by(method: Method, key: Mapping[str, Exact], house: int) -> dict[str, int]:
    if method is Method.PLAIN_ROUNDING:
        return dict(plain_rounding(key=key, house=house).seats)
    ways = {Method.LARGEST_REMAINDER: largest_remainder, Method.SAINTE_LAGUE: sainte_lague, Method.D_HONDT: d_hondt}
    return dict(ways[method](key=key, house=house).seats)


def per_thousand(found: Check) -> list[tuple[float, float]]:
    return [(round(1000 * share.low, 1), round(1000 * share.high, 1)) for share in found.shares.values()]


def central(found: Check) -> dict[str, Fraction]:
    return {name: Fraction(share.central) for name, share in found.shares.items()}


def holds(claim: Claim, shares: Mapping[str, Fraction]) -> bool:
    own = shares[claim.name]
    if claim.bound is Bound.DIFFERENCE and claim.other:
        return own - shares[claim.other] <= claim.limit
    if claim.bound is Bound.RATIO and claim.other:
        return own <= claim.limit * shares[claim.other]
    return own <= claim.limit if claim.bound is Bound.AT_MOST else own >= claim.limit


def test_the_table_of_the_minutes_is_one_key_by_the_largest_remainder() -> None:
    found = check(columns=TABLE, method=Method.LARGEST_REMAINDER)
    assert (found.fits, found.only_by_tie, found.conflict) == (True, False, None)
    assert per_thousand(found) == [
        (257.1, 260.5), (45.5, 49.0), (53.7, 57.2), (456.5, 459.7), (88.6, 91.9), (55.7, 58.9), (31.1, 34.6),
    ]  # fmt: skip


def test_the_table_of_the_minutes_is_one_key_by_sainte_lague() -> None:
    found = check(columns=TABLE, method=Method.SAINTE_LAGUE)
    assert (found.fits, found.only_by_tie) == (True, False)
    assert per_thousand(found) == [
        (256.5, 261.1), (46.0, 48.5), (54.1, 56.8), (454.7, 461.3), (88.9, 91.8), (56.2, 58.5), (31.7, 34.1),
    ]  # fmt: skip


def test_by_plain_rounding_the_largest_share_hangs_by_a_hair() -> None:
    whole = check(columns=TABLE, method=Method.PLAIN_ROUNDING).shares["Dagtilbud"]
    assert (round(100 * whole.low, 3), round(100 * whole.high, 3)) == (45.833, 45.893)
    unrounded = check(columns=TABLE, method=Method.PLAIN_ROUNDING, houses=UNROUNDED).shares["Dagtilbud"]
    assert (round(100 * unrounded.low, 3), round(100 * unrounded.high, 3)) == (45.833, 45.846)


def test_by_d_hondt_each_column_fits_alone_and_the_internships_conflict() -> None:
    found = check(columns=TABLE, method=Method.D_HONDT)
    assert not found.fits
    assert found.alone == dict.fromkeys(TITLES, True)
    assert found.conflict is not None
    assert found.conflict.columns == ("praktikker om året", "praktikker i gang")
    assert Claim("praktikker i gang", Bound.RATIO, "Dagtilbud", "Borger", Fraction(9)) in found.conflict.claims
    assert ("praktikker i gang", "Borger") in found.conflict.cells


def test_the_central_key_gives_the_table_and_is_near_the_one_found_before() -> None:
    """The field notes' key, found by a linear programme of their own; nobody published it."""
    before = dict(zip(NAMES, (25.93, 4.70, 5.52, 45.85, 9.01, 5.73, 3.26), strict=True))
    for method in (Method.LARGEST_REMAINDER, Method.SAINTE_LAGUE):
        key = central(check(columns=TABLE, method=method))
        assert {title: seats_by(method, key, sum(TABLE[title].values())) for title in TITLES} == TABLE
        assert all(abs(100 * float(key[name]) - before[name]) < 0.1 for name in NAMES)


def test_the_smallest_whole_keys_are_found() -> None:
    by_remainder = smallest_whole_key(columns=TABLE, method=Method.LARGEST_REMAINDER)
    assert by_remainder == dict(zip(NAMES, (81, 15, 17, 143, 28, 18, 10), strict=True))
    by_average = smallest_whole_key(columns=TABLE, method=Method.SAINTE_LAGUE)
    assert by_average == dict(zip(NAMES, (71, 13, 15, 126, 25, 16, 9), strict=True))
    assert smallest_whole_key(columns=TABLE, method=Method.D_HONDT) is None
    assert smallest_whole_key(columns=TABLE, method=Method.LARGEST_REMAINDER, most=311) is None


def test_one_seat_moved_is_found_with_the_cells_that_tell() -> None:
    """Økonomi gets 1 running of Dagtilbud's 17, as rounding 2/4 a year would have it."""
    moved = {**TABLE, "løntilskud i gang": {**TABLE["løntilskud i gang"], "Økonomi": 1, "Dagtilbud": 6}}
    found = check(columns=moved, method=Method.LARGEST_REMAINDER)
    assert found.conflict is not None
    assert "løntilskud i gang" in found.conflict.columns
    assert {"Økonomi", "Dagtilbud"} <= {name for _, name in found.conflict.cells}


def test_a_conflict_by_hand() -> None:
    """Two share 10 as 8/2 and 3 as 1/2: the first says that A is at least 0.75 of all, the second at most 0.5."""
    found = check(columns={"ti": {"A": 8, "B": 2}, "tre": {"A": 1, "B": 2}}, method=Method.LARGEST_REMAINDER)
    assert found.alone == {"ti": True, "tre": True}
    assert found.conflict is not None
    assert set(found.conflict.claims) == {
        Claim("ti", Bound.DIFFERENCE, "B", "A", Fraction(-1, 2)),  # B − A ≤ (1 + 2 − 8)/10
        Claim("tre", Bound.DIFFERENCE, "A", "B", Fraction(0)),  # A − B ≤ (1 + 1 − 2)/3
    }


def test_shares_by_hand() -> None:
    """One column, 8 and 2 of ten: A's quota is 7.5 to 8.5."""
    share = check(columns={"ti": {"A": 8, "B": 2}}, method=Method.LARGEST_REMAINDER).shares["A"]
    assert (share.low, share.high, share.central) == (pytest.approx(0.75), pytest.approx(0.85), pytest.approx(0.8))


def test_a_table_that_only_a_tie_gives_is_told_as_such() -> None:
    """One seat each way: only equal weights give both, and by opposite rules."""
    both_ways = {"en": {"A": 1, "B": 0}, "to": {"A": 0, "B": 1}}
    for method in SUMMING:
        found = check(columns=both_ways, method=method)
        assert (found.fits, found.only_by_tie) == (True, True)
        assert found.shares["A"].central == pytest.approx(0.5)


def test_noughts_and_empty_columns_and_one_name_are_no_trouble() -> None:
    for method, found in check_all(columns={"tom": {"A": 0, "B": 0}, "en": {"A": 1, "B": 0}}).items():
        assert found.fits, method
        assert found.shares["A"].high == pytest.approx(1)
    alone = check(columns={"en": {"A": 5}}, method=Method.SAINTE_LAGUE)
    assert (alone.fits, alone.shares["A"].low, alone.shares["A"].high) == (True, pytest.approx(1), pytest.approx(1))
    empty = check(columns={"tom": {"A": 0, "B": 0}}, method=Method.LARGEST_REMAINDER)
    assert (empty.fits, empty.shares["A"].low, empty.shares["A"].high) == (True, pytest.approx(0), pytest.approx(1))


@pytest.mark.parametrize(
    ("columns", "problem", "column", "name"),
    [
        ({}, Problem.NO_COLUMN, "", ""),
        ({"x": {}}, Problem.NO_NAME, "x", ""),
        ({"x": {"A": 1}, "y": {"A": 1, "B": 2}}, Problem.OTHER_NAMES, "y", "B"),
        ({"x": {"A": 1, "B": 2}, "y": {"A": 1}}, Problem.OTHER_NAMES, "y", "B"),
        ({"x": {"A": -1, "B": 2}}, Problem.NEGATIVE, "x", "A"),
        ({"x": {"A": 1.5, "B": 2}}, Problem.NOT_WHOLE, "x", "A"),
        ({"x": {"A": True, "B": 2}}, Problem.NOT_WHOLE, "x", "A"),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(columns: Any, problem: Problem, column: str, name: str) -> None:
    for method in Method:
        with pytest.raises(TableError) as error:
            check(columns=columns, method=method)
        assert (error.value.problem, error.value.column, error.value.name) == (problem, column, name)


def test_a_house_must_be_the_sum_but_for_plain_rounding() -> None:
    columns = {"x": {"A": 1, "B": 2}}
    for houses, problem in (({"x": 4}, Problem.DOES_NOT_SUM), ({"y": 3}, Problem.UNKNOWN_HOUSE)):
        with pytest.raises(TableError) as error:
            check(columns=columns, method=Method.LARGEST_REMAINDER, houses=houses)
        assert error.value.problem is problem
    assert check(columns=columns, method=Method.PLAIN_ROUNDING, houses={"x": 4}).fits  # 1.5 and 2.5 of 4: rounding ties
    with pytest.raises(TableError):
        check(columns=columns, method=Method.PLAIN_ROUNDING, houses={"x": 0})


keys = st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 500), min_size=1).filter(lambda key: any(key.values()))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(list(Method)), keys, st.lists(st.integers(1, 60), min_size=1, max_size=3, unique=True))
def test_what_a_key_gave_fits_and_the_key_lies_in_the_shares(
    method: Method, key: dict[str, int], houses: list[int]
) -> None:
    columns = {str(house): seats_by(method, key, house) for house in houses}
    found = check(columns=columns, method=method, houses=dict(zip(columns, houses, strict=True)))
    assert found.fits
    total = sum(key.values())
    assert all(share.low - 1e-7 <= key[name] / total <= share.high + 1e-7 for name, share in found.shares.items())
    assert sum(share.central for share in found.shares.values()) == pytest.approx(1)
    if found.room > 1e-7:
        assert {str(house): seats_by(method, central(found), house) for house in houses} == columns


tables = st.lists(st.tuples(*[st.integers(0, 6)] * 3).filter(any), min_size=1, max_size=3).map(
    lambda rows: {str(at): dict(zip("ABC", row, strict=True)) for at, row in enumerate(rows)}
)
GRID = [
    {"A": Fraction(a, 40), "B": Fraction(b, 40), "C": Fraction(40 - a - b, 40)}
    for a, b in product(range(41), repeat=2)
    if a + b <= 40
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SUMMING), tables)
def test_a_key_on_a_grid_that_gives_the_table_is_never_denied(method: Method, table: Columns) -> None:
    found = check(columns=table, method=method)
    fitting = [
        key for key in GRID if all(seats_by(method, key, sum(seats.values())) == seats for seats in table.values())
    ]
    if fitting:
        assert found.fits
    for key in fitting:
        assert all(found.shares[name].low - 1e-7 <= key[name] <= found.shares[name].high + 1e-7 for name in "ABC")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SUMMING), tables)
def test_a_conflict_is_one_and_each_part_of_it_is_needed(method: Method, table: Columns) -> None:
    found = check(columns=table, method=method)
    if found.conflict is None:
        return
    assert not check(columns={name: table[name] for name in found.conflict.columns}, method=method).fits
    for column in found.conflict.columns:
        rest = {name: table[name] for name in found.conflict.columns if name != column}
        assert not rest or check(columns=rest, method=method).fits
    assert not [key for key in GRID if all(holds(claim, key) for claim in found.conflict.claims)]
    assert len(found.conflict.claims) >= 2
