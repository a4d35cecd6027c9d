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

Whether laws are met shows where we can be hurt, so it is closed to all who have no part in it, and reading is noted:

| who                         | requirements, answers | competences                 | says how many | plans      |
|-----------------------------|-----------------------|-----------------------------|---------------|------------|
| owner of a system           | own, answers          | own systems' needs, says it | –             | –          |
| leader of a unit and above  | –                     | own units                   | own units     | –          |
| IT manager over a unit      | the unit's, answers   | the unit's, says needs      | the unit's    | the unit's |
| controller, auditor, whole  | all                   | all                         | –             | –          |
| controller, auditor, a part | –                     | own units                   | –             | –          |
| coordinator                 | all, answers          | all, says needs, catalogue  | all           | all        |

Key persons are named by the system's owner (or who writes the system), and seen by them and by whoever is named.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from chefforum.kernel.access.rules import AccessDenied, Actor, Role, Rule, has_any
from chefforum.modules.it_costs.access import may_write_system, reads_all_costs, units_of_costs

READERS = (Role.WORKPLACE_LEADER, Role.IT_MANAGER, Role.CONTROLLER, Role.AUDITOR)


def is_coordinator(actor: Actor) -> bool:
    return actor.has_role_over_all(Role.IT_MANAGER)


KEEP = Rule("it_portfolio.keep", "holde it-porteføljen", is_coordinator)
READ = Rule("it_portfolio.read", "se it-porteføljen", has_any(*READERS))


def may_judge(actor: Actor, unit_ids: Collection[UUID | None]) -> bool:
    """Whether two systems overlap: who writes one of them says so. `unit_ids`: the units that answer for them."""
    return any(may_write_system(actor, unit_id) for unit_id in unit_ids)


# Requirements of laws: owners are found by their systems, so the address lets in who is signed in, and the query asks.
ASK_COMPLIANCE = Rule("it_portfolio.compliance", "se, om lovkrav er opfyldt", lambda actor: actor.is_signed_in)
READ_COMPLIANCE = Rule(
    "it_portfolio.compliance_list",
    "se, om lovkrav er opfyldt",
    lambda actor: reads_all_compliance(actor) or actor.has_role(Role.IT_MANAGER),
)
READ_ALL_COMPLIANCE = Rule(
    "it_portfolio.compliance_all", "se, om alle lovkrav er opfyldt", lambda actor: reads_all_compliance(actor)
)
LOAD_ANSWERS = Rule("it_portfolio.load_answers", "indlæse svar på lovkrav", has_any(Role.IT_MANAGER))
ASK_COMPETENCES = Rule("it_portfolio.competences", "se kompetencer", lambda actor: actor.is_signed_in)
READ_COMPETENCES = Rule("it_portfolio.competence_list", "se kompetencer", has_any(*READERS))


def reads_all_compliance(actor: Actor) -> bool:
    return any(actor.has_role_over_all(role) for role in (Role.IT_MANAGER, Role.CONTROLLER, Role.AUDITOR))


def units_of_compliance(actor: Actor) -> frozenset[UUID] | None:
    """The units whose systems the actor sees requirements of, beside their own; None: all."""
    return None if reads_all_compliance(actor) else actor.units.get(Role.IT_MANAGER, frozenset())


def may_see_compliance(actor: Actor, *, owner_id: UUID | None, unit_id: UUID | None) -> bool:
    return reads_all_compliance(actor) or may_answer(actor, owner_id=owner_id, unit_id=unit_id)


def may_answer(actor: Actor, *, owner_id: UUID | None, unit_id: UUID | None) -> bool:
    """What laws ask of a system is answered by its owner, or by who writes it."""
    is_owner = owner_id is not None and actor.person_id == owner_id
    return is_owner or may_write_system(actor, unit_id)


def units_of_competences(actor: Actor) -> frozenset[UUID] | None:
    """The units whose systems and numbers the actor sees; None: all."""
    return units_of_costs(actor)


def may_count(actor: Actor, unit_id: UUID) -> bool:
    """Whether the actor says how many in the unit can something: its leader does, or its IT manager."""
    return is_coordinator(actor) or actor.has_role_over(unit_id, Role.IT_MANAGER, Role.WORKPLACE_LEADER)


def refuse_unless(is_allowed: bool, words: str) -> None:
    """Raises AccessDenied."""
    if not is_allowed:
        raise AccessDenied(f"Du har ikke adgang til at {words}.")


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
