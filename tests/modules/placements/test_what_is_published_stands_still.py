"""What all may see is what was known when the month began: nothing that is done in it moves that before the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.queries import value_of
from chefforum.modules.placements.models import Outcome, OutcomeDefinition, Placement, PlacementChange, Publication
from chefforum.modules.placements.queries.publishing import published_at
from chefforum.modules.placements.queries.register import facts_of
from chefforum.modules.placements.queries.status import status_of
from chefforum.modules.placements.rules.register import Facts
from chefforum.modules.placements.services.outcomes import SaidOutcome, note_outcome, remove_outcome
from chefforum.modules.placements.services.publishing import PublishingRefused, publish
from chefforum.modules.placements.services.register import (
    cancel_placement,
    change_placement,
    end_placement,
    register_placement,
    undo_last,
)
from tests.modules.placements import forum_town
from tests.modules.placements.forum_town import INTERNSHIP, WAGE_SUBSIDY, ForumTown
from tests.modules.placements.test_effect_gives_no_count_back import body_of
from tests.modules.placements.test_status_paper import text_of

BEGINS = dt.datetime(2026, 11, 1, tzinfo=timezone.get_default_timezone())
THIRD, LATE, NEXT = (
    BEGINS + dt.timedelta(days=2, hours=10),
    BEGINS + dt.timedelta(days=24),
    BEGINS + dt.timedelta(days=30),
)
OCTOBER_20 = dt.date(2026, 10, 20)
RUNNING = {"starts_on": dt.date(2026, 10, 5), "ends_on": dt.date(2026, 12, 18)}


@pytest.fixture
def forum(db: None) -> ForumTown:
    """The forum's three years until October; fourteen that run in places of department d; what came of 2025."""
    made = forum_town.build()
    forum_town.fill(made, until=dt.date(2026, 9, 30))
    place = forum_town.offer(made, "d", kind=INTERNSHIP, slots=20)
    running = forum_town.place_people(made, {"d": 14}, kind=INTERNSHIP, year=2026, days=30, job_type="kontor")
    Placement.objects.filter(pk__in=[one.pk for one in running]).update(
        place=place, workplace=place.workplace, **RUNNING
    )
    forum_town.place_people(made, {"a": 7, "b": 9}, kind=INTERNSHIP, year=2026, days=31, until=dt.date(2026, 10, 30))
    definition = OutcomeDefinition.objects.create(
        version=1,
        name="Sag lukket",
        text="",
        valid_from=dt.date(2020, 1, 1),
        source="prøve",
        counted_exits=["job", "education"],
    )
    ended = Placement.objects.filter(ends_on__year=2025, kind=INTERNSHIP.value).order_by("reference")
    Outcome.objects.bulk_create(
        Outcome(
            placement=one,
            definition=definition,
            exit_type="job" if number % 4 == 0 else "on_benefit",
            closed_on=one.ends_on + dt.timedelta(days=20 + number % 50) if number % 4 == 0 else None,
            as_of=dt.date(2026, 6, 1),
            at=forum_town.AT,
        )
        for number, one in enumerate(ended[:180])
    )
    return made


@contextmanager
def clock(monkeypatch: pytest.MonkeyPatch, at: dt.datetime):
    with monkeypatch.context() as patched:
        patched.setattr("django.utils.timezone.now", lambda: at)
        yield


def pages(forum: ForumTown, who: str = "colleague") -> list[tuple[str, str]]:
    """Every page of the status and the effect as the person reads it, by address."""
    client = Client()
    client.force_login(forum.people[who], backend="django.contrib.auth.backends.ModelBackend")
    found = [(reverse("placements:overview"), f"?vis={view}") for view in ("afdelinger", "stillinger", "aar-for-aar")]
    found += [(reverse("placements:department", args=[forum.departments[code].pk]), "") for code in "bd"]
    found += [(reverse(f"placements:{name}"), "?aar=2025") for name in ("effect", "time_to_close")]
    return [(url + query, body_of(client.get(url + query).content.decode())) for url, query in found]


def figures(forum: ForumTown, on: dt.date) -> list[tuple[str, str]]:
    names = [
        f"placements.{measure} year=2026 kind={kind.value} unit={unit}"
        for measure in ("started", "running", "occupancy")
        for kind in (INTERNSHIP, WAGE_SUBSIDY)
        for unit in (forum.top.code, "b", "d")
    ]
    names.append("placements.effect year=2025 kind=internship sector=municipal")
    actor = forum.as_("coordinator", on)
    return [(name, repr(value_of(reference=name, actor=actor, on=on).value)) for name in names]


