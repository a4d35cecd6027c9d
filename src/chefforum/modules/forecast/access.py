"""Who may do what with expected accounts.

| who                                         | reads | writes entries, assesses | approves | reminds | rounds, tables |
|---------------------------------------------|-------|--------------------------|----------|---------|----------------|
| leader of the unit, and their substitutes   | yes   | yes                      | –        | –       | –              |
| leaders of the units above                  | yes   | yes                      | yes      | yes     | –              |
| controller over the unit                    | yes   | –                        | –        | yes     | –              |
| finance: controller over the whole          | yes   | –                        | –        | yes     | yes            |
| everybody else, administrators and auditors | –     | –                        | –        | –       | –              |

Pay by position, which is a person's, is read by the leader of the unit, their substitutes and the leaders above alone;
controllers and finance read sums of at least three persons.

Nobody approves what they assessed themselves. At the top of the tree, where no leader is above, another leader of the
same unit does. A unit that somebody may not read is not found. Leaders above write too, since a unit may be without a
leader of its own; the history says who it was.
"""

from __future__ import annotations

from uuid import UUID

from chefforum.kernel.access.rules import AccessDenied, Actor, Role, Rule, has_any
from chefforum.kernel.organisation.rules import OrganisationTree

READ_FORECAST = Rule("forecast.read", "se forventet regnskab", has_any(Role.WORKPLACE_LEADER, Role.CONTROLLER))
WRITE_ENTRIES = Rule("forecast.write", "skrive i forventet regnskab", has_any(Role.WORKPLACE_LEADER))
KEEP_FORECAST = Rule("forecast.keep", "passe runder, satser og udrulning", has_any(Role.CONTROLLER))

# What stands in whose menu; the pages themselves ask what is above.
LEADS = WRITE_ENTRIES
FOLLOWS = Rule("forecast.follow", "se forventet regnskab", lambda actor: _reads_without_leading(actor))
READ_AREA = Rule("forecast.read_area", "se et område", lambda actor: _reads_many(actor))
FINANCE = Rule("forecast.finance", "passe forventet regnskab", lambda actor: actor.has_role_over_all(Role.CONTROLLER))
PART_OF_IT = Rule("forecast.read_part", "se et område", lambda actor: _reads_many(actor) and not FINANCE.allows(actor))


def _reads_without_leading(actor: Actor) -> bool:
    return READ_FORECAST.allows(actor) and not WRITE_ENTRIES.allows(actor)


def _reads_many(actor: Actor) -> bool:
    units = readable_units(actor)
    return units is None or len(units) > 1


def may_read(actor: Actor, unit_id: UUID) -> bool:
    return actor.has_role_over(unit_id, Role.WORKPLACE_LEADER, Role.CONTROLLER)


def readable_units(actor: Actor | None) -> frozenset[UUID] | None:
    """The units whose forecast the actor reads; None: every one. Without an actor it is the house itself that asks."""
    if actor is None or actor.everything:
        return None
    return frozenset().union(*(actor.units.get(role, frozenset()) for role in (Role.WORKPLACE_LEADER, Role.CONTROLLER)))


def may_write(actor: Actor, unit_id: UUID) -> bool:
    return actor.has_role_over(unit_id, Role.WORKPLACE_LEADER)


def may_see_persons_pay(actor: Actor, unit_id: UUID) -> bool:
    """What each position costs says what a person is paid: for who leads them. Others read sums of many."""
    return actor.has_role_over(unit_id, Role.WORKPLACE_LEADER)


def may_approve(actor: Actor, unit_id: UUID, tree: OrganisationTree) -> bool:
    """Leads a unit above, or the unit itself where it is at the top."""
    above = parent_of(tree, unit_id)
    return actor.has_role_over(above or unit_id, Role.WORKPLACE_LEADER)


def may_remind(actor: Actor, unit_id: UUID, tree: OrganisationTree) -> bool:
    return actor.has_role_over(unit_id, Role.CONTROLLER) or may_approve(actor, unit_id, tree)


def is_finance(actor: Actor, tree: OrganisationTree) -> bool:
    """Controller over everything that is at the top of the tree."""
    return all(actor.has_role_over(unit.id, Role.CONTROLLER) for unit in tree.children(None))


def parent_of(tree: OrganisationTree, unit_id: UUID) -> UUID | None:
    """The unit above on the tree's day; None at the top, and where the unit above is closed."""
    path = tree.path(unit_id)
    return path[-2].id if len(path) > 1 else None


def require_writer(actor: Actor, unit_id: UUID) -> None:
    """Raises AccessDenied."""
    if not may_write(actor, unit_id):
        raise AccessDenied("Du har ikke adgang til at skrive i arbejdspladsens forventede regnskab.")
