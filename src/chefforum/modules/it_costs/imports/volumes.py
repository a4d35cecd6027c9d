"""Numbers and amounts come in from a file: a line is an item of a system in a year, known again by the three."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from chefforum.calc.cells import NoHeads
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import tables_of
from chefforum.web import danish

from ..models import Volume
from ..queries.volumes import stands_of, systems_by_name
from ..rules.kinds import Source
from ..rules.volume_rows import VOLUME_COLUMNS, FileLine, FileLines, TwoStyles, read_lines
from ..rules.volumes import NOT_THERE, Facts, NumberStyle, facts_from_json, write_field
from ..services.volumes import Write, write_volumes

KINDS = registry.ChangeKind
Key = tuple[UUID, str, int]


def read_volumes(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file would write; lines that are wrong, or of a system that is not known, are told and left out. An
    empty cell, and a column that is not there, change nothing. Raises UnreadableFile."""
    fingerprint = fingerprint_of_volumes(None)
    read = _lines(content, options)
    problems = [registry.Problem(text, line, registry.Level.ERROR) for line, text in read.problems]
    problems += [registry.Problem(text) for text in read.doubts]
    problems += [
        registry.Problem(f"Kolonnen “{name[:40]}” bruges ikke.", level=registry.Level.NOTE) for name in read.unknown
    ]
    wanted = _known(read, problems)
    there = stands_of(wanted.keys())
    new = {key: line.onto(there.get(key, Facts())) for key, line in wanted.items()}
    if options.get("is_whole"):
        new |= _not_there(wanted, there)
    changed = {key: facts for key, facts in new.items() if facts != there.get(key, Facts())}
    names = {key: f"{line.system}, {line.item} {key[2]}" for key, line in wanted.items()}
    changes = tuple(
        registry.Change(
            names.get(key) or _named(key, wanted),
            KINDS.CHANGED if key in there else KINDS.ADDED,
            said(there.get(key, Facts())),
            said(facts),
        )
        for key, facts in changed.items()
    )
    return registry.Preview(
        summary=(
            danish.counted(len(wanted), "linje læst,linjer læst"),
            f"{len(changed)} skrives, {len(new) - len(changed)} står der i forvejen",
        ),
        payload=[[str(key[0]), key[1], key[2], facts.as_json()] for key, facts in changed.items()],
        fingerprint=fingerprint,
        changes=changes,
        problems=tuple(sorted(problems, key=lambda one: one.line or 0)),
        nothing_to_do=not changed,
    )


def _lines(content: bytes, options: Mapping[str, Any]) -> FileLines:
    style = NumberStyle(options["numbers"]) if options.get("numbers") else None
    try:
        return read_lines(tables_of(content)[0], style=style)
    except NoHeads:
        heads = ", ".join(VOLUME_COLUMNS.values())
        raise registry.UnreadableFile(
            f"Filen har ingen linje med kolonnernes navne. Kolonnerne er: {heads}. System, Ting og År skal være der."
        ) from None
    except TwoStyles as two:
        raise registry.UnreadableFile(
            f"Tallene er skrevet både på dansk (linje {two.danish}) og engelsk (linje {two.english}). Ret dem, "
            f"eller vælg, "
            "hvordan de er skrevet, når du indlæser filen."
        ) from None


def _known(read: FileLines, problems: list[registry.Problem]) -> dict[Key, FileLine]:
    """The lines of systems that are known, by what they are of."""
    systems = systems_by_name(line.system for line in read.lines)
    wanted: dict[Key, FileLine] = {}
    for line in read.lines:
        ids = systems.get(line.system.casefold(), ())
        if len(ids) != 1:
            text = (
                f"{len(ids)} systemer hedder {line.system}. Giv dem hver sit navn i registret."
                if ids
                else f"Intet system i registret hedder {line.system}. Registrér det først, eller ret navnet."
            )
        elif (ids[0], line.item, line.year) in wanted:
            text = f"{line.system}, {line.item} {line.year} står to gange i filen. Den første linje er brugt."
        else:
            wanted[ids[0], line.item, line.year] = line
            continue
        problems.append(registry.Problem(text, line.line, registry.Level.ERROR))
    return wanted


def _not_there(wanted: Mapping[Key, FileLine], there: Mapping[Key, Facts]) -> dict[Key, Facts]:
    """What the file has for one of its years and not for another was not there in the other; what is written of that
    year already stays."""
    years = {year for _, _, year in wanted}
    pairs: dict[tuple[UUID, str], set[int]] = defaultdict(set)
    for system, item, year in wanted:
        pairs[system, item].add(year)
    return {
        (system, item, year): NOT_THERE
        for (system, item), has in pairs.items()
        for year in sorted(years - has)
        if there.get((system, item, year), Facts()).is_empty
    }


def _named(key: Key, wanted: Mapping[Key, FileLine]) -> str:
    system = next(line.system for (pk, item, _), line in wanted.items() if (pk, item) == key[:2])
    return f"{system}, {key[1]} {key[2]}"


def said(facts: Facts) -> str:
    """The facts in words; "" where nobody says anything."""
    if facts.is_empty:
        return ""
    quantity = write_field("quantity", facts) or danish.MISSING
    amount = write_field("amount_oere", facts)
    unit = f" {facts.measured_in}" if facts.measured_in else ""
    return f"antal {quantity}{unit}, {f'{amount} kr.' if amount else f'beløb {danish.MISSING}'}"


def fingerprint_of_volumes(payload: Any) -> str:
    rows = Volume.objects.order_by("pk").values_list("system", "item", "year", "quantity", "measured_in", "amount_oere")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def apply_volumes(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out; it can be undone from the page. Raises AccessDenied."""
    writes = []
    for system, item, year, said_json in payload:
        facts = facts_from_json(said_json)
        writes += [
            Write(UUID(system), item, year, field, getattr(facts, field))
            for field in ("quantity", "measured_in", "amount_oere")
        ]
    saved = write_volumes(actor=actor, writes=writes, at=at, source=Source.FILE)
    words = danish.counted(saved.count, "tal er skrevet,tal er skrevet")
    links = (
        registry.Link("Se antal og priser", reverse("it_costs:volumes")),
        registry.Link("Se, hvorfor det koster mere", reverse("it_costs:why")),
    )
    return registry.Receipt((f"{words}. Det kan fortrydes på siden Antal og priser.",), links)
