"""A list of who was at a workshop, or is to be at one, comes in as a file: read, shown, then noted."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from chefforum.calc.cells import NoHeads
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import tables_of
from chefforum.web import danish

from ..queries.roll_out import RollOutRow, RollOutState, roll_out_of, steps_there
from ..queries.units import require_keeper
from ..rules.rhythm import ROLL_OUT_NAMES, RollOut
from ..rules.roll_out_rows import StepRow, read_step_rows
from ..services.roll_out import RollOutRefused, note_workshop

KINDS = registry.ChangeKind
NO_HEADS = "Filen har ingen linje med kolonnernes navne. Den skal have Dato og E-mail, Enhedskode eller Arbejdsplads."


def read_participants(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file would note; lines that fit no workplace with a leader are told, and left out.

    Who has taken a step keeps their day. Raises UnreadableFile, AccessDenied.
    """
    on = timezone.localdate(at)
    require_keeper(actor=actor, on=on)
    fingerprint, state = fingerprint_of_steps(None), roll_out_of(actor=actor, on=on)
    try:
        rows = read_step_rows(tables_of(content)[0])
    except NoHeads:
        raise registry.UnreadableFile(NO_HEADS) from None
    problems: list[registry.Problem] = []
    wanted: dict[tuple[UUID, RollOut], StepRow] = {}
    for row in rows:
        places, problem = ([], row.problem) if row.problem else _fitting(state, row, on)
        if problem:
            problems.append(registry.Problem(problem, row.line, registry.Level.ERROR))
        for place in places:
            wanted[place.place.id, row.kind] = row
    by_id = {one.place.id: one for one in state.rows}
    new = {key: row for key, row in wanted.items() if _is_new(by_id[key[0]], row)}
    changes = [
        registry.Change(
            f"{by_id[unit_id].place.name}: {ROLL_OUT_NAMES[kind].lower()}",
            KINDS.CHANGED if kind is RollOut.WORKSHOP and by_id[unit_id].planned else KINDS.ADDED,
            _words(by_id[unit_id].planned) if kind is RollOut.WORKSHOP else "",
            _words(row.date),
        )
        for (unit_id, kind), row in new.items()
    ]
    return registry.Preview(
        summary=(
            danish.counted(len(rows), "linje læst,linjer læst"),
            f"{len(new)} noteres, {len(wanted) - len(new)} har en dato i forvejen",
        ),
        payload=[
            {"unit": str(unit_id), "kind": kind.value, "date": str(row.date), "note": row.note}
            for (unit_id, kind), row in new.items()
        ],
        fingerprint=fingerprint,
        changes=tuple(changes),
        problems=tuple(problems),
        nothing_to_do=not new,
    )


def _fitting(state: RollOutState, row: StepRow, on: dt.date) -> tuple[list[RollOutRow], str]:
    """The workplaces that the line is of, or why there is none."""
    if row.kind is RollOut.STARTED and row.date is not None and row.date > on:
        return [], "Ingen er i gang på en dag, der ikke er kommet."
    if row.email:
        found = [one for one in state.rows if any(leader.email.lower() == row.email for leader in one.leaders)]
        return found, "" if found else f"Ingen leder af en arbejdsplads har adressen {row.email}."
    if row.code:
        found = [one for one in state.rows if one.place.unit.code == row.code]
    else:
        found = [one for one in state.rows if one.place.name.lower() == row.name.lower()]
    if len(found) > 1:
        return [], f"Flere arbejdspladser hedder {row.name}. Skriv enhedskoden."
    return found, "" if found else f"Ingen arbejdsplads med leder hedder {row.who} eller har den kode."


def _is_new(there: RollOutRow, row: StepRow) -> bool:
    taken = there.workshop if row.kind is RollOut.WORKSHOP else there.started
    return taken is None and not (row.kind is RollOut.WORKSHOP and there.planned == row.date)


def _words(day: dt.date | None) -> str:
    return danish.date(day) if day else ""


def fingerprint_of_steps(payload: Any) -> str:
    return hashlib.sha256(repr(steps_there()).encode()).hexdigest()


def apply_participants(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied."""
    on = timezone.localdate(at)
    groups: dict[tuple[str, str, str], list[UUID]] = defaultdict(list)
    for one in payload:
        groups[one["kind"], one["date"], one["note"]].append(UUID(one["unit"]))
    count = 0
    for (kind, date, note), unit_ids in sorted(groups.items()):
        try:
            count += note_workshop(
                actor=actor,
                unit_ids=unit_ids,
                kind=RollOut(kind),
                date=dt.date.fromisoformat(date),
                note=note,
                at=at,
                on=on,
            )
        except RollOutRefused:
            continue  # their leaders are gone since the preview
    words = danish.counted(count, "arbejdsplads er noteret,arbejdspladser er noteret")
    return registry.Receipt((f"{words}.",), (registry.Link("Se udrulningen", reverse("forecast:roll_outs")),))
