"""How alike two workplaces are, by what their money goes to and how large they are. See docs/methods/likeness.md.

Profiles are shares: what part of a workplace's expenses each group of accounts is. Nothing else of a workplace is
looked at, and what is answered is a number between nought and one, never an amount.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Like:
    """`profile`: how much of the money goes to the same; `size`: the smaller as a share of the larger. Both 0 to 1."""

    key: Hashable
    profile: float
    size: float

    @property
    def likeness(self) -> float:
        """The profile counts whole, the size by its square root: half as large is 0.71."""
        return self.profile * self.size**0.5


def shares(amounts: Mapping[str, int]) -> dict[str, float]:
    """Each group's part of the expenses; income (below nought) is left out.

    >>> shares({"løn": 75, "varer": 25, "indtægter": -40})
    {'løn': 0.75, 'varer': 0.25}
    """
    spent = {name: amount for name, amount in amounts.items() if amount > 0}
    total = sum(spent.values())
    return {name: amount / total for name, amount in spent.items()}


def overlap(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How much of the money goes to the same: 1 for the same profile, 0 for nothing in common.

    >>> round(overlap({"løn": 0.75, "varer": 0.25}, {"løn": 0.5, "varer": 0.25, "husleje": 0.25}), 2)
    0.75
    """
    return sum(min(share, other[name]) for name, share in one.items() if name in other)


def most_alike(
    mine: Mapping[str, int], others: Mapping[Any, Mapping[str, int]], *, count: int, least: float = 0.5
) -> Sequence[Like]:
    """The `count` most alike of `others`, the most alike first; those below `least` are not alike at all.

    Amounts are expenses by group of accounts. A workplace without expenses is like none.

    >>> others = {"a": {"løn": 40, "varer": 10}, "b": {"varer": 9}}
    >>> [like.key for like in most_alike({"løn": 80, "varer": 20}, others, count=3)]
    ['a']
    """
    own, size = shares(mine), _size(mine)
    found = []
    for key, amounts in others.items():
        its = _size(amounts)
        if size and its:
            found.append(Like(key, overlap(own, shares(amounts)), min(size, its) / max(size, its)))
    near = [like for like in found if like.likeness >= least]
    return sorted(near, key=lambda like: (-like.likeness, str(like.key)))[:count]


def _size(amounts: Mapping[str, int]) -> int:
    return sum(amount for amount in amounts.values() if amount > 0)
