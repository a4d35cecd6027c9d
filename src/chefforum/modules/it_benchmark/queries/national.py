"""The whole country as who operates the exchange sees it: nobody's own figures, and who is behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chefforum.calc.benchmark_disclosure import LEAST
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.lake import storage

from ..access import SEE_COUNTRY
from ..models import Delivery, Municipality, NationalTable
from ..rules import national as rules
from . import columns
from .columns import Asked


@dataclass(frozen=True)
class Behind:
    """A municipality with the last year that it delivered; None: never."""

    name: str
    last: int | None


@dataclass(frozen=True)
class Country:
    table: NationalTable
    asked: Asked
    products: tuple[rules.Shown, ...]
    vendors: tuple[rules.Shown, ...]
    concentration: rules.Concentration | None
    years: tuple[dict[str, Any], ...]


def newest_table(*, actor: Actor) -> NationalTable | None:
    """One query. Raises AccessDenied."""
    SEE_COUNTRY.require(actor)
    return NationalTable.objects.select_related("person").first()


def country(*, actor: Actor, table: NationalTable, asked: Asked) -> Country:
    """One query, and three of the lake, however much there is. Raises AccessDenied, MissingFile."""
    SEE_COUNTRY.require(actor)
    named = list(Municipality.objects.filter(may_be_named=True).values_list("code", flat=True))
    file = str(storage.local_path(table.file))
    market = [row["cost"] for row in columns.market(file=file, asked=asked)]
    whole = sum(market)
    is_narrowed = bool(asked.size)

    def seen(rows: Sequence[dict[str, Any]], of: float | None) -> tuple[rules.Shown, ...]:
        return tuple(rules.shown(row, consenting=named, is_narrowed=is_narrowed, whole=of) for row in rows)

    return Country(
        table,
        asked,
        seen(columns.products(file=file, asked=asked, named=named), None),
        seen(columns.vendors(file=file, asked=asked, named=named), whole),
        rules.concentration(market),
        tuple({**row, "n": row["n"] if row["n"] >= LEAST else None} for row in table.years),
    )


def who_is_behind(*, actor: Actor) -> tuple[int | None, list[Behind]]:
    """The newest year that anybody delivered, and those who have not. Two queries. Raises AccessDenied."""
    SEE_COUNTRY.require(actor)
    last: dict[Any, int] = {}
    for code, year in Delivery.objects.filter(superseded_at__isnull=True).values_list("municipality_id", "year"):
        last[code] = max(year, last.get(code, 0))
    newest = max(last.values(), default=None)
    found = [Behind(one.name, last.get(one.pk)) for one in Municipality.objects.all()]
    return newest, [one for one in found if newest is not None and one.last != newest]
