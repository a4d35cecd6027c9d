"""Extracts through the house's one way in: read into the lake unseen, shown with every problem by line, then made
known.

`read` writes files that nothing refers to until `apply` makes the extract's row; what is never carried out is swept
away.
"""

from __future__ import annotations

import datetime as dt
import functools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.jobs.registry import JobFailed, Progress
from chefforum.web import danish

from .lake.manifest import Manifest, read_manifest
from .lake.sources.batches import UnreadableSource
from .queries import extracts as queries
from .queries.closing import closed_through
from .queries.rejects import rejected_lines
from .queries.telling import closed_sentences, control_sentences, sentences
from .rules.control import Control
from .rules.words import TABLE_NAMES, Table
from .services import loading

MOST_TOLD = 100  # lines that the page shows; all of them can be downloaded


def read_extract(
    *,
    actor: Actor,
    content: bytes,
    filename: str,
    options: dict[str, Any],
    at: dt.datetime,
    progress: Progress | None = None,
) -> registry.Preview:
    """The file as it was understood. Raises UnreadableFile, AccessDenied."""
    mapping, choices = queries.get_mapping(options["mapping"]), choices_of(options)
    state = queries.state_of(mapping.table)
    with tempfile.NamedTemporaryFile(prefix="extract-") as file:
        file.write(content)
        file.flush()
        try:
            manifest = loading.stage_file(
                actor=actor,
                at=at,
                path=Path(file.name),
                file_name=filename,
                mapping=mapping,
                choices=choices,
                progress=reported(progress),
            )
        except UnreadableSource as refusal:
            raise registry.UnreadableFile(refusal.message, refusal.line) from None
        except loading.LoadedMeanwhile as same:
            told = (str(same),)
            return registry.Preview(
                summary=told, payload={"table": mapping.table}, fingerprint=state, nothing_to_do=True
            )
    return registry.Preview(
        summary=(
            *sentences(manifest),
            *control_sentences(manifest),
            *closed_sentences(manifest, closed_through=closed_through()),
        ),
        payload={
            "extract": manifest.extract_id,
            "table": manifest.table,
            "options": options,
            "rejected": manifest.lines_rejected,
        },
        fingerprint=state,
        problems=problems_of(manifest),
        refusal=_refusal(manifest, choices),
    )


def _refusal(manifest: Manifest, choices: loading.Choices) -> str:
    """Why nothing of the file is loaded, by what the person chose; "" where it can be."""
    if not manifest.lines_loaded:
        return "Ingen af filens linjer kan indlæses."
    if choices.keep_good:
        return ""
    if manifest.lines_rejected:
        return "Hele filen er afvist, som du valgte: der er fejl i den."
    return "Hele filen er afvist: den er en anden, end systemet siger." if manifest.differs_from_control else ""


def reported(progress: Progress | None) -> Callable[[float, str], None]:
    """How far the reading is, in thousandths."""

    def report(share: float, words: str) -> None:
        if progress is not None:
            progress.report(int(share * 1000), 1000, words)

    return report


def choices_of(options: dict[str, Any]) -> loading.Choices:
    return loading.Choices(
        keep_good=bool(options.get("keep_good")),
        creates_accounts=bool(options.get("creates_accounts", True)),
        replaces=UUID(options["replaces"]) if options.get("replaces") else None,
        control=Control(options.get("control_lines"), options.get("control_amount")),
    )


def problems_of(manifest: Manifest) -> tuple[registry.Problem, ...]:
    """What is to be said of the file, how often each thing is wrong, and the first lines with what is wrong on each."""
    differences = control_sentences(manifest) if manifest.differs_from_control else ()
    told = [registry.Problem(text=sentence) for sentence in (*differences, *manifest.findings)]
    if not manifest.lines_rejected:
        return tuple(told)
    told += [
        registry.Problem(text=f"{danish.counted(many, 'linje,linjer')}: {reason}", level=registry.Level.NOTE)
        for reason, many in sorted(manifest.reasons.items(), key=lambda item: -item[1])
    ]
    told += [
        registry.Problem(text=f"{row.reason} Der står: {row.raw[:120]}", line=row.line, level=registry.Level.ERROR)
        for row in rejected_lines(manifest=manifest).rows[:MOST_TOLD]
    ]
    if (more := manifest.lines_rejected - MOST_TOLD) > 0:
        told.append(registry.Problem(text=f"… og {danish.counted(more, 'linje,linjer')} mere. Hent dem alle ovenfor."))
    return tuple(told)


def fingerprint_of_extract(payload: Any) -> str:
    """What is loaded of the table: duplicates were looked for in that."""
    return queries.state_of(payload["table"])


def apply_extract(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Makes the extract known. Raises AccessDenied, JobFailed."""
    try:
        extract = loading.load_extract(
            actor=actor, at=at, extract_id=payload["extract"], choices=choices_of(payload["options"])
        )
    except loading.NOT_LOADED as refusal:
        raise JobFailed(str(refusal)) from refusal
    link = registry.Link("Se udtrækket", reverse("ledger:extract", args=[extract.pk]))
    return registry.Receipt(summary=sentences(read_manifest(str(extract.pk))), links=(link,))


def kind_of(table: Table) -> str:
    """The name of the table's kind of import."""
    return f"ledger.{table.value}"


HELP = {
    Table.POSTINGS: "Bogførte posteringer fra økonomisystemet.",
    Table.BUDGETS: "Budget fra økonomisystemet: oprindeligt, tillægsbevillinger og omplaceringer.",
    Table.POSITIONS: "Stillinger fra lønsystemet, uden CPR.",
    Table.ABSENCES: "Fravær fra lønsystemet, uden CPR.",
}


def import_kinds(*, accepts: tuple[str, ...], rule: Any, options_form: Any) -> list[registry.ImportKind]:
    """One kind for each table."""
    return [
        registry.ImportKind(
            name=kind_of(table),
            title=TABLE_NAMES[table],
            help=f"{HELP[table]} Er kolonnerne ikke koblet endnu, så begynd under Regnskab, Udtræk.",
            accepts=accepts,
            rule=rule,
            read=read_extract,
            fingerprint=fingerprint_of_extract,
            apply=apply_extract,
            options_form=functools.partial(options_form, table=table),
            preview_template="ledger/_preview.html",
            problems_template="ledger/_rejects.html",
        )
        for table in Table
    ]
