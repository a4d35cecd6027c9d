"""What other parts have decided that may become an item of the plan: a scenario that was chosen, an upskilling.

    register_offers("scenarios", find)        # find(actor=, on=) -> iterable of Offer

An offer is shown on the plan until an item comes from it (`PlanItem.origin` is its key).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from chefforum.kernel.access.rules import Actor


@dataclass(frozen=True)
class Offer:
    """`key` is the same for ever ("scenario:…"); `url`: where it was decided. Amounts in øre, None: not known."""

    key: str
    title: str
    why: str
    element: str
    url: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    cost_oere: int | None = None
    saving_oere: int | None = None
    systems: tuple[UUID, ...] = ()


Find: TypeAlias = Callable[..., Iterable[Offer]]
_offers: dict[str, Find] = {}


def register_offers(name: str, find: Find) -> None:
    _offers[name] = find


def offers_for(*, actor: Actor, on: dt.date) -> list[Offer]:
    """Everything offered, by whoever offers it."""
    return [offer for _, find in sorted(_offers.items()) for offer in find(actor=actor, on=on)]
