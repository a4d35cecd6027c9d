"""Why technology costs more: the change between two years, each part of it, an average year, and all of it as files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chefforum.calc.price_volume import Part
from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.registry import NotMadeNow
from chefforum.kernel.documents.services import make
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web import danish

from ..access import READ_ALL_COSTS, WRITE_SYSTEMS
from ..forms.why import AverageFilter, WhyFilter, query_of
from ..queries import choices
from ..queries.average import average_of, index_names
from ..queries.volumes import years_there
from ..queries.why import (
    ScopeNotFound,
    WhyFound,
    families_there,
    indices_there,
    systems_there,
    why_costs_more,
)
from ..rules.average import in_kroner
from ..rules.average_charts import average_chart
from ..rules.volumes import plain
from ..rules.why import PART_HELP, PART_NAMES, PART_SLUGS, Kroner, Lack, Line, Told
from ..rules.why_charts import waterfall
from ..rules.why_words import (
    drivers,
    formula,
    hangs_on_formula,
    headline,
    lacks_said,
    not_divisible,
    plus,
    signed,
)

FORMATS = ("pdf", "docx", "xlsx")
MOST_SHOWN = 40


def _asked(request: Request) -> tuple[WhyFilter, OrganisationTree, WhyFound]:
    """Raises Http404 for a unit or a system that there is not."""
    tree, there = tree_on(timezone.localdate()), years_there()
    first = WhyFilter(request.GET, there=there, families=(), units=(), systems=(), indices=())
    filters = WhyFilter(
        request.GET,
        there=there,
        families=families_there(),
        units=choices.units_to_choose(tree),
        systems=systems_there(),
        indices=indices_there(first.years),
    )
    try:
        found = why_costs_more(actor=request.actor, asked=filters.asked, tree=tree)
    except ScopeNotFound:
        raise Http404 from None
    return filters, tree, found


@require_GET
@access(READ_ALL_COSTS)
def why(request: Request) -> HttpResponse:
    filters, _, found = _asked(request)
    asked, answer = found.asked, found.answer
    context = {
        "filters": filters,
        "found": found,
        "answer": answer,
        "years": answer.years,
        "headline": headline(answer),
        "chart": waterfall(answer, scope=found.scope) if answer.told else None,
        "parts": [
            {
                "name": PART_NAMES[part],
                "help": PART_HELP[part],
                "slug": PART_SLUGS[part],
                "kroner": signed(answer.total.of(part)),
                "count": len(answer.of_part(part)),
            }
            for part in answer.parts
        ],
        "part_names": [PART_NAMES[part] for part in answer.parts],
        "drivers": [(one, signed(one.kroner), PART_SLUGS[one.part]) for one in drivers(answer)],
        "hangs": hangs_on_formula(answer),
        "groups": _groups(found),
        "total": _cells(answer.total, answer.parts),
        "lacking": _lacking(found),
        "not_divisible": not_divisible(answer.told)[:MOST_SHOWN],
        "more_not_divisible": max(0, len(not_divisible(answer.told)) - MOST_SHOWN),
        "items": _items(answer.told, answer.parts) if asked.system_id else [],
        "index_values": [plain(one.value) for one in found.index or ()],
        "employee_values": [plain(one.value) for one in found.employees or ()],
        "query": query_of(asked),
        "may_write": WRITE_SYSTEMS.allows(request.actor),
        "is_anything": bool(answer.told or answer.lacking),
        "formats": [(one, one.upper()) for one in FORMATS],
        "here": request.get_full_path(),
    }
    return render(request, "it_costs/why.html", context)


def _cells(kroner: Kroner, parts: tuple[Part, ...]) -> dict[str, Any]:
    """As numbers of a table whose heads say that they are kroner."""
    return {
        "before": danish.number(kroner.before),
        "after": danish.number(kroner.after),
        "change": plus(kroner.change),
        "parts": [(PART_NAMES[part], plus(kroner.of(part)) if kroner.of(part) else "–") for part in parts],
    }


def _groups(found: WhyFound) -> list[dict[str, Any]]:
    """Tables by system, by family and by department, each row with the address of the same page narrowed to it."""
    asked, answer = found.asked, found.answer
    ids: dict[str, UUID] = {one.line.system: one.line.system_id for one in answer.told}
    tables: list[dict[str, Any]] = []

    def rows_of(name: Any, narrow: Any) -> list[dict[str, Any]]:
        return [
            _cells(kroner, answer.parts) | {"name": label, "query": narrow(label)} for label, kroner in answer.by(name)
        ]

    if asked.system_id:
        return tables
    if asked.unit_id is None:
        units = {one.line.unit: one.line.unit_id for one in answer.told if one.line.unit_id}
        by_unit = rows_of(_unit, lambda label: query_of(asked, enhed=units[label]) if label in units else "")
        tables.append({"title": "Afdelinger", "corner": "Afdeling", "rows": by_unit})
    if not asked.family:
        families = {one.line.family for one in answer.told} - {""}
        by_family = rows_of(_family, lambda label: query_of(asked, familie=label) if label in families else "")
        tables.append({"title": "Familier", "corner": "Familie", "rows": by_family})
    by_system = rows_of(_system, lambda label: query_of(asked, system=ids[label]))
    tables.append({"title": "Systemer", "corner": "System", "rows": by_system})
    return tables


def _unit(line: Line) -> str:
    return line.unit


def _family(line: Line) -> str:
    return line.family


def _system(line: Line) -> str:
    return line.system


def _items(told: tuple[Told, ...] | list[Told], parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    """Items with each part's formula."""
    return [
        {
            "told": one,
            "cells": _cells(one.kroner, parts),
            "formulas": [(PART_NAMES[part], formula(one, part)) for part in parts if part in one.change.parts],
        }
        for one in told
    ]


