"""The units that somebody can choose among, by what they may see."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree

from ..access import READ_LEDGER, visible_units


def units_to_choose(*, on: dt.date) -> list[tuple[UUID, str]]:
    """Every unit on the date with its place in the tree. One query."""
    return [(unit.id, f"{'– ' * depth}{unit.name}") for depth, unit in tree_on(on).walk()]


def units_to_read(*, actor: Actor, on: dt.date) -> tuple[OrganisationTree, list[tuple[UUID, str]]]:
    """The tree, and the units whose amounts the actor may see, in its order. One query. Raises AccessDenied."""
    READ_LEDGER.require(actor)
    tree, seen = tree_on(on), visible_units(actor)
    shown = [(depth, unit) for depth, unit in tree.walk() if seen is None or unit.id in seen]
    top = min((depth for depth, _ in shown), default=0)
    return tree, [(unit.id, f"{'– ' * (depth - top)}{unit.name}") for depth, unit in shown]
