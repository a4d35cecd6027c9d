"""What is needed of people held against what they can: a number that nobody has said is not known, and never nought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

BASIC, SURE, EXPERT = 1, 2, 3
LEVEL_NAMES = {BASIC: "Kender det", SURE: "Kan selv", EXPERT: "Kan lære andre det"}


class StepState(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


STEP_STATE_NAMES = {
    StepState.PLANNED: "Planlagt",
    StepState.UNDER_WAY: "I gang",
    StepState.DONE: "Færdig",
    StepState.DROPPED: "Opgivet",
}


class Standing(StrEnum):
    UNKNOWN = "unknown"
    LACKS = "lacks"
    SINGLE = "single"
    ENOUGH = "enough"


STANDING_NAMES = {
    Standing.UNKNOWN: "Ikke oplyst",
    Standing.LACKS: "For få",
    Standing.SINGLE: "Kun én kan det",
    Standing.ENOUGH: "Nok",
}


@dataclass(frozen=True)
class Held:
    unit_id: UUID
    level: int
    persons: int


@dataclass(frozen=True)
class Gap:
    """`needed` at least at `level`; `held`: how many can, None: nobody has said. `lacking` None where that is so."""

    needed: int
    level: int
    held: int | None

    @property
    def lacking(self) -> int | None:
        return None if self.held is None else max(0, self.needed - self.held)

    @property
    def standing(self) -> Standing:
        if self.held is None:
            return Standing.UNKNOWN
        if self.lacking:
            return Standing.LACKS
        return Standing.SINGLE if self.held == 1 else Standing.ENOUGH

    @property
    def is_single(self) -> bool:
        """Only one can, whether more are needed or not."""
        return self.held == 1

    @property
    def word(self) -> str:
        return STANDING_NAMES[self.standing]


def able(rows: Iterable[Held], *, level: int, units: frozenset[UUID] | None = None) -> int | None:
    """How many can at least at the level, in `units` (None: anywhere); None where nobody has said of any of them."""
    said = [one for one in rows if units is None or one.unit_id in units]
    if not said:
        return None
    return sum(one.persons for one in said if one.level >= level)


def gap_of(needs: Sequence[tuple[int, int]], rows: Sequence[Held], *, units: frozenset[UUID] | None = None) -> Gap:
    """Of one competence. `needs`: (level, persons) of each system. The same persons can serve several systems, so
    needs are not added: the gap is that of the system that lacks most, of several the one that needs most. Where
    nobody has said how many can, it is not known."""
    gaps = [Gap(persons, level, able(rows, level=level, units=units)) for level, persons in needs]
    if not gaps:
        return Gap(0, BASIC, able(rows, level=BASIC, units=units))
    return max(gaps, key=lambda one: (one.lacking or 0, one.is_single, one.needed, one.level))


def kroner(oere: int | None) -> Any:
    """Whole kroner, None where it is not known."""
    return None if oere is None else oere // 100


def worst(gaps: Mapping[Any, Gap]) -> list[Any]:
    """Too few first, then where only one can, then what nobody has said; those that have enough last."""
    order = (Standing.LACKS, Standing.SINGLE, Standing.UNKNOWN, Standing.ENOUGH)
    return sorted(gaps, key=lambda one: order.index(gaps[one].standing))
