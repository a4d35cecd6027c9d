"""Registering placements: begun, changed, ended, cancelled, and the last of these undone."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.web.once import AlreadyMade

from ..access import may_write_placement
from ..models import Outcome, Placement, PlacementChange, ReferenceSeries
from ..queries.known import value_of
from ..queries.register import PlacementNotFound, facts_of, placement_with_number, undoable, visible_to
from ..rules.kinds import EndReason
from ..rules.register import Act, Facts, as_json, differences, reference
from .register_checks import DuplicateNumber, PlacementRefused, Unusual, ask_first, whole_facts

KIND = "placement"
NOT_YOURS = "Du registrerer ikke forløb for den enhed."
CHANGED_MEANWHILE = (
    "En anden har ændret forløbet, siden du åbnede siden. Intet er gemt. Åbn forløbet igen, og se, hvad der står nu."
)


def draw_references(*, year: int, count: int) -> list[str]:
    """The year's next numbers, never drawn twice: the row is locked until the caller's transaction is over."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("numbers are drawn in the transaction that uses them")
    beginning = reference(year, 0).removesuffix("0000")
    series, is_new = ReferenceSeries.objects.get_or_create(year=year)
    if is_new:
        there = Placement.objects.filter(reference__startswith=beginning).values_list("reference", flat=True)
        numbers = [int(tail) for one in there if (tail := one.removeprefix(beginning)).isdigit()]
        ReferenceSeries.objects.filter(pk=series.pk).update(last=max(numbers, default=0))
    ReferenceSeries.objects.filter(pk=series.pk).update(last=F("last") + count)  # locks the row on PostgreSQL
    last = ReferenceSeries.objects.values_list("last", flat=True).get(pk=series.pk)
    return [reference(year, number) for number in range(last - count + 1, last + 1)]


@transaction.atomic
def register_placement(
    *, actor: Actor, facts: Facts, at: dt.datetime, made_id: UUID | None = None, accepted: str | None = None
) -> Placement:
    """A new placement, with a number of its own.

    `made_id`: the id that it is to have (web.once). `accepted`: what the actor has said yes to of what is unusual; None
    where nobody is asked. Raises AlreadyMade, WrongFacts, DuplicateNumber and other PlacementRefused, Unusual, and
    AccessDenied for a unit that is not the actor's.
    """
    placement_id = made_id or uuid4()
    if made_id is not None:
        require_not_made(made_id)
    facts = whole_facts(facts)
    require_writing(actor, facts.unit_id)
    _require_free_number(actor, facts.external_reference)
    placement = Placement(pk=placement_id, created_at=at, person_id=actor.person_id, **vars(facts))
    if accepted is not None:
        try:
            ask_first(placement, accepted=accepted)
        except Unusual:
            require_not_made(placement_id)  # the first of two at the same moment has the place: it is the same one
            raise
    [placement.reference] = draw_references(year=at.year, count=1)
    try:
        with transaction.atomic():
            placement.save(force_insert=True)
    except IntegrityError:  # another registered the same course at the same moment, or the form was sent twice
        require_not_made(placement_id)
        _require_free_number(actor, facts.external_reference)
        raise
    note_change(actor=actor, placement=placement, act=Act.CREATED, was={}, became={}, at=at)
    return placement


def require_not_made(placement_id: UUID) -> None:
    """Raises AlreadyMade."""
    if Placement.objects.filter(pk=placement_id).exists():
        raise AlreadyMade(placement_id)


