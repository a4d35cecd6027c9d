"""Selections and their dated rules come in from files."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry

from ..queries.rule_rows import selection_rows, units_by_code
from ..queries.units import require_keeper
from ..rules.rows import ReadRows, RowProblem
from ..rules.rule_rows import (
    IN,
    OUT,
    SELECTION_COLUMNS,
    SelectionRow,
    holds_after,
    last_day_as_written,
    read_selection_rows,
)
from ..rules.selections import PATTERNED, SELECTION_NAMES, SelectionKind
from ..services.selections import keep_selection_rows
from .dated import CompleteFile, Told, day_in, preview_of, read_file, receipt_of, state_of

SelectionOptions = partial(
    CompleteFile,
    label="Filen er alle regler",
    help_text="Regler, der ikke er i filen, gælder ikke mere fra i dag. Det, der ligger før i dag, ændres ikke.",
)


def read_selections(
    *,
    actor: Actor,
    content: bytes,
    filename: str,
    options: Mapping[str, Any],
    at: dt.datetime,
    progress: Any = None,
) -> registry.Preview:
    """What the file would change. Raises UnreadableFile, AccessDenied."""
    on = timezone.localdate(at)
    require_keeper(actor=actor, on=on)
    stands = selection_rows()
    there = {row.key: row for row in stands}
    found = read_file(content, read_selection_rows, heads=SELECTION_COLUMNS.values(), must="Kode og Gælder fra")
    rows, problems = _whole(found, stands)
    read = {row.key for row in rows}
    gone = [key for key, row in there.items() if key not in read and row.valid_from and holds_after(row.valid_to, on)]
    return preview_of(
        rows=rows,
        problems=(*found.problems, *problems),
        there=there,
        gone=gone if options.get("is_complete") else [],
        told=Told(_where, _says),
        fingerprint=state_of(stands),
    )


def _whole(found: ReadRows[SelectionRow], stands: list[SelectionRow]) -> tuple[list[SelectionRow], list[RowProblem]]:
    """The rows with the name and kind of their selection, from the file where it says, else as it stands."""
    known = {row.code: row for row in stands}
    units = units_by_code({row.unit for row in found.rows if row.unit})
    named: dict[str, SelectionRow] = {}
    rows, problems = [], []
    for row in found.rows:
        before = named.get(row.code) or known.get(row.code)
        name, kind = row.name or (before.name if before else ""), row.kind or (before.kind if before else "")
        above = named.get(row.code)
        text = ""
        if not name or not kind:
            text = f"Udsnittet “{row.code}” findes ikke. Skriv dets navn i “Udsnit” og dets slags i “Slags”."
        elif above is not None and (above.name, above.kind) != (name, kind):
            text = f"Udsnittet “{row.code}” har et andet navn eller en anden slags længere oppe i filen."
        elif row.unit and row.unit not in units:
            text = f"Enheden “{row.unit[:40]}” findes ikke. Skriv enhedens kode."
        if text:
            problems.append(RowProblem(found.line_of[row.key], text))
            continue
        whole = dataclasses.replace(row, name=name, kind=kind)
        named.setdefault(row.code, whole)
        stood = known.get(row.code)
        if row.valid_from or stood is None or (stood.name, stood.kind) != (name, kind):
            rows.append(whole)  # a selection without a rule, that is there already, says nothing new
    return rows, problems


def _where(row: SelectionRow) -> str:
    if row.valid_from is None:
        return f"{row.name} ({row.code})"
    return f"{row.name}, regel {row.order} fra {row.valid_from:%d-%m-%Y}"


def _says(row: SelectionRow) -> str:
    whose = f"{row.name} ({SELECTION_NAMES[SelectionKind(row.kind)].lower()})"
    if row.valid_from is None:
        return f"{whose}: ingen regler"
    said = [
        f"{SELECTION_COLUMNS[part].lower()} {pattern}"
        for part, pattern in zip(PATTERNED, row.patterns, strict=True)
        if pattern
    ]
    said = [IN if row.takes_in else OUT, *([f"enhed {row.unit}"] if row.unit else []), *said]
    ends = [f"til og med {last_day_as_written(row.valid_to)}"] if row.valid_to else []
    return f"{whose}: {', '.join([*said, *ends, *([row.source] if row.source else [])])}"


def fingerprint_of_selections(payload: Any) -> str:
    return state_of(selection_rows())


def apply_selections(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied."""
    rows = [
        SelectionRow(
            **one
            | {
                "valid_from": day_in(one["valid_from"]),
                "valid_to": day_in(one["valid_to"]),
                "patterns": tuple(one["patterns"]),
            }
        )
        for one in payload["rows"]
    ]
    gone = {tuple(key) for key in payload["gone"]}
    keep_selection_rows(actor=actor, rows=rows, gone=gone, at=at, on=timezone.localdate(at))
    return receipt_of(payload, registry.Link("Se udsnittene", reverse("forecast:selections")))