def documents(forum: ForumTown, at: dt.datetime) -> list[tuple[str, str]]:
    """Made at the same moment in the day, that it may say when it was made."""
    return [
        (
            format,
            text_of(
                make(
                    kind="placements.status",
                    actor=forum.as_("colleague", at.date()),
                    parameters={"year": "2026"},
                    format=format,
                    at=at,
                )
            ),
        )
        for format in ("pdf", "docx")
    ]


def read(forum: ForumTown, monkeypatch: pytest.MonkeyPatch, at: dt.datetime, *, with_files: bool = False) -> Any:
    with clock(monkeypatch, at):
        found = [*pages(forum), *figures(forum, timezone.localdate(at))]
        return dict([*found, *(documents(forum, at) if with_files else [])])


def running(forum: ForumTown) -> Placement:
    """One that nothing was done to."""
    there = Placement.objects.filter(unit=forum.workplaces["d"], changes__isnull=True, **RUNNING)
    return there.order_by("reference")[0]


def ended(*, exit_type: str | None) -> Placement:
    of_2025 = Placement.objects.filter(ends_on__year=2025, kind=INTERNSHIP.value, changes__isnull=True)
    there = {"outcomes__exit_type": exit_type} if exit_type else {"outcomes__isnull": True}
    return of_2025.filter(**there).order_by("reference")[0]


def register(forum: ForumTown, **of: Any) -> None:
    facts = Facts(INTERNSHIP.value, "municipal", dt.date(2026, 10, 12), forum.workplaces["d"].pk, ends_on=OCTOBER_20)
    register_placement(facts=facts, **of)


def change(forum: ForumTown, **more: Any) -> Callable[..., None]:
    def act(forum: ForumTown, **of: Any) -> None:
        one = running(forum)
        new = {name: value(forum) if callable(value) else value for name, value in more.items()}
        change_placement(placement_id=one.pk, facts=Facts(**(vars(facts_of(one)) | new)), **of)

    return act


def cancel(forum: ForumTown, **of: Any) -> None:
    cancel_placement(placement_id=running(forum).pk, **of)


def end(forum: ForumTown, **of: Any) -> None:
    end_placement(placement_id=running(forum).pk, ended_on=OCTOBER_20, end_reason="hired", on=of["at"].date(), **of)


def note(exit_type: str | None) -> Callable[..., None]:
    def act(forum: ForumTown, **of: Any) -> None:
        one, definition = ended(exit_type=exit_type), OutcomeDefinition.objects.get()
        closed_on = dt.date(2026, 2, 1) if one.ends_on > dt.date(2025, 12, 1) else one.ends_on
        said = SaidOutcome(one.pk, definition.pk, "education", closed_on, dt.date(2026, 10, 30))
        note_outcome(said=said, on=of["at"].date(), **of)

    return act


def remove(forum: ForumTown, **of: Any) -> None:
    definition = OutcomeDefinition.objects.get()
    remove_outcome(placement_id=ended(exit_type="job").pk, definition_id=definition.pk, **of)


ACTS: dict[str, Callable[..., None]] = {
    "registered late": register,
    "cancelled": cancel,
    "moved to another department": change(
        None, unit_id=lambda forum: forum.workplaces["b"].pk, workplace_id=None, place_id=None
    ),
    "of another kind": change(None, kind=WAGE_SUBSIDY.value),
    "with another last day": change(None, ends_on=OCTOBER_20),
    "with another first day": change(None, starts_on=dt.date(2025, 12, 30)),
    "out of its place": change(None, place_id=None),
    "ended before the time": end,
    "with an outcome noted": note(None),
    "with its outcome changed": note("on_benefit"),
    "with its outcome removed": remove,
}


