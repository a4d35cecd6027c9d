"""Many systems or contracts written at once, as an import has read and shown them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..access import WRITE_SYSTEMS, may_write_system
from ..models import FieldValue, ItSystem, RegisterChange, SystemTask, SystemUnit, Vendor
from ..queries.texts import texts_of
from ..rules.acts import Act
from ..rules.field_texts import USERS, YES, band_of, list_of, vendor_text
from ..rules.kinds import Source
from ..search import index_systems
from .history import changed_texts, note_change, note_values, save_changes
from .vendors import vendor_by_text

NOT_YOURS = "Filen ændrer noget, som hører til en enhed, du ikke er it-ansvarlig for."
_NEED = ("need", "need_reason")
_LISTS = ("units", "tasks")


@dataclass(frozen=True)
class SystemRow:
    """A system to add (`system_id` None) or to change: texts by field. `proposes` stand beside what was validated."""

    system_id: UUID | None
    becomes: Mapping[str, str]
    proposes: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        number = str(self.system_id) if self.system_id else None
        return {"system": number, "becomes": dict(self.becomes), "proposes": dict(self.proposes)}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> SystemRow:
        return cls(UUID(row["system"]) if row["system"] else None, row["becomes"], row["proposes"])


@transaction.atomic
def write_system_rows(*, actor: Actor, rows: Sequence[SystemRow], is_own: bool, at: dt.datetime) -> tuple[int, int]:
    """Answers how many were added and how many changed. `is_own`: what the file says is right, as if written by hand.
    One line of the trail for all of them. Raises AccessDenied where one is, or comes to be, of a unit that the actor
    does not write for."""
    WRITE_SYSTEMS.require(actor)
    ids = [row.system_id for row in rows if row.system_id]
    there = {one.pk: one for one in ItSystem.objects.select_for_update().filter(pk__in=ids)}
    before = texts_of(there)
    for one in there.values():
        before[one.pk] |= {"need": one.need, "need_reason": one.need_reason}
    names = _Names.of(actor, rows, at)
    touched = {one.owner_unit_id for one in there.values()}
    written: list[tuple[SystemRow, ItSystem]] = []
    for row in rows:
        system = there[row.system_id] if row.system_id else ItSystem(created_at=at, person_id=actor.person_id)
        for name, text in row.becomes.items():
            _set(system, name, text, names)
        if row.becomes:
            system.changed_at = at
        touched.add(system.owner_unit_id)
        written.append((row, system))
    if not all(may_write_system(actor, unit_id) for unit_id in touched):
        raise AccessDenied(NOT_YOURS)
    new = [system for row, system in written if row.system_id is None]
    ItSystem.objects.bulk_create(new, batch_size=200)
    fields = [one.name for one in ItSystem._meta.concrete_fields if not one.primary_key]
    ItSystem.objects.bulk_update(there.values(), fields, batch_size=100)
    _write_lists(written, names)
    _note(actor, written, before, is_own, at)
    index_systems([system.pk for _, system in written])
    counts = {"added": len(new), "changed": len(there)}
    record(
        actor=actor,
        at=at,
        action="it_costs.import_systems",
        object_kind="it_system",
        object_id="",
        object_name="",
        data=counts | {"source": Source.FILE.value},
    )
    return len(new), len(there)


@dataclass(frozen=True)
class _Names:
    """What units, persons and vendors in the texts are; vendors that are not there are made."""

    units: Mapping[str, UUID]
    persons: Mapping[str, UUID]
    vendors: Mapping[str, Vendor | None]

    @classmethod
    def of(cls, actor: Actor, rows: Sequence[SystemRow], at: dt.datetime) -> _Names:
        return cls(
            units=dict(Unit.objects.values_list("code", "pk")),
            persons=dict(Person.objects.values_list("email", "pk")),
            vendors=vendors_named(actor, (row.becomes.get("vendor", "") for row in rows), at),
        )


def vendors_named(actor: Actor, texts: Iterable[str], at: dt.datetime) -> dict[str, Vendor | None]:
    """The vendor of each text, made where there is none. One query, and those of the new ones."""
    there = {vendor_text(one.name, one.cvr): one for one in Vendor.objects.all()}
    return {
        text: there.get(text) or vendor_by_text(actor=actor, text=text, at=at)
        for text in sorted({one for one in texts if one})
    }


def _set(system: ItSystem, name: str, text: str, names: _Names) -> None:
    if name in _LISTS:
        return
    if name == "vendor":
        system.vendor = names.vendors.get(text)
    elif name == "owner_unit":
        system.owner_unit_id = names.units[text] if text else None
    elif name == "owner":
        system.owner_id = names.persons[text] if text else None
    elif name == USERS:
        system.users_low, system.users_high = band_of(text)
    elif name == "bought_outside_it":
        system.bought_outside_it = text == YES
    else:
        setattr(system, name, text)


def _write_lists(written: Sequence[tuple[SystemRow, ItSystem]], names: _Names) -> None:
    units = [(system, list_of(row.becomes["units"])) for row, system in written if "units" in row.becomes]
    tasks = [(system, list_of(row.becomes["tasks"])) for row, system in written if "tasks" in row.becomes]
    SystemUnit.objects.filter(system__in=[system for system, _ in units]).delete()
    SystemTask.objects.filter(system__in=[system for system, _ in tasks]).delete()
    SystemUnit.objects.bulk_create(
        (SystemUnit(system=system, unit_id=names.units[code]) for system, codes in units for code in codes),
        batch_size=500,
    )
    SystemTask.objects.bulk_create(
        (SystemTask(system=system, kle_number=number) for system, numbers in tasks for number in numbers),
        batch_size=500,
    )


def _note(
    actor: Actor,
    written: Sequence[tuple[SystemRow, ItSystem]],
    before: Mapping[UUID, Mapping[str, str]],
    is_own: bool,
    at: dt.datetime,
) -> None:
    """History, who says what, and what the file says instead of what was validated."""
    changes: list[RegisterChange] = []
    said: dict[UUID, dict[str, str]] = {}
    proposed: list[FieldValue] = []
    held = {
        (one.system_id, one.field): one
        for one in FieldValue.objects.filter(system__in=[system for row, system in written if row.proposes])
    }
    for row, system in written:
        was, became = changed_texts(before.get(system.pk, {}), row.becomes)
        is_new = row.system_id is None
        if became:
            act = Act.REGISTERED if is_new else Act.CHANGED
            changes.append(
                note_change(
                    actor=actor,
                    at=at,
                    act=act,
                    system_id=system.pk,
                    was={} if is_new else was,
                    became={name: text for name, text in became.items() if text or not is_new},
                    source=Source.FILE,
                )
            )
        said[system.pk] = {
            name: text for name, text in became.items() if name not in _NEED and (text not in ("", "unknown") or was)
        }
        for name, text in row.proposes.items():
            value = held[system.pk, name]
            value.proposed, value.proposed_by, value.proposed_at = text, Source.FILE.value, at
            proposed.append(value)
    save_changes(changes)
    note_values(actor=actor, said=said, source=Source.FILE, at=at, is_validated=is_own)
    FieldValue.objects.bulk_update(proposed, ["proposed", "proposed_by", "proposed_at"], batch_size=200)
