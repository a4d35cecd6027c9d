"""Our own costs and what we say of ourselves, year by year, as who reads all costs sees them."""

from __future__ import annotations

import importlib
import importlib.util
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.modules.it_costs.queries.cells import parts_seen, years_to_choose
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
_EXTRACTS = "chefforum.modules.it_costs.queries.extracts"
Cell = tuple[str, str, str]


@dataclass(frozen=True)
class OwnYear:
    """Øre by (category, activity, mark); nothing at all where no cost of the year is known. `by_system`: paid."""

    year: int
    oere: Mapping[Cell, int]
    by_system: Mapping[UUID | None, int]
    background: Mapping[str, float]
    validated: str  # which extract, and when; "" for none

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
    validated = _validated(actor)
    rest = [year for year in years if validated is None or year not in validated.years]
    oere, systems = _cells(actor, rest)
    told = ""
    if validated is not None:
        told = f"Vores tal er valideret {danish.date(validated.validated_at)}: {validated.name}."
        for one in validated.sums:
            place = oere.setdefault(one.year, defaultdict(int))
            place[one.category, one.activity, "cash"] += one.cash_oere
            place[one.category, one.activity, "accrued"] += one.accrued_oere
            systems.setdefault(one.year, defaultdict(int))[one.system_id] += one.cash_oere
    return {
        year: OwnYear(
            year,
            oere.get(year, {}),
            systems.get(year, {}),
            background.get(year, {}),
            told if validated is not None and year in validated.years else "",
        )
        for year in years
    }


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


def _validated(actor: Actor) -> Any:
    """The newest extract that both parties signed, where this house validates extracts and the actor sees all of it."""
    if importlib.util.find_spec(_EXTRACTS) is None:
        return None
    found = importlib.import_module(_EXTRACTS).newest_validated(actor=actor)
    return found if found is not None and found.is_all else None


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
