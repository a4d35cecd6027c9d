"""Who is like whom, where one stands among them, and how sure that is. See docs/methods/benchmark.md.

Nothing here asks what may be shown: that is calc/benchmark_disclosure.py.

Sources: P. J. Rousseeuw and C. Croux, Journal of the American Statistical Association 88 (1993), for the robust scale;
J. L. Hodges and E. L. Lehmann, Annals of Mathematical Statistics 34 (1963); M. Klein, T. Wright and J. Wieczorek,
Journal of the Royal Statistical Society C 69 (2020), for ranks as intervals; R. J. Hyndman and Y. Fan, The American
Statistician 50 (1996), type 7, for quartiles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from statistics import NormalDist, fmean, median

import numpy as np
from numpy.typing import NDArray

CAP = 3.0  # a difference beyond three deviations says no more than that it is large
PEERS = 10
STEP = 3  # how many more and fewer peers the choice is tried with
DRAWS = 2000
_MAD = 1.4826  # makes the scale the standard deviation where values are normal
_MEAN_DEVIATION = 1.2533  # the same for the mean deviation, where more than half of the values are equal


class BenchmarkError(ValueError):
    """Values or members that nothing can be reckoned from; the text says which."""


@dataclass(frozen=True)
class Peer:
    """distance: 0 for the same in everything, at most 6. by_variable: how many deviations above (below: negative)."""

    name: str
    distance: float
    by_variable: Mapping[str, float]


@dataclass(frozen=True)
class PeerGroup:
    """The nearest of `name`, nearest first. left_out: members that lack a variable, with those they lack."""

    name: str
    peers: tuple[Peer, ...]
    weights: Mapping[str, float]
    left_out: Mapping[str, tuple[str, ...]]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(peer.name for peer in self.peers)


@dataclass(frozen=True)
class Sensitivity:
    """The group chosen otherwise. without: by the variable left out; kept: how many of the chosen stay in each."""

    chosen: PeerGroup
    fewer: PeerGroup
    more: PeerGroup
    without: Mapping[str, PeerGroup]

    @property
    def kept(self) -> dict[str, int]:
        return {variable: len(self.chosen.names & group.names) for variable, group in self.without.items()}

    @property
    def always(self) -> frozenset[str]:
        """Those of the chosen who stay whichever variable is left out."""
        return frozenset.intersection(self.chosen.names, *(group.names for group in self.without.values()))


@dataclass(frozen=True)
class Measured:
    """A value, and from where to where the true one lies."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Position:
    """A rank among `of`, 1 for the lowest value: as the values stand, and from where to where it may be.

    below: the share of the others that lie below, from and to, 0 to 1.
    """

    rank: int
    low: int
    high: int
    of: int

    @property
    def below(self) -> tuple[float, float]:
        return (self.low - 1) / (self.of - 1), (self.high - 1) / (self.of - 1)

    def __str__(self) -> str:
        return f"{self.low}-{self.high} of {self.of}" if self.low < self.high else f"{self.low} of {self.of}"


@dataclass(frozen=True)
class Estimate:
    """What was found, and the interval that resampling gives it."""

    value: float
    low: float
    high: float


def robust_z(*, values: Mapping[str, float], cap: float = CAP) -> dict[str, float]:
    """How many deviations each value lies from the median: (x − median) / (1.4826 · MAD), held within ± cap.

    Where more than half are equal, so that MAD is 0, by 1.2533 · the mean deviation instead; where all are, 0.

    >>> robust_z(values={"a": 1, "b": 2, "c": 3, "d": 4, "e": 1000})["e"]
    3.0
    """
    numbers = _finite(values.values()).tolist()
    middle = median(numbers)
    off = [abs(number - middle) for number in numbers]
    scale = _MAD * median(off) or _MEAN_DEVIATION * fmean(off)
    if not scale:
        return dict.fromkeys(values, 0.0)
    return {name: max(-cap, min(cap, (value - middle) / scale)) for name, value in values.items()}


