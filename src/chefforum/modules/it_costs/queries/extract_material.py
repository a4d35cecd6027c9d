"""What an extract is frozen from: costs of two years part by part, the sums of postings behind them, and numbers, all
as the books say at one moment. The house itself asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.kernel.reading.queries import one_reading
from chefforum.modules.ledger import queries as ledger

from ..models import ClassificationRule, CostLine, ItSystem, Volume
from ..rules.cells import Origin, Part, View, is_in_year, parts_of
from ..rules.classification import in_words
from ..rules.extract_kinds import LineKind
from ..rules.kinds import Source as SourceKind
from .cells import all_sources
from .classified import patterns_of
from .rules import active_rules, facts_of

CLOSED = "Lukket enhed"


class BooksMoved(Exception):
    """The books changed while they were read, so that lines and the sums behind them do not agree."""


@dataclass(frozen=True)
class Material:
    """Rows as `rules.extract_hash` has them, without numbers."""

    lines: list[dict[str, Any]]
    sums: list[dict[str, Any]]


def material(*, years: Sequence[int], tree: OrganisationTree) -> Material:
    """Raises BooksMoved. Thirteen queries and two scans."""
    with one_reading():
        sources = all_sources(years=years)
        rules = active_rules()
        posted = _posted(rules, years)
    _check(sources, posted)
    words = _Words(tree, rules, {one.id for one in sources if one.origin == Origin.LINE})
    lines = [
        words.cost(part, year)
        for source in sources
        for part in parts_of(source)
        for year in years
        if is_in_year(part, year, View.ACCRUED)
    ]
    numbers = Volume.objects.filter(year__in=list(years)).select_related("system")
    lines += [words.number(one) for one in numbers]
    used = {(one["source_id"], one["source_year"], one["source_unit_id"]) for one in lines}
    sums = [
        {"source_id": rule, "year": year, "unit_id": unit, **row}
        for (rule, year, unit), rows in posted.items()
        if (rule, year, unit) in used
        for row in rows
    ]
    return Material(sorted(lines, key=_order), sums)


Posted = dict[tuple[UUID, int, UUID | None], list[dict[str, Any]]]


def _posted(rules: Sequence[ClassificationRule], years: Sequence[int]) -> Posted:
    """What each rule took in a year of a unit, by account and supplier, as far back as costs are read."""
    found: Posted = defaultdict(list)
    if not rules:
        return found
    longest = max((rule.life_years or 1 for rule in rules), default=1)
    first, last = min(years) - longest + 1, max(years)
    patterns = [patterns_of(facts_of(rule)) for rule in rules]
    by = {"unit", "supplier", "account"}
    for one in ledger.sorted_sums(lists=[patterns], first=first, last=last, by=by, is_caught=True):
        rule = rules[one.rules[0]]
        if not rule.is_excluded:
            row = {"account": one.account, "supplier": one.supplier, "amount_oere": one.amount, "count": one.count}
            found[rule.pk, one.year, one.unit_id].append(row)
    return found


def _check(sources: Iterable[Any], posted: Posted) -> None:
    for one in sources:
        if one.origin == Origin.LEDGER:
            rows = posted.get((one.id, one.year, one.place.unit_id), [])
            if sum(row["amount_oere"] for row in rows) != one.amount:
                raise BooksMoved(one.name)


class _Words:
    """What things are called now, which is what the extract keeps."""

    def __init__(self, tree: OrganisationTree, rules: Sequence[ClassificationRule], lines: set[UUID]) -> None:
        self.tree = tree
        self.codes = dict(Unit.objects.values_list("pk", "code"))
        self.systems = dict(ItSystem.objects.values_list("pk", "name"))
        self.rules = {rule.pk: in_words(facts_of(rule)) for rule in rules}
        self.lines = {
            pk: (source, contract or "")
            for pk, source, contract in CostLine.objects.filter(pk__in=lines).values_list(
                "pk", "source", "contract__name"
            )
        }

    def unit(self, unit_id: UUID | None) -> str:
        unit = self.tree.unit(unit_id) if unit_id else None
        return unit.name if unit else CLOSED if unit_id else ""

    def _place(self, unit_id: UUID | None, system_id: UUID | None) -> dict[str, Any]:
        return {
            "unit_id": unit_id,
            "unit_code": self.codes.get(unit_id, "") if unit_id else "",
            "unit_name": self.unit(unit_id),
            "system_id": system_id,
            "system_name": self.systems.get(system_id, "") if system_id else "",
        }

    def cost(self, part: Part, year: int) -> dict[str, Any]:
        source, place = part.source, part.place
        is_ledger = source.origin == Origin.LEDGER
        kind, contract = (SourceKind.LEDGER.value, "") if is_ledger else self.lines[source.id]
        return {
            "kind": LineKind.COST.value,
            "year": year,
            "category": place.category,
            "activity": place.activity,
            **self._place(place.unit_id, place.system_id),
            "origin": source.origin.value,
            "source_id": source.id,
            "source_kind": kind,
            "source_name": source.name,
            "came_from": (self.rules[source.id] if is_ledger else contract)[:300],
            "source_year": source.year,
            "source_unit_id": source.place.unit_id,
            "source_unit_name": self.unit(source.place.unit_id),
            "source_oere": source.amount,
            "life_years": source.life,
            "shared_by": source.shared_by,
            "weight": part.weight,
            "weight_total": part.total,
            "amount_oere": part.amount,
            "cash_oere": part.in_year(year, View.CASH),
            "accrued_oere": part.in_year(year, View.ACCRUED),
            **_NO_NUMBER,
        }

    def number(self, one: Volume) -> dict[str, Any]:
        unit_id = one.system.owner_unit_id
        return {
            "kind": LineKind.NUMBER.value,
            "year": one.year,
            "category": "",
            "activity": "",
            **self._place(unit_id, one.system_id),
            "origin": "volume",
            "source_id": one.pk,
            "source_kind": one.source,
            "source_name": one.item,
            "came_from": "Gælder hele kommunen" if one.is_site_licence else "",
            "source_year": one.year,
            "source_unit_id": unit_id,
            "source_unit_name": self.unit(unit_id),
            "source_oere": one.amount_oere,
            "life_years": 1,
            "shared_by": "",
            "weight": 0,
            "weight_total": 0,
            "amount_oere": one.amount_oere,
            "cash_oere": None,
            "accrued_oere": None,
            "item": one.item,
            "quantity": one.quantity,
            "measured_in": one.measured_in,
        }


_NO_NUMBER: dict[str, Any] = {"item": "", "quantity": None, "measured_in": ""}


def _order(line: dict[str, Any]) -> tuple[Any, ...]:
    """Costs by year, category and place, then numbers: the same books give the same numbers of lines."""
    names = ("kind", "year", "category", "activity", "unit_code", "system_name", "source_name", "item", "source_year")
    ids = ("source_id", "source_unit_id", "unit_id", "system_id", "amount_oere")
    return (*(line[name] for name in names), *(str(line[name]) for name in ids))
