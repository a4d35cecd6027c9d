"""Public figures come in from a file of Statistics Denmark's StatBank."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import tables_of
from chefforum.web import danish

from ..access import KEEP
from ..queries.public_figures import state_of_public
from ..rules.statbank import (
    MEASURE_NAMES,
    NotStatBank,
    answer_in_place_of_figures,
    read_statbank,
    table_of_jsonstat,
)
from ..services.public_figures import keep_public_figures


def read_public_figures(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file holds. Raises UnreadableFile, AccessDenied."""
    KEEP.require(actor)
    fingerprint = fingerprint_of_public(None)
    name = options["table"]
    try:
        found = read_statbank(_table(content), name=name)
    except NotStatBank as wrong:
        raise registry.UnreadableFile(str(wrong)) from None
    if not found.rows:
        raise registry.UnreadableFile("Filen har ingen tal, der kan bruges.")
    day = timezone.localdate(at)
    years = sorted({row.year for row in found.rows})
    problems = [registry.Problem(text, line, registry.Level.ERROR) for line, text in found.problems]
    if found.missing:
        text = f"{found.missing} tal oplyser kilden ikke. De vises som “mangler”."
        problems.append(registry.Problem(text, level=registry.Level.NOTE))
    areas = len({row.area for row in found.rows})
    return registry.Preview(
        summary=(
            f"{MEASURE_NAMES[found.rows[0].measure]} ({name}, læst som {found.unit})",
            f"{danish.counted(areas, 'kommune,kommuner')}, {years[0]} til {years[-1]}",
        ),
        payload={
            "table": name,
            "fetched_on": day.isoformat(),
            "rows": [[row.measure, row.area, row.year, str(row.value)] for row in found.rows],
        },
        fingerprint=fingerprint,
        changes=(registry.Change(f"{name}, {len(found.rows)} tal", registry.ChangeKind.ADDED),),
        problems=tuple(problems),
    )


def _table(content: bytes) -> Any:
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return tables_of(content)[0]
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise registry.UnreadableFile("Filen er ikke JSON, som kan læses.") from None
    if answer := answer_in_place_of_figures(found):
        raise registry.UnreadableFile(answer)
    return table_of_jsonstat(found)


def fingerprint_of_public(payload: Any) -> str:
    return hashlib.sha256(repr(state_of_public()).encode()).hexdigest()


def apply_public_figures(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied."""
    rows = [(measure, area, year, Decimal(value)) for measure, area, year, value in payload["rows"]]
    day = dt.date.fromisoformat(payload["fetched_on"])
    count = keep_public_figures(actor=actor, table=payload["table"], rows=rows, fetched_on=day, at=at)
    words = f"{danish.counted(count, 'tal er skrevet,tal er skrevet')}."
    return registry.Receipt((words,), (registry.Link("Se offentlige tal", reverse("it_benchmark:public_figures")),))
