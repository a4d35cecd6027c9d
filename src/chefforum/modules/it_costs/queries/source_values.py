"""Fields of systems as text, as sources say them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import prefetch_related_objects

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.organisation.queries import tree_on

from ..models import ItSystem
from ..rules.field_texts import band_text, list_text, vendor_text

PLAIN = (
    "name",
    "former_name",
    "description",
    "business_type",
    "family",
    "life_cycle",
    "hosting",
    "is_business_critical",
    "is_socially_critical",
    "personal_data",
    "uses_ai",
)


def texts_of(systems: Sequence[ItSystem]) -> dict[UUID, dict[str, str]]:
    """By system and field. Four queries, however many systems."""
    prefetch_related_objects(list(systems), "vendor", "owner_unit", "tasks", "used_by__unit")
    found = {}
    for one in systems:
        texts = {name: getattr(one, name) for name in PLAIN}
        texts["vendor"] = vendor_text(one.vendor.name, one.vendor.cvr) if one.vendor else ""
        texts["owner_unit"] = one.owner_unit.code if one.owner_unit else ""
        texts["users"] = band_text(one.users_low, one.users_high)
        texts["tasks"] = list_text([task.kle_number for task in one.tasks.all()])
        texts["units"] = list_text([use.unit.code for use in one.used_by.all()])
        found[one.pk] = texts
    return found


def codes_of_units(on: dt.date) -> dict[str, str]:
    """Our codes, and the names of units that only one has, in lower case, → the code."""
    names: dict[str, list[str]] = {}
    for unit in tree_on(on).units:
        names.setdefault(unit.name.casefold(), []).append(unit.code)
    alone = {name: found[0] for name, found in names.items() if len(found) == 1}
    return alone | {code: code for code in Unit.objects.values_list("code", flat=True)}
