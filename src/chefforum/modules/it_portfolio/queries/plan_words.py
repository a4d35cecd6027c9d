"""What was done to an item or a milestone, in words. Kroner are told to who may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from chefforum.web import danish

from ..models import PlanChange
from ..rules.plan import ACT_NAMES, ELEMENT_NAMES, MILESTONE_NAMES, PLAN_NAMES, STATE_NAMES, Act, Element, State
from .plan import names_in

Names: TypeAlias = dict[str, str]
_HIDDEN = "vises ikke for dig"


@dataclass(frozen=True)
class Happened:
    """A line of the history. `fields`: name, before and after."""

    act: str
    at: dt.datetime
    who: str
    fields: tuple[tuple[str, str, str], ...]
    is_undone: bool


def history_words(changes: Sequence[PlanChange], *, sees_money: bool) -> list[Happened]:
    """The newest first. Three queries."""
    names = names_in(changes)
    return [
        Happened(
            act=ACT_NAMES[Act(one.act)],
            at=one.at,
            who=one.person.name if one.person else "Kommandolinjen",
            fields=tuple(
                (
                    _title(name),
                    said_in_words(name, one.was.get(name), names, sees_money=sees_money),
                    said_in_words(name, kept, names, sees_money=sees_money),
                )
                for name, kept in one.became.items()
                if name != "origin" and (one.act != Act.WRITTEN or kept not in (None, "", []))
            ),
            is_undone=one.undone_at is not None and one.act in (Act.CHANGED, Act.WRITTEN),
        )
        for one in changes
    ]


def _title(name: str) -> str:
    return PLAN_NAMES.get(name) or MILESTONE_NAMES.get(name, name)


def said_in_words(name: str, kept: Any, names: Names, *, sees_money: bool) -> str:
    """A field as it is kept, in words. No query."""
    if name in ("cost_oere", "saving_oere"):
        if not sees_money:
            return _HIDDEN
        return danish.MISSING if kept is None else danish.money(Decimal(kept) / 100)
    if kept in (None, "", []):
        return "intet"
    match name:
        case "state":
            return STATE_NAMES[State(kept)]
        case "element":
            return ELEMENT_NAMES[Element(kept)]
        case "starts_on" | "ends_on" | "reached_on":
            return danish.date(dt.date.fromisoformat(kept))
        case "owner_id":
            return names.get(kept, danish.MISSING)
        case "systems" | "depends_on":
            return ", ".join(sorted(names.get(one, danish.MISSING) for one in kept))
    return str(kept)
