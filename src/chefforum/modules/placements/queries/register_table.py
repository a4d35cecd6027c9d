"""Placements as a table under the heads that the import understands, so that what goes out comes in again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from ..models import Placement
from ..rules.placement_rows import COLUMNS
from ..rules.states import STATE_NAMES
from .outcomes import list_definitions, outcome_numbers
from .register import row_of


def register_table(placements: Iterable[Any], on: dt.date) -> list[tuple[str, ...]]:
    """The heads and a line for each; two queries more than the placements' own."""
    found = list(placements)
    definitions, noted = list_definitions(), outcome_numbers(found)
    lines = [(*COLUMNS.values(), "Arbejdssted", "Tilstand")]
    for placement in found:
        row = row_of(placement, on)
        holds = next((one.id for one in definitions if row.last_day and one.holds_for(row.last_day)), 0)
        outcome = noted.get((placement.pk, holds))
        workplace = placement.workplace
        said = {
            "reference": placement.reference,
            "external_reference": placement.external_reference or "",
            "kind": placement.get_kind_display(),
            "sector": placement.get_sector_display(),
            "unit": placement.unit.code if placement.unit else "",
            "p_number": workplace.p_number if workplace else "",
            "job_type": placement.job_type.name if placement.job_type else "",
            "target_group": placement.get_target_group_display() if placement.target_group else "",
            "starts_on": _day(placement.starts_on),
            "ends_on": _day(placement.ends_on),
            "ended_on": _day(placement.ended_on),
            "end_reason": placement.get_end_reason_display() if placement.end_reason else "",
            "hours": _hours(placement),
            "email": placement.consultant.email if placement.consultant else "",
            "exit_type": outcome.get_exit_type_display() if outcome else "",
            "closed_on": _day(outcome.closed_on) if outcome else "",
            "as_of": _day(outcome.as_of) if outcome else "",
        }
        lines.append((*(said[name] for name in COLUMNS), workplace.name if workplace else "", STATE_NAMES[row.state]))
    return lines


def _day(day: dt.date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def _hours(placement: Placement) -> str:
    return "" if placement.hours is None else f"{placement.hours:f}".removesuffix(".0").replace(".", ",")
