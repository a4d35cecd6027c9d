"""The dated tables of pay come in from files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry

from ..queries.pay_tables import fingerprint_of_tables, pay_rows
from ..queries.units import require_keeper
from ..rules.entries import written
from ..rules.pay_rows import PAY_COLUMNS, PAY_KIND_NAMES, RULE_NAMES, PayKind, PayRow, PayRule, read_pay_rows
from ..services.pay_tables import keep_pay_rows
from .dated import CompleteFile, Told, day_in, number_in, preview_of, read_file, receipt_of

PayTableOptions = partial(CompleteFile, label="Filen er alle satser", help_text="Rækker, der ikke er i filen, fjernes.")


def read_pay_tables(
    *,
    actor: Actor,
    content: bytes,
    filename: str,
    options: Mapping[str, Any],
    at: dt.datetime,
    progress: Any = None,
) -> registry.Preview:
    """What the file would change in the tables. Raises UnreadableFile, AccessDenied."""
    require_keeper(actor=actor, on=timezone.localdate(at))
    fingerprint, there = fingerprint_of_tables(), pay_rows()
    found = read_file(content, read_pay_rows, heads=PAY_COLUMNS.values(), must="Tabel og Gælder fra")
    read = {row.key for row in found.rows}
    return preview_of(
        rows=found.rows,
        problems=found.problems,
        there=there,
        gone=[key for key in there if key not in read] if options.get("is_complete") else [],
        told=Told(_where, _says),
        fingerprint=fingerprint,
    )


def _where(row: PayRow) -> str:
    named = " ".join(part for part in (PAY_KIND_NAMES[row.kind], row.group, row.step) if part)
    return f"{named} fra {row.valid_from:%d-%m-%Y}"


def _says(row: PayRow) -> str:
    said = [
        f"{written(Decimal(row.amount_oere) / 100)} kr." if row.amount_oere is not None else "",
        f"{str(row.pct).replace('.', ',')} %" if row.pct is not None else "",
        f"{row.days} dage" if row.days is not None else "",
        RULE_NAMES[PayRule(row.rule)].lower() if row.rule else "",
        f"konto {row.account}" if row.account else "",
    ]
    return ", ".join(one for one in said if one)


def fingerprint_of_pay_tables(payload: Any) -> str:
    return fingerprint_of_tables()


def apply_pay_tables(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied."""
    rows = [
        PayRow(
            **one
            | {"kind": PayKind(one["kind"]), "valid_from": day_in(one["valid_from"]), "pct": number_in(one["pct"])}
        )
        for one in payload["rows"]
    ]
    gone = [(kind, group, step, day) for kind, group, step, day in payload["gone"]]
    keep_pay_rows(actor=actor, rows=rows, gone=gone, at=at, on=timezone.localdate(at))
    return receipt_of(payload, registry.Link("Se lønsatserne", reverse("forecast:pay_tables")))
