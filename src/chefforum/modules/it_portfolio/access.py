"""Who may do what with which systems to look into, keep, join and replace.

The coordinator is the IT manager over the whole, as in it_costs.

| who                                        | the chosen systems | selections, steering group | kroner, and what shows them | decides |
|--------------------------------------------|--------------------|----------------------------|-----------------------------|---------|
| everybody who works here                   | reads              | –                          | –                           | –       |
| leader, IT manager, controller, auditor    | reads              | reads                      | who reads all costs         | –       |
| coordinator                                | reads              | reads                      | yes                         | yes     |
"""

from __future__ import annotations

from uuid import UUID

from chefforum.kernel.access.rules import AccessDenied, Actor, Role, Rule, has_any
from chefforum.modules.it_costs.access import reads_all_costs

READERS = (Role.WORKPLACE_LEADER, Role.IT_MANAGER, Role.CONTROLLER, Role.AUDITOR)


def is_coordinator(actor: Actor) -> bool:
    return actor.has_role_over_all(Role.IT_MANAGER)


KEEP = Rule("it_portfolio.keep", "holde it-porteføljen", is_coordinator)
READ = Rule("it_portfolio.read", "se it-porteføljen", has_any(*READERS))

# Plan, readiness and report. Everybody who works here reads the plan and what is ready, without kroner: an item's are
# seen by who reads all costs and by its owner, who says how it goes; the coordinator writes the rest. The report is
# kroner from end to end, and is read by who reads all costs.
READ_PLAN = Rule("it_portfolio.plan", "se planen", lambda actor: actor.is_signed_in)
READ_READINESS = Rule("it_portfolio.readiness", "se, hvad der er parat", lambda actor: actor.is_signed_in)
READ_REPORT = Rule("it_portfolio.report", "læse rapporten", reads_all_costs)


def sees_money_of(actor: Actor, owner_id: UUID | None) -> bool:
    """Of an item of the plan, by who owns it."""
    return reads_all_costs(actor) or (owner_id is not None and actor.person_id == owner_id)


def may_say_state(actor: Actor, owner_id: UUID | None) -> bool:
    return is_coordinator(actor) or (owner_id is not None and actor.person_id == owner_id)


def require_state(actor: Actor, owner_id: UUID | None) -> None:
    """Raises AccessDenied."""
    if not may_say_state(actor, owner_id):
        raise AccessDenied("Det er den ansvarlige eller koordinatoren, der siger, hvordan det går.")