@transaction.atomic
def change_placement(
    *,
    actor: Actor,
    placement_id: UUID,
    facts: Facts,
    at: dt.datetime,
    seen: int | None = None,
    accepted: str | None = None,
) -> PlacementChange | None:
    """What is said of the placement is changed; None where it says the same already.

    `seen`: the last change that the actor had seen. `accepted`: as register_placement has it. Raises WrongFacts,
    DuplicateNumber, PlacementRefused for one that is cancelled or was changed meanwhile, Unusual, PlacementNotFound,
    AccessDenied for the unit that it had or gets.
    """
    placement = locked(actor, placement_id)
    _require_not_cancelled(placement)
    if seen is not None and seen != _last_change(placement):
        raise PlacementRefused("", CHANGED_MEANWHILE)
    facts = whole_facts(facts)
    require_writing(actor, facts.unit_id)
    if placement.ended_on is not None and placement.ended_on < facts.starts_on:
        raise PlacementRefused("starts_on", "Forløbet er noteret som sluttet før den dag.")
    was, becomes = differences(vars(facts_of(placement)), vars(facts))
    if not becomes:
        return None
    if "external_reference" in becomes:
        _require_free_number(actor, facts.external_reference)
    if accepted is not None:
        ask_first(_as_it_becomes(placement, becomes), accepted=accepted, before=placement)
    try:
        with transaction.atomic():
            _set(placement, becomes)
    except IntegrityError:
        _require_free_number(actor, facts.external_reference)
        raise
    return note_change(actor=actor, placement=placement, act=Act.CHANGED, was=was, became=becomes, at=at)


def _as_it_becomes(placement: Placement, becomes: Mapping[str, Any]) -> Placement:
    """The placement as it would stand; nothing is written."""
    there = copy.copy(placement)
    for name, value in becomes.items():
        setattr(there, name, value)
    return there


@transaction.atomic
def end_placement(
    *, actor: Actor, placement_id: UUID, ended_on: dt.date | None, end_reason: str, at: dt.datetime, on: dt.date
) -> PlacementChange | None:
    """The last day as it came, and how it ended; without a day it has not ended after all.

    Raises PlacementRefused, PlacementNotFound, AccessDenied.
    """
    placement = locked(actor, placement_id)
    _require_not_cancelled(placement)
    if ended_on is not None and ended_on < placement.starts_on:
        raise PlacementRefused("ended_on", "Forløbet sluttede, før det begyndte.")
    if ended_on is not None and ended_on > on:
        raise PlacementRefused("ended_on", "Dagen er ikke kommet endnu. Ret den planlagte slutdato i stedet.")
    if ended_on is not None and end_reason not in set(EndReason):
        raise PlacementRefused("end_reason", "Vælg, hvordan forløbet sluttede.")
    if ended_on is None and placement.outcomes.exists():
        raise PlacementRefused("ended_on", "Der er noteret udfald, så forløbet er slut. Fjern udfaldet først.")
    before = {"ended_on": placement.ended_on, "end_reason": placement.end_reason}
    was, becomes = differences(before, {"ended_on": ended_on, "end_reason": end_reason if ended_on else ""})
    if not becomes:
        return None
    _set(placement, becomes)
    return note_change(actor=actor, placement=placement, act=Act.ENDED, was=was, became=becomes, at=at)


@transaction.atomic
def cancel_placement(*, actor: Actor, placement_id: UUID, at: dt.datetime) -> PlacementChange:
    """It never began. Raises PlacementRefused for one that has ended, PlacementNotFound, AccessDenied."""
    placement = locked(actor, placement_id)
    require_cancellable(placement)
    _set(placement, {"cancelled_at": at})
    return note_change(
        actor=actor,
        placement=placement,
        act=Act.CANCELLED,
        was={"cancelled_at": None},
        became={"cancelled_at": at},
        at=at,
    )


def require_cancellable(placement: Placement) -> None:
    """Raises PlacementRefused for one that is cancelled, or that has been."""
    _require_not_cancelled(placement)
    if placement.ended_on is not None or placement.outcomes.exists():
        raise PlacementRefused("", "Forløbet er noteret som sluttet, så det har været i gang. Intet er ændret.")


