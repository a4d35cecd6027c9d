"""Sums by unit, account and month are the sums of the postings, whoever asks and however they are cut."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chefforum.kernel.organisation.models import CostCentre
from chefforum.modules.ledger import queries
from chefforum.modules.ledger.services.units import map_cost_centre
from tests.modules.ledger.conftest import NOW

ROWS = [
    (1, 1, "31-01-2026", "1000", "4711", "100,00", "Blyanter"),
    (1, 2, "31-01-2026", "1000", "4711", "50,25", "Papir"),
    (2, 1, "15-02-2026", "1000", "4711", "-20,00", "Kreditnota"),
    (3, 1, "15-02-2026", "2000", "4712", "10,00", "Bøger"),
    (4, 1, "15-02-2026", "2000", "4800", "7,00", "Blomster"),
    (5, 1, "15-02-2026", "2000", "9999", "3,00", "Ingen ved det"),
]


def as_dict(cube: queries.Cube) -> dict[tuple[object, str, int], int]:
    return {
        (cube.units[unit] if unit >= 0 else None, cube.accounts[account], period): int(cube.amounts[line, month])
        for line, (unit, account) in enumerate(zip(cube.unit_of, cube.account_of, strict=True))
        for month, period in enumerate(cube.periods)
        if cube.counts[line, month]
    }


@pytest.fixture
def loaded(load, file):
    return load(file("postings.csv", ROWS))


def test_each_cell_is_the_sum_of_its_postings(town, loaded):
    cube = queries.cube(actor=None, first=202601, last=202602)
    assert as_dict(cube) == {
        (town.north.pk, "1000", 202601): 15025,
        (town.north.pk, "1000", 202602): -2000,
        (town.south.pk, "2000", 202602): 1000,
        (town.park.pk, "2000", 202602): 700,
    }


def test_what_maps_nowhere_is_told_and_can_be_mapped_without_loading_again(town, loaded):
    (code,) = queries.unmapped(actor=town.controller, first=202601, last=202602)
    assert (code.code, code.lines, code.amount) == ("9999", 1, 300)
    whole = queries.cube(actor=town.controller, first=202601, last=202602, with_unmapped=True)
    assert whole.total == 15025 + -2000 + 1000 + 700 + 300
    map_cost_centre(actor=town.controller, at=NOW, code="9999", unit_id=town.park.pk, valid_from=dt.date(2026, 1, 1))
    assert queries.unmapped(actor=town.controller, first=202601, last=202602) == ()
    assert as_dict(queries.cube(actor=None, first=202601, last=202602))[town.park.pk, "2000", 202602] == 1000


@pytest.mark.parametrize(
    ("who", "total"),
    [
        ("controller", 14725),
        ("auditor", 14725),
        ("chief", 14025),
        ("leader", 13025),
        ("park_controller", 700),
        ("admin", 0),
    ],
)
def test_each_sees_the_units_that_are_theirs(town, loaded, who, total):
    assert queries.cube(actor=town.as_(who), first=202601, last=202602, with_unmapped=False).total == total


def test_what_maps_nowhere_is_seen_by_who_reads_the_whole(town, loaded):
    assert queries.cube(actor=town.as_("chief"), first=202601, last=202602, with_unmapped=True).total == 14025
    with pytest.raises(Exception, match="hele kommunen"):
        queries.unmapped(actor=town.as_("chief"), first=202601, last=202602)


def test_a_code_that_changes_hands_counts_where_it_was_and_looking_back_where_it_is(town, load, file):
    CostCentre.objects.filter(code="4711").update(valid_to=dt.date(2026, 2, 1))
    CostCentre.objects.create(unit=town.south, code="4711", valid_from=dt.date(2026, 2, 1))
    load(file("postings.csv", ROWS))
    by_month = as_dict(queries.cube(actor=None, first=202601, last=202602))
    assert by_month[town.north.pk, "1000", 202601] == 15025
    assert by_month[town.south.pk, "1000", 202602] == -2000
    looking_back = as_dict(queries.cube(actor=None, first=202601, last=202602, as_of=202602))
    assert looking_back[town.south.pk, "1000", 202601] == 15025


def test_one_unit_is_its_part_of_the_whole(town, loaded):
    one = queries.months_of_unit(actor=None, unit_id=town.north.pk, first=202601, last=202602)
    assert one.units == (town.north.pk,)
    assert one.total == 13025


def test_postings_behind_a_sum_are_found(town, loaded):
    page = queries.postings_of(
        actor=town.as_("leader"), unit_ids=[town.north.pk], first=202601, last=202601, account="1000"
    )
    assert (page.count, page.amount) == (2, 15025)
    assert {row.text for row in page.rows} == {"Blyanter", "Papir"}
    assert {row.extract_id for row in page.rows} == {str(loaded.pk)}
    others = queries.postings_of(actor=town.as_("leader"), unit_ids=[town.park.pk], first=202601, last=202602)
    assert (others.count, others.rows) == (0, ())


lines = st.lists(
    st.tuples(
        st.sampled_from(["4711", "4712", "4800", "9999"]),
        st.sampled_from(["1000", "2000", "3000"]),
        st.sampled_from([202511, 202512, 202601, 202602]),
        st.integers(-(10**15), 10**15),
    ),
    min_size=1,
    max_size=30,
)


@given(lines=lines)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_over_the_tree_are_sums_over_the_postings(town, load, file, lines):
    from chefforum.modules.ledger.models import Extract

    Extract.objects.all().delete()
    rows = [
        (number, 1, f"15-{period % 100:02}-{period // 100}", account, code, kroner(amount), "")
        for number, (code, account, period, amount) in enumerate(lines)
    ]
    load(file("many.csv", rows))
    cube = queries.cube(actor=None, first=202511, last=202602, with_unmapped=True)
    expected: dict[tuple[str, str, int], int] = defaultdict(int)
    units = {"4711": town.north.pk, "4712": town.south.pk, "4800": town.park.pk, "9999": None}
    for code, account, period, amount in lines:
        expected[units[code], account, period] += amount
    assert as_dict(cube) == expected
    parts = queries.cube(actor=None, first=202511, last=202602, units=[town.north.pk, town.south.pk])
    assert parts.total == sum(amount for (unit, _, _), amount in expected.items() if unit in parts.units)


def kroner(oere: int) -> str:
    whole, rest = divmod(abs(oere), 100)
    return f"{'-' if oere < 0 else ''}{whole},{rest:02}"
