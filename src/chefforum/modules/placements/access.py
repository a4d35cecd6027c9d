"""Who may do what with placements.

| who                                       | placements | offers places | writes placements | keeps rules |
|-------------------------------------------|------------|---------------|-------------------|-------------|
| leader of the unit and above, substitutes | reads own  | yes           | –                 | –           |
| job consultant over the unit              | reads own  | yes           | yes               | –           |
| coordinator: that role over the whole     | reads all  | yes           | yes               | yes         |
| everybody else who works here             | –          | –             | –                 | –           |

Outside the municipality a placement has no unit: it is the coordinator's. All who work here see the targets, the status
and the effect as they are published (no number of fewer than five persons, nor one that can be worked out), the shared
task lists and the consultants. A placement that somebody may not read is not found.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from chefforum.kernel.access.rules import AccessDenied, Actor, Role, Rule, has_any

from .models import Placement

READ_PUBLISHED = Rule("placements.published", "se praktik og løntilskud", lambda actor: actor.is_signed_in)
READ_PLACEMENTS = Rule("placements.read", "se forløb", has_any(Role.WORKPLACE_LEADER, Role.JOB_CONSULTANT))
OFFER_PLACES = Rule("placements.offer", "tilbyde pladser", has_any(Role.WORKPLACE_LEADER, Role.JOB_CONSULTANT))
WRITE_PLACEMENTS = Rule("placements.write", "registrere forløb", has_any(Role.JOB_CONSULTANT))
KEEP_PLACEMENTS = Rule(
    "placements.keep", "fastlægge måltal og regler", lambda actor: actor.has_role_over_all(Role.JOB_CONSULTANT)
)
READERS = (Role.WORKPLACE_LEADER, Role.JOB_CONSULTANT)


def readable_units(actor: Actor) -> frozenset[UUID] | None:
    """The units whose placements the actor reads one by one; None: every one."""
    if actor.everything:
        return None
    return frozenset().union(*(actor.units.get(role, frozenset()) for role in READERS))


def may_read_unit(actor: Actor, unit_id: UUID) -> bool:
    return actor.has_role_over(unit_id, *READERS)


def may_offer(actor: Actor, unit_id: UUID) -> bool:
    """Places, why they are empty, statements and task lists of the unit."""
    return actor.has_role_over(unit_id, *READERS)


def may_write_placement(actor: Actor, unit_id: UUID | None) -> bool:
    """`unit_id` None: outside the municipality, which is the coordinator's."""
    if unit_id is None:
        return actor.has_role_over_all(Role.JOB_CONSULTANT)
    return actor.has_role_over(unit_id, Role.JOB_CONSULTANT)


def is_coordinator(actor: Actor) -> bool:
    return actor.has_role_over_all(Role.JOB_CONSULTANT)


def visible_to(placements: QuerySet[Placement], actor: Actor) -> QuerySet[Placement]:
    """Those that the actor reads one by one."""
    units = readable_units(actor)
    if units is None:
        return placements
    mine = Q(unit__in=units)
    return placements.filter(mine | Q(unit__isnull=True) if is_coordinator(actor) else mine)


def require_offering(actor: Actor, unit_id: UUID) -> None:
    """Raises AccessDenied."""
    if not may_offer(actor, unit_id):
        raise AccessDenied("Du har ikke adgang til at ændre arbejdspladsens pladser.")


def require_coordinator(actor: Actor) -> None:
    """Raises AccessDenied."""
    KEEP_PLACEMENTS.require(actor)
