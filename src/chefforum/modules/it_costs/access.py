"""Who may do what with systems and what they cost.

| who                                     | register | costs     | writes systems | keeps rules, sources, keys |
|-----------------------------------------|----------|-----------|----------------|----------------------------|
| everybody who works here                | reads    | –         | –              | –                          |
| leader of a unit and above, substitutes | reads    | own units | –              | –                          |
| owner of a system                       | reads    | –         | its need       | –                          |
| IT manager over a unit                  | reads    | own units | the unit's     | –                          |
| controller, auditor                     | reads    | own units | –              | –                          |
| coordinator: IT manager over the whole  | reads    | all       | all            | yes                        |

What a contract costs may be a vendor's business secret: it is costs, not register. Costs of a unit are seen by who
reads that unit; what all share, and what items cost a piece, by who reads the whole.

How many there are of an item (without what they cost) is seen by its system's owner, too, and is seen and written by
who writes the system. What they cost is written by the coordinator: it is the whole's, as a contract's price is.
"""

from __future__ import annotations

from uuid import UUID

from chefforum.kernel.access.rules import AccessDenied, Actor, Role, Rule, has_any

READERS_OF_COSTS = (Role.WORKPLACE_LEADER, Role.IT_MANAGER, Role.CONTROLLER, Role.AUDITOR)

READ_SYSTEMS = Rule("it_costs.systems", "se systemer", lambda actor: actor.is_signed_in)
READ_COSTS = Rule("it_costs.costs", "se, hvad it koster", has_any(*READERS_OF_COSTS))
READ_ALL_COSTS = Rule("it_costs.all_costs", "se alt, hvad it koster", lambda actor: reads_all_costs(actor))
WRITE_SYSTEMS = Rule("it_costs.write", "ændre systemer", has_any(Role.IT_MANAGER))
KEEP_IT_COSTS = Rule("it_costs.keep", "holde it-økonomien", lambda actor: actor.has_role_over_all(Role.IT_MANAGER))

# The list of numbers stands in the menu of those who read or write some.
READ_VOLUMES = Rule("it_costs.volumes", "se antal", lambda actor: reads_all_costs(actor) or WRITE_SYSTEMS.allows(actor))

# Files of answers to a frozen extract come from those who answer for units, and from who writes for the analyst.
BRING_VERDICTS = Rule(
    "it_costs.bring_verdicts",
    "indlæse svar på udtræk",
    lambda actor: reads_all_costs(actor) or WRITE_SYSTEMS.allows(actor),
)


def reads_all_costs(actor: Actor) -> bool:
    return any(actor.has_role_over_all(role) for role in READERS_OF_COSTS)


def units_of_costs(actor: Actor) -> frozenset[UUID] | None:
    """The units whose costs the actor reads; None: every one."""
    if reads_all_costs(actor):
        return None
    return frozenset().union(*(actor.units.get(role, frozenset()) for role in READERS_OF_COSTS))


def is_coordinator(actor: Actor) -> bool:
    return actor.has_role_over_all(Role.IT_MANAGER)


def may_write_system(actor: Actor, unit_id: UUID | None) -> bool:
    """`unit_id`: the unit that answers for it; None: nobody does yet, which is the coordinator's."""
    return is_coordinator(actor) or (unit_id is not None and actor.has_role_over(unit_id, Role.IT_MANAGER))


def may_say_need(actor: Actor, *, owner_id: UUID | None, unit_id: UUID | None) -> bool:
    """Whether it is needed: its owner says so, or who writes it."""
    is_owner = owner_id is not None and actor.person_id == owner_id
    return is_owner or may_write_system(actor, unit_id)


def require_writer(actor: Actor, unit_id: UUID | None) -> None:
    """Raises AccessDenied."""
    if not may_write_system(actor, unit_id):
        raise AccessDenied("Du har ikke adgang til at ændre det system.")


def require_coordinator(actor: Actor) -> None:
    """Raises AccessDenied."""
    KEEP_IT_COSTS.require(actor)


def may_answer_line(
    actor: Actor, *, is_hand: bool, party: str, unit_id: UUID | None, system_owner_id: UUID | None
) -> bool:
    """Of a frozen line that the actor reads. For the municipality: the coordinator, the unit's IT manager, and who owns
    the system; for the analyst: who was named as their hand (`is_hand`) alone."""
    if party != "municipality":
        return is_hand
    is_owner = system_owner_id is not None and actor.person_id == system_owner_id
    return is_owner or may_write_system(actor, unit_id)


def may_read_numbers(actor: Actor, *, owner_id: UUID | None, unit_id: UUID | None) -> bool:
    """How many there are of a system's items, without what they cost."""
    is_owner = owner_id is not None and actor.person_id == owner_id
    return reads_all_costs(actor) or is_owner or may_write_system(actor, unit_id)


# Approval of new systems, licences and equipment. A draft is its author's alone; what was sent is read by who leads or
# keeps IT or money over its unit, by the coordinator, and by those who are asked for a check of it.
READ_REQUESTS = Rule("it_costs.requests", "se ansøgninger om it", lambda actor: actor.is_signed_in)
ASK = Rule("it_costs.ask", "søge om it", has_any(Role.WORKPLACE_LEADER, Role.IT_MANAGER))


def may_ask_for(actor: Actor, unit_id: UUID) -> bool:
    return actor.has_role_over(unit_id, Role.WORKPLACE_LEADER, Role.IT_MANAGER)


def require_asker(actor: Actor, unit_id: UUID) -> None:
    """Raises AccessDenied."""
    if not may_ask_for(actor, unit_id):
        raise AccessDenied("Du kan kun søge for de enheder, du leder eller er it-ansvarlig for.")


def is_same_person(actor: Actor, *, person_id: UUID, name: str) -> bool:
    """The person, or somebody who stands in for them: borrowed rights decide no more than one's own."""
    return actor.person_id == person_id or name in actor.standing_in_for


def leads(actor: Actor, unit_id: UUID) -> bool:
    return actor.has_role_over(unit_id, Role.WORKPLACE_LEADER)
