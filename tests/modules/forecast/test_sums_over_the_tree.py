"""Sums over the tree are sums over the postings, whatever the tree was when: units that move and close, codes that
change hands or map nowhere. In the ledger, in the forecast of the whole, and from a stored run."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chefforum.calc.periods import first_day, months_between
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.organisation.models import CostCentre, UnitPeriod
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.forecast.models import ForecastRun, Round
from chefforum.modules.forecast.queries.areas import Area, area_of, deviations_of, furthest_units
from chefforum.modules.forecast.queries.expected import expected_of_unit
from chefforum.modules.forecast.queries.rounds import figures_of_round
from chefforum.modules.forecast.queries.standing import standing_of
from chefforum.modules.forecast.rules.rounds import RoundKind
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from chefforum.modules.forecast.services.overrides import set_override
from chefforum.modules.forecast.services.running import run_forecast
from chefforum.modules.ledger import queries as ledger
from chefforum.modules.ledger.models import Extract
from chefforum.modules.ledger.services.closing import close_through
from tests import factories
from tests.modules.forecast.conftest import NOW, TODAY, YEAR

ACCOUNTS = ("4020", "4900", "5101", "7001")
UNITS, CODES = 5, ("A1", "A2", "A3", "A4", "A5", "A6")
PERIODS = months_between(202511, 202603)
CHANGES = (dt.date(2025, 12, 1), dt.date(2026, 2, 1))  # when units move and codes change hands
PARTS = ("actual", "fixed_pay", "rest", "entries", "override", "spent_not_assessed", "known_not_assessed")
KNOWN = ("expected", "budget", "budget_assessed", "budget_not_assessed")  # None where no line has it


@dataclass(frozen=True)
class Made:
    """`under`: which earlier unit (-1: the top) each hangs under before and after; after None: it closes. `owner`:
    which unit (-1: none) has each code before and after."""

    under: tuple[tuple[int, int | None, dt.date], ...]
    owner: tuple[tuple[int, int, dt.date], ...]
    postings: tuple[tuple[str, str, int, int], ...]
    budgets: tuple[tuple[str, str, int], ...] = ()


@st.composite
def made(draw) -> Made:
    day = st.sampled_from(CHANGES)
    under: list[tuple[int, int | None, dt.date]] = []
    for number in range(UNITS):
        earlier = st.integers(-1, number - 1)
        under.append((draw(earlier), draw(earlier), draw(day)))
    parents = {one for before, after, _ in under for one in (before, after)}
    for number in set(range(UNITS)) - parents:  # nothing ever hangs under it
        if draw(st.booleans()):
            under[number] = (under[number][0], None, under[number][2])
    owner = tuple((draw(st.integers(-1, UNITS - 1)), draw(st.integers(-1, UNITS - 1)), draw(day)) for _ in CODES)
    posting = st.tuples(
        st.sampled_from(CODES),
        st.sampled_from(ACCOUNTS),
        st.sampled_from(PERIODS),
        st.integers(-(10**13), 10**13),
    )
    planned = st.tuples(st.sampled_from(CODES), st.sampled_from(ACCOUNTS), st.integers(-(10**13), 10**13))
    budgets = draw(st.lists(planned, max_size=12, unique_by=lambda one: one[:2]))
    return Made(tuple(under), owner, tuple(draw(st.lists(posting, min_size=1, max_size=25))), tuple(budgets))


def build(town, load, file, what: Made) -> list[UUID]:
    """The units, their codes and the postings; the ids of the units."""
    units = [factories.unit(f"Enhed {number}", under=town.top) for number in range(UNITS)]
    at = [*units, town.top]  # -1 is the top
    for unit, (before, after, day) in zip(units, what.under, strict=True):
        UnitPeriod.objects.filter(unit=unit).update(parent=at[before], valid_to=day)
        if after is not None:
            UnitPeriod.objects.create(unit=unit, parent=at[after], name=unit.code, kind="team", valid_from=day)
    for code, (before, after, day) in zip(CODES, what.owner, strict=True):
        if before >= 0:
            end = None if before == after else day
            CostCentre.objects.create(unit=units[before], code=code, valid_from=factories.LONG_AGO, valid_to=end)
        if after >= 0 and after != before:
            CostCentre.objects.create(unit=units[after], code=code, valid_from=day)
    load(
        file(
            "alt.csv",
            [
                (number, 1, f"15-{period % 100:02}-{period // 100}", account, code, kroner(amount), "")
                for number, (code, account, period, amount) in enumerate(what.postings, 1)
            ],
        )
    )
    return [unit.pk for unit in units]


def kroner(oere: int) -> str:
    whole, rest = divmod(abs(oere), 100)
    return f"{'-' if oere < 0 else ''}{whole},{rest:02}"


def owner_in(what: Made, code: str, on: dt.date) -> int:
    """-1 for none. The oracle: nothing of the product is asked."""
    before, after, day = what.owner[CODES.index(code)]
    return after if on >= day else before


def is_below(what: Made, unit: int, top: int, on: dt.date) -> bool:
    while unit >= 0:
        if unit == top:
            return True
        before, after, day = what.under[unit]
        if on >= day and after is None:
            return False
        unit = after if on >= day and after is not None else before
    return top == -1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(what=made())
def test_of_the_ledger_in_every_month(town, load, file, what) -> None:
    with transaction.atomic():
        units = build(town, load, file, what)
        cube = ledger.cube(actor=None, first=PERIODS[0], last=PERIODS[-1], with_unmapped=True)
        assert cube.total == sum(amount for *_, amount in what.postings)
        found: dict[tuple[UUID | None, int], int] = defaultdict(int)
        for line in range(len(cube)):
            unit = None if cube.unit_of[line] < 0 else cube.units[cube.unit_of[line]]
            for place, period in enumerate(cube.periods):
                found[unit, period] += int(cube.amounts[line, place])
        for period in PERIODS:
            on, tree = first_day(period), tree_on(first_day(period))
            here = [(code, amount) for code, _, month, amount in what.postings if month == period]
            for number, unit in enumerate(units):
                below = tree.below([unit]) if unit in tree else frozenset({unit})
                assert sum(found[one, period] for one in below) == sum(
                    amount
                    for code, amount in here
                    if (owner := owner_in(what, code, on)) == number
                    or (owner >= 0 and unit in tree and is_below(what, owner, number, on))
                )
            assert found[None, period] == sum(amount for code, amount in here if owner_in(what, code, on) < 0)
        transaction.set_rollback(True)


@settings(
    max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(what=made(), said=st.lists(st.tuples(st.integers(0, UNITS - 1), st.integers(4, 12)), max_size=4), data=st.data())
def test_of_the_whole_forecast_with_what_leaders_say(town, classes, load, file, budget, what, said, data) -> None:
    with transaction.atomic():
        ForecastRun.objects.all().delete()
        Extract.objects.all().delete()
        units = build(town, load, file, what)
        if what.budgets:
            budget(*((account, code, kroner(amount)) for code, account, amount in what.budgets))
        finance = actor_for(person=town.people["controller"], on=TODAY)
        close_through(actor=finance, at=NOW, period=202603)
        there = tree_on(TODAY)
        factories.employment(town.people["colleague"], town.top, is_leader=True)
        head = actor_for(person=town.people["colleague"], on=TODAY)
        for number, month in said:
            if units[number] in there:
                new = NewEntry(town.substitutes.pk, values=((month, data.draw(st.integers(0, 10**6))),))
                add_entries(actor=head, unit_id=units[number], year=YEAR, new=[new], at=NOW)
        if units[0] in there:
            set_override(
                actor=head,
                unit_id=units[0],
                account="4020",
                year=YEAR,
                amount_oere=data.draw(st.integers(-(10**12), 10**12)),
                reason="Ny aftale",
                expires=TODAY,
                at=NOW,
                on=TODAY,
            )
        check_area(what, units, finance)
        run_forecast(actor=finance, year=YEAR, at=NOW, on=TODAY)
        check_area(what, units, finance)
        transaction.set_rollback(True)


def check_area(what: Made, units: list[UUID], finance) -> None:
    found = area_of(actor=finance, year=YEAR, on=TODAY)
    assert found.total.budget == (sum(amount for *_, amount in what.budgets) if what.budgets else None)
    check_exits(found, finance)
    this_year = [(owner_in(what, code, TODAY), amount) for code, _, month, amount in what.postings if month > 202512]
    assert found.total.actual == sum(amount for _, amount in this_year)
    tops = [row.sum for row in found.rows if row.depth == 0]
    whole = [one for one in (*tops, found.unmapped, found.closed) if one is not None]
    for part in PARTS:
        assert getattr(found.total, part) == sum(getattr(one, part) for one in whole), part
    for part in KNOWN:
        known = [getattr(one, part) for one in whole if getattr(one, part) is not None]
        assert getattr(found.total, part) == (sum(known) if known else None), part
    assert found.total.not_assessed == sum(one.not_assessed for one in whole)
    by_id = {row.place.id: row for row in found.rows}
    for number, unit in enumerate(units):
        if unit not in by_id:
            continue
        row = by_id[unit]
        actual = sum(amount for owner, amount in this_year if is_below(what, owner, number, TODAY))
        assert (row.sum.actual if row.sum else 0) == actual
        own = expected_of_unit(actor=finance, unit_id=unit, year=YEAR, on=TODAY).total()
        for part in (*PARTS, *KNOWN) if row.own else ():
            assert getattr(row.own, part) == getattr(own, part), part


def check_exits(found: Area, finance) -> None:
    """Every sum holds to itself, and the other exits to the area's page."""
    for one in (found.total, *(row.sum for row in found.rows if row.sum), *(row.own for row in found.rows if row.own)):
        parts = one.actual + one.fixed_pay + one.rest + one.entries + one.override
        assert parts == (one.expected or 0) + one.known_not_assessed
        assert (one.budget or 0) == (one.budget_assessed or 0) + (one.budget_not_assessed or 0)
        assert (one.expected is None) == (one.not_assessed == one.lines)
        if one.deviation is not None:
            assert one.expected == one.budget - one.budget_not_assessed + one.deviation
        if one.is_complete:
            assert not one.budget_not_assessed
    total, _ = furthest_units(actor=finance, year=YEAR, on=TODAY, count=3)
    standing = standing_of(actor=finance, year=YEAR, on=TODAY)
    assert total == standing.total == found.total
    own = {row.place.id: row.own for row in found.rows if row.own is not None}
    ranked = deviations_of(actor=finance, year=YEAR, on=TODAY, by_line=False, by_pct=False).rows
    assert {row.unit_id: row.sum for row in ranked} == {unit: one for unit, one in own.items() if one.deviation}
    shown = Round(kind=RoundKind.FR1.value, year=YEAR, period=202603)
    figures = figures_of_round(actor=finance, shown=shown, beside=None, on=TODAY)
    for one, other in (
        (figures.total, found.total),
        *((row.now, own[row.place.id]) for row in figures.units if row.place.id in own),
    ):
        for part in ("budget", "budget_assessed", "budget_not_assessed", "expected", "deviation", "not_assessed"):
            assert getattr(one, part) == getattr(other, part), part
        assert one.entries == other.entries
    for part in ("budget", "expected", "budget_not_assessed"):
        areas = [getattr(area.sum, part) for area in standing.areas if getattr(area.sum, part) is not None]
        assert getattr(found.total, part) == (sum(areas) if areas else None), part


@pytest.mark.parametrize("closes", [True, False])
def test_what_a_closed_unit_still_has_is_told_beside_the_tree(town, ledger, closes) -> None:
    ledger(("2026-01", "4020", "4711", "100,00"), ("2026-01", "4020", "4712", "10,00"))
    if closes:
        UnitPeriod.objects.filter(unit=town.north).update(valid_to=TODAY)
    found = area_of(actor=actor_for(person=town.people["controller"], on=TODAY), year=YEAR, on=TODAY)
    assert found.total.actual == 110_00
    assert (found.closed.actual if found.closed else None) == (100_00 if closes else None)
