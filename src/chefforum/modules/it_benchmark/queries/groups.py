"""Groups of peers: those that are frozen, and one that might be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from chefforum.calc.benchmark import BenchmarkError, Sensitivity, sensitivity
from chefforum.calc.benchmark import PeerGroup as Chosen
from chefforum.calc.benchmark_disclosure import Refusal, group_refusal
from chefforum.kernel.access.rules import Actor

from ..access import READ
from ..models import Municipality, PeerGroup
from ..rules.fields import NAMES
from ..rules.positions import OWN
from ..rules.publication import BASE, refusal_words
from .base import backgrounds_of
from .own import own_years


class GroupNotFound(LookupError):
    """There is no such group."""


class NoGroup(ValueError):
    """No group can be chosen; the text says why, and what to do."""


@dataclass(frozen=True)
class Proposal:
    """A group that might be frozen. `refusal`: why not, in words; "" where it may be."""

    year: int
    found: Sensitivity
    refusal: str


def list_groups(*, actor: Actor) -> list[PeerGroup]:
    """The newest first, with members. Two queries. Raises AccessDenied."""
    READ.require(actor)
    return list(PeerGroup.objects.select_related("person").prefetch_related("members"))


def find_group(*, actor: Actor, group_id: UUID) -> PeerGroup:
    """Two queries. Raises GroupNotFound, AccessDenied."""
    READ.require(actor)
    found = PeerGroup.objects.select_related("person").prefetch_related("members").filter(pk=group_id).first()
    if found is None:
        raise GroupNotFound(group_id)
    return found


def propose_group(*, actor: Actor, year: int, weights: Mapping[str, float], count: int) -> Proposal:
    """The nearest by these weights, how it would be otherwise, and whether it may be frozen. A fixed number of queries.

    Raises NoGroup, AccessDenied.
    """
    own = own_years(actor=actor, years=[year])[year]
    missing = [NAMES[key] for key, weight in weights.items() if weight and own.background.get(key) is None]
    if missing:
        raise NoGroup(f"Vi mangler selv for {year}: {', '.join(missing)}. Skriv det under Om os, eller giv det vægt 0.")
    members: dict[str, Mapping[str, float | None]] = dict(backgrounds_of(year))
    there = sum(all(one.get(key) is not None for key, weight in weights.items() if weight) for one in members.values())
    if there < count:
        raise NoGroup(f"Kun {there} kommuner har leveret alt det for {year}. Vælg færre, eller giv noget vægt 0.")
    members[OWN] = {key: own.background.get(key) for key in weights}
    try:
        found = sensitivity(name=OWN, members=members, weights=weights, count=count)
    except BenchmarkError:
        raise NoGroup("Giv mindst én oplysning en vægt over 0.") from None
    return Proposal(year, found, refusal_of(found.chosen))


def refusal_of(chosen: Chosen) -> str:
    """Two queries."""
    rows = list(Municipality.objects.values_list("code", "may_be_named"))
    consenting = {code for code, is_named in rows if is_named}
    earlier: dict[str, Any] = {}
    if settings.EXCHANGE_OPERATOR:
        earlier[BASE] = {code for code, _ in rows}
    for group, code in PeerGroup.objects.order_by("frozen_at").values_list("name", "members__code"):
        earlier.setdefault(group, set()).add(code)
    refusal: Refusal | None = group_refusal(group=chosen.names, earlier=earlier, consenting=consenting)
    return refusal_words(refusal.reason.value, refusal.earlier) if refusal else ""


def choice_of(proposal: Proposal) -> dict[str, Any]:
    """As it is kept with the group."""
    found = proposal.found
    return {
        "weights": dict(found.chosen.weights),
        "peers": [
            {
                "code": one.name,
                "distance": round(one.distance, 4),
                "by": {k: round(v, 3) for k, v in one.by_variable.items()},
            }
            for one in found.chosen.peers
        ],
        "left_out": {code: list(missing) for code, missing in found.chosen.left_out.items()},
        "fewer": [one.name for one in found.fewer.peers],
        "more": [one.name for one in found.more.peers],
        "kept": found.kept,
        "always": sorted(found.always),
    }
