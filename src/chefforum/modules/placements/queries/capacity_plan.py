"""What a plan of places begins with: places, weeks and key of the round that holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chefforum.kernel.access.rules import Actor

from ..access import READ_PUBLISHED
from ..rules.capacity_plan import EXAMPLE, Asked
from ..rules.kinds import Basis, PlacementKind
from .keys import KeyFound, list_keys
from .targets import newest_round, round_of


def keys_to_choose(actor: Actor) -> tuple[KeyFound, ...]:
    """Those that places can be split by, the newest first. Raises AccessDenied. Three queries."""
    return tuple(one for one in list_keys(actor) if one.is_usable)


def asked_of_round(*, actor: Actor, on: dt.date) -> tuple[Asked, str] | None:
    """The internships of the round that holds this year as a plan, and the round's name; of the last that was set,
    where the year has none. No places where the round has none. None where no round can be read.

    Raises AccessDenied. A fixed number of queries.
    """
    READ_PUBLISHED.require(actor)
    found = round_of(year=on.year, day=on) or newest_round()
    if found is None or found.facts is None:
        return None
    key = {found.names[code]: fte for code, fte in found.facts.key_shares}
    target = next((one for one in found.facts.targets if one.settings.kind is PlacementKind.INTERNSHIP), None)
    if target is None:
        return Asked(places=0, occupancy=EXAMPLE.occupancy, weeks=EXAMPLE.weeks, key=key), str(found.round)
    settings = target.settings
    occupancy = settings.occupancy if settings.basis is Basis.SLOTS else Decimal(1)
    return Asked(places=int(settings.slots), occupancy=occupancy, weeks=settings.weeks, key=key), str(found.round)
