"""The status of a year as values and in words: what began against the target and the pace, what is under way, what is
taken. Pure.

A target that is not set is "intet måltal", a count that may not be seen is "skjult", and neither is nought.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from chefforum.calc.pace import Pace, Standing, expected_by, pace, still_needed
from chefforum.web import danish

from .kinds import KIND_NAMES, KIND_PLURALS, PlacementKind
from .publishing import Shown, next_published
from .target_words import cell

NO_TARGET = "intet måltal"
NOTHING_EXPECTED = "–"  # of a target of nought
INNER, OUTER = 0.95, 0.998  # of one alone, and of one among many departments
STANDING_WORDS = {
    Standing.INSIDE: "inden for det, tilfældigheder forklarer",
    Standing.BELOW: "under det, tilfældigheder forklarer",
    Standing.ABOVE: "over det, tilfældigheder forklarer",
}
KIND_IN = {
    PlacementKind.INTERNSHIP: "virksomhedspraktik",
    PlacementKind.WAGE_SUBSIDY: "løntilskud",
    PlacementKind.UTILITY: "nytteindsats",
    PlacementKind.PAID_HOURS: "lønnede timer",
}
_SIDES = {Standing.BELOW: "lidt under", Standing.ABOVE: "lidt over"}


@dataclass(frozen=True)
class TargetOf:
    """A target of the whole or of a department. The quota is what the key says before whole numbers are made of it."""

    yearly: int
    running: int
    running_quota: Decimal | None = None

    @property
    def running_text(self) -> str:
        return cell(self.running, self.running_quota or Decimal(0))


@dataclass(frozen=True)
class KindStatus:
    """A kind in the whole, or in a department, until `day`. `is_one_of_many`: held to the wider limits too.

    `taken` None: not told at all, only whoever reads the department's placements is told.
    """

    kind: PlacementKind
    year: int
    day: dt.date
    started: Shown
    running: Shown
    target: TargetOf | None
    places: int
    taken: Shown | None
    is_one_of_many: bool = False

    @property
    def name(self) -> str:
        return KIND_NAMES[self.kind]

    @property
    def plural(self) -> str:
        return KIND_PLURALS[self.kind]

    @property
    def free(self) -> Shown | None:
        if self.taken is None or self.taken.value is None:
            return self.taken
        return Shown(self.places - self.taken.value)

    @property
    def without_place(self) -> int | None:
        """Under way and in no place that is offered here; None where it is not told. What is told beside it says so."""
        if self.running.value is None or self.taken is None or self.taken.value is None:
            return None
        return max(self.running.value - self.taken.value, 0)

    @property
    def occupancy(self) -> Fraction | None:
        """Taken of offered; None where it is not told, or nothing is offered."""
        if self.taken is None or self.taken.value is None or not self.places:
            return None
        return Fraction(self.taken.value, self.places)

    @property
    def expected(self) -> Fraction | None:
        """What the target expects until the day; None without a target, and where there is nothing to reach."""
        if self.target is None or not self.target.yearly:
            return None
        return expected_until(self.target.yearly, year=self.year, day=self.day)

    @property
    def pace(self) -> Pace | None:
        return self._pace(INNER)

    @property
    def wide_pace(self) -> Pace | None:
        return self._pace(OUTER)

    def _pace(self, coverage: float) -> Pace | None:
        if self.expected is None or self.started.value is None:
            return None
        return pace(count=self.started.value, expected=self.expected, coverage=coverage)

    @property
    def target_text(self) -> str:
        return NO_TARGET if self.target is None else danish.number(self.target.yearly)

    @property
    def running_target_text(self) -> str:
        return NO_TARGET if self.target is None else self.target.running_text

    @property
    def expected_text(self) -> str:
        """ "50 (37–64)": what is expected, and what chance alone explains."""
        found = _limits_of(self.expected)
        if self.target is not None and not self.target.yearly:
            return NOTHING_EXPECTED
        return NO_TARGET if self.expected is None or found is None else f"{rounded(self.expected)} ({found})"

    @property
    def standing(self) -> str:
        """How the count lies to the pace, in words; "" where that cannot be said."""
        inner, outer = self.pace, self.wide_pace
        if inner is None or outer is None:
            return ""
        if self.is_one_of_many and inner.standing is not Standing.INSIDE and outer.standing is Standing.INSIDE:
            return f"{_SIDES[inner.standing]}; blandt mange afdelinger kan det være tilfældigt"
        return STANDING_WORDS[inner.standing]

    @property
    def sentence(self) -> str:
        """How the year goes, in a sentence or three."""
        until = f"til og med {danish.date(self.day)}"
        if self.started.value is None:
            return f"Hvor mange {self.plural} der er begyndt i {self.year} {until}, er skjult."
        begun = f"Der er begyndt {danish.number(self.started.value)} {self.plural} i {self.year} {until}."
        if self.target is None:
            return f"{begun} Der er {NO_TARGET} for {self.year}."
        if self.expected is None:
            # A part that the key makes more than nought is nought by its whole number alone.
            nothing = "" if self.target.running_quota else ", så der er intet måltal at nå"
            return f"{begun} Måltallet er 0 om året{nothing}."
        # Of a year that is over the whole target is what was expected.
        asked = f"Måltallet er {danish.number(self.target.yearly)} om året"
        if self.expected != self.target.yearly:
            asked += f", så der ventes {rounded(self.expected)} på nuværende tidspunkt"
        told = f"{begun} {asked}. Det er {self.standing} ({_limits_of(self.expected)})."
        return f"{told} {self._needed()}".strip()

    def _needed(self) -> str:
        days = (dt.date(self.year + 1, 1, 1) - self.day).days - 1
        assert self.target is not None
        assert self.started.value is not None
        if days < 7:
            return ""
        if self.started.value >= self.target.yearly:
            return "Måltallet er nået."
        needed = still_needed(target=self.target.yearly, count=self.started.value, weeks_left=Fraction(days, 7))
        return f"Skal måltallet nås, skal der begynde {danish.number(float(needed), 1)} om ugen resten af året."

    @property
    def now_sentence(self) -> str:
        """What is under way and taken on the day."""
        if self.running.value is None:
            told = "Hvor mange der er i gang, er skjult."
        else:
            told = f"{danish.number(self.running.value)} er i gang{_without(self.without_place if self.places else 0)}"
            told += f"; måltallet er {self.running_target_text} løbende." if self.target else f"; der er {NO_TARGET}."
        return f"{told} {self.occupancy_text}"

    @property
    def occupancy_text(self) -> str:
        if not self.places:
            return "Ingen pladser er tilbudt."
        offered = danish.counted(self.places, "plads er tilbudt,pladser er tilbudt")
        if self.taken is None:
            return f"{offered}; hvor mange der er besat, ser afdelingens egne."
        if self.taken.value is None or self.occupancy is None:
            return f"{offered}; hvor mange der er besat, er skjult."
        share = danish.number(float(self.occupancy * 100), 0)
        return f"{offered}; {danish.number(self.taken.value)} er besat ({share} %)."


@dataclass(frozen=True)
class DepartmentStatus:
    """`is_own`: the actor reads its placements, so that the counts are as they are. `id` None: beside departments."""

    id: UUID | None
    code: str
    name: str
    is_own: bool
    kinds: Mapping[PlacementKind, KindStatus]
    by_year: Mapping[tuple[PlacementKind, int], Shown]


@dataclass(frozen=True)
class JobTypeStatus:
    code: str
    name: str
    by_year: Mapping[tuple[PlacementKind, int], Shown]


@dataclass(frozen=True)
class WorkplaceStatus:
    """A unit that the actor reads, on the day of asking: counts as they are."""

    unit_id: UUID
    name: str
    department: str
    kinds: Mapping[PlacementKind, KindStatus]


@dataclass(frozen=True)
class OwnStatus:
    """What the actor leads, on the day of asking. `department`: the one that it lies in, where that is one alone."""

    name: str
    kinds: Mapping[PlacementKind, KindStatus]
    department: str
    department_id: UUID | None
    department_targets: Mapping[PlacementKind, TargetOf]

    @property
    def running(self) -> int:
        return sum(one.running.value or 0 for one in self.kinds.values())

    @property
    def free(self) -> int:
        return sum(one.free.value or 0 for one in self.kinds.values() if one.free)

    @property
    def running_text(self) -> str:
        """Who is there now, by kind."""
        told = [
            f"{danish.number(one.running.value)} i {KIND_IN[kind]}{_without(one.without_place)}"
            for kind, one in self.kinds.items()
            if one.running.value
        ]
        return danish.listed(told) if told else "ingen"

    @property
    def target_text(self) -> str:
        """The department's targets in a sentence; "" where it has none."""
        told = [
            f"{danish.number(one.yearly)} {KIND_PLURALS[kind]} om året ({one.running_text} løbende)"
            for kind, one in self.department_targets.items()
        ]
        return f"Måltal for {self.department}: {danish.listed(told)}." if told else ""


