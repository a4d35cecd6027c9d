"""A run as people read it: who was chosen and why, who just missed, how sure that is, and what choices by hand cost.

Whoever does not read all costs sees points and order without what costs brought, and nothing that it could be worked
out from: no sums, no distances, no frequencies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from chefforum.web import danish

from .selection import CRITERION_NAMES, MUCH_OF, SHORT_NAMES, Criterion, Settings, SystemThen
from .selection_words import Names, RuleSaid, overlap_said, rule_said, way_said

NEAREST = 8  # of those that just missed
MUCH = 50  # points of a criterion from which it is told as a reason
STANDING_NAMES = {"sure": "Sikker", "edge": "Grænse", "out": "Ude"}
MISSING_NAMES = {
    Criterion.USERS: "antal brugere",
    Criterion.COST: "omkostning",
    Criterion.CRITICALITY: "om det er kritisk",
    Criterion.VULNERABLE: "om det bruges til udsatte",
    Criterion.FOCUS: "fokus",
    Criterion.EVIDENCE: "hvor sikkert det er oplyst",
}


@dataclass(frozen=True)
class Points:
    """Of a criterion; None is not known. `by_hand`: the reason where somebody gave them."""

    name: str
    points: Decimal | None
    by_hand: str = ""


@dataclass(frozen=True)
class Line:
    """A system with its points. `words`: why it is chosen, or is not; `standing`: how often, when weights vary."""

    system: SystemThen
    score: Decimal | None
    points: tuple[Points, ...]
    words: str
    standing: str = ""
    share: float | None = None

    @property
    def percent(self) -> Decimal | None:
        return None if self.share is None else Decimal(str(round(100 * self.share, 1)))


@dataclass(frozen=True)
class Unscored:
    """Without a score: what it lacks, and what the score would be at least and at most."""

    system: SystemThen
    missing: tuple[str, ...]
    lowest: Decimal
    highest: Decimal
    is_chosen: bool


@dataclass(frozen=True)
class Other:
    """An alternative: what comes in and goes out of the list, and how far it is behind (points, per cent)."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    behind: Decimal
    percent: Decimal


@dataclass(frozen=True)
class ByHandCost:
    """What a choice by hand costs in points; None: without it there would be no list at all."""

    name: str
    is_in: bool
    reason: str
    cost: Decimal | None
    instead: tuple[str, ...]


@dataclass(frozen=True)
class ConflictShown:
    claims: tuple[RuleSaid, ...]
    ways: tuple[RuleSaid, ...]
    nearest: tuple[str, ...]


