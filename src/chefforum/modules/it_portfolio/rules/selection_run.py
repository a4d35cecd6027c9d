"""A selection is reckoned: from what is asked and the systems as they are, to what is kept of it (JSON).

Fractions are kept as "numerator/denominator", so that nothing is rounded before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from chefforum.calc.selection import Selection, forced_costs, select
from chefforum.calc.selection_conflicts import Conflict
from chefforum.calc.selection_frequency import frequencies
from chefforum.calc.selection_rules import Candidate, Claim, Cluster, Kind, OfCluster, Rules, SelectionError
from chefforum.calc.selection_scores import Criterion as Scored
from chefforum.calc.selection_scores import Linear, Scores, points, score_all

from .selection import Settings, SystemThen, scale_of

STEPS = 4
DRAWS = 10_000
Tell = Callable[[int, int | None, str], None]


def run_selection(*, settings: Settings, systems: Sequence[SystemThen], tell: Tell, seconds: float = 60.0) -> Any:
    """What is kept of the run. Raises SelectionError, NotSolvedError, ScoreError.

    What a choice by hand or an overlap names that is not among the systems, is left out and listed in `gone`.
    """
    there = {one.id for one in systems}
    given, scores = score(settings=settings, systems=systems)
    totals = {one.key: one.total for one in scores.scored}
    candidates = [_candidate(one, totals.get(one.id)) for one in systems]
    rules = rules_of(settings, there)
    tell(0, STEPS, "Finder den bedste liste")
    found = select(candidates=candidates, rules=rules, seconds=seconds)
    tell(1, STEPS, "Prøver valgene i hånden")
    by_hand = forced_costs(candidates=candidates, rules=rules, seconds=seconds) if found.chosen else ()
    tell(2, STEPS, "Lader vægtene variere")
    varied = _varied(given=given, totals=totals, settings=settings, rules=rules, places=len(found.chosen))
    tell(3, STEPS, "Gemmer listen")
    return {
        "points": {key: {name: str(one) for name, one in own.items()} for key, own in given.items()},
        "scores": {key: as_text(one) for key, one in totals.items()},
        "unscored": {
            one.key: {
                "missing": list(one.missing),
                "lowest": as_text(one.lowest),
                "highest": as_text(one.highest),
            }
            for one in scores.unscored
        },
        **_found(found),
        "forced": [
            {
                "key": one.key,
                "is_in": one.kind is Kind.FORCED_IN,
                "reason": one.reason,
                "cost": None if one.cost is None else as_text(one.cost),
                "instead": list(one.instead),
            }
            for one in by_hand
        ],
        "frequencies": varied,
        "gone": sorted({one for one in _named(settings) if one not in there}),
        "known_cost": sum(one.cost_oere or 0 for one in systems),
    }


def score(*, settings: Settings, systems: Sequence[SystemThen]) -> tuple[dict[str, dict[str, Decimal]], Scores]:
    """Points of each system and criterion, those by hand before those of the register, and what they come to. What is
    not known has no points. Raises ScoreError."""
    by_hand = {(one.system_id, one.criterion): Decimal(one.points) for one in settings.by_hand}
    given: dict[str, dict[str, Decimal]] = {}
    for one in systems:
        own = {
            name: by_hand.get((one.id, name), points(one.value_of(name), scale_of(name, settings)))
            for name in settings.weights
        }
        given[one.id] = {name: found for name, found in own.items() if found is not None}
    criteria = [Scored(name, weight, Linear(0, 100)) for name, weight in settings.weights.items()]
    return given, score_all(values=given, criteria=criteria)


def rules_of(settings: Settings, there: set[str]) -> Rules:
    overlaps = [
        Cluster(one.name, frozenset(one.system_ids) & there, OfCluster(one.take))
        for one in settings.overlaps
        if set(one.system_ids) & there
    ]
    return Rules(
        least=settings.least,
        most=settings.most,
        departments={key: least for key, least in settings.departments.items() if least},
        vulnerable=settings.vulnerable,
        cost_share=Fraction(settings.cost_share, 100),
        per_vendor=settings.per_vendor,
        clusters=overlaps,
        types=settings.types,
        forced_in={one.system_id: one.reason for one in settings.forced if one.is_in and one.system_id in there},
        forced_out={one.system_id: one.reason for one in settings.forced if not one.is_in and one.system_id in there},
    )


def as_text(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"


def _named(settings: Settings) -> list[str]:
    return [
        *(one.system_id for one in settings.forced),
        *(one.system_id for one in settings.by_hand),
        *(key for one in settings.overlaps for key in one.system_ids),
    ]


def _candidate(one: SystemThen, total: Fraction | None) -> Candidate:
    return Candidate(
        key=one.id,
        score=total,
        departments=frozenset({one.department_id} - {""}),
        is_vulnerable=one.vulnerable == "yes",
        cost_oere=one.cost_oere,
        vendor=one.vendor,
        type=one.type,
    )


def _found(found: Selection) -> dict[str, Any]:
    return {
        "chosen": list(found.chosen),
        "total": as_text(found.total),
        "is_unique": found.is_unique,
        "alternatives": [
            {
                "added": list(one.added),
                "removed": list(one.removed),
                "behind": as_text(one.behind),
                "share": as_text(one.behind_share),
            }
            for one in found.alternatives
        ],
        "without_cost": list(found.without_cost),
        "conflict": None if found.conflict is None else _conflict(found.conflict),
    }


def _conflict(found: Conflict) -> dict[str, Any]:
    return {
        "claims": [_claim(one) for one in found.claims],
        "gives_way": [{**_claim(one.claim), "by": one.by} for one in found.gives_way],
        "nearest": sorted(found.nearest),
    }


def _claim(one: Claim) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "subject": one.subject,
        "least": one.least,
        "most": one.most,
        "reason": one.reason,
        "there": len(one.parts),
    }


def _varied(
    *,
    given: Mapping[str, Mapping[str, Decimal]],
    totals: Mapping[str, Fraction],
    settings: Settings,
    rules: Rules,
    places: int,
) -> dict[str, Any] | None:
    """None where nothing was chosen, so that there are no places to vary for."""
    if not places:
        return None
    weights = {name: weight for name, weight in settings.weights.items() if weight}
    scored = {key: {name: given[key][name] for name in weights} for key in totals}
    try:
        found = frequencies(
            points=scored,
            weights=weights,
            places=places,
            draws=DRAWS,
            seed=settings.seed,
            forced_in=list(rules.forced_in),
            forced_out=list(rules.forced_out),
        )
    except SelectionError:
        return None
    return {
        "systems": [[one.key, one.share, one.standing.value] for one in found.systems],
        "draws": found.draws,
        "seed": found.seed,
        "ties": found.ties,
    }