@dataclass(frozen=True)
class Way:
    """A year month by month: how many had begun at each end (day, count), and whether months had to be put together."""

    points: tuple[tuple[dt.date, int], ...]
    is_merged: bool


@dataclass(frozen=True)
class Status:
    """Everything of a year as an actor may see it. `day`: the counts are until then; `on`: the workplaces'.

    `is_published`: as all may see it. `years`: the year and those before, newest first. `empty_reasons`: why places
    stood empty in the year, shares of a hundred, the most first; None where nothing was offered. `known_at`: when what
    is published was known; None where all is as it is. `round_text`: the round of targets that holds on the day `on`.
    """

    year: int
    day: dt.date
    on: dt.date
    is_published: bool
    years: tuple[int, ...]
    whole: Mapping[PlacementKind, KindStatus]
    by_year: Mapping[tuple[PlacementKind, int], Shown]
    ways: Mapping[PlacementKind, Way]
    departments: tuple[DepartmentStatus, ...]
    job_types: tuple[JobTypeStatus, ...]
    workplaces: tuple[WorkplaceStatus, ...]
    empty_reasons: tuple[tuple[str, int], ...] | None
    has_targets: bool
    has_placements: bool
    known_at: dt.datetime | None = None
    round_text: str = ""
    round_holds_from: dt.date | None = None

    @property
    def targets_told(self) -> str:
        """Which round the targets are of, and from when; "" where none are set."""
        if self.round_holds_from is None:
            return ""
        return f"Måltallene er efter {self.round_text}, der gælder fra {danish.date(self.round_holds_from)}."

    @property
    def first_published(self) -> dt.date | None:
        """The day that counts are published for the first time, where nothing was known yet; else None."""
        if self.known_at is None or self.has_placements:
            return None
        return next_published(self.known_at.astimezone(danish.DANISH_TIME).date())

    @property
    def hides(self) -> bool:
        """Is any of it hidden, so that the page must say what that means."""
        shown = [*self.by_year.values()]
        shown += [count for row in self.departments for count in row.by_year.values()]
        shown += [count for row in self.job_types for count in row.by_year.values()]
        for kinds in (self.whole, *(row.kinds for row in self.departments)):
            shown += [count for one in kinds.values() for count in (one.running, one.taken) if count]
        return any(one.is_hidden for one in shown)


def _without(count: int | None) -> str:
    return f" (heraf {danish.number(count)} uden plads her)" if count else ""


def expected_until(target: int, *, year: int, day: dt.date) -> Fraction:
    """What of a year's target is expected by the end of the day."""
    return expected_by(target=target, begins=dt.date(year, 1, 1), ends=dt.date(year + 1, 1, 1), on=day)


def rounded(number: Fraction) -> str:
    """A whole number where that says enough, one decimal of the small ones."""
    return danish.number(float(number), 1 if 0 < number < 10 else 0)


def _limits_of(expected: Fraction | None) -> str | None:
    if expected is None:
        return None
    within = pace(count=0, expected=expected, coverage=INNER).limits
    return f"{danish.number(within.low)}–{danish.number(within.high)}"
