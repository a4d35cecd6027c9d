"""Our own costs and what we say of ourselves, year by year, as who reads all costs sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.modules.it_costs.queries.cells import parts_seen, years_to_choose
from chefforum.modules.it_costs.queries.extracts import Validated, validated_by_year
from chefforum.modules.it_costs.queries.register import Chosen, list_systems
from chefforum.modules.it_costs.queries.volumes import list_headcounts
from chefforum.modules.it_costs.rules.cells import Wanted, is_in_year
from chefforum.web import danish

from ..access import READ
from ..models import Background
from ..rules.exchange import VERSION
from ..rules.fields import FIELDS
from ..rules.measures import CELLS, MARKS, Facts

NOT_VALIDATED = "Vores tal er ikke valideret: de er omkostningerne, som de står i dag."
Cell = tuple[str, str, str]


@dataclass(frozen=True)
class OwnYear:
    """Øre by (category, activity, mark); nothing at all where no cost of the year is known. `by_system`: paid.
    `validated`: which extract, when, what the parties differ on and what the books say since; "" for none."""

    year: int
    oere: Mapping[Cell, int]
    by_system: Mapping[UUID | None, int]
    background: Mapping[str, float]
    validated: str

    @property
    def facts(self) -> Facts:
        """Where any cost of the year is known, one that the books know nothing of is nought."""
        costs = {
            (category, activity, mark): self.oere.get((category, activity, mark), 0) / 100 if self.oere else None
            for category, activity in CELLS
            for mark in MARKS.values()
        }
        return Facts({field.key: self.background.get(field.key) for field in FIELDS}, costs)

    @property
    def told(self) -> str:
        return self.validated or NOT_VALIDATED


def own_years(*, actor: Actor, years: Collection[int]) -> dict[int, OwnYear]:
    """Every year asked for. A fixed number of queries. Raises AccessDenied."""
    READ.require(actor)
    if not years:
        return {}
    background = _background()
    oere, systems = _cells(actor, list(years))
    told: dict[int, str] = {}
    for year, one in validated_by_year(actor=actor, years=years).items():
        if one.is_all:
            signed, of_systems = _signed(one, year)
            told[year] = _told(one, signed, oere.get(year, {}))
            oere[year], systems[year] = signed, of_systems
    return {
        year: OwnYear(year, oere.get(year, {}), systems.get(year, {}), background.get(year, {}), told.get(year, ""))
        for year in years
    }


def _signed(validated: Validated, year: int) -> tuple[dict[Cell, int], dict[UUID | None, int]]:
    oere: dict[Cell, int] = defaultdict(int)
    systems: dict[UUID | None, int] = defaultdict(int)
    for one in validated.sums:
        if one.year == year:
            oere[one.category, one.activity, "cash"] += one.cash_oere
            oere[one.category, one.activity, "accrued"] += one.accrued_oere
            systems[one.system_id] += one.cash_oere
    return oere, systems


def _told(validated: Validated, signed: Mapping[Cell, int], books: Mapping[Cell, int]) -> str:
    """Which extract the figures are of, what its parties differ on, and that the books say something else since."""
    words = [f"Vores tal er valideret {danish.date(validated.validated_at)}: {validated.name}."]
    if count := validated.agreed_to_differ:
        words.append(f"Parterne er uenige om {danish.counted(count, 'linje,linjer')} i det.")
    if any(signed.get(cell, 0) != books.get(cell, 0) for cell in {*signed, *books}):
        words.append(f"Bøgerne er ændret siden: i dag er der {_more(_paid(books) - _paid(signed))} i alt.")
    return " ".join(words)


def _paid(oere: Mapping[Cell, int]) -> int:
    return sum(amount for (*_, mark), amount in oere.items() if mark == "cash")


def _more(oere: int) -> str:
    if not oere:
        return "betalt det samme"
    return f"betalt {danish.money(Decimal(abs(oere)) / 100)} {'mere' if oere > 0 else 'mindre'}"


def _cells(actor: Actor, years: Sequence[int]) -> tuple[dict[int, Any], dict[int, Any]]:
    oere: dict[int, Any] = {}
    systems: dict[int, Any] = {}
    for part in parts_seen(actor=actor, years=years, wanted=Wanted()) if years else ():
        for year in years:
            for view, mark in MARKS.items():
                if is_in_year(part, year, view):
                    amount = part.in_year(year, view)
                    place = oere.setdefault(year, defaultdict(int))
                    place[part.place.category, part.place.activity, mark] += amount
                    if mark == "cash":
                        systems.setdefault(year, defaultdict(int))[part.place.system_id] += amount
    return oere, systems


def _background() -> dict[int, dict[str, float]]:
    """What is counted in it_costs, and what is written here. Two queries."""
    found: dict[int, dict[str, float]] = defaultdict(dict)
    for head in list_headcounts():
        found[head.year][head.measure] = float(head.value)
    for one in Background.objects.all():
        found[one.year][one.field] = float(one.value)
    return found


def background_rows(*, actor: Actor, year: int) -> dict[str, Background]:
    """What is written here of a year, by field. One query. Raises AccessDenied."""
    READ.require(actor)
    return {one.field: one for one in Background.objects.filter(year=year).select_related("person")}


def own_choices() -> tuple[int, ...]:
    """The years that we have costs of. Two queries."""
    return years_to_choose()


def own_content(
    *, actor: Actor, year: int, may_be_named: bool, systems_agreed: bool, tree: OrganisationTree, on: Any
) -> dict[str, Any]:
    """The content of our exchange file. A fixed number of queries. Raises AccessDenied."""
    own = own_years(actor=actor, years=[year])[year]
    systems: list[dict[str, Any]] = []
    if systems_agreed:
        rows = list_systems(actor=actor, chosen=Chosen(), tree=tree, on=on).prefetch_related("tasks")
        systems = [
            {
                "product": one.name,
                "vendor": one.vendor.name if one.vendor else "",
                "kle": sorted({task.kle_number for task in one.tasks.all()})[:50],
                "users": one.users_high if one.users_high is not None else one.users_low,
                "cost": _kroner(own.by_system.get(one.pk)),
            }
            for one in rows
        ]
    return {
        "schema": VERSION,
        "municipality": {"code": settings.MUNICIPALITY_CODE, "name": settings.MUNICIPALITY},
        "year": year,
        "validated": bool(own.validated),
        "may_be_named": may_be_named,
        "background": {field.key: _plain(own.background.get(field.key)) for field in FIELDS},
        "costs": [
            {
                "category": category,
                "activity": activity,
                **{
                    mark: _kroner(own.oere.get((category, activity, mark), 0)) if own.oere else None
                    for mark in MARKS.values()
                },
            }
            for category, activity in CELLS
        ],
        "systems_agreed": systems_agreed,
        "systems": systems,
    }


def _kroner(oere: int | None) -> int | None:
    return None if oere is None else round(oere / 100)


def _plain(number: float | None) -> int | float | None:
    return int(number) if number is not None and number.is_integer() else number
