"""The dated rules of refunds come in from files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry

from ..queries.rule_rows import refund_rows
from ..queries.units import require_keeper
from ..rules.rule_rows import (
    REFUND_COLUMNS,
    RefundRow,
    holds_after,
    last_day_as_written,
    read_refund_rows,
    share_as_written,
)
from ..services.selections import keep_refund_rows
from .dated import CompleteFile, Told, day_in, number_in, preview_of, read_file, receipt_of, state_of

RefundOptions = partial(
    CompleteFile,
    label="Filen er alle regler",
    help_text="Regler, der ikke er i filen, gælder ikke mere fra i dag.",
)


def read_refund_rules(
    *,
    actor: Actor,
    content: bytes,
    filename: str,
    options: Mapping[str, Any],
    at: dt.datetime,
    progress: Any = None,
) -> registry.Preview:
    """What the file would change. Raises UnreadableFile, AccessDenied."""
    on = timezone.localdate(at)
    require_keeper(actor=actor, on=on)
    stands = refund_rows()
    there = {row.key: row for row in stands}
    must = "Refusionskonti, Udgiftskonti, Andel i procent og Gælder fra"
    found = read_file(content, read_refund_rows, heads=REFUND_COLUMNS.values(), must=must)
    read = {row.key for row in found.rows}
    gone = [key for key, row in there.items() if key not in read and holds_after(row.valid_to, on)]
    return preview_of(
        rows=found.rows,
        problems=found.problems,
        there=there,
        gone=gone if options.get("is_complete") else [],
        told=Told(_where, _says),
        fingerprint=state_of(stands),
    )


def _where(row: RefundRow) -> str:
    return f"{row.refund_accounts} af {row.cost_accounts} fra {row.valid_from:%d-%m-%Y}"


def _says(row: RefundRow) -> str:
    said = [f"{share_as_written(row.share_pct)} %", f"{row.lag_months} måneder efter"]
    ends = [f"til og med {last_day_as_written(row.valid_to)}"] if row.valid_to else []
    return ", ".join([*said, *ends, *([row.source] if row.source else [])])


def fingerprint_of_refund_rules(payload: Any) -> str:
    return state_of(refund_rows())


def apply_refund_rules(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied."""
    rows = [
        RefundRow(
            **one
            | {
                "share_pct": number_in(one["share_pct"]),
                "valid_from": day_in(one["valid_from"]),
                "valid_to": day_in(one["valid_to"]),
            }
        )
        for one in payload["rows"]
    ]
    gone = {tuple(key) for key in payload["gone"]}
    keep_refund_rows(actor=actor, rows=rows, gone=gone, at=at, on=timezone.localdate(at))
    return receipt_of(payload, registry.Link("Se refusionsreglerne", reverse("forecast:refund_rules")))
