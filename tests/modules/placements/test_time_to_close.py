"""Time from the start until a case is closed: hand-worked, followed to the day of the data, and never a few apart."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.calc.survival import Spell
from chefforum.modules.placements.queries import effect as queries
from chefforum.modules.placements.rules.effect import Came, Where
from chefforum.modules.placements.rules.time_to_close import told
from tests.modules.placements.conftest import TODAY
from tests.modules.placements.test_effect import definition, ended


def spells(*groups: tuple[int, int, str | None]) -> tuple[Spell, ...]:
    return tuple(Spell(days, exit) for many, days, exit in groups for _ in range(many))


def test_closed_within_13_weeks_is_counted_from_the_start() -> None:
    """Of forty, ten close on day 60 and ten on day 91; nobody is lost before: half are closed, 13 weeks included."""
    found = told(spells((10, 60, "job"), (10, 91, "education"), (20, 200, None)), (10, 0, 10, 0))
    assert found is not None
    assert [one.week for one in found.weeks] == [9, 13, 28]
    assert [round(one.share.estimate, 2) for one in found.weeks] == [0.25, 0.5, 0.5]
    assert found.thirteen is not None
    assert round(found.thirteen.estimate, 2) == 0.5
    assert found.median == 13
    assert [(way, round(share, 2)) for way, share in found.ways] == [(Came.JOB, 0.25), (Came.EDUCATION, 0.25)]


def test_who_is_lost_from_sight_is_neither_closed_nor_open_after() -> None:
    """Forty: ten are last seen open on day 50. Of the thirty left ten close on day 80: a third, not a quarter."""
    found = told(spells((10, 50, None), (10, 80, "job"), (20, 200, None)), (10, 0, 0, 0))
    assert found is not None
    assert found.thirteen is not None
    assert round(found.thirteen.estimate, 4) == 0.3333


def test_a_few_ways_are_put_together() -> None:
    found = told(spells((10, 60, "job"), (2, 60, "flex_job"), (4, 70, "education"), (30, 200, None)), (10, 2, 4, 0))
    assert found is not None
    assert [way for way, _ in found.ways] == [Came.JOB, Came.OTHER_WAY]
    assert round(sum(share for _, share in found.ways), 4) == round(16 / 46, 4)


def test_what_is_told_together_says_that_jobs_may_be_in_it() -> None:
    """Ten closed, four of them by a job: no way may stand alone, and "andre veje" would say that none got a job."""
    found = told(spells((4, 60, "job"), (3, 60, "education"), (3, 70, "other_way"), (30, 200, None)), (4, 0, 3, 3))
    assert found is not None
    assert [name for name, _ in found.named_ways] == [
        "I job, i fleksjob, i uddannelse og andre veje, lagt sammen (for få til at vise hver for sig)"
    ]
    alone = told(spells((10, 60, "job"), (6, 60, "education"), (5, 70, "flex_job"), (30, 200, None)), (10, 5, 6, 0))
    assert alone is not None
    assert [name for name, _ in alone.named_ways] == ["I job", "I fleksjob", "I uddannelse"]
    some = told(spells((10, 60, "job"), (3, 60, "education"), (3, 70, "other_way"), (30, 200, None)), (10, 0, 3, 3))
    assert some is not None
    assert [name for name, _ in some.named_ways][1].startswith("I fleksjob, i uddannelse og andre veje")


def test_a_way_is_not_told_where_the_effect_would_tell_the_few_that_came_after_13_weeks() -> None:
    """Ten in a job within 13 weeks, and twelve by the definition: two closed between, which nobody is to know."""
    cases = spells((10, 60, "job"), (10, 60, "education"), (5, 120, "job"), (5, 120, "education"), (30, 300, None))
    hidden = told(cases, (12, 0, 13, 0))
    assert hidden is not None
    assert [way for way, _ in hidden.ways] == [Came.OTHER_WAY]
    # An education may be told, but then those left would be the ten in a job.
    assert [way for way, _ in getattr(told(cases, (12, 0, 15, 0)), "ways", ())] == [Came.OTHER_WAY]
    shown = told(cases, (15, 0, 15, 0))
    assert shown is not None
    assert [way for way, _ in shown.ways] == [Came.JOB, Came.EDUCATION]


def test_fewer_than_ten_are_not_told() -> None:
    assert told(spells((9, 60, "job")), (9, 0, 0, 0)) is None


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 240), st.sampled_from(["job", "education", None])), min_size=10, max_size=60),
    st.tuples(*[st.integers(0, 20)] * 4),
)
def test_between_two_weeks_that_are_told_there_is_nobody_or_at_least_five(cases, in_time) -> None:
    found = told(tuple(Spell(*case) for case in cases), in_time)
    assert found is not None
    closed = [days for days, exit in cases if exit is not None]
    told_weeks = [sum(days <= one.week * 7 for days in closed) for one in found.weeks]
    steps = [0, *told_weeks, len(closed)] if told_weeks else []
    assert all(more - fewer == 0 or more - fewer >= 5 for fewer, more in pairwise(steps))
    assert all(abs(here - sum(in_time)) not in range(1, 5) for here in told_weeks)
    assert all(sum(days >= one.week * 7 for days, _ in cases) >= 10 for one in found.weeks)


def test_spells_go_to_the_day_it_was_closed_or_the_data_end(town: SimpleNamespace) -> None:
    by = definition()
    start = dt.date(2025, 6, 3)  # 27 days before the last day
    ended(town, 1, "job", by=by, closed_on=start + dt.timedelta(days=40))
    ended(town, 1, "on_benefit", by=by, as_of=dt.date(2025, 10, 1))
    ended(town, 1, "education", by=by, as_of=dt.date(2025, 12, 1))  # closed on a day that is not known
    ended(town, 1)  # nothing is known
    ended(town, 1, "job", by=by, outside=True)
    ended(town, 1, "job", by=by, kind="wage_subsidy")

    found = queries.spells_of(
        actor=town.as_("colleague"),
        year=2025,
        definition=queries.definitions()[0],
        kind="internship",
        where=Where.MUNICIPAL,
        on=TODAY,
    )

    assert found.spells == (
        Spell(40, "job"),
        Spell((dt.date(2025, 10, 1) - start).days, None),
        Spell((dt.date(2025, 12, 1) - start).days, "education"),
    )
    assert found.closed_in_time == (1, 0, 1, 0)


def test_the_page_tells_it_in_a_sentence_and_says_how_long_it_is_followed(town, client, monkeypatch) -> None:
    from django.utils import timezone

    from tests.modules.placements.test_effect import page

    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    by = definition()
    ended(town, 20, "job", by=by, closed_on=dt.date(2025, 8, 1))
    ended(town, 60, "on_benefit", by=by)
    said = page(client, town, name="time_to_close")
    assert "Inden for 13 uger fra starten er 25 % af sagerne lukket (mellem 17–36 %)." in said
    assert "Under halvdelen er lukket" in said
    assert "er fulgt til den dag, dens data er fra" in said
    assert "I job: 25 %" in said


@pytest.mark.parametrize("query", ["?type=utility&sted=outside&aar=2024", "?type=vejr&sted=ude"])
def test_any_choice_gives_a_page(town, client, query) -> None:
    from tests.modules.placements.test_effect import page

    definition()
    page(client, town, query=query, name="time_to_close")
