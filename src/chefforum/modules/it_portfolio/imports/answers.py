"""Answers to what laws ask come in from a file: read, shown, then kept; undone as they came."""

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
from chefforum.kernel.imports.tables import no_columns, tables_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.rules.kinds import Source
from chefforum.web import danish

from ..access import LOAD_ANSWERS
from ..queries.compliance import Row, answerable, matrix, state_of_answers
from ..rules.answer_rows import ANSWER_COLUMNS, AnswerLine, read_answers
from ..rules.compliance import Said, told
from ..services.compliance import Write, write_answers

KINDS = registry.ChangeKind


def read_answer_file(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file would answer; lines that are wrong, or of systems that the actor does not answer for, are told and
    left out. An empty Svar, and Åben, change nothing. Raises UnreadableFile, AccessDenied."""
    LOAD_ANSWERS.require(actor)
    on = timezone.localdate(at)
    fingerprint = fingerprint_of_answers(None)
    try:
        read = read_answers(tables_of(content)[0], on=on)
    except NoHeads as missing:
        raise no_columns(missing, columns=ANSWER_COLUMNS, must="kolonnerne System, Krav og Svar") from None
    rows = matrix(actor=actor, on=on, tree=tree_on(on))
    problems = [registry.Problem(text, line, registry.Level.ERROR) for line, text in read.problems]
    problems += [
        registry.Problem(f"Kolonnen “{name[:40]}” bruges ikke.", level=registry.Level.NOTE) for name in read.unknown
    ]
    wanted = _known(read.lines, rows, actor, problems)
    changed = [(row, line) for row, line in wanted if not _stands(row.persons.get(line.requirement.code), line.said)]
    return registry.Preview(
        summary=(
            danish.counted(len(wanted), "svar læst,svar læst"),
            f"{len(changed)} skrives, {len(wanted) - len(changed)} står der i forvejen",
            f"{danish.counted(read.skipped, 'linje,linjer')} uden svar ændrer intet",
        ),
        payload=[_as_json(row.system.id, line) for row, line in changed],
        fingerprint=fingerprint,
        changes=tuple(_change(row, line) for row, line in changed),
        problems=tuple(sorted(problems, key=lambda one: one.line or 0)),
        nothing_to_do=not changed,
    )


def _known(
    lines: tuple[AnswerLine, ...], rows: list[Row], actor: Actor, problems: list[registry.Problem]
) -> list[tuple[Row, AnswerLine]]:
    by_name = defaultdict(list)
    for row in rows:
        by_name[" ".join(row.system.name.split()).casefold()].append(row)
    found: dict[tuple[UUID, str], tuple[Row, AnswerLine]] = {}
    for line in lines:
        there = by_name.get(line.system.casefold(), [])
        if len(there) != 1:
            text = (
                f"{len(there)} systemer hedder {line.system[:60]}. Svar på dem hver for sig på siden."
                if there
                else f"Intet system, du svarer for, hedder {line.system[:60]}."
            )
        elif not answerable(actor, there[0]):
            text = f"Du svarer ikke for {line.system[:60]}."
        elif (key := (there[0].system.id, line.requirement.code)) in found:
            text = f"{line.system[:60]}, {line.requirement.title} står to gange i filen. Den første linje er brugt."
        else:
            found[key] = (there[0], line)
            continue
        problems.append(registry.Problem(text, line.line, registry.Level.ERROR))
    return list(found.values())


def _stands(now: Said | None, said: Said) -> bool:
    names = ("status", "choice", "ground", "checked_on", "valid_until")
    return now is not None and all(getattr(now, name) == getattr(said, name) for name in names)


def _change(row: Row, line: AnswerLine) -> registry.Change:
    now = row.persons.get(line.requirement.code)
    return registry.Change(
        f"{row.system.name}: {line.requirement.title}",
        KINDS.CHANGED if now else KINDS.ADDED,
        told(line.requirement, now) if now else "",
        told(line.requirement, line.said),
    )


def _as_json(system_id: UUID, line: AnswerLine) -> list[str]:
    said = line.said
    days = [day.isoformat() if day else "" for day in (said.checked_on, said.valid_until)]
    return [str(system_id), line.requirement.code, said.status, said.choice, said.ground, *days]


def fingerprint_of_answers(payload: Any) -> str:
    return hashlib.sha256(repr(state_of_answers()).encode()).hexdigest()


def apply_answers(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out; it can be undone from the page of requirements. Raises AccessDenied."""
    writes = []
    for system, code, status, choice, ground, *days in payload:
        checked_on, valid_until = (dt.date.fromisoformat(day) if day else None for day in days)
        writes.append(Write(UUID(system), code, Said(status, choice, ground, checked_on, valid_until)))
    saved = write_answers(actor=actor, writes=writes, at=at, source=Source.FILE)
    words = danish.counted(saved.count, "svar er skrevet,svar er skrevet")
    links = (registry.Link("Se lovkrav", reverse("it_portfolio:compliance")),)
    return registry.Receipt((f"{words}. Det kan fortrydes på siden Lovkrav.",), links)
