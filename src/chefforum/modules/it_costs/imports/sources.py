"""What a source said, brought as a file: KITOS' answers saved as JSON, a list of systems from Wired. Seen before it is
written; the raw rows wait in the lake meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from chefforum.connectors import kitos, wired_csv
from chefforum.connectors.asking import StrangeAnswer, json_of
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import tables_of
from chefforum.web import danish

from ..access import require_coordinator
from ..queries.source_imports import rows_against, state_of_source
from ..queries.source_readings import said_in
from ..queries.source_values import codes_of_units
from ..rules.kinds import Source
from ..rules.source_fields import SaidOfSystem
from ..rules.source_rows import COLLECTION_NAMES, CONTRACTS_IN, SYSTEMS_IN, SaidOfContract
from ..services.source_files import Kept, keep_raw
from ..services.source_readings import write_reading

# What only a row of the collection has.
MARKS = {
    "it-system-usages": "systemContext",
    "it-contracts": "agreementPeriod",
    "it-systems": "recommendedArchiveDuty",
    "data-processing-registrations": "oversight",
}
MOST_TOLD = 200


def read_kitos_file(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """Raises UnreadableFile, AccessDenied."""
    require_coordinator(actor)
    try:
        raw = _collections(json_of("filen", content))
        return _preview(Source.KITOS.value, raw, at=at)
    except StrangeAnswer as refusal:
        raise registry.UnreadableFile(str(refusal)) from None


def _collections(value: Any) -> dict[str, Any]:
    """By collection; a list is one of them, told by what its rows have. Raises StrangeAnswer."""
    if isinstance(value, dict) and "uuid" not in value:
        known = {name: rows for name, rows in value.items() if name in {*kitos.COLLECTIONS, "organization-units"}}
        if not known or not all(isinstance(rows, list) for rows in known.values()):
            names = ", ".join(kitos.COLLECTIONS)
            raise StrangeAnswer(f"Filen er ikke svar fra KITOS. Den skal have en eller flere af listerne {names}.")
        return known
    rows = value if isinstance(value, list) else [value]
    for name, mark in MARKS.items():
        if rows and all(isinstance(row, dict) and mark in row for row in rows):
            return {name: rows}
    raise StrangeAnswer(
        "Filen er ikke hele rækker fra KITOS' API version 2 (systemer i anvendelse, katalog, kontrakter)."
    )


def read_wired_file(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """Raises UnreadableFile, AccessDenied."""
    require_coordinator(actor)
    try:
        found = wired_csv.rows_of(tables_of(content)[0])
    except StrangeAnswer as refusal:
        raise registry.UnreadableFile(str(refusal)) from None
    rows = [
        {"id": row.id, "name": row.name, "fields": dict(row.fields), "remarks": list(row.remarks)} for row in found.rows
    ]
    problems = [
        registry.Problem("Linjen er om et system, der står ovenfor. Den første gælder.", line, registry.Level.ERROR)
        for line in found.repeated
    ]
    problems += [registry.Problem(f"{row.name}: {text}", row.line) for row in found.rows for text in row.remarks]
    problems += [
        registry.Problem(f"Kolonnen “{name}” kender vi ikke. Den læses ikke.", level=registry.Level.NOTE)
        for name in found.unknown
    ]
    return _preview(Source.WIRED.value, {"systems": rows}, at=at, problems=problems)


def _preview(
    source: str, raw: Mapping[str, Any], *, at: dt.datetime, problems: Sequence[registry.Problem] = ()
) -> registry.Preview:
    """What would come and go; the raw rows are kept where nothing names them yet. Raises StrangeAnswer."""
    fingerprint = state_of_source(source)
    systems, contracts = said_in(source, raw, codes=codes_of_units(timezone.localdate(at)))
    said = {SYSTEMS_IN[source]: {one.external_id: one.name for one in systems}}
    said[CONTRACTS_IN] = {one.external_id: one.name for one in contracts}
    changes: list[registry.Change] = []
    counts = []
    for collection, names in said.items():
        if collection in raw:
            new, gone = rows_against(source=source, collection=collection, names=names)
            what = COLLECTION_NAMES[collection]
            changes += [registry.Change(what, registry.ChangeKind.ADDED, after=name) for name in new[:MOST_TOLD]]
            changes += [registry.Change(what, registry.ChangeKind.REMOVED, before=name) for name in gone[:MOST_TOLD]]
            counts.append(f"{what}: {len(names)} i filen, {len(new)} nye, {len(gone)} er ikke i filen mere")
    if source == Source.KITOS:
        told: list[SaidOfSystem | SaidOfContract] = [*systems, *contracts]
        problems = [
            *problems, *(registry.Problem(f"{one.name}: {text}") for one in told for text in one.remarks)
        ][:MOST_TOLD]  # fmt: skip
    kept = keep_raw(source=source, raw=raw)
    return registry.Preview(
        summary=(
            *counts,
            "Nye rækker kommer ikke i registret af sig selv: dem vælger du om bagefter. Det, I har valideret, ændres "
            "ikke.",
        ),
        payload={"source": source, "kept": [one.as_json() for one in kept]},
        fingerprint=fingerprint,
        changes=tuple(changes),
        problems=tuple(problems),
    )


def fingerprint_of_file(payload: Any) -> str:
    return state_of_source(payload["source"])


def apply_file(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out; what is gone was seen there. Raises AccessDenied, StrangeAnswer, MissingFile."""
    kept = [Kept(**one) for one in payload["kept"]]
    outcome = write_reading(actor=actor, source=payload["source"], kept=kept, at=at, accepts_loss=True)
    links = [registry.Link("Se kilderne", reverse("it_costs:sources"))]
    if outcome.new:
        new = f"{reverse('it_costs:source_new')}?kilde={payload['source']}"
        links.insert(0, registry.Link("Vælg, hvad der skal i registret", new))
    return registry.Receipt(
        (
            f"{danish.counted(outcome.rows, 'række,rækker')} gemt, som de kom",
            f"{danish.counted(outcome.filled, 'felt,felter')} udfyldt, "
            f"{danish.counted(outcome.proposed, 'forskel,forskelle')} at afgøre",
        ),
        tuple(links),
    )
