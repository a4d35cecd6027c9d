"""A saved answer of Jobindsats comes in as a file, for who has no token: JSON as it was answered, or a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse

from chefforum.calc.cells import Cell, as_text
from chefforum.connectors.jobindsats import Answer, StrangeAnswer, answer_of, answer_of_table
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import tables_of
from chefforum.web import danish

from ..access import require_coordinator
from ..queries.public_figures import kept_tables, state_of_table
from ..rules.pseudonyms import refused
from ..rules.public_figures import TABLES, order_of_period, period_name
from ..services.public_figures import keep_public_figures, mark_of, rows_of

AREA, PERIOD = ("area", "område"), ("periode", "period")


def read_public_file(
    *,
    actor: Actor,
    content: bytes,
    filename: str,
    options: Mapping[str, Any],
    at: dt.datetime,
    progress: Any = None,
) -> registry.Preview:
    """What the file holds. Raises UnreadableFile with the line, AccessDenied."""
    require_coordinator(actor)
    table = TABLES[options["table"]]
    stands = state_of_table(table.id)
    answer = _answer(content)
    for text in sorted({text for row in answer.rows for text in (row.area, row.group, row.measure)}):
        if words := refused(text):
            raise registry.UnreadableFile(words)
    before = next((one for one in kept_tables(actor=actor) if one.newest.table == table.id), None)
    periods = sorted(answer.periods, key=order_of_period)
    said = (
        f"{danish.counted(len(answer.rows), 'tal,tal')} for {danish.counted(answer.areas, 'område,områder')}, "
        f"{period_name(periods[0])} til {period_name(periods[-1])}"
    )
    missing = sum(row.value is None for row in answer.rows)
    problems = []
    if missing:
        text = f"{missing} tal oplyser kilden ikke. De vises som “mangler”."
        problems.append(registry.Problem(text, level=registry.Level.NOTE))
    if before and before.newest.sha256 == mark_of(rows_of(answer)):
        text = f"Tallene er de samme som dem fra {danish.moment(before.newest.fetched_at)}."
        problems.append(registry.Problem(text, level=registry.Level.NOTE))
    return registry.Preview(
        summary=(f"{table.title} ({table.id})", said),
        payload={
            "table": table.id,
            "rows": [[*row[:4], None if row[4] is None else str(row[4])] for row in rows_of(answer)],
        },
        fingerprint=stands,
        changes=(
            registry.Change(
                f"Tabellen {table.id}",
                registry.ChangeKind.CHANGED if before else registry.ChangeKind.ADDED,
                f"hentet {danish.moment(before.newest.fetched_at)}, og gemmes stadig" if before else "",
                said,
            ),
        ),
        problems=tuple(problems),
    )


def _answer(content: bytes) -> Answer:
    numbers: list[int] = []
    try:
        if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{", b"<"):
            return answer_of(content)
        labels, rows, numbers = _lines(tables_of(content)[0])
        return answer_of_table(labels, rows)
    except StrangeAnswer as refusal:
        line = numbers[refusal.line - 1] if refusal.line and numbers else None
        raise registry.UnreadableFile(str(refusal), line=line) from None


def _lines(table: list[list[Cell]]) -> tuple[list[str], list[list[Any]], list[int]]:
    """The heads, the lines below them that say something, and those lines' numbers in the file."""
    named = ([as_text(cell).casefold() for cell in cells] for cells in table)
    found = (place for place, heads in enumerate(named) if {*heads} & {*AREA} and {*heads} & {*PERIOD})
    place = next(found, None)
    if place is None:
        raise registry.UnreadableFile("Filen har ingen linje med kolonnerne “Område” og “Periode”.")
    heads = [as_text(cell) for cell in table[place]]
    while heads and not heads[-1]:
        heads.pop()
    rows, numbers = [], []
    for number, cells in enumerate(table[place + 1 :], start=place + 2):
        row = [cell if isinstance(cell, int | float) else as_text(cell) for cell in cells]
        while len(row) > len(heads) and row[-1] == "":
            row.pop()
        row += [""] * (len(heads) - len(row))
        if any(cell != "" for cell in row):
            rows.append(row)
            numbers.append(number)
    return heads, rows, numbers


def fingerprint_of_public_file(payload: Any) -> str:
    return state_of_table(payload["table"])


def apply_public_file(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied."""
    rows = [
        (area, period, group, measure, None if value is None else Decimal(value))
        for area, period, group, measure, value in payload["rows"]
    ]
    keep_public_figures(actor=actor, table=payload["table"], rows=rows, at=at)
    link = registry.Link("Se tallene", f"{reverse('placements:public_figures')}?tabel={payload['table']}")
    return registry.Receipt((f"{danish.counted(len(rows), 'tal,tal')} gemt",), (link,))
