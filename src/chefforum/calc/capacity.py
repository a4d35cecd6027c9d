"""How often all places are taken, and what a shared pool gives against places split by a key: Erlang's loss formula.

Assumes that candidates come by chance (Poisson) and are lost when all places are taken. How long each stays matters by
its mean only (insensitivity), so a mix of lengths is its mean. `offered` is how many would be under way if there were
places for all: starts wanted a week × weeks of a stay.

Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
exchanges", Elektroteknikeren 13 (1917); B. A. Sevastyanov 1957 (insensitivity); F. P. Kelly, "Loss networks", 1991.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from .apportionment import Exact, exact

WEEKS_OF_A_YEAR = 52
_MOST_PLACES = 1_000_000


class CapacityError(ValueError):
    """Places, candidates or stays that cannot be."""


@dataclass(frozen=True)
class Loss:
    """Places and who would use them. blocking: the share of candidates who find all places taken; running: how many are
    under way on average; occupancy: running ÷ places, 0 where there are none."""

    places: int
    offered: float
    blocking: float
    running: float
    occupancy: float

    def yearly(self, *, weeks: Exact) -> float:
        """How many begin in a year of 52 weeks where a stay takes so many weeks on average."""
        return self.running * WEEKS_OF_A_YEAR / float(_weeks(weeks))


@dataclass(frozen=True)
class PooledAndSplit:
    """The same places and candidates: everyone in one pool, and each alone."""

    pooled: Loss
    split: Mapping[str, Loss]

    @property
    def split_running(self) -> float:
        return sum(loss.running for loss in self.split.values())

    @property
    def gained(self) -> float:
        """How many more are under way on average in one pool; never below 0."""
        return self.pooled.running - self.split_running


def erlang_b(*, places: int, offered: float) -> float:
    """The share of candidates who find all places taken, 0 to 1. Raises CapacityError for numbers below 0.

    B(0) = 1, B(n) = a·B(n−1) / (n + a·B(n−1)): stable for any size, where factorials are not.
    """
    if not 0 <= places <= _MOST_PLACES:
        raise CapacityError(f"{places} places cannot be.")
    if not isfinite(offered) or offered < 0:
        raise CapacityError(f"{offered} cannot be offered.")
    blocking = 1.0
    for number in range(1, places + 1):
        blocking = offered * blocking / (number + offered * blocking)
    return blocking


def loss(*, places: int, offered: float) -> Loss:
    """Blocking, running and occupancy of places that such candidates share. Raises CapacityError as `erlang_b`."""
    blocking = erlang_b(places=places, offered=offered)
    running = offered * (1 - blocking)
    return Loss(places, offered, blocking, running, running / places if places else 0.0)


def places_needed(*, offered: float, blocking: float) -> int:
    """The fewest places with which at most that share of candidates is lost. Raises CapacityError.

    `blocking` is above 0 and at most 1.
    """
    if not 0 < blocking <= 1:
        raise CapacityError(f"A blocking of {blocking} cannot be had: it must be above 0 and at most 1.")
    erlang_b(places=0, offered=offered)
    places, lost = 0, 1.0
    while lost > blocking:
        places += 1
        lost = offered * lost / (places + offered * lost)
    return places


def by_pool(
    *, places: Mapping[str, int], offered: Mapping[str, float], pools: Mapping[str, Collection[str]]
) -> dict[str, Loss]:
    """Each pool's loss, with its members' places and candidates put together.

    Everyone is in exactly one pool; who is in none, in two, or unknown raises CapacityError.
    """
    members = [name for pool in pools.values() for name in pool]
    if sorted(members) != sorted(places) or set(places) != set(offered):
        raise CapacityError("Everyone with places and candidates must be in exactly one pool.")
    return {
        pool: loss(places=sum(places[name] for name in names), offered=sum(offered[name] for name in names))
        for pool, names in pools.items()
    }


def pooled_and_split(*, places: Mapping[str, int], offered: Mapping[str, float]) -> PooledAndSplit:
    """What one pool gives against each for itself, without swapping. Raises CapacityError as `by_pool`."""
    everyone = by_pool(places=places, offered=offered, pools={"": list(places)})
    return PooledAndSplit(
        everyone[""], by_pool(places=places, offered=offered, pools={name: [name] for name in places})
    )


def offered_by_key(*, key: Mapping[str, Exact], offered: float) -> dict[str, float]:
    """The candidates shared out by a key, not rounded. Raises CapacityError for a key without weight."""
    weights = {name: exact(weight) for name, weight in key.items()}
    total = sum(weights.values())
    if not total or min(weights.values()) < 0:
        raise CapacityError("The key has a weight below 0, or none above it.")
    return {name: offered * float(weight / total) for name, weight in weights.items()}


def mean_weeks(*, mix: Mapping[Exact, Exact]) -> Fraction:
    """The mean length of a stay, of lengths in weeks and the share of candidates who have each; shares sum to 1.

    Raises CapacityError.
    """
    shares = {_weeks(weeks): exact(share) for weeks, share in mix.items()}
    if any(share < 0 for share in shares.values()) or sum(shares.values()) != 1:
        raise CapacityError("The shares of a mix must be at least 0 and sum to 1.")
    return sum((weeks * share for weeks, share in shares.items()), Fraction(0))


def _weeks(weeks: Exact) -> Fraction:
    length = exact(weeks)
    if length <= 0:
        raise CapacityError(f"A stay of {weeks} weeks has no length.")
    return length
