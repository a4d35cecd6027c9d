"""The import of the organisation: a file to rows, rows to a preview, and the preview carried out."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import tables_of

from .queries.state import fingerprint_of_state
from .rules.organisation_changes import Change, ChangeKind
from .rules.organisation_rows import Leader, Problem, UnitRow, read_rows
from .services.organisation import import_organisation, plan_import

CHANGE_KINDS = {
    ChangeKind.ADDED: registry.ChangeKind.ADDED,
    ChangeKind.CHANGED: registry.ChangeKind.CHANGED,
    ChangeKind.CLOSED: registry.ChangeKind.REMOVED,
}


def read_organisation_file(content: bytes) -> tuple[tuple[UnitRow, ...], tuple[Problem, ...]]:
    """The units of a CSV or XLSX file and every problem in it.

    CSV: UTF-8, UTF-16 with mark, or Windows-1252; parted by semicolon, comma or tab. XLSX: the first sheet that has
    the heads. Raises UnreadableFile where it is neither.
    """
    read = [read_rows(sheet) for sheet in tables_of(content)]
    return next((one for one in read if one[0]), read[0])


def read_units(
    *,
    actor: Actor,
    content: bytes,
    filename: str,
    options: Mapping[str, Any],
    at: dt.datetime,
    progress: Any = None,
) -> registry.Preview:
    """What carrying the file out would change. With an error on any line there is nothing to carry out.

    `options`: "on" (ISO date of the extract) and "is_complete". Raises UnreadableFile, AccessDenied.
    """
    on, is_complete = dt.date.fromisoformat(options["on"]), bool(options["is_complete"])
    fingerprint = fingerprint_of_state()
    rows, problems = read_organisation_file(content)
    plan = plan_import(actor=actor, rows=rows, on=on, is_complete=is_complete)
    problems = tuple(sorted((*problems, *plan.problems), key=lambda problem: problem.line or 0))
    errors = sum(problem.is_error for problem in problems)
    return registry.Preview(
        summary=_refusal(errors) if errors else _summary(plan.changes, rows, on),
        payload={"on": on.isoformat(), "is_complete": is_complete, "rows": [row_to_json(row) for row in rows]},
        fingerprint=fingerprint,
        changes=() if errors else tuple(_told(change) for change in plan.changes),
        problems=tuple(_problem(problem) for problem in problems),
        nothing_to_do=bool(errors) or plan.before == plan.after,
    )


def _refusal(errors: int) -> tuple[str, ...]:
    many = "1 fejl" if errors == 1 else f"{errors} fejl"
    return (f"Filen kan ikke indlæses: {many} skal rettes først.", "Organisationen er ikke ændret.")


def _summary(changes: Sequence[Change], rows: Sequence[UnitRow], on: dt.date) -> tuple[str, ...]:
    counted = {kind: sum(change.kind is kind for change in changes) for kind in ChangeKind}
    return (
        f"{len(rows)} enheder pr. {on:%d-%m-%Y}",
        f"{counted[ChangeKind.ADDED]} nye, {counted[ChangeKind.CHANGED]} ændrede, {counted[ChangeKind.CLOSED]} lukkede",
    )


def _told(change: Change) -> registry.Change:
    return registry.Change(
        where=f"{change.name} ({change.code}), fra {change.begins:%d-%m-%Y}",
        kind=CHANGE_KINDS[change.kind],
        before="\n".join(f"{fact.label}: {fact.before or '–'}" for fact in change.facts)
        if change.kind is ChangeKind.CHANGED
        else "",
        after="\n".join(f"{fact.label}: {fact.after or '–'}" for fact in change.facts),
    )


def _problem(problem: Problem) -> registry.Problem:
    level = registry.Level.ERROR if problem.is_error else registry.Level.WARNING
    return registry.Problem(text=problem.text, line=problem.line, level=level)


def fingerprint_of_units(payload: Any) -> str:
    """The organisation as it stands: an import is worked out against all of it."""
    return fingerprint_of_state()


def apply_units(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied, ExtractHasErrors."""
    rows = [row_from_json(value) for value in payload["rows"]]
    on = dt.date.fromisoformat(payload["on"])
    changed = import_organisation(actor=actor, rows=rows, on=on, is_complete=payload["is_complete"], at=at)
    link = registry.Link("Se organisationen", f"/organisation/?dato={on.isoformat()}")
    return registry.Receipt(summary=_summary(changed, rows, on), links=(link,))


_DATES = ("valid_from", "valid_to", "counted_on")


def row_to_json(row: UnitRow) -> dict[str, Any]:
    """The row as JSON values; `row_from_json` gives the same row back."""
    values = dataclasses.asdict(row)
    values |= {name: values[name].isoformat() for name in _DATES if values[name]}
    values["fte"] = str(row.fte) if row.fte is not None else None
    values["cost_centres"] = list(row.cost_centres) if row.cost_centres is not None else None
    return values


def row_from_json(values: Mapping[str, Any]) -> UnitRow:
    """The row that `row_to_json` wrote."""
    read = dict(values)
    read |= {name: dt.date.fromisoformat(read[name]) for name in _DATES if read[name]}
    read["fte"] = Decimal(read["fte"]) if read["fte"] is not None else None
    read["cost_centres"] = tuple(read["cost_centres"]) if read["cost_centres"] is not None else None
    read["leader"] = Leader(**read["leader"]) if read["leader"] else None
    return UnitRow(**read)
