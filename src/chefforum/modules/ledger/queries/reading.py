"""Which files are read, and which unit a code was: asked once by each query of the lake."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from chefforum.kernel.lake.storage import local_path
from chefforum.kernel.organisation.models import CostCentre
from chefforum.kernel.reading.queries import once

from ..models import CostCentreMapping, Extract
from ..rules.unit_codes import CodePeriod, UnitCodes
from ..rules.words import ExtractState, Table

FEW = 50  # units whose codes are asked for alone; of more, all codes are read sooner


def files_of(table: Table, *, first: int | None = None, last: int | None = None) -> list[str]:
    """Where DuckDB reads the table's loaded extracts, left out those that hold nothing of the months. One query,
    once in a reading.

    Raises MissingFile where one of them is gone: sums without it would be wrong.
    """
    names = [
        name
        for of, begins, ends, files in once("extracts", _loaded_extracts)
        if of == table.value
        and not (first is not None and ends is not None and ends < first)
        and not (last is not None and begins is not None and begins > last)
        for name in files
    ]
    return [local_path(name) for name in names if _may_hold(name, first, last)]


def _loaded_extracts() -> list[tuple[str, int | None, int | None, list[str]]]:
    """Of every table: which, its first and last month where it has months, and its files."""
    loaded = Extract.objects.filter(state=ExtractState.LOADED.value).order_by("loaded_at", "pk")
    return list(loaded.values_list("table", "first_period", "last_period", "files"))


def years_of_files(table: Table) -> tuple[int, ...]:
    """The years that the table's loaded extracts hold something of. One query, once in a reading."""
    loaded = once("extracts", _loaded_extracts)
    years = {_year_of(name) for of, _, _, files in loaded if of == table.value for name in files}
    return tuple(sorted(year for year in years if year is not None))


def _year_of(name: str) -> int | None:
    return next((int(part.removeprefix("year=")) for part in name.split("/") if part.startswith("year=")), None)


def _may_hold(name: str, first: int | None, last: int | None) -> bool:
    """Whether the file's year is among the months'; its path says it."""
    year = _year_of(name)
    if year is None or (first is None and last is None):
        return True
    return (first is None or year >= first // 100) and (last is None or year <= last // 100)


def coded_now() -> tuple[CodePeriod, ...]:
    """Which unit each code is, of those that the organisation has and of those mapped here. Two queries."""
    codes = unit_codes()
    return (*codes.own, *codes.mapped)


def unit_codes(units: Collection[UUID] | None = None) -> UnitCodes:
    """The dated codes, of all units or at least those that were ever one of these units', whoever else had them too.
    Two queries, once in a reading."""
    return once(("unit_codes", None if units is None else frozenset(units)), lambda: _unit_codes(units))


def _unit_codes(units: Collection[UUID] | None) -> UnitCodes:
    columns = ("code", "unit_id", "valid_from", "valid_to")
    in_order = ("code", "valid_from", "pk")
    own, mapped = CostCentre.objects.order_by(*in_order), CostCentreMapping.objects.order_by(*in_order)
    if units is not None and len(units) <= FEW:
        theirs = Q(code__in=own.filter(unit__in=units).values("code"))
        theirs |= Q(code__in=mapped.filter(unit__in=units).values("code"))
        own, mapped = own.filter(theirs), mapped.filter(theirs)
    return UnitCodes(
        tuple(CodePeriod(*row) for row in own.values_list(*columns)),
        tuple(CodePeriod(*row) for row in mapped.values_list(*columns)),
    )
