"""What was done is noted: the history of a system or a contract, and who says what a field is. Within the caller's
transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from chefforum.kernel.access.rules import Actor

from ..models import FieldValue, RegisterChange
from ..rules.acts import Act
from ..rules.kinds import Source


def note_change(
    *,
    actor: Actor,
    at: dt.datetime,
    act: Act,
    system_id: UUID | None = None,
    contract_id: UUID | None = None,
    was: Mapping[str, Any] | None = None,
    became: Mapping[str, Any] | None = None,
    source: Source = Source.HAND,
) -> RegisterChange:
    """Not saved yet: `RegisterChange.objects.bulk_create` saves many at once."""
    return RegisterChange(
        system_id=system_id,
        contract_id=contract_id,
        act=act.value,
        was=dict(was or {}),
        became=dict(became or {}),
        source=source.value,
        at=at,
        person_id=actor.person_id,
    )


def changed_texts(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What the fields that differ were and became."""
    names = [name for name in after if before.get(name, "") != after[name]]
    return {name: before.get(name, "") for name in names}, {name: after[name] for name in names}


def note_values(
    *,
    actor: Actor,
    said: Mapping[UUID, Mapping[str, str]],
    source: Source,
    at: dt.datetime,
    is_validated: bool | None = None,
) -> None:
    """Who says what fields are: text by field, by system. What a person writes is validated by being written, and
    settles what a source proposed."""
    validated = source is Source.HAND if is_validated is None else is_validated
    FieldValue.objects.bulk_create(
        (
            FieldValue(
                system_id=system_id,
                field=name,
                source=source.value,
                value=value,
                at=at,
                validated_at=at if validated else None,
                person_id=actor.person_id,
            )
            for system_id, values in said.items()
            for name, value in values.items()
        ),
        update_conflicts=True,
        unique_fields=["system", "field"],
        update_fields=["source", "value", "at", "validated_at", "person", "proposed", "proposed_by", "proposed_at"],
        batch_size=500,
    )


def only(texts: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    return {name: texts[name] for name in names if name in texts}


def save_changes(changes: Iterable[RegisterChange]) -> None:
    RegisterChange.objects.bulk_create(changes, batch_size=500)
