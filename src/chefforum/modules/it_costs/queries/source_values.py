"""What sources call our units."""

from __future__ import annotations

import datetime as dt

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.organisation.queries import tree_on


def codes_of_units(on: dt.date) -> dict[str, str]:
    """Our codes, and the names of units that only one has, in lower case, → the code."""
    names: dict[str, list[str]] = {}
    for unit in tree_on(on).units:
        names.setdefault(unit.name.casefold(), []).append(unit.code)
    alone = {name: found[0] for name, found in names.items() if len(found) == 1}
    return alone | {code: code for code in Unit.objects.values_list("code", flat=True)}
