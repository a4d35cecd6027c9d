"""Who a reminder would really reach: those who have not been told the same already today, each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.notifications.queries import told_of

from .assessments import OverviewRow, rows_to_remind
from .roll_out import RollOutRow, roll_out_of
from .units import require_keeper

LEADERS = "leder,ledere"


@dataclass(frozen=True)
class Reminded:
    """How many people are told, and how many of the others have been told already today."""

    told: int
    already: int


def month_reminder(
    *, actor: Actor, period: int, on: dt.date, unit_id: UUID | None = None
) -> tuple[list[OverviewRow], Reminded]:
    """The units whose leaders are reminded of the month, and whom that reaches.

    Raises AccessDenied as rows_to_remind.
    """
    rows = rows_to_remind(actor=actor, period=period, on=on, unit_id=unit_id)
    keys = {month_key(row.place.id, period, on): _leaders(row) for row in rows}
    return rows, _reached(keys, but=actor.person_id)


def roll_out_reminder(*, actor: Actor, on: dt.date) -> tuple[list[RollOutRow], Reminded]:
    """The units that lag in roll-out, and whom a word of it reaches. Raises AccessDenied for others than finance."""
    require_keeper(actor=actor, on=on)
    rows = [row for row in roll_out_of(actor=actor, on=on).rows if row.lags]
    keys = {roll_out_key(row.place.id, on): _leaders(row) for row in rows}
    return rows, _reached(keys, but=actor.person_id)


def month_key(unit_id: UUID, period: int, on: dt.date) -> str:
    """Makes a reminder of the month reach a person once a day for a unit."""
    return f"assess:{unit_id}:{period}:{on}"


def roll_out_key(unit_id: UUID, on: dt.date) -> str:
    return f"roll-out:{unit_id}:{on}"


def _leaders(row: OverviewRow | RollOutRow) -> set[UUID]:
    return {leader.pk for leader in row.leaders}


def _reached(keys: Mapping[str, Iterable[UUID]], *, but: UUID | None) -> Reminded:
    """One query."""
    wanted = {(person_id, key) for key, people in keys.items() for person_id in people if person_id != but}
    told = {person_id for person_id, _ in wanted - told_of(keys=keys)}
    return Reminded(len(told), len({person_id for person_id, _ in wanted} - told))
