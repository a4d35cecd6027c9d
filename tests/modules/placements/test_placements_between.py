"""Placements as values for statistics."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from chefforum.modules.placements.models import Outcome, OutcomeDefinition, Placement
from chefforum.modules.placements.queries.placements import placements_between
from chefforum.modules.placements.rules.states import State, state_of
from tests.modules.placements.conftest import NOW, TODAY

JANUARY = dt.date(2026, 1, 1)
MARCH = dt.date(2026, 3, 31)


def placed(town: SimpleNamespace, number: int, starts_on: dt.date, **also: Any) -> Placement:
    values = {"kind": "internship", "unit": town.north, "job_type": town.job_type, "created_at": NOW}
    return Placement.objects.create(reference=f"F-{number:04}", starts_on=starts_on, **(values | also))


def definition(version: int, valid_from: dt.date) -> OutcomeDefinition:
    return OutcomeDefinition.objects.create(
        version=version, name="Effekt", text="", valid_from=valid_from, source="prøve", counted_exits=["job"]
    )


def outcome(placement: Placement, by: OutcomeDefinition, exit_type: str) -> None:
    Outcome.objects.create(placement=placement, definition=by, exit_type=exit_type, as_of=TODAY, at=NOW)


def test_a_placement_is_there_when_one_of_its_days_is(town: SimpleNamespace) -> None:
    day = dt.timedelta(days=1)
    placed(town, 1, JANUARY - 20 * day, ends_on=JANUARY - day)  # the day before
    first = placed(town, 2, JANUARY - 20 * day, ends_on=JANUARY)
    cut_short = placed(town, 3, JANUARY - 30 * day, ends_on=MARCH, ended_on=JANUARY - day)
    prolonged = placed(town, 4, JANUARY - 30 * day, ends_on=JANUARY - day, ended_on=JANUARY)
    still_open = placed(town, 5, JANUARY - 30 * day)
    last = placed(town, 6, MARCH, ends_on=MARCH + 10 * day)
    placed(town, 7, MARCH + day)  # the day after
    cancelled = placed(town, 8, JANUARY, ends_on=MARCH, cancelled_at=NOW)

    found = {row.id for row in placements_between(first=JANUARY, last=MARCH)}

    assert found == {first.pk, prolonged.pk, still_open.pk, last.pk}
    assert not found & {cut_short.pk, cancelled.pk}


def test_a_row_says_where_and_what_but_not_which(town: SimpleNamespace) -> None:
    workplace = town.workplaces[town.north]
    placed(town, 1, JANUARY, ends_on=MARCH, workplace=workplace, target_group="other", external_reference="MOM-1")
    placed(town, 2, JANUARY, unit=None, sector="private", job_type=None)

    at_school, outside = placements_between(first=JANUARY, last=JANUARY)

    assert (at_school.unit_id, at_school.workplace_id) == (town.north.pk, workplace.pk)
    assert (at_school.job_type, at_school.kind, at_school.sector) == ("paedagogisk", "internship", "municipal")
    assert (at_school.target_group, at_school.starts_on, at_school.last_day) == ("other", JANUARY, MARCH)
    assert (outside.unit_id, outside.sector, outside.job_type, outside.last_day) == (None, "private", None, None)
    assert not {"F-0001", "MOM-1"} & set(at_school)


def test_the_outcome_is_by_the_definition_that_held_at_the_end(town: SimpleNamespace) -> None:
    old, new = definition(1, dt.date(2020, 1, 1)), definition(2, dt.date(2026, 2, 1))
    before = placed(town, 1, JANUARY, ended_on=dt.date(2026, 1, 31))
    after = placed(town, 2, JANUARY, ended_on=dt.date(2026, 2, 1))
    placed(town, 3, JANUARY, ended_on=dt.date(2026, 2, 1))  # nobody has noted any
    for one in (before, after):
        outcome(one, new, "job")
        outcome(one, old, "on_benefit")

    found = placements_between(first=JANUARY, last=MARCH)
    by_new = placements_between(first=JANUARY, last=MARCH, definition_id=new.pk)

    assert [(row.exit_type, row.definition_id) for row in found] == [
        ("on_benefit", old.pk),
        ("job", new.pk),
        (None, None),
    ]
    assert [row.exit_type for row in by_new] == ["job", "job", None]


def test_however_many_it_is_one_query(town: SimpleNamespace, django_assert_num_queries: Any) -> None:
    by = definition(1, dt.date(2020, 1, 1))
    for number in range(30):
        outcome(placed(town, number, JANUARY, ended_on=MARCH), by, "job")
    with django_assert_num_queries(1):
        assert len(placements_between(first=JANUARY, last=MARCH)) == 30


@pytest.mark.parametrize(
    ("starts", "last_day", "cancelled", "state"),
    [
        (1, 5, False, State.BEGINS),
        (0, 0, False, State.RUNS),
        (-5, None, False, State.RUNS),
        (-5, -1, False, State.ENDED),
        (-5, -1, True, State.CANCELLED),
    ],
)
def test_both_days_count(starts: int, last_day: int | None, cancelled: bool, state: State) -> None:
    end = None if last_day is None else TODAY + dt.timedelta(days=last_day)
    starts_on = TODAY + dt.timedelta(days=starts)
    assert state_of(starts_on=starts_on, last_day=end, is_cancelled=cancelled, on=TODAY) is state