@transaction.atomic
def undo_last(*, actor: Actor, placement_id: UUID, change_id: int, at: dt.datetime) -> PlacementChange:
    """The last thing done is undone, where it still is the last.

    Raises PlacementRefused, PlacementNotFound, AccessDenied.
    """
    placement = locked(actor, placement_id)
    last = undoable(PlacementChange.objects.filter(placement=placement)[:1])
    if last is None or last.pk != change_id:
        raise PlacementRefused("", "Der er sket mere med forløbet siden. Intet er fortrudt.")
    fields = {name: value for name, value in last.was.items() if name != "outcome"}
    if "external_reference" in fields:
        _require_free_number(actor, fields["external_reference"])
    _set(placement, {name: value_of(name, value) for name, value in fields.items()})
    require_writing(actor, placement.unit_id)
    if "outcome" in last.was:
        restore_outcome(placement, last, at=at)
    return note_change(actor=actor, placement=placement, act=Act.UNDONE, was=last.became, became=last.was, at=at)


def restore_outcome(placement: Placement, change: PlacementChange, *, at: dt.datetime) -> None:
    """The outcome as it was before the change: another one, or none."""
    was, became = change.was["outcome"], change.became["outcome"]
    placement.outcomes.filter(definition=(was or became)["definition"]).delete()
    if was:
        Outcome.objects.create(
            placement=placement,
            definition_id=was["definition"],
            exit_type=was["exit_type"],
            closed_on=_day(was["closed_on"]),
            as_of=dt.date.fromisoformat(was["as_of"]),
            at=at,
            person_id=change.person_id,
        )


@transaction.atomic
def note_reading(*, actor: Actor, placement: Placement, at: dt.datetime) -> None:
    """That somebody looked at a single placement."""
    record(
        actor=actor,
        at=at,
        action="placements.read",
        object_kind=KIND,
        object_id=placement.pk,
        object_name=placement.reference,
    )


@transaction.atomic
def note_export(*, actor: Actor, count: int, at: dt.datetime) -> None:
    """That somebody took a list of placements with them."""
    record(actor=actor, at=at, action="placements.export", object_kind=KIND, object_id="", data={"placements": count})


def require_writing(actor: Actor, unit_id: UUID | None) -> None:
    """Raises AccessDenied. `unit_id` None: outside the municipality."""
    if not may_write_placement(actor, unit_id):
        raise AccessDenied(NOT_YOURS)


def locked(actor: Actor, placement_id: UUID) -> Placement:
    """The placement, which nobody else changes until the transaction is over.

    Raises PlacementNotFound, AccessDenied.
    """
    mine = visible_to(Placement.objects.filter(pk=placement_id), actor).values("pk")
    placement = Placement.objects.select_for_update().filter(pk__in=mine).first()
    if placement is None:
        raise PlacementNotFound(placement_id)
    require_writing(actor, placement.unit_id)
    return placement


def note_change(
    *, actor: Actor, placement: Placement, act: Act, was: Mapping[str, Any], became: Mapping[str, Any], at: dt.datetime
) -> PlacementChange:
    """Keeps what a change did, for undoing it, and tells the trail that it was done: which fields, never the values."""
    change = PlacementChange.objects.create(
        placement=placement,
        act=act.value,
        was={name: as_json(value) for name, value in was.items()},
        became={name: as_json(value) for name, value in became.items()},
        at=at,
        person_id=actor.person_id,
    )
    record(
        actor=actor,
        at=at,
        action=f"placements.{act.value}",
        object_kind=KIND,
        object_id=placement.pk,
        object_name=placement.reference,
        data={"fields": sorted(became)},
    )
    return change


def _require_not_cancelled(placement: Placement) -> None:
    if placement.cancelled_at is not None:
        raise PlacementRefused("", "Forløbet er aflyst. Fortryd aflysningen, hvis det alligevel er i gang.")


def _require_free_number(actor: Actor, number: str | None) -> None:
    if number is None:
        return
    placement_id, is_taken = placement_with_number(actor=actor, number=number)
    if is_taken:
        raise DuplicateNumber(placement_id)


def _last_change(placement: Placement) -> int:
    """0 where there is none."""
    return PlacementChange.objects.filter(placement=placement).values_list("pk", flat=True).first() or 0


def _set(placement: Placement, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(placement, name, value)
    if values:
        placement.save(update_fields=[name.removesuffix("_id") for name in values])


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
