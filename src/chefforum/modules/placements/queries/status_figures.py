"""Single numbers of the status, for texts: each as published, for a text is read by others than whoever wrote it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from chefforum.kernel.access.rules import Actor

from ..rules.kinds import PlacementKind
from ..rules.publishing import LEGEND
from .status import kind_of_unit

NOT_OF_DEPARTMENTS = "Hvor mange pladser der er besat, offentliggøres kun for hele kommunen."


class Measure(StrEnum):
    STARTED = "started"
    RUNNING = "running"
    OCCUPANCY = "occupancy"


@dataclass(frozen=True)
class Told:
    """`value` None: `why` says what is missing."""

    value: Decimal | None
    as_of: dt.date | None
    why: str = ""


def number_of(*, actor: Actor, measure: Measure, year: int, kind: str, code: str, on: dt.date) -> Told:
    """The same whoever asks. Raises AccessDenied. A fixed number of queries."""
    found = kind_of_unit(actor=actor, year=year, kind=PlacementKind(kind), code=code, on=on)
    if isinstance(found, str):
        return Told(None, None, found)
    if measure is Measure.OCCUPANCY:
        if not found.places:
            return Told(None, found.day, "Ingen pladser er tilbudt.")
        if found.taken is None:
            return Told(None, found.day, NOT_OF_DEPARTMENTS)
        share = found.occupancy
        value = None if share is None else round(Decimal(100 * share.numerator) / share.denominator, 1)
    else:
        count = found.started if measure is Measure.STARTED else found.running
        value = None if count.value is None else Decimal(count.value)
    return Told(value, found.day, LEGEND if value is None else "")
