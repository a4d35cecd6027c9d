"""Who may do what with which systems to look into, keep, join and replace.

The coordinator is the IT manager over the whole, as in it_costs.

| who                                     | the chosen | selections, steering group | what costs brought  | decides |
|-----------------------------------------|------------|----------------------------|---------------------|---------|
| everybody who works here                | reads      | –                          | –                   | –       |
| leader, IT manager, controller, auditor | reads      | reads                      | who reads all costs | –       |
| coordinator                             | reads      | reads                      | yes                 | yes     |

A selection weighs costs, and points on a fixed scale tell kroner. Who does not read all costs therefore sees the list,
the points of the other criteria, and what they come to without costs: no sums, distances, frequencies or kroner, from
which the rest could be worked out. A bilag shows them only where the coordinator has said so.

Overlaps and scenarios are read by everybody who works here, without kroner but for who reads all costs. Who writes one
of two systems says whether they overlap; the coordinator keeps scenarios.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from chefforum.kernel.access.rules import Actor, Role, Rule, has_any
from chefforum.modules.it_costs.access import may_write_system

READERS = (Role.WORKPLACE_LEADER, Role.IT_MANAGER, Role.CONTROLLER, Role.AUDITOR)


def is_coordinator(actor: Actor) -> bool:
    return actor.has_role_over_all(Role.IT_MANAGER)


KEEP = Rule("it_portfolio.keep", "holde it-porteføljen", is_coordinator)
READ = Rule("it_portfolio.read", "se it-porteføljen", has_any(*READERS))


def may_judge(actor: Actor, unit_ids: Collection[UUID | None]) -> bool:
    """Whether two systems overlap: who writes one of them says so. `unit_ids`: the units that answer for them."""
    return any(may_write_system(actor, unit_id) for unit_id in unit_ids)
