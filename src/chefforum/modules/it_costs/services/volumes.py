"""Numbers and amounts of items are written, together and field by field, and undone; who writes at once with another is
told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record

from ..access import is_coordinator, may_write_system
from ..models import ItSystem, Volume, VolumeChange
from ..queries.request_numbers import validated_numbers
from ..rules.kinds import Source
from ..rules.volumes import YEARS, Facts, VolumeWrong, facts_from_json, write_field

KIND = "it_volumes"
Key = tuple[UUID, str, int]  # system, item, year
AMOUNT = "amount_oere"


@dataclass(frozen=True)
class Write:
    """A field of an item in a year gets a value. `seen`: the field as the page showed it (None: nobody looked)."""

    system_id: UUID
    item: str
    year: int
    field: str
    value: Any
    seen: str | None = None

    @property
    def key(self) -> Key:
        return (self.system_id, self.item, self.year)


@dataclass(frozen=True)
class Saved:
    """How many items' years were changed, what was refused and why, and the batch that can be undone."""

    count: int
    refused: tuple[tuple[Write, str], ...] = ()
    batch: UUID | None = None


def facts_of(volume: Volume | None) -> Facts:
    if volume is None:
        return Facts()
    return Facts(volume.quantity, volume.measured_in, volume.amount_oere)


@transaction.atomic
def write_volumes(*, actor: Actor, writes: Iterable[Write], at: dt.datetime, source: Source = Source.HAND) -> Saved:
    """Writes what can be written and answers what cannot: a number that cannot be, a year that nobody means, a field
    that another changed meanwhile. Raises AccessDenied for systems that the actor does not write, and for amounts of
    who is not the coordinator: then nothing is written."""
    writes = list(writes)
    systems = _writable(actor, writes)
    rows = _locked({one.system_id for one in writes})
    was = {one.key: facts_of(rows.get(one.key)) for one in writes}
    new, refused = dict(was), []
    for one in writes:
        try:
            new[one.key] = _written(one, was[one.key], new[one.key])
        except VolumeWrong as wrong:
            refused.append((one, str(wrong)))
    changed = {key: (was[key], facts) for key, facts in new.items() if facts != was[key]}
    if not changed:
        return Saved(0, tuple(refused))
    batch = _keep(actor, changed, rows, at, source)
    name = next(iter(systems.values())).name if len(systems) == 1 else ""
    data = {"count": len(changed), "source": source.value}
    record(
        actor=actor,
        at=at,
        action="it_costs.write_volumes",
        object_kind=KIND,
        object_id=batch,
        object_name=name,
        data=data,
    )
    return Saved(len(changed), tuple(refused), batch)


@transaction.atomic
def undo_volumes(*, actor: Actor, batch: UUID, at: dt.datetime) -> Saved:
    """Puts back what the actor wrote together; what has been changed since stays, and is told. Raises AccessDenied."""
    if actor.person_id is None:
        raise AccessDenied("Log ind for at fortryde.")
    changes = list(VolumeChange.objects.filter(batch=batch, person_id=actor.person_id, undone_at__isnull=True))
    return _put_back(actor, batch, changes, at)


@transaction.atomic
def put_back(*, actor: Actor, batch: UUID, at: dt.datetime) -> tuple[str, ...]:
    """What was written by a decision is put back with it, whoever undoes it. Answers in words what stays: what has been
    changed since, and numbers that both parties have signed for since. Raises AccessDenied."""
    changes = list(VolumeChange.objects.filter(batch=batch, undone_at__isnull=True))
    if not changes:
        return ()
    signed = validated_numbers(changes[0].system_id, [(one.item, one.year) for one in changes])
    stay = [one for one in changes if (one.item, one.year) in signed]
    told = tuple(f"{one.item} {one.year} er valideret siden, og er ikke fortrudt." for one in stay)
    saved = _put_back(actor, batch, [one for one in changes if one not in stay], at)
    return (*told, *(words for _, words in saved.refused))


