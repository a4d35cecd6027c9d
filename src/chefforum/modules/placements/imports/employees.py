"""Counts of employees come in from a file by P-number: read, shown, then kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from chefforum.calc.cells import NoHeads
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import no_columns, tables_of
from chefforum.web import danish

from ..models import EmployeeCount, Workplace
from ..queries.workplaces import counts_there, workplaces_by_number
from ..rules.workplaces import EMPLOYEE_COLUMNS, EmployeeLine, number_as_written, read_employees
from ..services.workplaces import keep_count_rows

KINDS = registry.ChangeKind


def read_employee_file(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file would note; lines that are wrong, or of a workplace that is not the actor's, are told and left
    out. Raises UnreadableFile, AccessDenied."""
    fingerprint = fingerprint_of_employees(None)
    try:
        read = read_employees(tables_of(content)[0], on=timezone.localdate(at))
    except NoHeads as missing:
        *must, last = tuple(EMPLOYEE_COLUMNS.values())[:-1]
        raise no_columns(missing, columns=EMPLOYEE_COLUMNS, must=f"{', '.join(must)} og {last}") from None
    problems = [registry.Problem(text, line, registry.Level.ERROR) for line, text in read.problems]
    by_number = workplaces_by_number(actor=actor, p_numbers={line.p_number for line in read.lines})
    wanted: dict[tuple[UUID, dt.date], tuple[EmployeeLine, Workplace]] = {}
    for line in read.lines:
        workplace = next(iter(by_number.get(line.p_number, ())), None)
        if workplace is None:
            text = f"Intet arbejdssted, du passer, har P-nummer {line.p_number}."
        elif (workplace.pk, line.on_date) in wanted:
            text = "P-nummeret og dagen står to gange i filen. Den første er brugt."
        else:
            wanted[workplace.pk, line.on_date] = (line, workplace)
            continue
        problems.append(registry.Problem(text, line.line, registry.Level.ERROR))
    there = counts_there(workplace_ids={pk for pk, _ in wanted})
    changed = [key for key, (line, _) in wanted.items() if _says(there.get(key)) != _says(line)]
    if read.unknown:
        text = f"Kolonnen “{read.unknown[0][:40]}” bruges ikke."
        problems.append(registry.Problem(text, level=registry.Level.NOTE))
    return registry.Preview(
        summary=(
            danish.counted(len(wanted), "linje læst,linjer læst"),
            f"{len(changed)} gemmes, {len(wanted) - len(changed)} er der i forvejen",
        ),
        payload=[_row(key, wanted[key][0]) for key in changed],
        fingerprint=fingerprint,
        changes=tuple(
            registry.Change(
                f"{wanted[key][1].name}, {danish.date(key[1])}",
                KINDS.CHANGED if key in there else KINDS.ADDED,
                _says(there.get(key)),
                _says(wanted[key][0]),
            )
            for key in changed
        ),
        problems=tuple(sorted(problems, key=lambda one: one.line or 0)),
        nothing_to_do=not changed,
    )


def _says(count: EmployeeCount | EmployeeLine | None) -> str:
    if count is None:
        return ""
    fte = danish.MISSING if count.fte is None else number_as_written(Decimal(count.fte))
    return f"{danish.counted(count.heads, 'person,personer')}, årsværk: {fte}"


def _row(key: tuple[UUID, dt.date], line: EmployeeLine) -> dict[str, Any]:
    return {
        "workplace": str(key[0]),
        "on_date": str(key[1]),
        "heads": line.heads,
        "fte": None if line.fte is None else str(line.fte),
    }


def fingerprint_of_employees(payload: Any) -> str:
    rows = EmployeeCount.objects.order_by("workplace", "on_date").values_list("workplace", "on_date", "heads", "fte")
    units = Workplace.objects.order_by("pk").values_list("pk", "unit", "p_number", "valid_to")
    return hashlib.sha256(repr((list(rows), list(units))).encode()).hexdigest()


def apply_employees(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied."""
    count = keep_count_rows(actor=actor, rows=payload, at=at)
    words = danish.counted(count, "optælling er gemt,optællinger er gemt")
    return registry.Receipt((f"{words}.",), (registry.Link("Se arbejdsstederne", reverse("placements:workplaces")),))
