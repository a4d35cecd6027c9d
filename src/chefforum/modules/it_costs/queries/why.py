"""Why it costs more: the numbers of two years as who reads all costs has them, narrowed to a family, a department or a
system, with the index, the headcounts and the replacements that lie between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.rules import OrganisationTree, UnitOnDate

from ..access import READ_ALL_COSTS
from ..models import Headcount, ItSystem, PriceIndex, Replacement, Volume
from ..rules.measures import EMPLOYEES
from ..rules.volumes import Facts
from ..rules.why import Answer, Line
from ..rules.why import why as reckon


class ScopeNotFound(LookupError):
    """There is no such system or unit to tell of."""


@dataclass(frozen=True)
class Asked:
    """Two years, and what of it; empty is the whole. `index`: the name of one, "" for none. `is_split`: the quantity is
    divided in employees and how many for each, where both years have employees."""

    before: int
    after: int
    family: str = ""
    unit_id: UUID | None = None  # that answers for the system, and all below
    system_id: UUID | None = None
    index: str = ""
    is_split: bool = False

    @property
    def years(self) -> tuple[int, int]:
        return self.before, self.after


@dataclass(frozen=True)
class WhyFound:
    """The answer, what it is of, and what was reckoned with. `index` and `employees`: of the two years."""

    asked: Asked
    scope: str
    answer: Answer
    index: tuple[PriceIndex, PriceIndex] | None
    employees: tuple[Headcount, Headcount] | None
    newest: dt.datetime | None


def why_costs_more(*, actor: Actor, asked: Asked, tree: OrganisationTree) -> WhyFound:
    """At most five queries, whatever there is. Raises AccessDenied, ScopeNotFound."""
    READ_ALL_COSTS.require(actor)
    rows = Volume.objects.select_related("system").order_by("system__name", "system_id", "item", "year")
    if asked.system_id is not None:
        rows = rows.filter(system_id=asked.system_id)
    if asked.family:
        rows = rows.filter(system__family=asked.family)
    if asked.unit_id is not None:
        rows = rows.filter(system__owner_unit__in=tree.below([asked.unit_id]))
    said: dict[tuple[UUID, str], dict[int, Volume]] = {}
    systems: dict[UUID, ItSystem] = {}
    newest = None
    for one in rows.filter(year__in=asked.years):
        systems[one.system_id] = one.system
        said.setdefault((one.system_id, one.item), {})[one.year] = one
        newest = max(newest, one.at) if newest else one.at
    lines = [_line(systems[system_id], item, by_year, asked, tree) for (system_id, item), by_year in said.items()]
    index, employees = _index(asked), _employees(asked)
    answer = reckon(
        lines=lines,
        years=asked.years,
        successors=_successors(asked, systems.keys()),
        index=(Decimal(index[0].value), Decimal(index[1].value)) if index else None,
        employees=(Decimal(employees[0].value), Decimal(employees[1].value)) if employees and asked.is_split else None,
    )
    return WhyFound(asked, _scope(asked, tree), answer, index, employees, newest)


def _line(system: ItSystem, item: str, by_year: dict[int, Volume], asked: Asked, tree: OrganisationTree) -> Line:
    before, after = (_facts(by_year.get(year)) for year in asked.years)
    department = department_of(tree, system.owner_unit_id)
    unit_id, unit = (department.id, department.name) if department else (None, "")
    return Line(system.pk, system.name, item, before, after, system.family, unit_id, unit)


def department_of(tree: OrganisationTree, unit_id: UUID | None) -> UnitOnDate | None:
    """The department that the unit lies in, just below the top; the top itself is its own."""
    path = tree.path(unit_id) if unit_id else ()
    return path[min(1, len(path) - 1)] if path else None


def _facts(volume: Volume | None) -> Facts:
    return Facts() if volume is None else Facts(volume.quantity, volume.measured_in, volume.amount_oere)


def _successors(asked: Asked, system_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Of the years between: declared from a year after the first, and not after the last. Backwards in time the new
    one is what was replaced."""
    first, last = sorted(asked.years)
    found = Replacement.objects.filter(year__gt=first, year__lte=last, old__in=system_ids, new__in=system_ids)
    pairs = [(one.old_id, one.new_id) for one in found]
    return pairs if asked.before <= asked.after else [(new, old) for old, new in pairs]


def _index(asked: Asked) -> tuple[PriceIndex, PriceIndex] | None:
    if not asked.index:
        return None
    found = {one.year: one for one in PriceIndex.objects.filter(name=asked.index, year__in=asked.years)}
    return (found[asked.before], found[asked.after]) if set(asked.years) <= found.keys() else None


def _employees(asked: Asked) -> tuple[Headcount, Headcount] | None:
    found = {one.year: one for one in Headcount.objects.filter(measure=EMPLOYEES, year__in=asked.years)}
    return (found[asked.before], found[asked.after]) if set(asked.years) <= found.keys() else None


def _scope(asked: Asked, tree: OrganisationTree) -> str:
    if asked.system_id is not None:
        name = ItSystem.objects.filter(pk=asked.system_id).values_list("name", flat=True).first()
        if name is None:
            raise ScopeNotFound(asked.system_id)
        return name
    parts = []
    if asked.unit_id is not None:
        unit = tree.unit(asked.unit_id)
        if unit is None:
            raise ScopeNotFound(asked.unit_id)
        parts.append(unit.name)
    if asked.family:
        parts.append(asked.family)
    return ", ".join(parts) or "Alt, hvis antal og beløb er skrevet"


def families_there() -> list[str]:
    """The families of the systems that numbers are written of. One query."""
    rows = ItSystem.objects.filter(volumes__isnull=False).exclude(family="")
    return list(rows.order_by("family").values_list("family", flat=True).distinct())


def systems_there() -> list[tuple[UUID, str]]:
    """The systems that numbers are written of, by name. One query."""
    rows = ItSystem.objects.filter(volumes__isnull=False).order_by("name", "id").distinct()
    return [(one.pk, one.name) for one in rows.only("id", "name")]


def indices_there(years: tuple[int, int]) -> list[str]:
    """The indices that both years have. One query."""
    found: dict[str, set[int]] = {}
    for name, year in PriceIndex.objects.filter(year__in=years).values_list("name", "year"):
        found.setdefault(name, set()).add(year)
    return sorted(name for name, there in found.items() if set(years) <= there)
