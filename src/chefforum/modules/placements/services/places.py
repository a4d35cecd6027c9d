"""Places are offered, changed, closed and opened again, and it is told why they stand empty; the last of it can be
taken back by who did it, within a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.queries import events_about
from chefforum.kernel.audit.services import record
from chefforum.web.once import AlreadyMade

from ..access import OFFER_PLACES, require_offering
from ..models import EmptySpell, Place, StartWindow, Workplace
from ..queries.capacity import offer_of, stays_by_place
from ..queries.places import job_types_in_use, task_lists_for, words_of
from ..rules.kinds import EmptyReason
from ..rules.places import UNDO_WITHIN, PlaceWords, changed, senseless
from ..rules.pseudonyms import refused
from ..rules.stays import taken_on, too_few_slots
from ..rules.wrong import Problem, Wrong

FIELDS = (
    "kind",
    "job_type_id",
    "slots",
    "open_from",
    "hours_from",
    "hours_to",
    "supervisor",
    "tasks",
    "task_list_id",
    "languages",
    "limits",
    "is_shared",
)


class PlaceRefused(Wrong):
    """What was asked cannot be done; the message tells the person why, and what to do."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(field, words)


class WrongPlace(PlaceRefused):
    """All that is wrong with what is said of a place, each at its field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        (field, words), *also = problems
        Wrong.__init__(self, field, words, also)


@transaction.atomic
def offer_place(
    *, actor: Actor, workplace: Workplace, words: PlaceWords, at: dt.datetime, made_id: UUID | None = None
) -> Place:
    """`made_id`: the id that it is to have (web.once). Raises AccessDenied, WrongPlace, AlreadyMade."""
    require_offering(actor, workplace.unit_id)
    place_id = made_id or uuid4()
    if made_id is not None:
        require_not_made(made_id)
    _require_sense(problems_with(actor=actor, said=vars(words)))
    said = {name: getattr(words, name) for name in FIELDS}
    try:
        with transaction.atomic():
            made = Place.objects.create(
                pk=place_id, workplace=workplace, created_at=at, person_id=actor.person_id, **said
            )
    except IntegrityError:
        require_not_made(place_id)
        raise
    _keep_windows(made, words)
    _record(actor, at, "placements.offer_place", made)
    return made


def require_not_made(place_id: UUID) -> None:
    """Raises AlreadyMade."""
    if Place.objects.filter(pk=place_id).exists():
        raise AlreadyMade(place_id)


@transaction.atomic
def change_place(*, actor: Actor, place_id: UUID, words: PlaceWords, at: dt.datetime) -> Place:
    """Raises AccessDenied, WrongPlace."""
    place = _place(actor, place_id)
    before = words_of(place)
    on = timezone.localdate(at)
    _require_sense(problems_with(actor=actor, said=vars(words), place=place, on=on))
    what = changed(before.as_json(), words.as_json())
    if what["after"]:
        _set(place, words)
        _record(actor, at, "placements.change_place", place, what)
    return place


def problems_with(
    *, actor: Actor, said: Mapping[str, Any], place: Place | None = None, on: dt.date | None = None
) -> list[Problem]:
    """All that is wrong with what a form says of a place, as far as it could be read. `place`: the one that is changed,
    on the day."""
    problems = [*senseless(said), *_not_to_be_chosen(actor, said, words_of(place) if place else None)]
    if place is None or on is None:
        return problems
    if said.get("kind", place.kind) != place.kind and place.placements.exists():
        words = "Der har været forløb i pladsen, så typen kan ikke ændres. Tilbyd en ny plads i stedet."
        problems.append(("kind", words))
    slots = said.get("slots") or place.slots
    if slots < place.slots and (
        words := too_few_slots(stays_by_place([place.pk], after=on).get(place.pk, ()), slots, on)
    ):
        problems.append(("slots", words))
    return problems


def _not_to_be_chosen(actor: Actor, said: Mapping[str, Any], before: PlaceWords | None) -> list[Problem]:
    """A job type or a list of tasks that is not offered any more, unless the place has it already."""
    problems = []
    job_type_id, task_list_id = said.get("job_type_id"), said.get("task_list_id")
    has_type = job_type_id is None or (before is not None and job_type_id == before.job_type_id)
    if not has_type and job_type_id not in {one.pk for one in job_types_in_use()}:
        problems.append(("job_type", "Den stilling er ikke i brug. Vælg en anden."))
    has_list = task_list_id is None or (before is not None and task_list_id == before.task_list_id)
    if not has_list and task_list_id not in {one.pk for one in task_lists_for(actor=actor)}:
        problems.append(("task_list", "Den opgaveliste er ikke delt. Vælg en anden."))
    return problems


@transaction.atomic
def close_place(*, actor: Actor, place_id: UUID, closed_on: dt.date, at: dt.datetime) -> Place:
    """`closed_on`: the first day that it is not offered. Raises AccessDenied, PlaceRefused."""
    place = _place(actor, place_id)
    if closed_on < place.open_from:
        raise PlaceRefused("Pladsen kan ikke lukke, før den åbner.")
    _set_closed(actor, at, "placements.close_place", place, closed_on)
    return place


@transaction.atomic
def reopen_place(*, actor: Actor, place_id: UUID, at: dt.datetime) -> Place:
    """Raises AccessDenied, PlaceRefused."""
    place = _place(actor, place_id)
    if place.closed_on is None:
        raise PlaceRefused("Pladsen er ikke lukket.")
    _set_closed(actor, at, "placements.reopen_place", place, None)
    return place


@transaction.atomic
def note_empty(
    *,
    actor: Actor,
    place_id: UUID,
    reason: EmptyReason,
    slots: int,
    first_day: dt.date,
    last_day: dt.date | None,
    note: str,
    at: dt.datetime,
) -> EmptySpell:
    """Why so many slots stand empty from the day. Raises AccessDenied, PlaceRefused."""
    place = _place(actor, place_id)
    if wrong := refused(note):
        raise PlaceRefused(wrong, "note")
    if last_day is not None and last_day < first_day:
        raise PlaceRefused("Til og med er før fra.", "last_day")
    offer = offer_of(place)
    if not offer.open.holds(first_day):
        raise PlaceRefused("Pladsen er ikke åben den dag, så den står ikke tom.", "first_day")
    free = offer.slots - taken_on(stays_by_place([place.pk], after=first_day).get(place.pk, ()), first_day)
    if not 1 <= slots <= free:
        told = "Alle pladser er besat den dag." if free < 1 else f"Den dag er {free} tomme. Skriv højst så mange."
        raise PlaceRefused(told, "slots")
    made = EmptySpell.objects.create(
        place=place,
        reason=reason.value,
        slots=slots,
        first_day=first_day,
        last_day=last_day,
        note=note.strip(),
        at=at,
        person_id=actor.person_id,
    )
    _record(actor, at, "placements.note_empty", place, {"spell": made.pk, "reason": reason.value})
    return made


@transaction.atomic
def end_empty(*, actor: Actor, place_id: UUID, spell_id: int, last_day: dt.date, at: dt.datetime) -> EmptySpell:
    """The reason holds no longer than the day. Raises AccessDenied, PlaceRefused."""
    place = _place(actor, place_id)
    spell = place.empty_spells.filter(pk=spell_id, last_day__isnull=True).first()
    if spell is None:
        raise PlaceRefused("Den forklaring er slut i forvejen.")
    spell.last_day = max(last_day, spell.first_day)
    spell.save(update_fields=["last_day"])
    _record(actor, at, "placements.end_empty", place, {"spell": spell.pk, "reason": spell.reason})
    return spell


@transaction.atomic
def undo_place(*, actor: Actor, place_id: UUID, at: dt.datetime) -> Place:
    """Takes back the newest that happened to the place, by who did it. Raises AccessDenied, PlaceRefused."""
    place = _place(actor, place_id)
    newest = events_about(object_kind="place", object_id=place.pk).first()
    if newest is None or newest.person_id != actor.person_id or newest.at < at - UNDO_WITHIN:
        raise PlaceRefused("Der er ikke noget af dit at fortryde her. En anden kan have ændret pladsen siden.")
    match newest.action:
        case "placements.change_place":
            said = words_of(place).as_json() | newest.data["before"]
            _set(place, PlaceWords.from_json(said))
        case "placements.close_place" | "placements.reopen_place":
            before = newest.data["before"]["closed_on"]
            place.closed_on = dt.date.fromisoformat(before) if before else None
            place.save(update_fields=["closed_on"])
        case "placements.note_empty":
            place.empty_spells.filter(pk=newest.data["spell"]).delete()
        case "placements.end_empty":
            place.empty_spells.filter(pk=newest.data["spell"]).update(last_day=None)
        case _:
            raise PlaceRefused("Det kan ikke fortrydes.")
    _record(actor, at, "placements.undo_place", place, {"undone": newest.number})
    return place


def refuse_others_place() -> None:
    """One that is known from the shared pool, but is another unit's. Raises AccessDenied."""
    raise AccessDenied("Pladsen er i den fælles pulje. Kun dens egen enhed kan ændre den.")


