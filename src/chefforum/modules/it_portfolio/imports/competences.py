"""Competences come in from a file: the catalogue, what systems need, and how many in each unit can."""

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
from chefforum.modules.it_costs.queries.law_facts import law_facts
from chefforum.web import danish

from ..access import KEEP
from ..queries.competences import competences_by_code, state_of_competences
from ..rules.competence_rows import COMPETENCE_COLUMNS, CompetenceRow, CompetenceRows, WrongRow, read_competences
from ..rules.competences import LEVEL_NAMES
from ..services.competences import CompetenceLine, write_lines


def read_competence_file(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file would write; wrong lines are told and left out. Raises UnreadableFile, AccessDenied."""
    KEEP.require(actor)
    on = timezone.localdate(at)
    fingerprint = fingerprint_of_competences(None)
    try:
        read = read_competences(tables_of(content)[0])
    except NoHeads as missing:
        raise no_columns(missing, columns=COMPETENCE_COLUMNS, must="kolonnen Kode") from None
    problems = [registry.Problem(text, line, registry.Level.ERROR) for line, text in read.problems]
    problems += [
        registry.Problem(f"Kolonnen “{name[:40]}” bruges ikke.", level=registry.Level.NOTE) for name in read.unknown
    ]
    lines = _known(read, on, problems)
    there = competences_by_code()
    return registry.Preview(
        summary=(
            danish.counted(len(lines), "linje læst,linjer læst"),
            f"{len({row.code.casefold() for row, _ in lines} - set(there))} nye kompetencer",
        ),
        payload=[
            [line.code, line.name, str(line.system_id or ""), str(line.unit_id or ""), line.level, line.persons]
            for _, line in lines
        ],
        fingerprint=fingerprint,
        changes=tuple(_change(row, is_new=row.code.casefold() not in there) for row, _ in lines),
        problems=tuple(sorted(problems, key=lambda one: one.line or 0)),
        nothing_to_do=not lines,
    )


def _change(row: CompetenceRow, *, is_new: bool) -> registry.Change:
    kind = registry.ChangeKind.ADDED if is_new else registry.ChangeKind.CHANGED
    if not (row.system or row.unit):
        return registry.Change(row.code, kind, after=row.name)
    words = f"{row.persons}, {LEVEL_NAMES[row.level].lower()}"
    return registry.Change(f"{row.code}: {row.system or row.unit}", kind, after=words)


def _known(
    read: CompetenceRows, on: dt.date, problems: list[registry.Problem]
) -> list[tuple[CompetenceRow, CompetenceLine]]:
    systems: dict[str, list[UUID]] = defaultdict(list)
    for system in law_facts(on=on, units=None):
        systems[" ".join(system.name.split()).casefold()].append(system.id)
    units = {unit.code: unit.id for unit in tree_on(on).units}
    found: dict[tuple[object, ...], tuple[CompetenceRow, CompetenceLine]] = {}
    for row in read.rows:
        try:
            line = _line(row, systems, units)
            key = (line.code.casefold(), line.system_id, line.unit_id, line.level if line.unit_id else 0)
            if key in found:
                raise WrongRow("Linjen siger det samme som en længere oppe. Den første er brugt.")
            found[key] = (row, line)
        except WrongRow as wrong:
            problems.append(registry.Problem(str(wrong), row.line, registry.Level.ERROR))
    return list(found.values())


def _line(row: CompetenceRow, systems: Mapping[str, list[UUID]], units: Mapping[str, UUID]) -> CompetenceLine:
    ids = systems.get(row.system.casefold(), []) if row.system else []
    if row.system and len(ids) != 1:
        words = f"{len(ids)} systemer hedder" if ids else "Intet system i registret hedder"
        raise WrongRow(f"{words} {row.system[:60]}.")
    if row.unit and row.unit not in units:
        raise WrongRow(f"Ingen enhed har koden {row.unit[:20]}.")
    return CompetenceLine(
        code=row.code,
        name=row.name,
        system_id=ids[0] if ids else None,
        unit_id=units[row.unit] if row.unit else None,
        level=row.level,
        persons=row.persons,
    )


def fingerprint_of_competences(payload: Any) -> str:
    return hashlib.sha256(repr(state_of_competences()).encode()).hexdigest()


def apply_competences(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied."""
    lines = [
        CompetenceLine(code, name, UUID(system) if system else None, UUID(unit) if unit else None, level, persons)
        for code, name, system, unit, level, persons in payload
    ]
    count = write_lines(actor=actor, lines=lines, at=at)
    words = danish.counted(count, "linje er skrevet,linjer er skrevet")
    return registry.Receipt((f"{words}.",), (registry.Link("Se kompetencer", reverse("it_portfolio:competences")),))
