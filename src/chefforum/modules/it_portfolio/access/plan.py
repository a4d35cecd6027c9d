"""Everybody who works here reads the plan, without kroner: an item's are seen by who reads all costs and by its owner,
who says how it goes; the coordinator writes the rest."""

from __future__ import annotations

from uuid import UUID

from chefforum.kernel.access.rules import AccessDenied, Actor, Rule
from chefforum.modules.it_costs.access import reads_all_costs

from .coordinator import is_coordinator

READ_PLAN = Rule("it_portfolio.plan", "se planen", lambda actor: actor.is_signed_in)


def sees_money_of(actor: Actor, owner_id: UUID | None) -> bool:
    """Of an item of the plan, by who owns it."""
    return reads_all_costs(actor) or (owner_id is not None and actor.person_id == owner_id)


def may_say_state(actor: Actor, owner_id: UUID | None) -> bool:
    return is_coordinator(actor) or (owner_id is not None and actor.person_id == owner_id)


def require_state(actor: Actor, owner_id: UUID | None) -> None:
    """Raises AccessDenied."""
    if not may_say_state(actor, owner_id):
        raise AccessDenied("Det er den ansvarlige eller koordinatoren, der siger, hvordan det går.")