def _lacking(found: WhyFound) -> dict[str, Any]:
    rows = found.answer.lacking
    return {
        "count": len(rows),
        "rows": [(one.line, lacks_said(one)) for one in rows[:MOST_SHOWN]],
        "more": max(0, len(rows) - MOST_SHOWN),
        "not_there": [
            (year, [one.line for one in rows if (year, Lack.NOBODY) in one.years and len(one.years) == 1])
            for year in found.answer.years
        ],
    }


@require_GET
@access(READ_ALL_COSTS)
def why_part(request: Request, slug: str) -> HttpResponse:
    """One part of the change: its items with the formula and the numbers."""
    part = next((one for one, name in PART_SLUGS.items() if name == slug), None)
    if part is None:
        raise Http404
    _, _, found = _asked(request)
    answer = found.answer
    rows = answer.of_part(part)
    replaced = answer.replaced if part is Part.REPLACED else ()
    context = {
        "found": found,
        "years": answer.years,
        "title": PART_NAMES[part],
        "help": PART_HELP[part],
        "sum": signed(answer.total.of(part)),
        "rows": [
            {
                "told": one,
                "kroner": signed(one.kroner.of(part)),
                "formula": formula(one, part),
                "query": _narrowed(found, one),
            }
            for one in rows
        ],
        "replaced": [(one, signed(one.kroner)) for one in replaced],
        "idle": answer.idle if part is Part.REPLACED else (),
        "query": query_of(found.asked),
    }
    return render(request, "it_costs/why_part.html", context)


def _narrowed(found: WhyFound, told: Told) -> str:
    return query_of(found.asked, system=told.line.system_id)


@require_GET
@access(READ_ALL_COSTS)
def why_export(request: Request, format: str) -> HttpResponse:
    """The document "Hvorfor koster it mere?" of what the address chooses."""
    if format not in FORMATS:
        raise Http404
    _, _, found = _asked(request)
    asked = found.asked
    parameters = {
        "from": str(asked.before),
        "to": str(asked.after),
        "family": asked.family,
        "unit": str(asked.unit_id or ""),
        "system": str(asked.system_id or ""),
        "index": asked.index,
        "split": "1" if asked.is_split else "",
    }
    return _made(request, "it_costs.why", parameters, format, "it_costs:why")


def _made(request: Request, kind: str, parameters: dict[str, Any], format: str, back: str) -> HttpResponse:
    try:
        made = make(kind=kind, actor=request.actor, parameters=parameters, format=format, at=timezone.now())
    except NotMadeNow as refusal:
        messages.warning(request, str(refusal))
        return redirect(back)
    return download_of(made)


def _average_filter(request: Request, tree: OrganisationTree) -> AverageFilter:
    return AverageFilter(
        request.GET,
        there=years_there(),
        indices=index_names(),
        units=choices.units_to_choose(tree),
        families=families_there(),
    )


@require_GET
@access(READ_ALL_COSTS)
def average(request: Request) -> HttpResponse:
    """What an average year costs, and between what."""
    on = timezone.localdate()
    tree = tree_on(on)
    filters = _average_filter(request, tree)
    asked = filters.asked
    found = average_of(actor=request.actor, asked=asked, tree=tree, on=on) if asked else None
    context = {
        "filters": filters,
        "found": found,
        "chart": average_chart(found) if found else None,
        "in_kroner": in_kroner(found) if found and found.average else None,
        "query": request.GET.urlencode(),
    }
    return render(request, "it_costs/average_year.html", context)


@require_GET
@access(READ_ALL_COSTS)
def average_export(request: Request) -> HttpResponse:
    """The average year as a spreadsheet."""
    asked = _average_filter(request, tree_on(timezone.localdate())).asked
    if asked is None:
        messages.warning(request, "Der er ingen år at regne med endnu.")
        return redirect("it_costs:average_year")
    parameters = {
        "years": ",".join(str(year) for year in asked.years),
        "level": str(asked.price_level),
        "index": asked.index,
        "unit": str(asked.unit_id or ""),
        "family": asked.family,
    }
    return _made(request, "it_costs.average_year", parameters, "xlsx", "it_costs:average_year")
