"""Whether laws are met shows where we can be hurt, so it is closed to all who have no part in it, and reading is noted.

| who                         | requirements, answers |
|-----------------------------|-----------------------|
| owner of a system           | own, answers          |
| leader of a unit and above  | –                     |
| IT manager over a unit      | the unit's, answers   |
| controller, auditor, whole  | all                   |
| controller, auditor, a part | –                     |
| coordinator                 | all, answers          |
"""

from __future__ import annotations

from uuid import UUID

from chefforum.kernel.access.rules import Actor, Role, Rule, has_any
from chefforum.modules.it_costs.access import may_write_system


def reads_all_compliance(actor: Actor) -> bool:
    return any(actor.has_role_over_all(role) for role in (Role.IT_MANAGER, Role.CONTROLLER, Role.AUDITOR))


# Owners are found by their systems, so the address lets in who is signed in, and the query asks.
ASK_COMPLIANCE = Rule("it_portfolio.compliance", "se, om lovkrav er opfyldt", lambda actor: actor.is_signed_in)
READ_COMPLIANCE = Rule(
    "it_portfolio.compliance_list",
    "se, om lovkrav er opfyldt",
    lambda actor: reads_all_compliance(actor) or actor.has_role(Role.IT_MANAGER),
)
READ_ALL_COMPLIANCE = Rule("it_portfolio.compliance_all", "se, om alle lovkrav er opfyldt", reads_all_compliance)
LOAD_ANSWERS = Rule("it_portfolio.load_answers", "indlæse svar på lovkrav", has_any(Role.IT_MANAGER))


def units_of_compliance(actor: Actor) -> frozenset[UUID] | None:
    """The units whose systems the actor sees requirements of, beside their own; None: all."""
    return None if reads_all_compliance(actor) else actor.units.get(Role.IT_MANAGER, frozenset())


def may_see_compliance(actor: Actor, *, owner_id: UUID | None, unit_id: UUID | None) -> bool:
    return reads_all_compliance(actor) or may_answer(actor, owner_id=owner_id, unit_id=unit_id)


def may_answer(actor: Actor, *, owner_id: UUID | None, unit_id: UUID | None) -> bool:
    """What laws ask of a system is answered by its owner, or by who writes it."""
    is_owner = owner_id is not None and actor.person_id == owner_id
    return is_owner or may_write_system(actor, unit_id)
