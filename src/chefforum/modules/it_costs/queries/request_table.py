"""The list of requests as a table for a file: texts, numbers and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ..rules.request_states import SHOWN_NAMES, shown

HEADS = (
    "Hvad",
    "Type",
    "Enhed",
    "Søger",
    "Tilstand",
    "I alt, kr.",
    "Afgøres af",
    "Indsendt",
    "Udløber",
    "Ændret",
)


def requests_table(rows: Iterable[Any], *, on: dt.date) -> list[list[Any]]:
    """Of rows with their sums and last day (`list_requests`); what is not known is an empty cell."""
    return [list(HEADS), *(_row(one, on) for one in rows)]


def _row(one: Any, on: dt.date) -> list[Any]:
    state = shown(state=one.state, expires_on=one.expires_on, on=on)
    return [
        one.title,
        one.get_kind_display(),
        one.unit_name or "",
        one.author.name,
        SHOWN_NAMES[state],
        "" if one.total_oere is None else Decimal(one.total_oere) / 100,
        one.get_level_display() if one.level is not None else "",
        timezone.localdate(one.submitted_at) if one.submitted_at else "",
        one.expires_on or "",
        timezone.localdate(one.changed_at),
    ]
