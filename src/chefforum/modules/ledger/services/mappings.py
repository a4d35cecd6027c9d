"""Source systems and how their files are understood."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_keeper
from ..lake.mapping import WITH_DAYS, EndDay, Mapping, Writing
from ..models import ColumnMapping, SourceSystem
from ..rules.words import Table


class IncompleteMapping(ValueError):
    """Columns that a file cannot be read without are not mapped."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"Vælg også kolonner til: {', '.join(missing)}.")


@transaction.atomic
def save_mapping(
    *, actor: Actor, at: dt.datetime, source_system: str, table: Table, columns: dict[str, str], writing: Writing
) -> ColumnMapping:
    """The mapping as a new version; the one that stands where nothing differs. A source system that is new is made.

    Raises AccessDenied, IncompleteMapping.
    """
    require_keeper(actor)
    columns = {name: head for name, head in columns.items() if head}
    if table not in WITH_DAYS:  # it means nothing there, and must not make a new version of an older mapping
        writing = dataclasses.replace(writing, end_day=EndDay.AFTER)
    if missing := Mapping(table, columns, writing).missing():
        raise IncompleteMapping(missing)
    system, _ = SourceSystem.objects.get_or_create(name=source_system.strip())
    SourceSystem.objects.select_for_update().get(pk=system.pk)  # versions come one after the other
    latest = ColumnMapping.objects.filter(source_system=system, table=table.value).order_by("-version").first()
    if latest is not None and latest.columns == columns and Writing.from_json(latest.writing) == writing:
        return latest
    saved = ColumnMapping.objects.create(
        source_system=system,
        table=table.value,
        version=latest.version + 1 if latest else 1,
        columns=columns,
        writing=writing.to_json(),
        created_by_id=actor.person_id,
        created_at=at,
    )
    data: dict[str, Any] = {"table": table.value, "version": saved.version, "columns": columns}
    record(
        actor=actor,
        at=at,
        action="ledger.map_columns",
        object_kind="column_mapping",
        object_id=saved.pk,
        object_name=str(system),
        data=data,
    )
    return saved
