"""What is asked of a selection of systems: criteria with fixed scales and weights, rules, and choices made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from chefforum.calc.selection_rules import OfCluster
from chefforum.calc.selection_scores import Classes, Linear


class SelectionWrong(ValueError):
    """What is said cannot be; `field` names where, "" for the whole."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class Criterion(StrEnum):
    USERS = "users"
    COST = "cost"
    CRITICALITY = "criticality"
    VULNERABLE = "vulnerable"
    FOCUS = "focus"
    EVIDENCE = "evidence"


CRITERION_NAMES = {
    Criterion.USERS: "Brugere",
    Criterion.COST: "Omkostning",
    Criterion.CRITICALITY: "Kritisk",
    Criterion.VULNERABLE: "Udsatte borgere",
    Criterion.FOCUS: "Fokus i organisationen",
    Criterion.EVIDENCE: "Sikkert oplyst",
}
# At the head of a narrow column.
SHORT_NAMES = {
    **CRITERION_NAMES,
    Criterion.VULNERABLE: "Udsatte",
    Criterion.FOCUS: "Fokus",
    Criterion.EVIDENCE: "Oplyst",
}
# As it stands in a sentence: "mange brugere".
MUCH_OF = {
    Criterion.USERS: "mange brugere",
    Criterion.COST: "høj omkostning",
    Criterion.CRITICALITY: "kritisk for driften",
    Criterion.VULNERABLE: "bruges til udsatte borgere",
    Criterion.FOCUS: "i fokus i organisationen",
    Criterion.EVIDENCE: "sikkert oplyst",
}
SOCIALLY, BUSINESS, ORDINARY = "social", "business", "ordinary"
CRITICALITY_NAMES = {SOCIALLY: "Samfundskritisk", BUSINESS: "Forretningskritisk", ORDINARY: "Hverken eller"}
TAKE_NAMES = {
    OfCluster.AT_MOST_ONE: "Højst ét af dem",
    OfCluster.ALL: "Alle sammen",
    OfCluster.ALL_OR_NONE: "Alle eller ingen",
}
DEFAULT_WEIGHTS = {
    Criterion.USERS: 20,
    Criterion.COST: 25,
    Criterion.CRITICALITY: 25,
    Criterion.VULNERABLE: 15,
    Criterion.FOCUS: 10,
    Criterion.EVIDENCE: 5,
}
MOST_PARTS = 1000  # of a weight


@dataclass(frozen=True)
class PointsByHand:
    """Points (0-100) of a criterion that somebody gives instead of what the register says, with the reason."""

    system_id: str
    criterion: str
    points: int
    reason: str


@dataclass(frozen=True)
class Forced:
    system_id: str
    is_in: bool
    reason: str


@dataclass(frozen=True)
class Overlap:
    """Systems that do the same, and how many of them may be chosen. `is_said`: taken from what people say of pairs."""

    name: str
    take: str
    system_ids: tuple[str, ...]
    is_said: bool = False


