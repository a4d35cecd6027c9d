"""The plan as a table that comes in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from ..queries.plan import ItemShown
from ..rules.plan import ELEMENT_NAMES, STATE_NAMES, Element, State
from ..rules.plan_rows import MONEY_COLUMNS, PLAN_COLUMNS, say_day, say_kroner


def plan_table(found: Sequence[ItemShown], words: Mapping[UUID, str]) -> list[tuple[str, ...]]:
    """Heads first. `words`: what each system is called. The columns of kroner are there where the actor sees those of
    any item; those of others are empty, and an empty cell changes nothing when it comes in."""
    with_money = any(one.sees_money for one in found)
    columns = [name for name in PLAN_COLUMNS if with_money or name not in MONEY_COLUMNS]
    rows = [tuple(PLAN_COLUMNS[name] for name in columns)]
    for one in found:
        item = one.item
        cells = {
            "id": str(item.pk),
            "title": item.title,
            "why": item.why,
            "element": ELEMENT_NAMES[Element(item.element)],
            "owner": item.owner.email if item.owner else "",
            "starts_on": say_day(item.starts_on),
            "ends_on": say_day(item.ends_on),
            "cost": say_kroner(one.cost_oere),
            "saving": say_kroner(one.saving_oere),
            "systems": "; ".join(words.get(pk, name) for pk, name in one.systems),
            "state": STATE_NAMES[State(item.state)],
            "note": item.note,
            "after": "; ".join(other.title for other in one.after),
        }
        rows.append(tuple(cells[name] for name in columns))
    return rows
