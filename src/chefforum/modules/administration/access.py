"""Who may see and keep the organisation, persons, groups and the trail.

| what                              | sees                                 | changes                                 |
|-----------------------------------|--------------------------------------|-----------------------------------------|
| units, leaders, FTE, cost centres | everybody signed in                  | administrators of it, by an import      |
| names, titles, seats in groups    | everybody signed in                  | administrators                          |
| roles                             | the person, administrators, auditors | administrators                          |
| substitutes                       | the person, administrators, auditors | the person, administrators              |
| groups, members, kommissorium     | everybody signed in                  | administrators, the unit's secretariat  |
| the trail                         | auditors, administrators             | nobody                                  |
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from chefforum.kernel.access.rules import SIGNED_IN, AccessDenied, Actor, Role, Rule, has_any
from chefforum.kernel.people.models import Group

READ_ORGANISATION = Rule("administration.read_organisation", "se organisationen", SIGNED_IN.allows)
READ_PERSONS = Rule("administration.read_persons", "se personer", SIGNED_IN.allows)
READ_GROUPS = Rule("administration.read_groups", "se grupper", SIGNED_IN.allows)
READ_OWN_ACCESS = Rule("administration.read_own_access", "se din adgang", SIGNED_IN.allows)
KEEP_SUBSTITUTES = Rule("administration.keep_substitutes", "vælge stedfortrædere", SIGNED_IN.allows)
KEEP_ORGANISATION = Rule("administration.keep_organisation", "indlæse organisationen", has_any(Role.ADMINISTRATOR))
KEEP_PERSONS = Rule(
    "administration.keep_persons", "oprette og ændre personer og deres adgang", has_any(Role.ADMINISTRATOR)
)
KEEP_GROUPS = Rule(
    "administration.keep_groups", "oprette og ændre grupper", has_any(Role.ADMINISTRATOR, Role.SECRETARIAT)
)


def is_self(actor: Actor, person_id: UUID) -> bool:
    return actor.person_id is not None and actor.person_id == person_id


def may_see_access_of(actor: Actor, person_id: UUID) -> bool:
    """Whether the actor may see the person's roles and substitutes."""
    return is_self(actor, person_id) or actor.has_role(Role.ADMINISTRATOR, Role.AUDITOR)


def may_keep_substitutes_of(actor: Actor, person_id: UUID) -> bool:
    return is_self(actor, person_id) or KEEP_PERSONS.allows(actor)


def require_substitutes_of(actor: Actor, person_id: UUID) -> None:
    """Raises AccessDenied for all but the person and administrators."""
    if not may_keep_substitutes_of(actor, person_id):
        raise AccessDenied("Du har ikke adgang til at vælge stedfortræder for andre end dig selv.")


def require_administrator_over(actor: Actor, unit_ids: Iterable[UUID]) -> None:
    """Raises AccessDenied unless the actor administers all the units: nobody gives or takes more than theirs."""
    if not all(actor.has_role_over(unit_id, Role.ADMINISTRATOR) for unit_id in unit_ids):
        raise AccessDenied("Du er kun administrator for en del af organisationen, og det her rækker ud over den.")


def may_keep_groups_of(actor: Actor, unit_id: UUID) -> bool:
    """Whether the actor keeps the groups that the unit owns."""
    return KEEP_PERSONS.allows(actor) or actor.has_role_over(unit_id, Role.SECRETARIAT)


def require_group_keeper(actor: Actor, group: Group) -> None:
    """Raises AccessDenied for all but administrators and the secretariat over the group's unit."""
    if not may_keep_groups_of(actor, group.unit_id):
        raise AccessDenied(f"Du har ikke adgang til at ændre {group.name}.")
