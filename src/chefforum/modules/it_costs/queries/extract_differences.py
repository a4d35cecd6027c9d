"""What is another in one extract than in an earlier one, as the actor may see both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chefforum.kernel.access.rules import Actor

from ..access import units_of_costs
from ..models import Extract, LineVerdict
from ..rules.cells import View
from ..rules.extract_differences import Bridge, Difference, Row, Taken, bridges, differences, taken
from ..rules.extract_kinds import LineKind, Said
from ..rules.extract_verdicts import PROPOSED
from .extracts import lines_seen

FIELDS = (
    "number",
    "kind",
    "year",
    "category",
    "activity",
    "unit_id",
    "system_id",
    "origin",
    "source_id",
    "source_name",
    "item",
    "source_year",
    "source_unit_id",
)


@dataclass(frozen=True)
class Correction:
    """What a party wanted another, and whether it is so in the newer extract."""

    verdict: LineVerdict
    difference: Difference
    taken: Taken


@dataclass(frozen=True)
class Compared:
    """`words`: unit's and system's names as the newest of the two has them, by id."""

    old: Extract
    new: Extract
    view: str
    rows: tuple[Difference, ...]
    by_category: Mapping[str, Bridge]
    total: Bridge
    corrections: tuple[Correction, ...]
    units: Mapping[UUID | None, str]
    systems: Mapping[UUID | None, str]


def compare(*, actor: Actor, old: Extract, new: Extract, view: str) -> Compared:
    """Line by line, and category by category; sums add up exactly. Three queries. Raises AccessDenied."""
    units, systems = dict[UUID | None, str](), dict[UUID | None, str]()
    before = _rows(actor, old, view, units, systems)
    after = _rows(actor, new, view, units, systems)
    found = differences(before, after)
    by_category = bridges(found, lambda row: row.category)
    return Compared(
        old=old,
        new=new,
        view=view,
        rows=tuple(found),
        by_category=by_category,
        total=sum(by_category.values(), Bridge()),
        corrections=_corrections(old, found),
        units=units,
        systems=systems,
    )


def _rows(
    actor: Actor, extract: Extract, view: str, units: dict[UUID | None, str], systems: dict[UUID | None, str]
) -> list[Row]:
    hides_prices = units_of_costs(actor) is not None
    rows = []
    amount = "cash_oere" if view == View.CASH else "accrued_oere"
    seen = lines_seen(actor=actor, extract=extract).order_by("number")
    for one in seen.values(*FIELDS, amount, "amount_oere", "quantity", "unit_name", "system_name"):
        units[one["unit_id"]], systems[one["system_id"]] = one["unit_name"], one["system_name"]
        is_number = one["kind"] == LineKind.NUMBER
        price = None if hides_prices else one["amount_oere"]
        rows.append(
            Row(
                **{name: one[name] for name in FIELDS},
                oere=price if is_number else one[amount],
                quantity=one["quantity"],
                amount_oere=price if is_number else one["amount_oere"],
            )
        )
    return rows


def _corrections(old: Extract, found: list[Difference]) -> tuple[Correction, ...]:
    by_number = {one.old.number: one for one in found if one.old}
    said = LineVerdict.objects.filter(
        line__extract=old, said=Said.CORRECTS.value, replaced_at__isnull=True
    ).select_related("line", "proposed_unit", "proposed_system")
    rows = []
    for one in said.order_by("line__number", "party"):
        difference = by_number.get(one.line.number)
        if difference is not None:
            rows.append(Correction(one, difference, taken(proposed_of(one), difference.new)))
    return tuple(rows)


def proposed_of(verdict: LineVerdict) -> dict[str, Any]:
    """What the line should say, by field."""
    found = {name: getattr(verdict, column) for name, column in PROPOSED.items()}
    return {name: value for name, value in found.items() if value not in (None, "")}