@dataclass(frozen=True)
class Settings:
    """All that a selection is asked. `users_full`, `cost_full` (kroner): what gives 100 points. `departments`: unit →
    at least. `cost_share`: per cent of all known costs. `per_vendor` None: no limit. `said_overlaps`: how many may be
    chosen of systems that people say do the same, "" where it makes no difference; a run has them among `overlaps`, as
    they were."""

    year: int
    weights: Mapping[str, int] = field(default_factory=lambda: {str(key): one for key, one in DEFAULT_WEIGHTS.items()})
    users_full: int = 1_000
    cost_full: int = 2_000_000
    with_installations: bool = False
    least: int = 26
    most: int = 28
    departments: Mapping[str, int] = field(default_factory=dict)
    vulnerable: int = 0
    cost_share: int = 0
    per_vendor: int | None = None
    types: tuple[str, ...] = ()
    by_hand: tuple[PointsByHand, ...] = ()
    forced: tuple[Forced, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    said_overlaps: str = OfCluster.AT_MOST_ONE.value
    seed: int = 2026

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Settings:
        """Criteria in their own order, whichever a database kept: what is drawn by the seed depends on it."""
        return cls(
            **{
                **said,
                "weights": {str(key): said["weights"][key] for key in Criterion if key in said["weights"]},
                "types": tuple(said["types"]),
                "by_hand": tuple(PointsByHand(**one) for one in said["by_hand"]),
                "forced": tuple(Forced(**one) for one in said["forced"]),
                "overlaps": tuple(
                    Overlap(**{**one, "system_ids": tuple(one["system_ids"])}) for one in said["overlaps"]
                ),
            }
        )

    @property
    def shares(self) -> dict[str, float]:
        """Each criterion's weight as a share of all, 0 to 1."""
        total = sum(self.weights.values()) or 1
        return {key: weight / total for key, weight in self.weights.items()}


def scale_of(criterion: str, settings: Settings) -> Linear | Classes:
    """What gives 0 and what gives 100 points. Costs in øre."""
    scales: dict[Criterion, Linear | Classes] = {
        Criterion.USERS: Linear(0, settings.users_full),
        Criterion.COST: Linear(0, settings.cost_full * 100),
        Criterion.CRITICALITY: Classes({SOCIALLY: 100, BUSINESS: 60, ORDINARY: 0}),
        Criterion.VULNERABLE: Classes({"yes": 100, "no": 0}),
        Criterion.FOCUS: Linear(0, 100),
        Criterion.EVIDENCE: Linear(0, 100),
    }
    return scales[Criterion(criterion)]


def check(settings: Settings) -> None:
    """Raises SelectionWrong where nothing can be selected by it."""
    for key, weight in settings.weights.items():
        if not 0 <= weight <= MOST_PARTS:
            raise SelectionWrong(f"En vægt er et helt tal fra 0 til {MOST_PARTS}.", f"weight_{key}")
    if not any(settings.weights.values()):
        raise SelectionWrong("Mindst én vægt skal være over 0.", f"weight_{Criterion.USERS}")
    if settings.users_full < 1:
        raise SelectionWrong("Skriv et antal brugere over 0.", "users_full")
    if settings.cost_full < 1:
        raise SelectionWrong("Skriv et beløb over 0.", "cost_full")
    if settings.least < 1 or settings.most < settings.least:
        raise SelectionWrong("Der skal vælges mindst ét, og højst må ikke være mindre end mindst.", "most")
    if not 0 <= settings.cost_share <= 100:
        raise SelectionWrong("Andelen er fra 0 til 100 procent.", "cost_share")
    if settings.said_overlaps not in ("", *TAKE_NAMES):
        raise SelectionWrong("Vælg, hvor mange der må vælges.", "said_overlaps")
    if settings.per_vendor is not None and settings.per_vendor < 1:
        raise SelectionWrong("Skriv mindst 1, eller lad feltet stå tomt.", "per_vendor")


def with_points(settings: Settings, given: PointsByHand) -> Settings:
    """A system has one set of points of a criterion: the last. Raises SelectionWrong."""
    if not 0 <= given.points <= 100:
        raise SelectionWrong("Point er fra 0 til 100.", "points")
    _has_reason(given.reason)
    rest = tuple(
        one for one in settings.by_hand if (one.system_id, one.criterion) != (given.system_id, given.criterion)
    )
    return replace(settings, by_hand=(*rest, given))


def with_forced(settings: Settings, given: Forced) -> Settings:
    """In or out, the last one said. Raises SelectionWrong."""
    _has_reason(given.reason)
    rest = tuple(one for one in settings.forced if one.system_id != given.system_id)
    return replace(settings, forced=(*rest, given))


def with_overlap(settings: Settings, given: Overlap) -> Settings:
    """Raises SelectionWrong."""
    if len(set(given.system_ids)) < 2:
        raise SelectionWrong("Skriv mindst to systemer, ét på hver linje.", "systems")
    rest = tuple(one for one in settings.overlaps if one.name.casefold() != given.name.casefold())
    return replace(settings, overlaps=(*rest, given))


def with_said(settings: Settings, said: Sequence[Overlap]) -> Settings:
    """With what people say of pairs; a group of just the same systems that was typed goes before."""
    typed = {frozenset(one.system_ids) for one in settings.overlaps}
    names = {one.name.casefold() for one in settings.overlaps}
    taken = [one for one in said if frozenset(one.system_ids) not in typed]
    named = [replace(one, name=f"{one.name} (vurderet)") if one.name.casefold() in names else one for one in taken]
    return replace(settings, overlaps=(*settings.overlaps, *named))


def as_typed(settings: Settings) -> Settings:
    """Without what was taken from what people say of pairs: it is taken anew when it is run."""
    return replace(settings, overlaps=tuple(one for one in settings.overlaps if not one.is_said))


def without(settings: Settings, *, what: str, key: str) -> Settings:
    """Without what was said by hand; what is not there is not missed."""
    if what == "valg":
        return replace(settings, forced=tuple(one for one in settings.forced if one.system_id != key))
    if what == "point":
        return replace(
            settings, by_hand=tuple(one for one in settings.by_hand if f"{one.system_id}:{one.criterion}" != key)
        )
    return replace(settings, overlaps=tuple(one for one in settings.overlaps if one.name != key))


def _has_reason(reason: str) -> None:
    if not reason.strip():
        raise SelectionWrong("Skriv hvorfor. Begrundelsen følger med listen.", "reason")


@dataclass(frozen=True)
class SystemThen:
    """A system as it was when the selection ran; None and "" are not known. `evidence`: per cent, of what is asked of
    every system, that is said, and said to be right."""

    id: str
    name: str
    kind: str = "system"
    department_id: str = ""
    department: str = ""
    vendor: str = ""
    type: str = ""
    users: int | None = None
    cost_oere: int | None = None
    cost_origin: str = ""
    criticality: str = ""
    vulnerable: str = ""
    evidence: int = 0

    def value_of(self, criterion: str) -> Any:
        """In the criterion's own measure; None where it is not known. What nobody has pointed at has 0 of focus."""
        return {
            Criterion.USERS: self.users,
            Criterion.COST: self.cost_oere,
            Criterion.CRITICALITY: self.criticality or None,
            Criterion.VULNERABLE: self.vulnerable or None,
            Criterion.FOCUS: 0,
            Criterion.EVIDENCE: self.evidence,
        }[Criterion(criterion)]


def criticality_of(*, socially: str, business: str) -> str:
    """The class; "" where it hangs on what nobody has said.

    >>> criticality_of(socially="yes", business="unknown"), criticality_of(socially="unknown", business="yes")
    ('social', '')
    """
    if socially == "yes":
        return SOCIALLY
    if socially != "no" or business not in ("yes", "no"):
        return ""
    return BUSINESS if business == "yes" else ORDINARY
