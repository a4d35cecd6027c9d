"""The rules of a selection as claims on whole numbers, and the integer programme that finds the best set under them.

Each rule becomes claims that can be named one by one: least ≤ Σ parts of the chosen ≤ most. What the solver answers in
floating point is held against the claims in whole numbers before it counts. See docs/methods/selection.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import ceil, lcm
from typing import Any

import numpy as np

from .apportionment import Exact, exact

Chosen = frozenset[str]
_LARGEST = 2**45  # sums of scores below this are whole in a float, with room to spare


class SelectionError(ValueError):
    """The systems or the rules are not such that anything can be selected by them."""


class NotSolvedError(RuntimeError):
    """The solver found no answer in the time it had."""


class Kind(StrEnum):
    LEAST_IN_ALL = "least_in_all"
    MOST_IN_ALL = "most_in_all"
    DEPARTMENT = "department"
    VULNERABLE = "vulnerable"
    COST_SHARE = "cost_share"
    VENDOR = "vendor"
    ONE_OF_CLUSTER = "one_of_cluster"
    ALL_OF_CLUSTER = "all_of_cluster"
    ALL_OR_NONE = "all_or_none"
    TYPE = "type"
    FORCED_IN = "forced_in"
    FORCED_OUT = "forced_out"
    UNSCORED = "unscored"


@dataclass(frozen=True)
class Candidate:
    """A system that may be chosen.

    score: 0 or more, exact; None where there is none: it is chosen only when forced in, and then counts 0. cost_oere:
    None where it is not known, and then counts 0 in the share. vendor, type: "" where not known.
    """

    key: str
    score: Exact | None
    departments: frozenset[str] = frozenset()
    is_vulnerable: bool = False
    cost_oere: int | None = None
    vendor: str = ""
    type: str = ""


class OfCluster(StrEnum):
    """What may be chosen of systems that overlap."""

    AT_MOST_ONE = "at_most_one"
    ALL = "all"
    ALL_OR_NONE = "all_or_none"


@dataclass(frozen=True)
class Cluster:
    name: str
    members: frozenset[str]
    take: OfCluster = OfCluster.AT_MOST_ONE


@dataclass(frozen=True)
class Rules:
    """least, most: how many in all, both inclusive. departments: how many at least of each. cost_share: 0 to 1, of all
    known costs. per_vendor: None for no limit. types: each at least once. forced_in, forced_out: key → reason."""

    least: int = 26
    most: int = 28
    departments: Mapping[str, int] = field(default_factory=dict)
    vulnerable: int = 0
    cost_share: Exact = 0
    per_vendor: int | None = None
    clusters: Sequence[Cluster] = ()
    types: Sequence[str] = ()
    forced_in: Mapping[str, str] = field(default_factory=dict)
    forced_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """least ≤ Σ parts of the chosen ≤ most (None: no limit), in systems or, for COST_SHARE, in øre.

    subject: the department, vendor, cluster, type or system that it is about; reason: what was given for a forced
    choice; step: how much of a breach counts as one system when rules must give way.
    """

    kind: Kind
    subject: str
    parts: Mapping[str, int]
    least: int | None = None
    most: int | None = None
    reason: str = ""
    step: int = 1

    def lacks(self, chosen: Collection[str]) -> int:
        """How far the chosen are from the claim; 0 where it holds."""
        total = sum(self.parts.get(key, 0) for key in chosen)
        below = self.least - total if self.least is not None else 0
        above = total - self.most if self.most is not None else 0
        return max(below, above, 0)


def claims_of(*, candidates: Sequence[Candidate], rules: Rules) -> tuple[Claim, ...]:
    """Every claim that the rules make on these candidates. Raises SelectionError."""
    _refuse(candidates, rules)
    every = {one.key: 1 for one in candidates}
    found = [
        Claim(Kind.LEAST_IN_ALL, "", every, least=rules.least),
        Claim(Kind.MOST_IN_ALL, "", every, most=rules.most),
    ]
    for name, least in rules.departments.items():
        parts = {one.key: 1 for one in candidates if name in one.departments}
        found.append(Claim(Kind.DEPARTMENT, name, parts, least=least))
    if rules.vulnerable:
        parts = {one.key: 1 for one in candidates if one.is_vulnerable}
        found.append(Claim(Kind.VULNERABLE, "", parts, least=rules.vulnerable))
    found += [*_cost(candidates, rules), *_vendors(candidates, rules), *map(_cluster, rules.clusters)]
    for name in rules.types:
        parts = {one.key: 1 for one in candidates if one.type == name}
        found.append(Claim(Kind.TYPE, name, parts, least=1))
    for one in candidates:
        if one.score is None and one.key not in rules.forced_in:
            found.append(Claim(Kind.UNSCORED, one.key, {one.key: 1}, most=0))
    found += [Claim(Kind.FORCED_IN, key, {key: 1}, least=1, reason=why) for key, why in rules.forced_in.items()]
    found += [Claim(Kind.FORCED_OUT, key, {key: 1}, most=0, reason=why) for key, why in rules.forced_out.items()]
    return tuple(found)


def _refuse(candidates: Sequence[Candidate], rules: Rules) -> None:
    keys = {one.key for one in candidates}
    if not keys or len(keys) < len(candidates):
        raise SelectionError("There are no systems, or two have the same key.")
    if not 0 <= rules.least <= rules.most:
        raise SelectionError(f"Between {rules.least} and {rules.most} systems is no range.")
    if not 0 <= exact(rules.cost_share) <= 1:
        raise SelectionError(f"A share of the cost is from 0 to 1, not {rules.cost_share}.")
    if any(one.score is not None and exact(one.score) < 0 for one in candidates):
        raise SelectionError("A score is at least 0.")
    named = [*rules.forced_in, *rules.forced_out, *(key for cluster in rules.clusters for key in cluster.members)]
    for key in named:
        if key not in keys:
            raise SelectionError(f"A rule names {key}, which is not among the systems.")
    for key, why in [*rules.forced_in.items(), *rules.forced_out.items()]:
        if not why.strip():
            raise SelectionError(f"{key} is forced in or out without a reason.")
    if any(not cluster.members for cluster in rules.clusters):
        raise SelectionError("A cluster has no members.")


def _cost(candidates: Sequence[Candidate], rules: Rules) -> list[Claim]:
    share = exact(rules.cost_share)
    if not share:
        return []
    parts = {one.key: one.cost_oere for one in candidates if one.cost_oere}
    least = ceil(share * sum(parts.values()))
    return [Claim(Kind.COST_SHARE, "", parts, least=least, step=max(1, abs(least) // max(1, rules.most)))]


def _vendors(candidates: Sequence[Candidate], rules: Rules) -> list[Claim]:
    """Vendors with more systems than the limit; of the others it says nothing."""
    by_vendor: dict[str, dict[str, int]] = defaultdict(dict)
    for one in candidates:
        if one.vendor:
            by_vendor[one.vendor][one.key] = 1
    most = rules.per_vendor
    return [
        Claim(Kind.VENDOR, vendor, parts, most=most)
        for vendor, parts in sorted(by_vendor.items())
        if most is not None and len(parts) > most
    ]


def _cluster(cluster: Cluster) -> Claim:
    ones = dict.fromkeys(sorted(cluster.members), 1)
    if cluster.take is OfCluster.AT_MOST_ONE:
        return Claim(Kind.ONE_OF_CLUSTER, cluster.name, ones, most=1)
    if cluster.take is OfCluster.ALL:
        return Claim(Kind.ALL_OF_CLUSTER, cluster.name, ones, least=len(ones))
    # The others sum to as many as they are where the first is chosen, and to none where it is not.
    first = next(iter(ones))
    return Claim(Kind.ALL_OR_NONE, cluster.name, {**ones, first: 1 - len(ones)}, least=0, most=0)


class Programme:
    """The integer programme over these candidates. The order in which they are given does not change the answer."""

    def __init__(self, candidates: Sequence[Candidate], *, seconds: float = 60.0) -> None:
        self.keys = sorted(one.key for one in candidates)
        self.scores = {one.key: exact(one.score or 0) for one in candidates}
        self._at = {key: at for at, key in enumerate(self.keys)}
        self._seconds = seconds
        scale = lcm(*(score.denominator for score in self.scores.values()))
        self._points = np.array([int(self.scores[key] * scale) for key in self.keys], dtype=float)
        if self._points.sum() >= _LARGEST:
            raise SelectionError("The scores have too many decimals.")

    def total(self, chosen: Collection[str]) -> Fraction:
        """The sum of the scores, exact."""
        return sum((self.scores[key] for key in chosen), Fraction(0))

    def best(self, claims: Sequence[Claim], *, other_than: Sequence[Chosen] = ()) -> Chosen | None:
        """The set with the highest sum under the claims, not one of `other_than`; None where there is none."""
        return self._search(-self._points, claims, (), other_than)

    def any(self, claims: Sequence[Claim]) -> Chosen | None:
        """A set under the claims, whatever its score; None where there is none."""
        return self._search(np.zeros(len(self.keys)), claims, (), ())

    def least_breach(self, claims: Sequence[Claim], elastic: Sequence[Claim]) -> Chosen | None:
        """The set under the claims that breaks the `elastic` ones least, in steps; None where the claims conflict."""
        return self._search(np.zeros(len(self.keys)), claims, elastic, ())

    def _search(
        self, cost: np.ndarray[Any, Any], hard: Sequence[Claim], elastic: Sequence[Claim], cuts: Sequence[Chosen]
    ) -> Chosen | None:
        refused = list(cuts)
        while True:
            chosen = self._solve(cost, hard, elastic, refused)
            if chosen is None or all(not claim.lacks(chosen) for claim in hard):
                return chosen
            refused.append(chosen)  # it holds by the solver's tolerance only

    def _solve(
        self, cost: np.ndarray[Any, Any], hard: Sequence[Claim], elastic: Sequence[Claim], cuts: Sequence[Chosen]
    ) -> Chosen | None:
        from scipy.optimize import Bounds, LinearConstraint, milp

        own = len(self.keys)
        rows, low, high = self._rows(hard, elastic, cuts)
        found = milp(
            c=np.concatenate([cost, np.ones(2 * len(elastic))]),
            integrality=np.concatenate([np.ones(own), np.zeros(2 * len(elastic))]),
            bounds=Bounds(0, np.concatenate([np.ones(own), np.full(2 * len(elastic), np.inf)])),
            constraints=[LinearConstraint(rows, low, high)] if rows.shape[0] else [],
            options={"mip_rel_gap": 0.0, "time_limit": self._seconds},
        )
        if found.x is not None and found.status == 0:
            return frozenset(key for key, taken in zip(self.keys, found.x[:own], strict=True) if taken > 0.5)
        if found.status == 2 or (found.status == 4 and "nfeasible" in found.message):
            return None
        raise NotSolvedError(found.message)

    def _rows(self, hard: Sequence[Claim], elastic: Sequence[Claim], cuts: Sequence[Chosen]) -> Any:
        """A row for each claim, with what it may lack and exceed as columns of its own where it is elastic."""
        from scipy.sparse import coo_array

        entries: list[tuple[int, int, float]] = []
        low, high = [], []
        own = len(self.keys)
        for number, claim in enumerate([*hard, *elastic]):
            # Costs are set in kroner, and in steps where they may be broken: the solver's tolerance is absolute.
            unit = float(claim.step) if number >= len(hard) else 100.0 if claim.kind is Kind.COST_SHARE else 1.0
            entries += [(number, self._at[key], part / unit) for key, part in claim.parts.items() if part]
            if number >= len(hard):
                slack = own + 2 * (number - len(hard))
                entries += [(number, slack, 1.0), (number, slack + 1, -1.0)]
            low.append(-np.inf if claim.least is None else claim.least / unit)
            high.append(np.inf if claim.most is None else claim.most / unit)
        for number, cut in enumerate(cuts, start=len(low)):
            entries += [(number, at, -1.0 if key in cut else 1.0) for at, key in enumerate(self.keys)]
            low.append(1.0 - len(cut))
            high.append(np.inf)
        shape = (len(low), own + 2 * len(elastic))
        row, column, value = ([entry[part] for entry in entries] for part in range(3))
        return coo_array((value, (row, column)), shape=shape).tocsc(), np.array(low), np.array(high)