def peer_group(
    *,
    name: str,
    members: Mapping[str, Mapping[str, float | None]],
    weights: Mapping[str, float],
    count: int = PEERS,
    cap: float = CAP,
) -> PeerGroup:
    """The `count` members nearest to `name` by √(Σ w·(z − z')² / Σ w), with z from `robust_z` over all members.

    `members` have a value for each variable of `weights`, None where it is not known: such a member is left out, and
    told. Equal distances go by name. Raises BenchmarkError where `name` itself is left out, there are fewer than
    `count` others, or a weight is below 0 or all are 0.
    """
    if not sum(weights.values()) or any(weight < 0 for weight in weights.values()):
        raise BenchmarkError("The weights must be at least 0, and not all 0.")
    used = [variable for variable, weight in weights.items() if weight]
    lacks = {member: tuple(v for v in used if values.get(v) is None) for member, values in members.items()}
    left_out = {member: missing for member, missing in lacks.items() if missing}
    there = {member: values for member, values in members.items() if member not in left_out}
    if name not in there:
        raise BenchmarkError(f"{name} is not among those with all of {', '.join(used)}.")
    if not 1 <= count < len(there):
        raise BenchmarkError(f"{count} peers of {len(there) - 1} others.")
    z = {
        variable: robust_z(values={member: values[variable] or 0.0 for member, values in there.items()}, cap=cap)
        for variable in used
    }
    peers = [_peer(name, member, z, weights) for member in there if member != name]
    nearest = sorted(peers, key=lambda peer: (peer.distance, peer.name))[:count]
    return PeerGroup(name, tuple(nearest), dict(weights), left_out)


def sensitivity(
    *,
    name: str,
    members: Mapping[str, Mapping[str, float | None]],
    weights: Mapping[str, float],
    count: int = PEERS,
    step: int = STEP,
) -> Sensitivity:
    """The group with `step` fewer and more peers (as far as there are any), and without each variable in turn.

    Who lacks a variable is left out of all of them, so that only the choice differs. Raises as `peer_group`.
    """
    chosen = peer_group(name=name, members=members, weights=weights, count=count)
    there = {member: values for member, values in members.items() if member not in chosen.left_out}

    def group(size: int, kept: Mapping[str, float]) -> PeerGroup:
        return peer_group(name=name, members=there, weights=kept, count=size)

    used = [variable for variable, weight in weights.items() if weight]
    without = {
        variable: group(count, {other: weight for other, weight in weights.items() if other != variable})
        for variable in used
        if len(used) > 1
    }
    return Sensitivity(
        chosen, group(max(1, count - step), weights), group(min(len(there) - 1, count + step), weights), without
    )


def within(*, value: float, share: float) -> Measured:
    """A value that is known to within a share of itself: 0.1 for ten per cent up and down.

    >>> within(value=-200, share=0.25)
    Measured(value=-200, low=-250.0, high=-150.0)
    """
    if share < 0:
        raise BenchmarkError(f"{share} is no share to be off by; it must be at least 0.")
    return Measured(value, value - share * abs(value), value + share * abs(value))


def sampled(*, value: float, standard_error: float, of: int, coverage: float = 0.95) -> Measured:
    """A value with a standard error, as wide as it takes for all `of` of them to hold together with that coverage.

    Each is given coverage^(1/of), as they are independent: the ranks by `position` then hold together too.
    """
    if standard_error < 0 or of < 1 or not 0 < coverage < 1:
        raise BenchmarkError(f"{standard_error} of {of} with {coverage}: no standard error of a value.")
    half = NormalDist().inv_cdf((1 + coverage ** (1 / of)) / 2) * standard_error
    return Measured(value, value - half, value + half)


def position(*, name: str, values: Mapping[str, Measured]) -> Position:
    """The rank of `name` from the lowest, as it stands and as an interval, by how uncertain each value is.

    Another is surely below where the highest that it may be is below the lowest of `name`, and surely not below where
    its lowest is not below the highest; all else may go either way. So where every value lies within its own interval,
    the rank lies within this one, and no narrower one would do.
    Equals share the lowest rank. Raises BenchmarkError for fewer than two values, and for one outside its interval.

    >>> all_of = {str(at): within(value=at, share=0.2) for at in (10, 11, 12, 20, 30)}
    >>> str(position(name="11", values=all_of))
    '1-3 of 5'
    """
    if name not in values or len(values) < 2:
        raise BenchmarkError(f"{name} has no position: it takes two values, of which its own is one.")
    for whose, one in values.items():
        if not (isfinite(one.low) and isfinite(one.high) and one.low <= one.value <= one.high):
            raise BenchmarkError(f"{whose}: {one} is no value within its interval.")
    own, others = values[name], [one for whose, one in values.items() if whose != name]
    return Position(
        rank=1 + sum(one.value < own.value for one in others),
        low=1 + sum(one.high < own.low for one in others),
        high=len(values) - sum(one.low >= own.high for one in others),
        of=len(values),
    )


