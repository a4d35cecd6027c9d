"""Who says what systems need that somebody can, and how many can.

| who                         | competences                 | says how many | plans      |
|-----------------------------|-----------------------------|---------------|------------|
| owner of a system           | own systems' needs, says it | –             | –          |
| leader of a unit and above  | own units                   | own units     | –          |
| IT manager over a unit      | the unit's, says needs      | the unit's    | the unit's |
| controller, auditor, whole  | all                         | –             | –          |
| controller, auditor, a part | own units                   | –             | –          |
| coordinator                 | all, says needs, catalogue  | all           | all        |

Key persons are named by the system's owner (or who writes the system), and seen by them and by whoever is named.
"""

from __future__ import annotations

from uuid import UUID

from chefforum.kernel.access.rules import Actor, Role, Rule, has_any
from chefforum.modules.it_costs.access import units_of_costs

from .coordinator import READERS, is_coordinator

# Owners are found by their systems, so the address lets in who is signed in, and the query asks.
ASK_COMPETENCES = Rule("it_portfolio.competences", "se kompetencer", lambda actor: actor.is_signed_in)
READ_COMPETENCES = Rule("it_portfolio.competence_list", "se kompetencer", has_any(*READERS))


def units_of_competences(actor: Actor) -> frozenset[UUID] | None:
    """The units whose systems and numbers the actor sees; None: all."""
    return units_of_costs(actor)


def may_count(actor: Actor, unit_id: UUID) -> bool:
    """Whether the actor says how many in the unit can something: its leader does, or its IT manager."""
    return is_coordinator(actor) or actor.has_role_over(unit_id, Role.IT_MANAGER, Role.WORKPLACE_LEADER)
