"""The organisation as pages show it. Every read is a fixed number of queries, however many units there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.models import CostCentre, Staffing, Unit
from chefforum.kernel.organisation.queries import fte_by_unit, history_of, tree_on, valid_on
from chefforum.kernel.organisation.rules import OrganisationTree, UnitOnDate
from chefforum.kernel.people.models import Employment, Group
from chefforum.kernel.people.queries import leaders_of, list_employments
from chefforum.modules.administration.access import READ_ORGANISATION


class UnitNotFound(LookupError):
    """There is no such unit."""


@dataclass(frozen=True)
class Node:
    """A unit in the tree: own FTE with the day it was counted, FTE with everything below, how many lack a count."""

    unit: UnitOnDate
    leaders: tuple[Employment, ...]
    fte: Decimal | None
    counted_on: dt.date | None
    fte_below: Decimal | None
    uncounted: int
    children: tuple[Node, ...]


@dataclass(frozen=True)
class UnitPage:
    """All that a unit's page shows on a date; `unit` is None where the unit does not exist then."""

    code: str
    unit: UnitOnDate | None
    name: str
    path: tuple[UnitOnDate, ...]
    leaders: tuple[Employment, ...]
    employments: tuple[Employment, ...]
    below: tuple[Node, ...]
    fte: Decimal | None
    fte_below: Decimal | None
    counts: tuple[Staffing, ...]
    cost_centres: tuple[CostCentre, ...]
    history: tuple[Any, ...]
    groups: tuple[Group, ...]


def organisation_on(*, actor: Actor, on: dt.date, text: str = "") -> tuple[Node, ...]:
    """The tree on the date from the top; with a text, only units that have it in name, code or leader, and the
    units above them. Three queries. Raises AccessDenied."""
    READ_ORGANISATION.require(actor)
    tree = tree_on(on)
    leaders = leaders_of(unit_ids=[unit.id for unit in tree.units], on=on)
    nodes = _nodes(tree, leaders, fte_by_unit(on), None)
    return _with_text(nodes, text.strip().casefold()) if text.strip() else nodes


def _nodes(tree: OrganisationTree, leaders: Any, counted: Any, parent: UUID | None) -> tuple[Node, ...]:
    return tuple(_node(tree, leaders, counted, unit) for unit in tree.children(parent))


def _node(tree: OrganisationTree, leaders: Any, counted: Any, unit: UnitOnDate) -> Node:
    children = _nodes(tree, leaders, counted, unit.id)
    fte, counted_on = counted.get(unit.id, (None, None))
    known = [one for one in (fte, *(child.fte_below for child in children)) if one is not None]
    return Node(
        unit=unit,
        leaders=tuple(leaders.get(unit.id, ())),
        fte=fte,
        counted_on=counted_on,
        fte_below=sum(known, Decimal(0)) if known else None,
        uncounted=(fte is None) + sum(child.uncounted for child in children),
        children=children,
    )


def _with_text(nodes: tuple[Node, ...], text: str) -> tuple[Node, ...]:
    found = []
    for node in nodes:
        children = _with_text(node.children, text)
        words = (node.unit.name, node.unit.code, node.unit.short_name, *(one.person.name for one in node.leaders))
        if children or any(text in word.casefold() for word in words):
            found.append(Node(**{**vars(node), "children": children}))
    return tuple(found)


def unit_page(*, actor: Actor, unit_id: UUID, on: dt.date) -> UnitPage:
    """Raises UnitNotFound, AccessDenied."""
    READ_ORGANISATION.require(actor)
    found = Unit.objects.filter(pk=unit_id).first()
    if found is None:
        raise UnitNotFound(unit_id)
    tree, counted = tree_on(on), fte_by_unit(on)
    unit = tree.unit(unit_id)
    history = tuple(history_of(unit_id))
    below = tree.below([unit_id])
    leaders = leaders_of(unit_ids=below | {unit_id}, on=on)
    node = _node(tree, leaders, counted, unit) if unit else None
    return UnitPage(
        code=found.code,
        unit=unit,
        name=unit.name if unit else history[-1].name if history else found.code,
        path=tree.path(unit_id)[:-1],
        leaders=tuple(leaders.get(unit_id, ())),
        employments=tuple(list_employments(unit_id=unit_id, on=on)),
        below=node.children if node else (),
        fte=node.fte if node else None,
        fte_below=node.fte_below if node else None,
        counts=tuple(Staffing.objects.filter(unit_id=unit_id).order_by("-on_date")),
        cost_centres=tuple(CostCentre.objects.filter(unit_id=unit_id).order_by("code", "valid_from")),
        history=history,
        groups=tuple(Group.objects.filter(valid_on(on), unit_id=unit_id).order_by("name")),
    )


def unit_names(*, on: dt.date) -> dict[UUID, str]:
    """Every unit's name on the date. One query."""
    return {unit.id: unit.name for unit in tree_on(on).units}


@dataclass(frozen=True)
class Missing:
    units: int
    without_leader: int
    without_fte: int


def what_is_missing(*, actor: Actor, on: dt.date) -> Missing:
    """How many units the organisation has on the date, and how many lack a leader or a count. Three queries."""
    READ_ORGANISATION.require(actor)
    ids = {unit.id for unit in tree_on(on).units}
    return Missing(
        units=len(ids),
        without_leader=len(ids - leaders_of(unit_ids=ids, on=on).keys()),
        without_fte=len(ids - fte_by_unit(on).keys()),
    )


@dataclass(frozen=True)
class OwnUnit:
    """A unit with FTE, its own and all below it, and the cost centres of the same units."""

    unit: UnitOnDate
    fte: Decimal | None
    cost_centres: tuple[str, ...]


def own_units(*, actor: Actor, on: dt.date) -> tuple[OwnUnit, ...]:
    """The topmost units over which the actor is workplace leader on the date. Three queries."""
    covered = actor.units.get(Role.WORKPLACE_LEADER, frozenset())
    tree, counted = tree_on(on), fte_by_unit(on)
    codes: dict[UUID, list[str]] = {}
    for unit_id, code in CostCentre.objects.filter(valid_on(on), unit__in=covered).values_list("unit_id", "code"):
        codes.setdefault(unit_id, []).append(code)
    tops = [unit for unit in tree.units if unit.id in covered and unit.parent not in covered]
    return tuple(_own_unit(tree, counted, codes, unit) for unit in tops)


def _own_unit(tree: OrganisationTree, counted: Any, codes: dict[UUID, list[str]], unit: UnitOnDate) -> OwnUnit:
    below = tree.below([unit.id])
    known = [counted[one][0] for one in below if one in counted]
    centres = sorted(code for one in below for code in codes.get(one, ()))
    return OwnUnit(unit, sum(known, Decimal(0)) if known else None, tuple(centres))
