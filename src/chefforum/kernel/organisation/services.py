"""The one write that others need of the organisation: its top, where there is none yet."""

from __future__ import annotations

import datetime as dt

from .models import Unit, UnitKind, UnitPeriod
from .queries import tree_on


def top_unit(*, municipality: str, on: dt.date) -> Unit:
    """The unit at the top of the tree on the date; made, with the municipality's name, where there is no tree.

    Asks nobody and records nothing: the caller does both, in its own transaction.
    """
    top = tree_on(on).children(None)
    if top:
        return Unit.objects.get(pk=top[0].id)
    unit = Unit.objects.create(code="kommune")
    UnitPeriod.objects.create(unit=unit, name=municipality, kind=UnitKind.MUNICIPALITY, valid_from=on)
    return unit
