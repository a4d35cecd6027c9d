"""A proposal for a steering group: seats shared out over departments by their systems and installations.

A proposal only: who sits in the group is decided by those who decide. See docs/methods/steering_group.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .apportionment import Exact, Tie, exact, largest_remainder


class SteeringGroupError(ValueError):
    """The seats cannot be shared out: too few for what each is to have, or nobody owns anything."""


class Criticality(StrEnum):
    ORDINARY = "ordinary"
    IMPORTANT = "important"
    CRITICAL = "critical"


@dataclass(frozen=True)
class Owned:
    """A system or an installation, and the departments that own it; several share it equally."""

    key: str
    departments: frozenset[str]
    criticality: Criticality | None = None
    is_installation: bool = False
    serves_vulnerable: bool = False


@dataclass(frozen=True)
class Weights:
    """What one system or installation counts; what serves vulnerable groups counts `vulnerable` on top."""

    ordinary: Exact = 1
    important: Exact = 2
    critical: Exact = 3
    installation: Exact = 2
    vulnerable: Exact = 1


@dataclass(frozen=True)
class Department:
    """systems, installations: how many, shared ones in parts; key: what seats are shared by; quota: of all seats."""

    name: str
    systems: Fraction
    installations: Fraction
    key: Fraction
    quota: Fraction
    seats: int


@dataclass(frozen=True)
class Proposal:
    """departments: most seats first. without_owner, without_criticality: what counted for nobody, or as ordinary."""

    departments: tuple[Department, ...]
    tie: Tie | None
    without_owner: tuple[str, ...]
    without_criticality: tuple[str, ...]


def propose(
    *, owned: Sequence[Owned], seats: int, weights: Weights | None = None, at_least: Mapping[str, int] | None = None
) -> Proposal:
    """Seats by the largest remainder of the key; a department in `at_least` never gets fewer than said there.

    Those whose part by the key is too small get what they are promised, and the rest is shared out by the key among the
    others. Raises SteeringGroupError.

    >>> owned = [Owned(str(n), frozenset({"Skole"}), Criticality.CRITICAL) for n in range(3)]
    >>> owned += [Owned("alarm", frozenset({"Miljø"}), is_installation=True)]
    >>> [(one.name, one.seats, one.key) for one in propose(owned=owned, seats=5).departments]
    [('Skole', 4, Fraction(9, 1)), ('Miljø', 1, Fraction(2, 1))]
    """
    promised = dict(at_least or {})
    key, systems, installations = _key(owned, weights or Weights(), promised)
    if not sum(key.values()):
        raise SteeringGroupError("No department owns anything that counts.")
    if sum(promised.values()) > seats:
        raise SteeringGroupError(f"{seats} seats are fewer than what is promised: {sum(promised.values())}.")
    given, tie = _seats(key, seats, promised)
    total = sum(key.values())
    found = [
        Department(name, systems[name], installations[name], key[name], seats * key[name] / total, given[name])
        for name in key
    ]
    return Proposal(
        tuple(sorted(found, key=lambda one: (-one.seats, -one.key, one.name))),
        tie,
        tuple(one.key for one in owned if not one.departments),
        tuple(one.key for one in owned if one.criticality is None and not one.is_installation),
    )


def _key(
    owned: Sequence[Owned], weights: Weights, promised: Mapping[str, int]
) -> tuple[dict[str, Fraction], dict[str, Fraction], dict[str, Fraction]]:
    names = sorted({name for one in owned for name in one.departments} | set(promised))
    key, systems, installations = ({name: Fraction(0) for name in names} for _ in range(3))
    for one in owned:
        for name in one.departments:
            part = Fraction(1, len(one.departments))
            key[name] += part * _weight(one, weights)
            (installations if one.is_installation else systems)[name] += part
    return key, systems, installations


def _weight(one: Owned, weights: Weights) -> Fraction:
    by_criticality = {
        Criticality.IMPORTANT: weights.important,
        Criticality.CRITICAL: weights.critical,
        Criticality.ORDINARY: weights.ordinary,
        None: weights.ordinary,
    }
    own = weights.installation if one.is_installation else by_criticality[one.criticality]
    return exact(own) + (exact(weights.vulnerable) if one.serves_vulnerable else 0)


def _seats(key: Mapping[str, Fraction], seats: int, promised: Mapping[str, int]) -> tuple[dict[str, int], Tie | None]:
    """Whoever falls short of the promise gets it, and the rest are shared anew, until nobody falls short."""
    fixed: dict[str, int] = {}
    while True:
        rest = {name: weight for name, weight in key.items() if name not in fixed}
        left = seats - sum(fixed.values())
        if not sum(rest.values()):
            if left:
                raise SteeringGroupError("Every department has what it is promised, and seats are left.")
            return {**dict.fromkeys(key, 0), **fixed}, None
        found = largest_remainder(key=rest, house=left)
        short = {name: promised.get(name, 0) for name in rest if found.seats[name] < promised.get(name, 0)}
        if not short:
            return {**fixed, **found.seats}, found.tie
        fixed |= short
