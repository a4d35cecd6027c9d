"""Workplaces come in from a file by P-number: read, shown, then kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from chefforum.calc.cells import NoHeads
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import no_columns, tables_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish

from ..access import require_coordinator
from ..models import Workplace
from ..queries.workplaces import every_workplace
from ..rules.stays import DAY
from ..rules.workplaces import WORKPLACE_COLUMNS, WorkplaceLine, day_as_written, read_workplaces
from ..services.workplaces import keep_workplace_rows

KINDS = registry.ChangeKind


def read_workplace_file(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file would make and change. A P-number that is open is put right; one that has closed can open anew
    after. Raises UnreadableFile, AccessDenied for others than the coordinator."""
    require_coordinator(actor)
    on = timezone.localdate(at)
    fingerprint = fingerprint_of_workplaces(None)
    try:
        read = read_workplaces(tables_of(content)[0])
    except NoHeads as missing:
        raise no_columns(missing, columns=WORKPLACE_COLUMNS, must="P-nummer, Enhedskode og Navn") from None
    problems = [registry.Problem(text, line, registry.Level.ERROR) for line, text in read.problems]
    units = {unit.code: unit.id for unit in tree_on(on).units}
    codes = {unit_id: code for code, unit_id in units.items()}
    there, seen = every_workplace(), set[str]()
    rows, changes = [], []
    for line in read.lines:
        row, before, text = _row(line, units, there.get(line.p_number, ()), on)
        if line.p_number in seen:
            text = "P-nummeret står to gange i filen. Den første er brugt."
        if text:
            problems.append(registry.Problem(text, line.line, registry.Level.ERROR))
            continue
        seen.add(line.p_number)
        said, stood = _says(row, codes), _says(_as_row(before), codes) if before else ""
        if said == stood:
            continue
        rows.append(row)
        kind = KINDS.CHANGED if before else KINDS.ADDED
        changes.append(registry.Change(f"{line.name} ({line.p_number})", kind, stood, said))
    if read.unknown:
        text = f"Kolonnen “{read.unknown[0][:40]}” bruges ikke."
        problems.append(registry.Problem(text, level=registry.Level.NOTE))
    return registry.Preview(
        summary=(
            danish.counted(len(read.lines), "linje læst,linjer læst"),
            danish.counted(len(rows), "ny eller ændret,nye eller ændrede"),
        ),
        payload=rows,
        fingerprint=fingerprint,
        changes=tuple(changes),
        problems=tuple(sorted(problems, key=lambda one: one.line or 0)),
        nothing_to_do=not rows,
    )


def _row(
    line: WorkplaceLine, units: Mapping[str, UUID], there: Sequence[Workplace], on: dt.date
) -> tuple[dict[str, Any], Workplace | None, str]:
    """The row to keep, the workplace that it changes, and what is wrong with it."""
    newest = there[-1] if there else None
    closed = newest is not None and newest.valid_to is not None
    opens_anew = closed and line.valid_from is not None and newest is not None and line.valid_from >= newest.valid_to  # type: ignore[operator]
    before = None if newest is None or opens_anew else newest
    first = line.valid_from or (before.valid_from if before else on)
    row = {
        "workplace": str(before.pk) if before else None,
        "unit": str(units[line.code]) if line.code in units else "",
        "p_number": line.p_number,
        "name": line.name,
        "valid_from": str(first),
        "last_day": str(line.last_day) if line.last_day else None,
    }
    if line.code not in units:
        return row, before, f"Ingen enhed har koden {line.code[:40]} i dag."
    if line.last_day is not None and line.last_day < first:
        return row, before, "“Til og med” er før den dag, arbejdsstedet gælder fra."
    older = there[:-1] if before else there
    if any(one.valid_to is None or first < one.valid_to for one in older):
        return row, before, "P-nummeret bruges i forvejen af et andet arbejdssted i den tid."
    return row, before, ""


def _as_row(workplace: Workplace) -> dict[str, Any]:
    return {
        "unit": str(workplace.unit_id),
        "name": workplace.name,
        "valid_from": str(workplace.valid_from),
        "last_day": str(workplace.valid_to - DAY) if workplace.valid_to else None,
    }


def _says(row: Mapping[str, Any], codes: Mapping[UUID, str]) -> str:
    code = codes.get(UUID(row["unit"]), "en enhed, der ikke er mere")
    first = day_as_written(dt.date.fromisoformat(row["valid_from"]))
    last = f" til og med {day_as_written(dt.date.fromisoformat(row['last_day']))}" if row["last_day"] else ""
    return f"{row['name']}, enhed {code}, fra {first}{last}"


def fingerprint_of_workplaces(payload: Any) -> str:
    rows = Workplace.objects.order_by("pk").values_list("pk", "unit", "p_number", "name", "valid_from", "valid_to")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def apply_workplaces(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied."""
    count = keep_workplace_rows(actor=actor, rows=payload, at=at)
    words = danish.counted(count, "arbejdssted er gemt,arbejdssteder er gemt")
    return registry.Receipt((f"{words}.",), (registry.Link("Se arbejdsstederne", reverse("placements:workplaces")),))
