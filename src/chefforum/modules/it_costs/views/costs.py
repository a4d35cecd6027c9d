"""What technology costs: two years side by side, and a cell opened to its lines."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web.charts import Chart, bar_chart
from chefforum.web.pages import page_of

from ..access import KEEP_IT_COSTS, READ_COSTS, reads_all_costs, units_of_costs
from ..documents.costs import cost_workbook
from ..forms.costs import NONE, CostFilter
from ..queries import classified
from ..queries.cells import parts_seen, years_to_choose
from ..queries.cost_lines import system_names, systems_to_choose
from ..rules.cells import VIEW_NAMES, Origin, Part, Place, View, Wanted, cells_of, is_in_year
from ..rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES, Activity, CostCategory

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT = ("kategori", "aktivitet", "enhed", "system")


def _filters(request: Request, tree: OrganisationTree) -> CostFilter:
    seen = units_of_costs(request.actor)
    units = [(unit.id, f"{'– ' * depth}{unit.name}") for depth, unit in tree.walk() if seen is None or unit.id in seen]
    years = years_to_choose() or (timezone.localdate().year,)
    return CostFilter(
        request.GET, years=years, units=units, systems=systems_to_choose(), is_whole=reads_all_costs(request.actor)
    )


def _wanted(filters: CostFilter, tree: OrganisationTree) -> Wanted:
    unit, system = filters.said("enhed"), filters.said("system")
    return Wanted(
        category=filters.said("kategori"),
        activity=filters.said("aktivitet"),
        of_units=tree.below([UUID(unit)]) if unit not in ("", NONE) else None,
        is_of_no_unit=unit == NONE,
        system_id=UUID(system) if system not in ("", NONE) else None,
        is_of_no_system=system == NONE,
    )


class _Words:
    """What places are called."""

    def __init__(self, tree: OrganisationTree, systems: dict[UUID, str]) -> None:
        self.tree, self.systems = tree, systems

    def unit(self, unit_id: UUID | None) -> str:
        unit = self.tree.unit(unit_id) if unit_id else None
        return unit.name if unit else "Lukket enhed" if unit_id else "Hele kommunens, ikke delt ud"

    def system(self, system_id: UUID | None) -> str:
        return self.systems.get(system_id, "mangler") if system_id else "Intet system"

    def of(self, place: Place) -> tuple[str, str, str, str]:
        return (
            CATEGORY_NAMES[CostCategory(place.category)],
            ACTIVITY_NAMES[Activity(place.activity)],
            self.unit(place.unit_id),
            self.system(place.system_id),
        )

    def group(self, place: Place, by: str) -> tuple[str, str]:
        """The word, and what the address calls it."""
        category, activity, unit, system = self.of(place)
        return {
            "kategori": (category, place.category),
            "aktivitet": (activity, place.activity),
            "enhed": (unit, str(place.unit_id or NONE)),
            "system": (system, str(place.system_id or NONE)),
        }[by]


def _words(parts: list[Part], tree: OrganisationTree) -> _Words:
    return _Words(tree, system_names({part.place.system_id for part in parts if part.place.system_id}))


@require_GET
@access(READ_COSTS)
def costs(request: Request) -> HttpResponse:
    tree = tree_on(timezone.localdate())
    filters = _filters(request, tree)
    years, view = sorted(set(filters.pair)), filters.view
    parts = parts_seen(actor=request.actor, years=years, wanted=_wanted(filters, tree))
    words = _words(parts, tree)
    cells = cells_of(parts, years=years, view=view)
    groups: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(years))
    for place, amounts in cells.items():
        held = groups[words.group(place, filters.by)]
        for nth, year in enumerate(years):
            held[nth] += amounts[year]
    rows = sorted(groups.items(), key=lambda one: (-abs(one[1][-1]), one[0]))
    totals = [sum(amounts[year] for amounts in cells.values()) for year in years]
    asked = {name: filters.said(name) for name in KEPT if filters.said(name)}
    context = {
        "filters": filters,
        "years": years,
        "view_name": VIEW_NAMES[View(view)],
        "charts": [_chart("Kategori", cells, years, 0, words), _chart("Aktivitet", cells, years, 1, words)],
        "rows": [_row(word, key, amounts, filters, years, asked) for (word, key), amounts in rows],
        "by_name": dict(filters.fields["efter"].choices)[filters.by],  # type: ignore[attr-defined]
        "totals": [(year, total, _cell(asked, year, view)) for year, total in zip(years, totals, strict=True)],
        "change": totals[-1] - totals[0] if len(years) > 1 else None,
        "is_empty": not cells,
        "keeps": KEEP_IT_COSTS.allows(request.actor),
        "reads_all": reads_all_costs(request.actor),
        "asked": request.GET.urlencode(),
        "first_posted": min(classified.years_held(), default=None) if view == View.ACCRUED else None,
    }
    return render(request, "it_costs/costs.html", context)


def _chart(name: str, cells: dict[Place, dict[int, int]], years: list[int], field: int, words: _Words) -> Chart:
    """A bar for each name and year, so that the years stand beside each other."""
    sums: dict[str, dict[int, int]] = defaultdict(lambda: dict.fromkeys(years, 0))
    for place, amounts in cells.items():
        for year in years:
            sums[words.of(place)[field]][year] += amounts[year]
    rows = sorted(sums.items(), key=lambda one: -abs(one[1][years[-1]]))
    labels = [f"{word}, {year}" for word, _ in rows for year in years]
    values = [Decimal(amounts[year]) / 1_000_000_00 for _, amounts in rows for year in years]
    title = f"{name}, {' og '.join(map(str, years))}"
    return bar_chart(title=title, labels=labels, values=values, unit="mio. kr.", decimals=2, corner=name)


def _row(
    word: str, key: str, amounts: list[int], filters: CostFilter, years: list[int], asked: dict[str, str]
) -> dict[str, Any]:
    narrowed = asked | {filters.by: key}
    cells = [(amount, _cell(narrowed, year, filters.view)) for amount, year in zip(amounts, years, strict=True)]
    change = amounts[-1] - amounts[0] if len(years) > 1 else None
    return {"word": word, "cells": cells, "change": change}


def _cell(asked: dict[str, str], year: int, view: str) -> str:
    return f"?{urlencode({**asked, 'til': year, 'visning': view})}"


@require_GET
@access(READ_COSTS)
def cost_cell(request: Request) -> HttpResponse:
    """One sum of a year (`?til=`), narrowed as the page of costs is, with all that it is made of."""
    tree = tree_on(timezone.localdate())
    filters = _filters(request, tree)
    year, view = filters.pair[1], filters.view
    parts = parts_seen(actor=request.actor, years=[year], wanted=_wanted(filters, tree))
    found = [part for part in parts if is_in_year(part, year, view)]
    words = _words(found, tree)
    seen = units_of_costs(request.actor)
    lines = sorted(
        ((part, part.in_year(year, view)) for part in found), key=lambda one: (-abs(one[1]), one[0].source.name)
    )
    page = page_of(lines, request)
    context = {
        "page": page,
        "rows": [_line(part, amount, words, seen) for part, amount in page.object_list],
        "total": sum(amount for _, amount in lines),
        "year": year,
        "view_name": VIEW_NAMES[View(view)],
        "is_accrued": view == View.ACCRUED,
        "about": _about(filters),
        "nouns": "linje,linjer",
        "back": urlencode({name: filters.said(name) for name in (*KEPT, "visning") if filters.said(name)}),
    }
    return render(request, "it_costs/cost_cell.html", context)


def _line(part: Part, amount: int, words: _Words, seen: frozenset[UUID] | None) -> dict[str, Any]:
    source = part.source
    category, activity, unit, system = words.of(part.place)
    # What is shared out of another unit's cost, or of the whole's, is only told as one's own part.
    is_own = seen is None or source.place.unit_id in seen
    query = urlencode({"aar": source.year, "enhed": str(source.place.unit_id or NONE)})
    return {
        "part": part,
        "amount": amount,
        "category": category,
        "activity": activity,
        "unit": unit,
        "system": system,
        "is_ledger": source.origin == Origin.LEDGER,
        "share": Decimal(part.weight) * 100 / part.total if part.total else None,
        "is_own": is_own,
        "postings": query if source.origin == Origin.LEDGER and is_own else "",
    }


def _about(filters: CostFilter) -> list[tuple[str, str]]:
    """What the cell is narrowed to, in words."""
    found = []
    for name in KEPT:
        said = filters.said(name)
        if said:
            field = filters.fields[name]
            found.append((str(field.label), dict(field.choices).get(said, said).lstrip("– ")))  # type: ignore[attr-defined]
    return found


@require_GET
@access(READ_COSTS)
def costs_export(request: Request) -> HttpResponse:
    tree = tree_on(timezone.localdate())
    filters = _filters(request, tree)
    years, view = sorted(set(filters.pair)), filters.view
    parts = parts_seen(actor=request.actor, years=years, wanted=_wanted(filters, tree))
    words, seen = _words(parts, tree), units_of_costs(request.actor)
    cells = sorted((words.of(place), by_year) for place, by_year in cells_of(parts, years=years, view=view).items())
    content = cost_workbook(
        years=years,
        view=VIEW_NAMES[View(view)],
        cells=[(*names, *(by_year[year] / 100 for year in years)) for names, by_year in cells],
        parts=[
            (
                "Regnskabet" if part.source.origin == Origin.LEDGER else "Ved siden af",
                part.source.name,
                part.source.year,
                part.source.life if part.source.life > 1 else "",
                part.source.shared_by if seen is None else "ja" if part.source.shared_by else "",
                *words.of(part.place),
                *(part.in_year(year, view) / 100 for year in years),
            )
            for part in parts
            if any(is_in_year(part, year, view) for year in years)
        ],
    )
    headers = {"Content-Disposition": 'attachment; filename="it-omkostninger.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
