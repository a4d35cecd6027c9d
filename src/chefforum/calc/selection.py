"""The best set of systems under the rules, those nearly as good, and what each forced choice costs.

Exact: scores are fractions, the solver (HiGHS) is asked for no gap, and what it finds is held against the rules in
whole numbers. See docs/methods/selection.md; scores: `selection_scores.py`; rules: `selection_rules.py`; what happens
when weights vary: `selection_frequency.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from .selection_conflicts import Conflict, find_conflict
from .selection_rules import Candidate, Chosen, Kind, Programme, Rules, claims_of


@dataclass(frozen=True)
class Alternative:
    """Another set, and how far its sum is behind the best: `behind` in points, `behind_share` as a share.

    The share is of the best's sum, 0 to 1. `added` is not in the best set, `removed` is only there. Keys in order.
    """

    chosen: Chosen
    total: Fraction
    behind: Fraction
    behind_share: Fraction
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Selection:
    """The best set, or why there is none.

    chosen: keys by falling score, then by key; empty where `conflict` says why. total: the sum of the scores.
    alternatives: the next best sets, best first. is_unique: no other set has the same sum. unscored, without_cost:
    every candidate without a score or a known cost, chosen or not.
    """

    chosen: tuple[str, ...]
    total: Fraction
    alternatives: tuple[Alternative, ...]
    is_unique: bool
    unscored: tuple[str, ...]
    without_cost: tuple[str, ...]
    conflict: Conflict | None

    @property
    def in_all(self) -> tuple[str, ...]:
        """What is in the best set and in every alternative."""
        return tuple(key for key in self.chosen if all(key in other.chosen for other in self.alternatives))


@dataclass(frozen=True)
class ForcedCost:
    """What a choice made by hand costs in points; None where there would be no set at all without it.

    instead: what would be chosen without it, and is not now.
    """

    key: str
    kind: Kind
    reason: str
    cost: Fraction | None
    instead: tuple[str, ...]


def select(*, candidates: Sequence[Candidate], rules: Rules, alternatives: int = 5, seconds: float = 60.0) -> Selection:
    """The set with the highest sum of scores under the rules, and the next best ones.

    Equal sums are told: an alternative that is 0 behind, and `is_unique`. `seconds` is the most that each search may
    take. Raises SelectionError; NotSolvedError where the time is not enough.

    >>> from chefforum.calc.selection_rules import Candidate, Rules
    >>> three = [Candidate("a", 90, vendor="X"), Candidate("b", 80, vendor="X"), Candidate("c", 70, vendor="Y")]
    >>> found = select(candidates=three, rules=Rules(least=2, most=2, per_vendor=1), alternatives=1)
    >>> found.chosen, found.total, found.alternatives[0].chosen == {"b", "c"}, found.alternatives[0].behind
    (('a', 'c'), Fraction(160, 1), True, Fraction(10, 1))
    """
    claims = claims_of(candidates=candidates, rules=rules)
    programme = Programme(candidates, seconds=seconds)
    unscored = tuple(sorted(one.key for one in candidates if one.score is None))
    without_cost = tuple(sorted(one.key for one in candidates if one.cost_oere is None))
    best = programme.best(claims)
    if best is None:
        conflict = find_conflict(programme=programme, claims=claims)
        return Selection((), Fraction(0), (), True, unscored, without_cost, conflict)
    total, others = programme.total(best), []
    refused = [best]
    for _ in range(max(alternatives, 1)):  # one is looked for in any case, to know of a tie
        other = programme.best(claims, other_than=refused)
        if other is None:
            break
        refused.append(other)
        others.append(_beside(best, total, other, programme.total(other)))
    unique = not others or others[0].behind > 0
    order = tuple(sorted(best, key=lambda key: (-programme.scores[key], key)))
    return Selection(order, total, tuple(others[:alternatives]), unique, unscored, without_cost, None)


def forced_costs(*, candidates: Sequence[Candidate], rules: Rules, seconds: float = 60.0) -> tuple[ForcedCost, ...]:
    """What each choice in or out by hand costs, one at a time, while the others stand; empty where there is no set.

    Costs of two choices together may be more or less than their sum. Raises as `select`.

    >>> from chefforum.calc.selection_rules import Candidate, Rules
    >>> three = [Candidate("a", 90), Candidate("b", 80), Candidate("c", 70)]
    >>> forced_costs(candidates=three, rules=Rules(least=1, most=1, forced_in={"c": "aftalt"}))[0].cost
    Fraction(20, 1)
    """
    programme = Programme(candidates, seconds=seconds)
    best = programme.best(claims_of(candidates=candidates, rules=rules))
    if best is None:
        return ()
    found = []
    for kind, forced in ((Kind.FORCED_IN, rules.forced_in), (Kind.FORCED_OUT, rules.forced_out)):
        for key, reason in forced.items():
            left = _without(forced, key)
            free = replace(rules, forced_in=left) if kind is Kind.FORCED_IN else replace(rules, forced_out=left)
            other = programme.best(claims_of(candidates=candidates, rules=free))
            cost = None if other is None else programme.total(other) - programme.total(best)
            instead = () if not cost or other is None else tuple(sorted(other - best))
            found.append(ForcedCost(key, kind, reason, cost, instead))
    return tuple(found)


def _without(forced: Mapping[str, str], key: str) -> dict[str, str]:
    return {other: reason for other, reason in forced.items() if other != key}


def _beside(best: Chosen, total: Fraction, other: Chosen, its: Fraction) -> Alternative:
    behind = total - its
    share = behind / total if total else Fraction(0)
    return Alternative(other, its, behind, share, tuple(sorted(other - best)), tuple(sorted(best - other)))
