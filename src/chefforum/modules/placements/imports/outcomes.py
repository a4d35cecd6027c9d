"""Outcomes of placements that are here already come in from a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports.registry import Change, ChangeKind, Preview
from chefforum.web import danish

from ..access import WRITE_PLACEMENTS, may_write_placement
from ..queries.outcomes import list_definitions
from ..rules.kinds import EXIT_TYPE_NAMES, ExitType
from ..rules.outcomes import Definition, WrongOutcome
from ..rules.placement_rows import NUMBERS, OUTCOME_COLUMNS, FileRow
from .placements import WrongLine, checked_outcome, outcome_in
from .register_files import REFUSED_FOR_LINES, Standing, json_of, rows_in, told

MUST = "Nummer i fagsystemet, Udfald og Udfald opgjort"


def read_outcomes(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> Preview:
    """What the file would note; a placement that is not there, or not the actor's, is told of by its line.

    A fixed number of queries. Raises UnreadableFile, AccessDenied.
    """
    WRITE_PLACEMENTS.require(actor)
    on = timezone.localdate(at)
    file = rows_in(content, columns=OUTCOME_COLUMNS, needed=("exit_type", "as_of"), must=MUST)
    standing, definitions = Standing(), list_definitions()
    problems: list[tuple[int, str]] = []
    rows, changes, same = [], [], 0
    for row in file.rows:
        try:
            found = _wanted(actor, row, standing, definitions, on)
        except (WrongLine, WrongOutcome) as wrong:
            problems.append((row.line, str(wrong)))
            continue
        if found is None:
            same += 1
            continue
        rows.append(found[0])
        changes.append(found[1])
    ids = [row["id"] for row in rows]
    return Preview(
        summary=(
            f"{danish.counted(len(file.rows), 'linje,linjer')} læst",
            f"{len(rows)} udfald noteres eller ændres, {same} som før",
        ),
        payload={"rows": rows, "numbers": [], "ids": ids},
        fingerprint=standing.fingerprint([], ids),
        changes=tuple(changes),
        problems=told(problems),
        nothing_to_do=not rows,
        refusal=REFUSED_FOR_LINES if problems and options.get("is_strict") else "",
    )


def _wanted(
    actor: Actor, row: FileRow, standing: Standing, definitions: tuple[Definition, ...], on: dt.date
) -> tuple[dict[str, Any], Change] | None:
    """What the line would write and how it is told; None where it is so already. Raises WrongLine, WrongOutcome."""
    if row.problem:
        raise WrongLine(row.problem)
    numbered = [standing.by_number.get((name, row.says.get(name) or "")) for name in NUMBERS]
    theirs = any(one is not None and not may_write_placement(actor, one["unit_id"]) for one in numbered)
    try:
        there = None if theirs else standing.of(row)  # another's is as if it were not here
    except ValueError as wrong:
        raise WrongLine(str(wrong)) from None
    if there is None:
        raise WrongLine("Der er ikke noget forløb med det nummer blandt dem, du registrerer for.")
    if there["cancelled_at"] is not None:
        raise WrongLine("Forløbet er aflyst, så det har intet udfald.")
    said = outcome_in(row)
    if said is None:
        raise WrongLine("Der står ikke noget udfald.")
    was, becomes, definition_id = checked_outcome(
        said,
        placement_id=there["pk"],
        starts_on=there["starts_on"],
        last_day=there["ended_on"] or there["ends_on"],
        standing=standing,
        definitions=definitions,
        on=on,
    )
    if becomes is None:
        return None
    payload = {
        "id": str(UUID(str(there["pk"]))),
        "was": {},
        "becomes": {},
        "outcome": json_of(becomes),
        "outcome_was": json_of(was) if was else None,
        "definition": definition_id,
    }
    kind = ChangeKind.CHANGED if was else ChangeKind.ADDED
    return payload, Change(row.number[1], kind, _words(was) if was else "", _words(becomes))


def _words(outcome: Mapping[str, Any]) -> str:
    closed = f", sagen lukket {outcome['closed_on']:%d-%m-%Y}" if outcome["closed_on"] else ""
    return f"{EXIT_TYPE_NAMES[ExitType(outcome['exit_type'])]}{closed}, data fra {outcome['as_of']:%d-%m-%Y}"
