"""The units that somebody can choose among, by what they may see."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.models import UnitPeriod
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree, UnitOnDate

from ..access import READ_LEDGER, visible_units

CLOSED = "lukket enhed"


def units_to_choose(*, on: dt.date) -> list[tuple[UUID, str]]:
    """Every unit on the date with its place in the tree. One query."""
    return [(unit.id, f"{'– ' * depth}{unit.name}") for depth, unit in tree_on(on).walk()]


def tree_with_closed(*, on: dt.date) -> OrganisationTree:
    """The tree on the date, and under where they were last the units that are closed, which are called so. Two
    queries."""
    tree = tree_on(on)
    last: dict[UUID, UnitOnDate] = {}
    rows = UnitPeriod.objects.filter(valid_to__lte=on).select_related("unit").order_by("valid_from")
    for row in rows:
        if row.unit_id not in tree:
            name = f"{row.name} ({CLOSED})"
            last[row.unit_id] = UnitOnDate(row.unit_id, row.unit.code, name, row.short_name, row.kind, row.parent_id)
    return OrganisationTree((*tree.units, *sorted(last.values(), key=lambda unit: unit.name)))


def units_to_read(*, actor: Actor, on: dt.date) -> tuple[OrganisationTree, list[tuple[UUID, str]]]:
    """The tree, and the units whose amounts the actor may see, in its order; with those that are closed for who reads
    all. At most two queries. Raises AccessDenied."""
    READ_LEDGER.require(actor)
    seen = visible_units(actor)
    tree = tree_on(on) if seen is not None else tree_with_closed(on=on)
    shown = [(depth, unit) for depth, unit in tree.walk() if seen is None or unit.id in seen]
    top = min((depth for depth, _ in shown), default=0)
    return tree, [(unit.id, f"{'– ' * (depth - top)}{unit.name}") for depth, unit in shown]


def closed_name(tree: OrganisationTree, unit_id: UUID | None) -> str:
    """What a unit that is closed is called; empty for one that is there."""
    unit = tree.unit(unit_id) if unit_id else None
    return unit.name if unit is not None and unit.name.endswith(f"({CLOSED})") else ""