def _put_back(actor: Actor, batch: UUID, changes: list[VolumeChange], at: dt.datetime) -> Saved:
    backs = [
        Write(one.system_id, one.item, one.year, field, getattr(facts_from_json(one.was), field))
        for one in changes
        for field in ("quantity", "measured_in", AMOUNT)
        if getattr(facts_from_json(one.was), field) != getattr(facts_from_json(one.became), field)
    ]
    _writable(actor, backs)
    rows = _locked({one.system_id for one in changes})
    refused, changed = [], {}
    for one in changes:
        key = (one.system_id, one.item, one.year)
        now, put = facts_of(rows.get(key)), facts_from_json(one.was)
        if now == facts_from_json(one.became):
            changed[key] = (now, put)
        else:
            text = f"{one.item} {one.year} er ændret siden, og er ikke fortrudt."
            refused.append((Write(one.system_id, one.item, one.year, "quantity", None), text))
    VolumeChange.objects.filter(pk__in=[one.pk for one in changes]).update(undone_at=at)
    if changed:
        _store(actor, changed, rows, at, Source.HAND)
        data = {"count": len(changed)}
        record(actor=actor, at=at, action="it_costs.undo_volumes", object_kind=KIND, object_id=batch, data=data)
    return Saved(len(changed), tuple(refused), batch)


def _written(one: Write, was: Facts, now: Facts) -> Facts:
    if one.year not in YEARS:
        raise VolumeWrong(f"Året skal ligge mellem {YEARS[0]} og {YEARS[-1]}.")
    if not one.item.strip() or len(one.item) > 200:
        raise VolumeWrong("Skriv, hvad der tælles, med højst 200 tegn.")
    becomes = now.with_field(one.field, one.value)
    stands = write_field(one.field, was)
    if one.seen is not None and stands != one.seen and write_field(one.field, becomes) != stands:
        raise VolumeWrong(f"En anden har skrevet {stands or 'ingenting'} her imens. Dit tal er ikke gemt.")
    return becomes


def _writable(actor: Actor, writes: Sequence[Write]) -> dict[UUID, ItSystem]:
    # Locked, so that two who write the first number of an item at once find each other's.
    wanted = {one.system_id for one in writes}
    systems = {one.pk: one for one in ItSystem.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    for one in writes:
        system = systems.get(one.system_id)
        if system is None or not may_write_system(actor, system.owner_unit_id):
            raise AccessDenied("Du har ikke adgang til at skrive antal af det system.")
        if one.field == AMOUNT and not is_coordinator(actor):
            raise AccessDenied("Det er koordinatoren, der skriver, hvad det koster.")
    return systems


def _locked(system_ids: set[UUID]) -> dict[Key, Volume]:
    found = Volume.objects.select_for_update().filter(system__in=system_ids).order_by("pk")
    return {(one.system_id, one.item, one.year): one for one in found}


def _keep(
    actor: Actor,
    changed: dict[Key, tuple[Facts, Facts]],
    rows: dict[Key, Volume],
    at: dt.datetime,
    source: Source,
) -> UUID:
    batch = uuid4()
    VolumeChange.objects.bulk_create(
        VolumeChange(
            batch=batch,
            system_id=system,
            item=item,
            year=year,
            was=was.as_json() if (system, item, year) in rows else None,
            became=became.as_json(),
            source=source.value,
            at=at,
            person_id=actor.person_id,
        )
        for (system, item, year), (was, became) in changed.items()
    )
    _store(actor, changed, rows, at, source)
    return batch


def _store(
    actor: Actor,
    changed: dict[Key, tuple[Facts, Facts]],
    rows: dict[Key, Volume],
    at: dt.datetime,
    source: Source,
) -> None:
    """What nobody says anything of any more is no row."""
    gone = [rows[key].pk for key, (_, facts) in changed.items() if facts.is_empty and key in rows]
    Volume.objects.filter(pk__in=gone).delete()
    Volume.objects.bulk_create(
        (
            Volume(
                system_id=system,
                item=item,
                year=year,
                quantity=facts.quantity,
                measured_in=facts.measured_in,
                amount_oere=facts.amount_oere,
                is_site_licence=facts.is_site_licence,
                source=source.value,
                at=at,
                person_id=actor.person_id,
            )
            for (system, item, year), (_, facts) in changed.items()
            if not facts.is_empty
        ),
        update_conflicts=True,
        unique_fields=["system", "item", "year"],
        update_fields=["quantity", "measured_in", "amount_oere", "is_site_licence", "source", "at", "person"],
    )
