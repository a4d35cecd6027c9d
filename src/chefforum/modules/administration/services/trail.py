"""Taking the trail out is itself an event."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.queries import list_events
from chefforum.kernel.audit.services import record
from chefforum.modules.administration.rules.actions import action_name

HEADS = ("Nummer", "Tidspunkt", "Hvem", "Handling", "Hvad", "Type", "Objekt", "Oplysninger", "Hash")
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


@transaction.atomic
def export_trail(*, actor: Actor, filters: dict[str, Any], at: dt.datetime) -> str:
    """The events as CSV for a spreadsheet (semicolon), newest first. Raises AccessDenied."""
    events = list_events(actor=actor, **filters)
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(HEADS)
    count = 0
    for event in events.iterator(chunk_size=2000):
        moment = timezone.localtime(event.at).isoformat(timespec="seconds")
        details = json.dumps(event.data, ensure_ascii=False) if event.data else ""
        texts = (event.person_name, action_name(event.action), event.object_name, event.object_kind, event.object_id)
        writer.writerow([event.number, moment, *map(_harmless, texts), details, event.hash])
        count += 1
    data: dict[str, Any] = {name: str(value) for name, value in filters.items() if value} | {"events": count}
    record(actor=actor, at=at, action="audit.export", object_kind="trail", object_id="", data=data)
    return file.getvalue()


def _harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text