@pytest.mark.parametrize("name", list(ACTS))
def test_one_course_moves_nothing_that_all_may_see_before_the_next_month(
    forum: ForumTown, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Nor does undoing it; and on the first of the next month all may see it, or that it was undone."""
    coordinator = forum.as_("coordinator", THIRD.date())
    before = read(forum, monkeypatch, LATE)
    without = read(forum, monkeypatch, NEXT)
    ACTS[name](forum, actor=coordinator, at=THIRD)
    assert read(forum, monkeypatch, LATE) == before
    assert {url for url, said in read(forum, monkeypatch, NEXT).items() if said != without[url]}, "nothing moved"

    last = PlacementChange.objects.order_by("pk").last()
    assert last is not None
    if last.act == "create":
        cancel_placement(actor=coordinator, placement_id=last.placement_id, at=LATE)
    else:
        undo_last(actor=coordinator, placement_id=last.placement_id, change_id=last.pk, at=LATE)
    assert read(forum, monkeypatch, LATE) == before
    assert read(forum, monkeypatch, NEXT) == without


def test_the_files_stand_still_too_when_all_is_done_in_one_month(
    forum: ForumTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = forum.as_("coordinator", THIRD.date())
    before = read(forum, monkeypatch, LATE, with_files=True)
    without = read(forum, monkeypatch, NEXT, with_files=True)
    for act in ACTS.values():
        act(forum, actor=coordinator, at=THIRD)
    assert read(forum, monkeypatch, LATE, with_files=True) == before
    moved = {name for name, said in read(forum, monkeypatch, NEXT, with_files=True).items() if said != without[name]}
    assert {"pdf", "docx"} <= moved
    assert any("effekt/tid" in name for name in moved)


def test_ones_own_units_and_the_coordinators_whole_are_as_they_are(forum: ForumTown) -> None:
    on = LATE.date()

    def seen(who: str) -> tuple[int | None, int | None, int | None]:
        status = status_of(actor=forum.as_(who, on), year=2026, on=on)
        row = {one.code: one for one in status.departments}["d"].kinds[INTERNSHIP]
        return status.whole[INTERNSHIP].started.value, row.started.value, status.whole[INTERNSHIP].running.value

    before = {who: seen(who) for who in ("coordinator", "d", "colleague")}
    register(forum, actor=forum.as_("coordinator", on), at=THIRD)
    whole, own, running_now = before["coordinator"]
    assert (whole, own) != (None, None)
    assert seen("coordinator") == (whole + 1, own + 1, running_now)
    assert seen("d") == (before["d"][0], before["d"][1] + 1, before["d"][2])
    assert seen("colleague") == before["colleague"]


def test_a_register_that_has_just_come_in_is_published_the_next_month_and_the_page_says_so(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum = forum_town.build()
    forum_town.fill(forum, until=dt.date(2026, 10, 30))
    Placement.objects.update(created_at=THIRD)
    empty = "Tallene offentliggøres første gang 1. december 2026"
    found = read(forum, monkeypatch, LATE, with_files=True)
    for url in (reverse("placements:overview") + "?vis=afdelinger", "pdf", "docx"):
        assert empty in found[url], url
    assert empty in found[f"placements.started year=2026 kind=internship unit={forum.top.code}"]
    Placement.objects.all().delete()
    nobody = read(forum, monkeypatch, LATE, with_files=True)
    assert nobody == found, "not even that somebody is registered is told"


def post(forum: ForumTown, who: str, reason: str) -> Any:
    client = Client()
    client.force_login(forum.people[who], backend="django.contrib.auth.backends.ModelBackend")
    return client.post(reverse("placements:publish"), {"reason": reason})


def test_the_coordinator_publishes_by_hand_until_the_next_month(
    forum: ForumTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(forum, monkeypatch, LATE)
    register(forum, actor=forum.as_("coordinator", THIRD.date()), at=THIRD)
    with clock(monkeypatch, THIRD + dt.timedelta(hours=1)):
        assert post(forum, "coordinator", "").status_code == 422
        assert post(forum, "coordinator", "Det gælder 010180-1234").status_code == 422
        assert post(forum, "d", "Registret er lige indlæst.").status_code == 403
        assert not Publication.objects.exists()
        assert post(forum, "coordinator", "Registret er lige indlæst.").status_code == 302
    after = read(forum, monkeypatch, LATE)
    assert after != before
    change(forum, ends_on=OCTOBER_20)(forum, actor=forum.as_("coordinator", LATE.date()), at=LATE)
    assert read(forum, monkeypatch, LATE) == after
    assert published_at(NEXT.date()) == NEXT
    assert published_at(LATE.date()) == THIRD + dt.timedelta(hours=1)
    assert published_at(dt.date(2026, 10, 31)) == dt.datetime(2026, 10, 1, tzinfo=timezone.get_default_timezone())
    [event] = Event.objects.filter(action="placements.publish")
    assert "indlæst" not in str(event.data)


def test_publishing_is_the_coordinators_and_says_why(forum: ForumTown) -> None:
    with pytest.raises(AccessDenied):
        publish(actor=forum.as_("d", LATE.date()), reason="Nu", at=LATE)
    with pytest.raises(PublishingRefused):
        publish(actor=forum.as_("coordinator", LATE.date()), reason=" ", at=LATE)


def test_however_much_was_done_in_the_month_the_status_costs_the_same(forum: ForumTown) -> None:
    def asked() -> list[int]:
        counts = []
        for who in ("colleague", "d", "coordinator"):
            with CaptureQueriesContext(connection) as found:
                status_of(actor=forum.as_(who, LATE.date()), year=2026, on=LATE.date())
            counts.append(len(found))
        return counts

    before = asked()
    coordinator = forum.as_("coordinator", THIRD.date())
    for act in ACTS.values():
        act(forum, actor=coordinator, at=THIRD)
    assert asked() == before
