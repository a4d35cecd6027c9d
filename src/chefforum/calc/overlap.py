"""Which systems may do the same: all pairs by KLE, text, business type and users; clusters; one product twice.

A score is a reason to look, never a verdict: its parts are in the answer, and what people have said of a pair is kept.
See docs/methods/overlap.md; the parts: `overlap_parts.py`; tens of thousands of systems: `overlap_blocks.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .overlap_parts import Grid, System, cosine_of_text, fold, jaccard, rarity, rolled_up, same

_STEPS = 1_000_000  # scores are whole millionths, so that a threshold and a tie mean the same everywhere


class OverlapError(ValueError):
    """The systems, the weights or the threshold cannot be used."""


@dataclass(frozen=True)
class Weights:
    """What each part counts; they are at least 0 and sum to 1."""

    kle: float = 0.4
    text: float = 0.3
    business_type: float = 0.1
    units: float = 0.2

    def each(self) -> tuple[float, float, float, float]:
        """In the order of `Parts`."""
        return (self.kle, self.text, self.business_type, self.units)


@dataclass(frozen=True)
class Parts:
    """Of 0 to 1 each, before they are weighted; None where one of the two has nothing to compare by."""

    kle: float | None
    text: float | None
    business_type: float | None
    units: float | None


@dataclass(frozen=True)
class Pair:
    """Two systems (first key first) and why: the parts, and what they share.

    score: 0 to 1, what is not known counting as 0; at_most: had it been known and all in common. kle, units: numbers
    and units that both have.
    """

    one: str
    other: str
    score: float
    at_most: float
    parts: Parts
    kle: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True)
class Overlaps:
    """pairs: those at the threshold or above, highest first. clusters: two or more systems, every two of which are such
    a pair; the largest first. compared: how many pairs were looked at."""

    pairs: tuple[Pair, ...]
    clusters: tuple[tuple[str, ...], ...]
    compared: int


@dataclass(frozen=True)
class SameProduct:
    """One product of one vendor under several contracts."""

    vendor: str
    name: str
    contracts: tuple[str, ...]


def find_overlaps(
    *,
    systems: Sequence[System],
    threshold: float = 0.5,
    weights: Weights | None = None,
    apart: Collection[tuple[str, str]] = (),
) -> Overlaps:
    """All pairs of the systems whose score is at least the threshold (above 0), and the clusters that they make.

    `apart`: pairs that people have said do not overlap, in either order: they are neither a pair nor in one cluster.
    The order of the systems does not matter. Memory and time grow with the square: use `overlap_blocks` above 5,000.
    Raises OverlapError.

    >>> schools = [System("a", "Skoleadmin", kle=frozenset({"17.00.00"})), System("b", "Skole-admin 2")]
    >>> found = find_overlaps(systems=schools, threshold=0.1)
    >>> found.clusters, found.pairs[0].parts.kle, found.pairs[0].at_most > found.pairs[0].score
    ((('a', 'b'),), None, True)
    """
    counted = weights or Weights()
    refuse(systems, threshold, counted)
    own = prepare(systems)
    score, parts = scores_of(own, counted)
    at = {one.system.key: number for number, one in enumerate(own)}
    for one, other in apart:
        if one in at and other in at:
            score[at[one], at[other]] = score[at[other], at[one]] = 0
    near = np.argwhere(np.triu(score >= millionths(threshold), 1))
    pairs = [pair_of(own[i], own[j], [part[i, j] for part in parts], counted) for i, j in near]
    pairs.sort(key=lambda pair: (-pair.score, pair.one, pair.other))
    clusters = clusters_of(list(at), score, threshold)
    return Overlaps(tuple(pairs), clusters, len(own) * (len(own) - 1) // 2)


def refuse(systems: Sequence[System], threshold: float, weights: Weights) -> None:
    """Raises OverlapError where two systems have one key, or the threshold or the weights make no sense."""
    if len({one.key for one in systems}) < len(systems):
        raise OverlapError("Two systems have the same key.")
    if not 0 < threshold <= 1:
        raise OverlapError(f"A threshold is above 0 and at most 1, not {threshold}.")
    if min(weights.each()) < 0 or abs(sum(weights.each()) - 1) > 1e-9:
        raise OverlapError("Weights are at least 0 and sum to 1.")


def millionths(score: float) -> int:
    """A score as it is compared.

    >>> millionths(0.5)
    500000
    """
    return round(score * _STEPS)


@dataclass(frozen=True)
class Prepared:
    """A system with its KLE rolled up and its text folded, once."""

    system: System
    kle: frozenset[str]
    text: str


def prepare(systems: Sequence[System]) -> list[Prepared]:
    """The systems by key, each ready to be compared."""
    own = sorted(systems, key=lambda one: one.key)
    return [Prepared(one, rolled_up(one.kle), fold(f"{one.name} {one.description}")) for one in own]


def scores_of(
    systems: Sequence[Prepared],
    weights: Weights,
    kle_rarity: Mapping[str, float] | None = None,
    run_rarity: Grid | None = None,
) -> tuple[Grid, tuple[Grid, Grid, Grid, Grid]]:
    """The scores of all pairs in whole millionths, and the four parts; rarities of these systems unless given."""
    kle = [one.kle for one in systems]
    parts = (
        jaccard(kle, kle_rarity or rarity(kle)),
        cosine_of_text([one.text for one in systems], run_rarity),
        same([one.system.business_type for one in systems]),
        jaccard([one.system.units for one in systems]),
    )
    score = sum(weight * part for weight, part in zip(weights.each(), parts, strict=True))
    return np.rint(np.asarray(score) * _STEPS).astype(np.int64), parts


def pair_of(first: Prepared, second: Prepared, parts: Sequence[Any], weights: Weights) -> Pair:
    """The pair with what its score is made of."""
    one, other = first.system, second.system
    known = (
        bool(one.kle and other.kle),
        bool(first.text and second.text),
        bool(one.business_type and other.business_type),
        bool(one.units and other.units),
    )
    score = millionths(sum(weight * float(part) for weight, part in zip(weights.each(), parts, strict=True))) / _STEPS
    unknown = sum(weight for weight, is_known in zip(weights.each(), known, strict=True) if not is_known)
    told = [round(float(part), 6) if is_known else None for part, is_known in zip(parts, known, strict=True)]
    return Pair(
        one.key,
        other.key,
        score,
        round(min(score + unknown, 1.0), 6),
        Parts(*told),
        tuple(sorted(one.kle & other.kle)),
        tuple(sorted(one.units & other.units)),
    )


def clusters_of(keys: Sequence[str], score: Grid, threshold: float) -> tuple[tuple[str, ...], ...]:
    """Clusters by complete link: two are merged only where every pair of the new one is at the threshold or above.

    `score`: whole millionths of all pairs. So there are no chains, where the first and the last have nothing in common.
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(keys) < 2:
        return ()
    distance = (_STEPS - score).astype(float)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), method="complete")
    groups: dict[int, list[str]] = defaultdict(list)
    for key, group in zip(keys, fcluster(tree, _STEPS - millionths(threshold), criterion="distance"), strict=True):
        groups[int(group)].append(key)
    found = [tuple(sorted(group)) for group in groups.values() if len(group) > 1]
    return tuple(sorted(found, key=lambda group: (-len(group), group)))


def same_products(*, contracts: Sequence[tuple[str, str, str]]) -> tuple[tuple[SameProduct, ...], tuple[str, ...]]:
    """One vendor's product under several contracts, from (contract, CVR, product); then what is left.

    Names are the same when they are so in small letters without signs, with æ, ø and å written either way. Those
    without a CVR or a name are compared with nothing, and listed.

    >>> twice = [("1", "10000009", "SkoleWeb"), ("2", "10000009", "Skoleweb ")]
    >>> same_products(contracts=[*twice, ("3", "", "SkoleWeb")])
    ((SameProduct(vendor='10000009', name='SkoleWeb', contracts=('1', '2')),), ('3',))
    """
    groups: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    left = []
    for contract, vendor, name in contracts:
        cvr = "".join(digit for digit in vendor if digit.isdigit())
        if cvr and fold(name):
            groups[cvr, fold(name)].append((contract, name.strip()))
        else:
            left.append(contract)
    found = [
        SameProduct(vendor, min(name for _, name in group), tuple(sorted(contract for contract, _ in group)))
        for (vendor, _), group in sorted(groups.items())
        if len(group) > 1
    ]
    return tuple(found), tuple(left)