def quartiles(*, values: Sequence[float]) -> tuple[float, float, float]:
    """The lower quartile, the median and the upper quartile, with straight lines between the values (type 7).

    >>> quartiles(values=[1, 2, 3, 4])
    (1.75, 2.5, 3.25)
    """
    low, middle, high = np.quantile(_finite(values), [0.25, 0.5, 0.75])
    return float(low), float(middle), float(high)


def unweighted_mean(*, values: Sequence[float]) -> float:
    """The mean in which each municipality counts the same: for peers, and for a region."""
    return fmean(_finite(values))


def weighted_mean(*, amounts: Mapping[str, float], sizes: Mapping[str, float]) -> float:
    """All amounts over all sizes, in which each citizen (employee, PC) counts the same: for the whole country.

    Raises BenchmarkError where the two are not of the same members, or a size is not above 0.
    """
    if set(amounts) != set(sizes) or not sizes or min(sizes.values()) <= 0:
        raise BenchmarkError("Amounts and sizes must be of the same members, and each size above 0.")
    return sum(amounts.values()) / sum(sizes.values())


def difference_to_peers(
    *, own: float, peers: Sequence[float], seed: int, draws: int = DRAWS, coverage: float = 0.95
) -> Estimate:
    """How far one value lies above its peers' by Hodges and Lehmann: the median of the means of all pairs of the
    differences to each peer, itself included. One wild peer moves it little. Interval and errors as `shift`.

    >>> difference_to_peers(own=12, peers=[10, 10, 11, 9, 90], seed=1).value
    1.5
    """
    differences = own - _finite(peers)
    return _resampled([differences], lambda drawn: _walsh_median(drawn[0]), seed, draws, coverage)


def shift(
    *, ones: Sequence[float], others: Sequence[float], seed: int, draws: int = DRAWS, coverage: float = 0.95
) -> Estimate:
    """How far one group lies above another by Hodges and Lehmann: the median of all differences between the two.

    The interval is the middle `coverage` of what comes out of `draws` resamples of both groups, drawn from `seed`: the
    same seed gives the same. Raises BenchmarkError for a group of nobody or a value that is no number.
    """
    groups = [_finite(ones), _finite(others)]
    return _resampled(
        groups,
        lambda drawn: np.median(drawn[0][:, :, None] - drawn[1][:, None, :], axis=(1, 2)),
        seed,
        draws,
        coverage,
    )


def median_of(*, values: Sequence[float], seed: int, draws: int = DRAWS, coverage: float = 0.95) -> Estimate:
    """The median with the interval that resampling gives it; interval and errors as `shift`."""
    return _resampled([_finite(values)], lambda drawn: np.median(drawn[0], axis=1), seed, draws, coverage)


_Floats = NDArray[np.float64]


def _resampled(
    groups: list[_Floats], statistic: Callable[[list[_Floats]], _Floats], seed: int, draws: int, coverage: float
) -> Estimate:
    if draws < 1 or not 0 < coverage < 1:
        raise BenchmarkError(f"{draws} draws with {coverage}: no interval.")
    random = np.random.default_rng(seed)
    groups = [np.sort(group) for group in groups]  # the order that values came in changes nothing
    found = float(statistic([group[None, :] for group in groups])[0])
    drawn = statistic([group[random.integers(0, len(group), (draws, len(group)))] for group in groups])
    low, high = np.quantile(drawn, [(1 - coverage) / 2, (1 + coverage) / 2])
    return Estimate(found, float(low), float(high))


def _walsh_median(rows: _Floats) -> _Floats:
    """Of each row the median of the means of all pairs of its values, each with itself too."""
    one, other = np.triu_indices(rows.shape[1])
    medians: _Floats = np.median((rows[:, one] + rows[:, other]) / 2, axis=1)
    return medians


def _peer(name: str, member: str, z: Mapping[str, Mapping[str, float]], weights: Mapping[str, float]) -> Peer:
    apart = {variable: values[member] - values[name] for variable, values in z.items()}
    square = sum(weights[variable] * by**2 for variable, by in apart.items()) / sum(weights.values())
    return Peer(member, sqrt(square), apart)


def _finite(values: Iterable[float]) -> _Floats:
    found = np.array(list(values), dtype=np.float64)
    if not len(found) or not np.isfinite(found).all():
        raise BenchmarkError("There must be at least one value, and each a number.")
    return found
