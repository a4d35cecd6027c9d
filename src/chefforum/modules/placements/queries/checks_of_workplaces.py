"""The two checks of workplaces on a day: counts, placements and rules are read, rules/checks.py reckons."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from uuid import UUID

from ..models import EmployeeCount, Placement
from ..rules.checks import Count, NetExpansion, Placed, Reasonable, net_expansion, reasonableness, reasonableness_ahead
from ..rules.stays import Span
from .capacity import stays_in
from .dated_rules import net_expansion_terms, reasonableness_terms


def counts_by_workplace(workplace_ids: Iterable[UUID]) -> dict[UUID, list[Count]]:
    """Every count of each workplace. One query."""
    found: dict[UUID, list[Count]] = defaultdict(list)
    rows = EmployeeCount.objects.filter(workplace__in=list(workplace_ids))
    for workplace_id, on_date, heads, fte in rows.values_list("workplace_id", "on_date", "heads", "fte"):
        found[workplace_id].append(Count(on_date, heads, fte))
    return found


def placed_by_workplace(workplace_ids: Iterable[UUID], *, after: dt.date) -> dict[UUID, list[Placed]]:
    """Who is placed at each from the day on. One query."""
    found: dict[UUID, list[Placed]] = defaultdict(list)
    rows = stays_in(Placement.objects.filter(workplace__in=list(workplace_ids)), after=after)
    for workplace_id, kind, first, ended, planned in rows.values_list(
        "workplace_id", "kind", "starts_on", "ended_on", "ends_on"
    ):
        if workplace_id is not None:
            found[workplace_id].append(Placed(kind, Span(first, ended or planned)))
    return found


def reasonableness_of(workplace_ids: Iterable[UUID], *, on: dt.date) -> dict[UUID, Reasonable]:
    """The ratio of each workplace on the day. Three queries."""
    ids = list(workplace_ids)
    rules, counts, placed = reasonableness_terms(), counts_by_workplace(ids), placed_by_workplace(ids, after=on)
    return {
        one: reasonableness(rules=rules, counts=counts.get(one, ()), placed=placed.get(one, ()), on=on) for one in ids
    }


def reasonableness_to_come(workplace_id: UUID, *, first: dt.date, last: dt.date) -> list[Reasonable]:
    """On the first day, and on each until the last on which it is another. Three queries."""
    return reasonableness_ahead(
        rules=reasonableness_terms(),
        counts=counts_by_workplace([workplace_id]).get(workplace_id, []),
        placed=placed_by_workplace([workplace_id], after=first).get(workplace_id, []),
        first=first,
        last=last,
    )


def net_expansion_of(workplace_id: UUID, *, on: dt.date, hours: Decimal | None = None) -> NetExpansion:
    """Two queries."""
    counts = counts_by_workplace([workplace_id]).get(workplace_id, [])
    return net_expansion(rules=net_expansion_terms(), counts=counts, on=on, hours=hours)


def more_on_days(asked: Collection[tuple[UUID, dt.date]], *, kind: str) -> dict[tuple[UUID, dt.date], int | None]:
    """How many more of the kind each workplace may have on the day; None: not decided. Where no rule bounds the kind
    it is not there. Three queries."""
    if not asked:
        return {}
    ids = {workplace_id for workplace_id, _ in asked}
    rules, counts = reasonableness_terms(), counts_by_workplace(ids)
    placed = placed_by_workplace(ids, after=min(on for _, on in asked))
    found: dict[tuple[UUID, dt.date], int | None] = {}
    for workplace_id, on in asked:
        there = reasonableness(
            rules=rules, counts=counts.get(workplace_id, ()), placed=placed.get(workplace_id, ()), on=on
        )
        if there.rule is not None and kind in there.rule.kinds:
            found[workplace_id, on] = there.more
    return found
