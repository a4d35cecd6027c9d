"""What a plan of places begins with: the newest round's places, weeks and key."""

from __future__ import annotations

from decimal import Decimal

from chefforum.kernel.access.rules import Actor

from ..access import READ_PUBLISHED
from ..rules.capacity_plan import Asked
from ..rules.kinds import Basis, PlacementKind
from .keys import KeyFound, list_keys
from .targets import newest_round


def keys_to_choose(actor: Actor) -> tuple[KeyFound, ...]:
    """Those that places can be split by, the newest first. Raises AccessDenied. Three queries."""
    return tuple(one for one in list_keys(actor) if one.is_usable)


def newest_asked(actor: Actor) -> tuple[Asked, str] | None:
    """The internships of the newest round as a plan, and the round's name; None where there is no such round.

    Raises AccessDenied. A fixed number of queries.
    """
    READ_PUBLISHED.require(actor)
    found = newest_round()
    if found is None or found.facts is None:
        return None
    target = next((one for one in found.facts.targets if one.settings.kind is PlacementKind.INTERNSHIP), None)
    if target is None:
        return None
    settings = target.settings
    key = {found.names[code]: fte for code, fte in found.facts.key_shares}
    occupancy = settings.occupancy if settings.basis is Basis.SLOTS else Decimal(1)
    if not key or not sum(key.values()) or not settings.slots:
        return None
    return Asked(places=int(settings.slots), occupancy=occupancy, weeks=settings.weeks, key=key), str(found.round)
