"""Readiness as files, as a living figure, and as a section of the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import DocumentKind, Material, made_on, register_document_kind
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, register_figure
from chefforum.kernel.imports.tables import csv_of, workbook_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.queries.choices import units_to_choose
from chefforum.modules.it_costs.queries.register import Chosen
from chefforum.modules.it_costs.rules.report import register_section

from ..access import READ_READINESS
from ..documents.readiness import readiness_json, readiness_table
from ..forms.readiness import asked_of
from ..queries.readiness import AskedReadiness, readiness_of
from ..queries.report_of_plan import readiness_section
from ..rules.readiness import READY_NAMES

SOURCE = "Registret over it-systemer"


def register() -> None:
    """Called once, when the house opens."""
    register_document_kind(
        DocumentKind(
            name="it_portfolio.readiness",
            title="Parathed til fælles driftscentre",
            formats=("xlsx", "csv", "json"),
            rule=READ_READINESS,
            build=_build,
            writers={
                "xlsx": lambda material: workbook_of("Parathed", material.source[0]),
                "csv": lambda material: csv_of(material.source[0]),
                "json": lambda material: material.source[1],
            },
        )
    )
    register_figure(SYSTEMS)
    register_section("readiness", readiness_section, page="it_portfolio:readiness")


def _build(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of the list's choices as they stand in its address. Raises AccessDenied."""
    today = timezone.localdate(at)
    tree = tree_on(today)
    asked = asked_of(parameters, units=units_to_choose(tree), today=today)
    found = readiness_of(actor=actor, asked=asked, tree=tree, today=today)
    content = readiness_json(found, municipality=settings.MUNICIPALITY, made_at=at)
    return Material(name=made_on("Parathed til driftscentre", today), source=(readiness_table(found), content))


def _count(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    wanted = parameters["state"]
    if wanted not in {one.value for one in READY_NAMES}:
        return FigureValue(None, None, SOURCE, f"Parathed {wanted} kendes ikke.")
    asked = AskedReadiness(chosen=Chosen(), on=on, costs=False)
    found = readiness_of(actor=actor, asked=asked, tree=tree_on(on), today=on)
    if not found.in_register:
        return FigureValue(None, None, SOURCE, "Ingen systemer er registreret.")
    return FigureValue(Decimal(found.counts[wanted]), on, SOURCE)


SYSTEMS = Figure(
    name="it_portfolio.readiness",
    title="Systemer efter parathed til fælles driftscentre",
    unit="systemer",
    definition="Systemer og installationer i registret, som reglerne på siden Driftscentre siger det om i dag. Mangler "
    "en oplysning, er et system aldrig klar.",
    version=1,
    parameters=(Parameter("state", "Parathed", choices=tuple((one.value, name) for one, name in READY_NAMES.items())),),
    rule=READ_READINESS,
    compute=_count,
)
