"""Why nothing can be selected: a smallest set of rules that conflict, and the least that would have to give way.

Source: J. W. Chinneck, "Feasibility and Infeasibility in Optimization" (2008), chapters 6 and 7 (the elastic filter,
then the deletion filter). See docs/methods/selection.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .selection_rules import Chosen, Claim, Programme


@dataclass(frozen=True)
class GivesWay:
    """A claim that is broken in the set that breaks least, and by how much: systems, or øre for the cost share."""

    claim: Claim
    by: int


@dataclass(frozen=True)
class Conflict:
    """claims: cannot hold together, though they can without any one of them. There may be other such sets.

    gives_way: what makes everything else hold; nearest: the set that then holds.
    """

    claims: tuple[Claim, ...]
    gives_way: tuple[GivesWay, ...]
    nearest: Chosen


def find_conflict(*, programme: Programme, claims: Sequence[Claim]) -> Conflict | None:
    """A smallest set of claims that conflict, in their order, and what gives way; None where none do.

    Smallest in that each of them is needed, not that no other conflict has fewer.
    """
    nearest = programme.least_breach([], claims)
    if nearest is None:  # no claim is hard, so some set always breaks least
        raise AssertionError
    gives_way = tuple(GivesWay(claim, claim.lacks(nearest)) for claim in claims if claim.lacks(nearest))
    if not gives_way:
        return None
    suspects = _suspects(programme, claims)
    for claim in reversed(suspects):  # choices made by hand come last, and are tried first
        without = [other for other in suspects if other is not claim]
        if programme.any(without) is None:
            suspects = without
    return Conflict(tuple(suspects), gives_way, nearest)


def _suspects(programme: Programme, claims: Sequence[Claim]) -> list[Claim]:
    """Claims that conflict, found by holding fast whatever was broken until nothing can be found."""
    fast: set[int] = set()
    while True:
        hard = [claim for number, claim in enumerate(claims) if number in fast]
        elastic = [claim for number, claim in enumerate(claims) if number not in fast]
        found = programme.least_breach(hard, elastic)
        if found is None:
            return hard
        fast |= {number for number, claim in enumerate(claims) if claim.lacks(found)}