def _place(actor: Actor, place_id: UUID) -> Place:
    place = Place.objects.select_for_update(of=("self",)).select_related("workplace").filter(pk=place_id).first()
    OFFER_PLACES.require(actor)
    if place is None:
        raise AccessDenied("Pladsen findes ikke.")
    require_offering(actor, place.workplace.unit_id)
    return place


def _require_sense(problems: Sequence[Problem]) -> None:
    if problems:
        raise WrongPlace(problems)


def _set(place: Place, words: PlaceWords) -> None:
    for name in FIELDS:
        setattr(place, name, getattr(words, name))
    place.save(update_fields=[name.removesuffix("_id") for name in FIELDS])
    _keep_windows(place, words)


def _keep_windows(place: Place, words: PlaceWords) -> None:
    place.start_windows.all().delete()
    StartWindow.objects.bulk_create(
        StartWindow(place=place, first_day=one.first, last_day=one.last) for one in words.windows if one.last
    )


def _set_closed(actor: Actor, at: dt.datetime, action: str, place: Place, closed_on: dt.date | None) -> None:
    what = changed(
        {"closed_on": str(place.closed_on) if place.closed_on else None},
        {"closed_on": str(closed_on) if closed_on else None},
    )
    place.closed_on = closed_on
    place.save(update_fields=["closed_on"])
    if what["after"]:
        _record(actor, at, action, place, what)


def _record(actor: Actor, at: dt.datetime, action: str, place: Place, data: dict[str, Any] | None = None) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="place",
        object_id=place.pk,
        object_name=str(place.workplace.name),
        data=data or {},
    )
