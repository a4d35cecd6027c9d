"""Places are offered, changed, closed and opened again, and it is told why they stand empty; the last of it can be
taken back by who did it, within a day."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.queries import events_about
from chefforum.kernel.audit.services import record

from ..access import OFFER_PLACES, require_offering
from ..models import EmptySpell, Place, StartWindow, Workplace
from ..queries.capacity import offer_of, stays_by_place
from ..queries.places import job_types_in_use, task_lists_for, words_of
from ..rules.kinds import EmptyReason
from ..rules.places import UNDO_WITHIN, PlaceWords, changed
from ..rules.pseudonyms import refused
from ..rules.stays import most_taken, taken_on

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


class PlaceRefused(ValueError):
    """What was asked cannot be done; the message tells the person why, and what to do."""


@transaction.atomic
def offer_place(*, actor: Actor, workplace: Workplace, words: PlaceWords, at: dt.datetime) -> Place:
    """Raises AccessDenied, PlaceRefused."""
    require_offering(actor, workplace.unit_id)
    _require_sense(actor, words)
    made = Place.objects.create(
        workplace=workplace, created_at=at, person_id=actor.person_id, **{name: getattr(words, name) for name in FIELDS}
    )
    _keep_windows(made, words)
    _record(actor, at, "placements.offer_place", made)
    return made


@transaction.atomic
def change_place(*, actor: Actor, place_id: UUID, words: PlaceWords, at: dt.datetime) -> Place:
    """Raises AccessDenied, PlaceRefused."""
    place = _place(actor, place_id)
    before = words_of(place)
    _require_sense(actor, words, before=before)
    if words.kind != before.kind and place.placements.exists():
        raise PlaceRefused("Der har været forløb i pladsen, så typen kan ikke ændres. Tilbyd en ny plads i stedet.")
    on = timezone.localdate(at)
    there = most_taken(stays_by_place([place.pk], after=on).get(place.pk, ()), first=on, last=dt.date.max)
    if words.slots < there:
        raise PlaceRefused(f"Der er aftalt {there} forløb på samme tid, så antallet kan ikke være mindre end {there}.")
    what = changed(before.as_json(), words.as_json())
    if what["after"]:
        _set(place, words)
        _record(actor, at, "placements.change_place", place, what)
    return place


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
        raise PlaceRefused(wrong)
    if last_day is not None and last_day < first_day:
        raise PlaceRefused("Til og med er før fra.")
    offer = offer_of(place)
    if not offer.open.holds(first_day):
        raise PlaceRefused("Pladsen er ikke åben den dag, så den står ikke tom.")
    free = offer.slots - taken_on(stays_by_place([place.pk], after=first_day).get(place.pk, ()), first_day)
    if not 1 <= slots <= free:
        told = "Alle pladser er besat den dag." if free < 1 else f"Den dag er {free} tomme. Skriv højst så mange."
        raise PlaceRefused(told)
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


def _require_sense(actor: Actor, words: PlaceWords, *, before: PlaceWords | None = None) -> None:
    if wrong := next((told for text in words.texts if (told := refused(text))), ""):
        raise PlaceRefused(wrong)
    if words.slots < 1:
        raise PlaceRefused("Der skal være mindst én plads.")
    if words.hours_from is not None and words.hours_to is not None and words.hours_to < words.hours_from:
        raise PlaceRefused("Timer om ugen, højst, er mindre end timer om ugen, mindst.")
    if any(one.last is None or one.last < one.first for one in words.windows):
        raise PlaceRefused("Den sidste dag i et tidsrum er før den første.")
    if words.job_type_id != (before and before.job_type_id) and words.job_type_id not in {
        one.pk for one in job_types_in_use()
    }:
        raise PlaceRefused("Den stilling er ikke i brug. Vælg en anden.")
    task_list_id = words.task_list_id
    is_kept = task_list_id is None or (before is not None and task_list_id == before.task_list_id)
    if not is_kept and task_list_id not in {one.pk for one in task_lists_for(actor=actor)}:
        raise PlaceRefused("Den opgaveliste er ikke delt. Vælg en anden.")


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