@dataclass(frozen=True)
class RunShown:
    """`criteria`: name and weight in per cent. What is None or empty without costs, `with_costs` tells. `cost_percent`:
    of all known costs that the chosen have."""

    settings: Settings
    with_costs: bool
    criteria: tuple[tuple[str, Decimal], ...]
    heads: tuple[str, ...]
    systems: int
    chosen: tuple[Line, ...]
    missed: tuple[Line, ...]
    unscored: tuple[Unscored, ...]
    total: Decimal | None
    others: tuple[Other, ...]
    is_unique: bool
    by_hand: tuple[ByHandCost, ...]
    varied: tuple[Line, ...]
    draws: int
    ties: int
    conflict: ConflictShown | None
    gone: int
    without_cost: int
    cost_oere: int | None
    cost_percent: Decimal | None
    departments: tuple[tuple[str, int], ...]
    asked_of_departments: tuple[tuple[str, int], ...]
    asked_of_overlaps: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many are sure, on the edge and out."""
        found = Counter(one.standing for one in self.varied)
        return {name: found[key] for key, name in STANDING_NAMES.items()}

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.chosen, *self.missed)


def number(text: str | None) -> Fraction:
    return Fraction(text or "0/1")


def rounded(value: Fraction, decimals: int = 2) -> Decimal:
    """Half up.

    >>> rounded(Fraction(1, 8)), rounded(Fraction(2, 3), 1)
    (Decimal('0.13'), Decimal('0.7'))
    """
    scaled = value * 10**decimals
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-decimals)


def show(*, settings: Settings, systems: Sequence[SystemThen], result: Mapping[str, Any], with_costs: bool) -> RunShown:
    telling = _Telling(settings, {one.id: one for one in systems}, result, with_costs)
    frequency = result["frequencies"] if with_costs else None
    return RunShown(
        settings=settings,
        with_costs=with_costs,
        criteria=tuple(
            (CRITERION_NAMES[Criterion(name)], rounded(100 * telling.share(name), 1)) for name in telling.criteria
        ),
        heads=tuple(SHORT_NAMES[Criterion(name)] for name in telling.criteria),
        systems=len(systems),
        chosen=telling.chosen(),
        missed=telling.missed() if result["chosen"] else (),
        unscored=telling.unscored(),
        total=rounded(number(result["total"])) if with_costs else None,
        others=telling.others() if with_costs else (),
        is_unique=result["is_unique"],
        by_hand=telling.by_hand() if with_costs else (),
        varied=telling.varied(),
        draws=frequency["draws"] if frequency else 0,
        ties=frequency["ties"] if frequency else 0,
        conflict=telling.conflict(),
        gone=len(result["gone"]),
        without_cost=len(result["without_cost"]),
        cost_oere=telling.cost if with_costs else None,
        cost_percent=telling.cost_percent() if with_costs else None,
        departments=telling.departments(),
        asked_of_departments=tuple(
            (telling.names.department(unit), least) for unit, least in settings.departments.items() if least
        ),
        asked_of_overlaps=tuple(overlap_said(one, telling.names) for one in settings.overlaps),
    )


class _Telling:
    def __init__(
        self, settings: Settings, systems: Mapping[str, SystemThen], result: Mapping[str, Any], with_costs: bool
    ) -> None:
        self.settings, self.systems, self.result, self.with_costs = settings, systems, result, with_costs
        self.criteria = [name for name in settings.weights if with_costs or name != Criterion.COST]
        self.hand = {(one.system_id, one.criterion): one.reason for one in settings.by_hand}
        self.forced = {one.system_id: one for one in settings.forced}
        frequency = result["frequencies"] if with_costs and result["frequencies"] else {"systems": []}
        self.often = {key: (share, standing) for key, share, standing in frequency["systems"]}
        self.picked: list[str] = result["chosen"]
        departments = {one.department_id: one.department for one in systems.values()}
        self.names = Names({key: one.name for key, one in systems.items()}, departments, with_costs)

    def share(self, criterion: str) -> Fraction:
        total = sum(self.settings.weights[name] for name in self.criteria)
        return Fraction(self.settings.weights[criterion], total) if total else Fraction(0)

    def score(self, key: str) -> Fraction | None:
        """Of what may be seen; None where the system lacks something."""
        if key not in self.result["scores"]:
            return None
        return self._known(key)

    def _known(self, key: str) -> Fraction:
        """What the points that are known come to."""
        own = self.result["points"][key]
        return sum((self.share(name) * Fraction(own.get(name, "0")) for name in self.criteria), Fraction(0))

    def _seen(self, criteria: Sequence[str]) -> list[str]:
        return [name for name in criteria if name in self.criteria]

    def chosen(self) -> tuple[Line, ...]:
        found = [self._line(key, self._why(key)) for key in self.picked]
        return tuple(sorted(found, key=lambda one: (-(one.score or 0), one.system.name)))

    def missed(self) -> tuple[Line, ...]:
        rest = [key for key in self.result["scores"] if key not in set(self.picked)]
        rest.sort(key=lambda key: (-(self.score(key) or 0), self.systems[key].name))
        return tuple(self._line(key, self._why_not(key)) for key in rest[:NEAREST])

    def varied(self) -> tuple[Line, ...]:
        return tuple(self._line(key, "") for key in self.often)

    def unscored(self) -> tuple[Unscored, ...]:
        found = [
            Unscored(
                self.systems[key],
                tuple(MISSING_NAMES[Criterion(name)] for name in said["missing"]),
                rounded(self._known(key)),
                rounded(self._known(key) + 100 * sum(map(self.share, self._seen(said["missing"])), Fraction(0))),
                key in self.picked,
            )
            for key, said in self.result["unscored"].items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.highest, one.system.name)))

    def others(self) -> tuple[Other, ...]:
        return tuple(
            Other(
                self._called(one["added"]),
                self._called(one["removed"]),
                rounded(number(one["behind"])),
                rounded(100 * number(one["share"])),
            )
            for one in self.result["alternatives"]
        )

    def by_hand(self) -> tuple[ByHandCost, ...]:
        return tuple(
            ByHandCost(
                self.names.system(one["key"]),
                one["is_in"],
                one["reason"],
                None if one["cost"] is None else rounded(number(one["cost"])),
                self._called(one["instead"]),
            )
            for one in self.result["forced"]
        )

    def conflict(self) -> ConflictShown | None:
        found = self.result["conflict"]
        if found is None:
            return None
        return ConflictShown(
            tuple(rule_said(one, self.names) for one in found["claims"]),
            tuple(way_said(one, self.names) for one in found["gives_way"]),
            self._called(found["nearest"]),
        )

    @property
    def cost(self) -> int:
        return sum(self.systems[key].cost_oere or 0 for key in self.picked)

    def cost_percent(self) -> Decimal | None:
        known = self.result["known_cost"]
        return rounded(Fraction(100 * self.cost, known), 1) if known > 0 else None

    def departments(self) -> tuple[tuple[str, int], ...]:
        found = Counter(self.systems[key].department or "Ingen afdeling" for key in self.picked)
        return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    def _called(self, keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(self.names.system(key) for key in keys))

    def _line(self, key: str, words: str) -> Line:
        own, score = self.result["points"][key], self.score(key)
        share, standing = self.often.get(key, (None, ""))
        return Line(
            self.systems[key],
            None if score is None else rounded(score),
            tuple(
                Points(
                    CRITERION_NAMES[Criterion(name)],
                    Decimal(own[name]) if name in own else None,
                    self.hand.get((key, name), ""),
                )
                for name in self.criteria
            ),
            words,
            standing,
            share,
        )

    def _why(self, key: str) -> str:
        if key in self.forced:
            return f"Valgt i hånden: {self.forced[key].reason}"
        own = self.result["points"][key]
        told = [name for name in self.criteria if name != Criterion.EVIDENCE and self.settings.weights[name]]
        much = [name for name in told if Decimal(own.get(name, "0")) >= MUCH]
        much.sort(key=lambda name: -self.share(name) * Fraction(own[name]))
        said = [MUCH_OF[Criterion(name)] for name in much[:3]]
        words = f"{danish.listed(said).capitalize()}." if said else ""
        rule = self._rule_behind(key)
        return " ".join(part for part in (words, rule) if part) or "Flest point samlet."

    def _rule_behind(self, key: str) -> str:
        """The rule that needs it, where it has fewer points than somebody who is not chosen."""
        if self._all(key) >= self._best_left:
            return ""
        one = self.systems[key]
        least = self.settings.departments.get(one.department_id, 0)
        if least and self._count("department_id", one.department_id) <= least:
            return f"Med, fordi reglerne kræver mindst {least} fra {one.department}."
        if one.type in self.settings.types and self._count("type", one.type) <= 1:
            return f"Med, fordi reglerne kræver mindst ét af typen {one.type}."
        if one.vulnerable == "yes" and self._count("vulnerable", "yes") <= self.settings.vulnerable:
            return f"Med, fordi reglerne kræver mindst {self.settings.vulnerable} til udsatte borgere."
        return "Med, fordi reglerne samlet kræver det."

    @cached_property
    def _best_left(self) -> Fraction:
        """The most points of those that were not chosen and could have been."""
        return max((self._all(one) for one in self.result["scores"] if self._could(one)), default=Fraction(0))

    @cached_property
    def _lowest_of_own(self) -> Fraction | None:
        """The fewest points of those that no rule and no hand brought in."""
        own = [one for one in self.picked if one not in self.forced and self._all(one) >= self._best_left]
        return min((self._all(one) for one in own), default=None)

    def _could(self, key: str) -> bool:
        return key not in self.picked and key not in self.forced and not self._kept_out(key)

    def _why_not(self, key: str) -> str:
        if key in self.forced:
            return f"Valgt fra i hånden: {self.forced[key].reason}"
        kept_out = self._kept_out(key)
        if kept_out:
            return kept_out
        lowest = self._lowest_of_own
        if lowest is None or self._all(key) >= lowest:
            return "Pladserne bruges til at dække reglerne."
        if not self.with_costs:
            return "Færre point end de valgte."
        return f"{_points(lowest - self._all(key))} point under den laveste, der kom med på egne point."

    def _kept_out(self, key: str) -> str:
        one, most = self.systems[key], self.settings.per_vendor
        if most is not None and one.vendor and self._count("vendor", one.vendor) >= most:
            return f"Der er allerede {most} fra {one.vendor}."
        for overlap in self.settings.overlaps:
            taken = [other for other in overlap.system_ids if other in self.picked]
            if overlap.take == "at_most_one" and key in overlap.system_ids and taken:
                return f"Ligner {self.names.system(taken[0])}, som er med."
        return ""

    def _all(self, key: str) -> Fraction:
        """The score that was chosen by, costs and all."""
        return number(self.result["scores"].get(key))

    def _count(self, field: str, value: str) -> int:
        return sum(getattr(self.systems[key], field) == value for key in self.picked)


def _points(value: Fraction) -> str:
    return danish.number(rounded(value), 2)
