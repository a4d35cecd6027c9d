"""Overlaps among tens of thousands of systems: only those that share a KLE group or a vendor are compared.

What that may lose is said: pairs with neither in common, however alike their texts and users. See
docs/methods/overlap.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .overlap import Pair, Prepared, Weights, clusters_of, millionths, pair_of, prepare, refuse, scores_of
from .overlap_parts import Grid, System, rarity, rarity_of_runs


@dataclass(frozen=True)
class Blocked:
    """pairs: the highest, at most as many as asked for; found: how many there were at the threshold or above.

    clusters: as in `Overlaps`, made of all that were found. compared: pairs looked at, counted once for each block they
    share; possible: pairs there are. alone: keys without KLE and vendor, compared with none. too_large: blocks (KLE
    group or CVR) with more systems than the limit, inside which nothing was compared. unclustered: keys that hang
    together in larger heaps than the limit, in which no clusters were made. lost_at_most: the highest score that a pair
    outside the blocks can have; what was too large is not in it.
    """

    pairs: tuple[Pair, ...]
    found: int
    clusters: tuple[tuple[str, ...], ...]
    compared: int
    possible: int
    alone: tuple[str, ...]
    too_large: tuple[str, ...]
    unclustered: tuple[str, ...]
    lost_at_most: float


@dataclass(frozen=True)
class _Near:
    """Pairs at the threshold or above: numbers of the two systems, whole millionths, and the four parts of each."""

    first: Grid
    second: Grid
    score: Grid
    parts: Grid


def find_overlaps_in_blocks(
    *,
    systems: Sequence[System],
    threshold: float = 0.5,
    weights: Weights | None = None,
    apart: Collection[tuple[str, str]] = (),
    most_pairs: int = 10_000,
    most_in_block: int = 5_000,
) -> Blocked:
    """As `find_overlaps`, among those only that share a KLE group ("27.36") or a vendor; rarity is that of all systems.

    Raises OverlapError.

    >>> two = [System("a", "Skoleweb", vendor="10000009"), System("b", "Skoleweb 2", vendor="10000009")]
    >>> found = find_overlaps_in_blocks(systems=[*two, System("c", "Skoleweb")], threshold=0.2)
    >>> found.clusters, found.alone, found.compared
    ((('a', 'b'),), ('c',), 1)
    """
    counted = weights or Weights()
    refuse(systems, threshold, counted)
    own = prepare(systems)
    blocks = _blocks(own)
    fitting = {name: members for name, members in blocks.items() if 1 < len(members) <= most_in_block}
    kle_rarity = rarity([one.kle for one in own])
    run_rarity = rarity_of_runs([one.text for one in own])
    said = _said(own, apart)
    near = _together(
        [_near_in(own, np.array(members), threshold, counted, kle_rarity, run_rarity) for members in fitting.values()],
        said,
        len(own),
    )
    best = np.lexsort((near.second, near.first, -near.score))[:most_pairs]
    clusters, unclustered = _clusters([one.system.key for one in own], near, threshold, most_in_block)
    return Blocked(
        tuple(pair_of(own[near.first[at]], own[near.second[at]], near.parts[at], counted) for at in best),
        len(near.first),
        clusters,
        sum(len(members) * (len(members) - 1) // 2 for members in fitting.values()),
        len(own) * (len(own) - 1) // 2,
        tuple(one.system.key for one in own if not one.kle and not one.system.vendor),
        tuple(sorted(name for (_, name), members in blocks.items() if len(members) > most_in_block)),
        unclustered,
        _lost_at_most(own, kle_rarity, counted),
    )


def _blocks(own: Sequence[Prepared]) -> dict[tuple[str, str], list[int]]:
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(own):
        for group in sorted({".".join(kle.split(".")[:2]) for kle in one.system.kle}):
            blocks["kle", group].append(number)
        if one.system.vendor:
            blocks["vendor", one.system.vendor].append(number)
    return blocks


def _said(own: Sequence[Prepared], apart: Collection[tuple[str, str]]) -> Grid:
    """Pairs that do not overlap, each as one number."""
    at = {one.system.key: number for number, one in enumerate(own)}
    known = [sorted((at[one], at[other])) for one, other in apart if one in at and other in at]
    return np.array([one * len(own) + other for one, other in known], dtype=np.int64)


def _near_in(
    own: Sequence[Prepared],
    members: Grid,
    threshold: float,
    weights: Weights,
    kle_rarity: Mapping[str, float],
    run_rarity: Grid,
) -> _Near:
    score, parts = scores_of([own[number] for number in members], weights, kle_rarity, run_rarity)
    i, j = np.nonzero(np.triu(score >= millionths(threshold), 1))
    return _Near(members[i], members[j], score[i, j], np.column_stack([part[i, j] for part in parts]))


def _together(blocks: Sequence[_Near], said: Grid, systems: int) -> _Near:
    """The pairs of all blocks, each once, without those that are said to be apart."""
    if not blocks:
        none = np.zeros(0, dtype=np.int64)
        return _Near(none, none, none, np.zeros((0, 4)))
    first, second = (np.concatenate([getattr(one, name) for one in blocks]) for name in ("first", "second"))
    code, at = np.unique(first * systems + second, return_index=True)
    at = at[~np.isin(code, said)]
    score, parts = np.concatenate([one.score for one in blocks]), np.concatenate([one.parts for one in blocks])
    return _Near(first[at], second[at], score[at], parts[at])


def _clusters(
    keys: Sequence[str], near: _Near, threshold: float, most: int
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Clusters within each heap of systems that hang together; two that were not compared are never in one."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    shape = (len(keys), len(keys))
    graph = coo_array((np.ones(len(near.first)), (near.first, near.second)), shape=shape)
    _, heap = connected_components(graph, directed=False)
    order = np.argsort(heap, kind="stable")
    heaps = np.split(order, np.flatnonzero(np.diff(heap[order])) + 1)
    of_pair = heap[near.first]
    pairs_by_heap = np.argsort(of_pair, kind="stable")
    bounds = np.searchsorted(of_pair[pairs_by_heap], np.arange(len(heaps) + 1))
    found: list[tuple[str, ...]] = []
    left: list[str] = []
    for number, members in enumerate(heaps):
        if len(members) > most:
            left += [keys[at] for at in members]
        elif len(members) > 1:
            pairs = pairs_by_heap[bounds[number] : bounds[number + 1]]
            i, j = np.searchsorted(members, near.first[pairs]), np.searchsorted(members, near.second[pairs])
            score = np.zeros((len(members), len(members)), dtype=np.int64)
            score[i, j] = score[j, i] = near.score[pairs]
            found += clusters_of([keys[at] for at in members], score, threshold)
    return tuple(sorted(found, key=lambda group: (-len(group), group))), tuple(sorted(left))


def _lost_at_most(own: Sequence[Prepared], kle_rarity: Mapping[str, float], weights: Weights) -> float:
    """Two without a KLE group in common may still share main groups; how much that can be is read off the systems.

    With shares a and b of their KLE's weight in main groups, the two cannot be more alike than 1 ÷ (1/a + 1/b − 1).
    """
    shares = []
    for one in own:
        if one.kle:
            main = sum(kle_rarity[name] for name in one.kle if "." not in name)
            shares.append(main / sum(kle_rarity[name] for name in one.kle))
    highest = sorted(shares)[-2:]
    alike = 1 / (sum(1 / share for share in highest) - 1) if len(highest) == 2 else 0.0
    return round(min(weights.kle * alike + weights.text + weights.business_type + weights.units, 1.0), 6)
