"""Two wrote at once: both texts are kept until somebody has chosen."""

from __future__ import annotations

import datetime as dt

from ..models import Conflict, Item
from .steps import StepNotPossible


def settled(*, item: Item, conflict_id: int, at: dt.datetime) -> Conflict:
    """The conflict of a section of the item, settled from now on; the caller writes what was chosen.

    Raises StepNotPossible where somebody has settled it already.
    """
    conflict = Conflict.objects.select_related("section").filter(section__item=item, pk=conflict_id, settled_at=None)
    found = conflict.first()
    if found is None:
        raise StepNotPossible("Der er allerede valgt mellem de to tekster. Intet er ændret.")
    found.settled_at = at
    found.save(update_fields=["settled_at"])
    return found
