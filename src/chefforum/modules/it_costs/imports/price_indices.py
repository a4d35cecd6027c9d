"""Price indices come in from a file: our own columns, or a CSV of Statistics Denmark's StatBank (TID and INDHOLD)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse

from chefforum.calc.cells import NoHeads, lines_under_heads
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import tables_of
from chefforum.web import danish

from ..models import PriceIndex
from ..rules.measures import INDEX_COLUMNS, INDEX_HEADS, read_indices
from ..rules.volumes import plain
from ..services.measures import write_indices


def read_price_indices(
    *, actor: Actor, content: bytes, filename: str, options: Mapping[str, Any], at: dt.datetime, progress: Any = None
) -> registry.Preview:
    """What the file would write. Raises UnreadableFile."""
    fingerprint = fingerprint_of_indices(None)
    try:
        found = lines_under_heads(tables_of(content)[0], heads=INDEX_HEADS, needed=("year", "value"))
    except NoHeads:
        heads = ", ".join(INDEX_COLUMNS.values())
        raise registry.UnreadableFile(
            f"Filen har ingen linje med kolonnernes navne. Kolonnerne er: {heads}; fra Statistikbanken TID og INDHOLD."
        ) from None
    read = read_indices(found.lines, usual_name=options.get("name", ""), usual_source=options.get("source", ""))
    problems = [registry.Problem(text, line, registry.Level.ERROR) for line, text in read.problems]
    wanted = {}
    for row in read.rows:
        if (row.name, row.year) in wanted:
            text = f"{row.name} {row.year} står to gange i filen. Den første linje er brugt."
            problems.append(registry.Problem(text, row.line, registry.Level.ERROR))
        else:
            wanted[row.name, row.year] = row
    there = {(one.name, one.year): one for one in PriceIndex.objects.all()}
    changed = [
        row
        for key, row in wanted.items()
        if key not in there or (Decimal(there[key].value), there[key].source) != (row.value, row.source)
    ]
    return registry.Preview(
        summary=(
            danish.counted(len(wanted), "år læst,år læst"),
            f"{len(changed)} skrives, {len(wanted) - len(changed)} står der i forvejen",
        ),
        payload=[[row.name, row.year, str(row.value), row.source] for row in changed],
        fingerprint=fingerprint,
        changes=tuple(
            registry.Change(
                f"{row.name} {row.year}",
                registry.ChangeKind.CHANGED if (row.name, row.year) in there else registry.ChangeKind.ADDED,
                danish.number(plain(there[row.name, row.year].value)) if (row.name, row.year) in there else "",
                danish.number(plain(row.value)),
            )
            for row in changed
        ),
        problems=tuple(sorted(problems, key=lambda one: one.line or 0)),
        nothing_to_do=not changed,
    )


def fingerprint_of_indices(payload: Any) -> str:
    rows = PriceIndex.objects.order_by("name", "year").values_list("name", "year", "value", "source")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def apply_price_indices(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied."""
    rows = [(name, year, Decimal(value), source) for name, year, value, source in payload]
    count = write_indices(actor=actor, rows=rows, at=at)
    words = danish.counted(count, "år er skrevet,år er skrevet")
    return registry.Receipt((f"{words}.",), (registry.Link("Se indeks", reverse("it_costs:yardsticks")),))
