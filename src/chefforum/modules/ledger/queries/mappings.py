"""Which cost centres were mapped to units afterwards, what stands on each by that, and what a change of it moves."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor

from ..access import require_keeper, require_reader_of_whole
from ..lake.engine import ask
from ..models import CostCentreMapping
from ..rules.unit_codes import CodePeriod, UnitCodes, with_changed, without
from ..rules.words import Table
from .reading import files_of, unit_codes
from .units import tree_with_closed

BY_MONTH = """
    SELECT cost_centre, period, count(*) AS n, CAST(sum(amount) AS BIGINT) AS amount
    FROM postings WHERE cost_centre IN ({codes})
    GROUP BY cost_centre, period
"""
Months = dict[str, list[tuple[int, int, int]]]  # by code: month, postings, øre


class MappingNotFound(LookupError):
    """There is no such mapping."""


@dataclass(frozen=True)
class ShownMapping:
    """`lines` and `amount` (øre): what the unit has by it, now."""

    mapping: CostCentreMapping
    unit: str
    lines: int
    amount: int
    first_period: int | None
    last_period: int | None


@dataclass(frozen=True)
class Move:
    """What goes from one unit to another; "" is no unit."""

    from_unit: str
    to_unit: str
    year: int
    first_period: int
    last_period: int
    lines: int
    amount: int


def list_mappings(*, actor: Actor) -> QuerySet[CostCentreMapping]:
    """Newest first. Raises AccessDenied for who does not read the whole."""
    require_reader_of_whole(actor)
    return CostCentreMapping.objects.select_related("created_by").order_by("-created_at", "code", "-valid_from")


def shown(mappings: Collection[CostCentreMapping], *, on: dt.date) -> list[ShownMapping]:
    """Each with what stands on it. At most five queries and one scan of what holds the codes."""
    codes, names = unit_codes(), tree_with_closed(on=on)
    months = _months(sorted({mapping.code for mapping in mappings}))
    found = []
    for mapping in mappings:
        mine = [row for row in months.get(mapping.code, ()) if _decides(codes, mapping, row[0])]
        unit = names.unit(mapping.unit_id)
        found.append(
            ShownMapping(
                mapping=mapping,
                unit=unit.name if unit else "",
                lines=sum(lines for _, lines, _ in mine),
                amount=sum(amount for _, _, amount in mine),
                first_period=min((period for period, _, _ in mine), default=None),
                last_period=max((period for period, _, _ in mine), default=None),
            )
        )
    return found


def _decides(codes: UnitCodes, mapping: CostCentreMapping, period: int) -> bool:
    by = codes.mapped_in(mapping.code, period)
    return by is not None and by.valid_from == mapping.valid_from


def get_mapping(*, actor: Actor, mapping_id: int) -> CostCentreMapping:
    """Raises AccessDenied for who does not keep the ledger, MappingNotFound."""
    require_keeper(actor)
    found = CostCentreMapping.objects.select_related("created_by").filter(pk=mapping_id).first()
    if found is None:
        raise MappingNotFound(mapping_id)
    return found


def standing(mapping: CostCentreMapping) -> str:
    """Names how the mapping stands, so that what somebody else changed meanwhile is found out."""
    return f"{mapping.unit_id} {mapping.valid_from} {mapping.valid_to}"


def moved_by_change(*, mapping: CostCentreMapping, unit_id: UUID, valid_from: dt.date, on: dt.date) -> tuple[Move, ...]:
    """What would move. Raises Overlaps."""
    rows = rows_of(mapping.code)
    return _moved(mapping, with_changed(rows, mapping.valid_from, unit_id=unit_id, valid_from=valid_from), on)


def moved_by_undoing(*, mapping: CostCentreMapping, on: dt.date) -> tuple[Move, ...]:
    return _moved(mapping, without(rows_of(mapping.code), mapping.valid_from), on)


def rows_of(code: str) -> tuple[CodePeriod, ...]:
    """The code's mappings. One query."""
    columns = ("code", "unit_id", "valid_from", "valid_to")
    return tuple(CodePeriod(*row) for row in CostCentreMapping.objects.filter(code=code).values_list(*columns))


def _moved(mapping: CostCentreMapping, changed: Mapping[dt.date, CodePeriod | None], on: dt.date) -> tuple[Move, ...]:
    now, names = unit_codes(), tree_with_closed(on=on)
    kept = [row for row in now.mapped if row.code != mapping.code or row.valid_from not in changed]
    then = replace(now, mapped=(*kept, *(row for row in changed.values() if row is not None)))

    def name_of(unit_id: UUID | None) -> str:
        unit = names.unit(unit_id) if unit_id else None
        return unit.name if unit else ""

    found: dict[tuple[UUID | None, UUID | None, int], list[tuple[int, int, int]]] = defaultdict(list)
    for row in _months([mapping.code]).get(mapping.code, ()):
        before, after = now.unit_of(mapping.code, row[0]), then.unit_of(mapping.code, row[0])
        if before != after:
            found[before, after, row[0] // 100].append(row)
    return tuple(
        Move(
            from_unit=name_of(before),
            to_unit=name_of(after),
            year=year,
            first_period=min(period for period, _, _ in rows),
            last_period=max(period for period, _, _ in rows),
            lines=sum(lines for _, lines, _ in rows),
            amount=sum(amount for _, _, amount in rows),
        )
        for (before, after, year), rows in sorted(found.items(), key=lambda item: item[0][2])
    )


def _months(codes: list[str]) -> Months:
    """Every month of these codes that anything was posted in."""
    files = files_of(Table.POSTINGS) if codes else []
    if not files:
        return {}
    read = ask(BY_MONTH.format(codes=", ".join("?" * len(codes))), files=files, parameters=codes)
    found: Months = defaultdict(list)
    for code, period, lines, amount in zip(*(column.to_pylist() for column in read.columns), strict=True):
        found[code].append((period, lines, amount))
    return found
