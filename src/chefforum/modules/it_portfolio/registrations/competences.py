"""Competences: the file out, the file in, and the living figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import DocumentKind, Material, made_on, register_document_kind
from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, register_figure
from chefforum.kernel.imports.registry import ImportKind, register_import_kind
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.search.registry import SearchSource, register_search_source

from .. import search
from ..access import KEEP, READ_COMPETENCES
from ..documents.competences import competences_document
from ..imports import competences
from ..queries.competences import list_steps, overview
from ..rules.competence_rows import COMPETENCE_COLUMNS
from ..rules.competences import STANDING_NAMES

SOURCE = "Kompetencer til it-systemer"


def register() -> None:
    """Called once, when the house opens."""
    register_document_kind(
        DocumentKind(
            name="it_portfolio.competences",
            title="Kompetencer",
            formats=("xlsx",),
            rule=READ_COMPETENCES,
            build=_build,
        )
    )
    register_import_kind(
        ImportKind(
            name="it_portfolio.competences",
            title="Kompetencer",
            help="En linje med et system er, hvad det har brug for; med en enhed, hvor mange der kan; ellers er den "
            "til kataloget. Tallene er antal, ikke navne. "
            f"Kolonner: {', '.join(COMPETENCE_COLUMNS.values())}.",
            accepts=(TEXT, XLSX),
            rule=KEEP,
            read=competences.read_competence_file,
            fingerprint=competences.fingerprint_of_competences,
            apply=competences.apply_competences,
        )
    )
    register_figure(COMPETENCES)
    register_search_source(
        SearchSource(kind=search.COMPETENCES, title="It-kompetencer", rows=search.competences, rule=READ_COMPETENCES)
    )


def _build(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """What the actor sees. Raises AccessDenied."""
    on = timezone.localdate(at)
    tree = tree_on(on)
    found = overview(actor=actor, on=on, tree=tree)
    steps = list_steps(actor=actor, on=on, tree=tree)
    document = competences_document(found, steps, organisation=settings.MUNICIPALITY, issued_at=at)
    return Material(name=made_on("Kompetencer", on), document=document)


def count(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """Competences that systems need, by how they stand."""
    found = overview(actor=actor, on=on, tree=tree_on(on))
    if not found.rows:
        return FigureValue(None, None, SOURCE, "Der er ingen kompetencer endnu.")
    wanted = parameters["standing"]
    return FigureValue(Decimal(sum(n for key, n in found.standings.items() if key == wanted)), on, SOURCE)


COMPETENCES = Figure(
    name="it_portfolio.competences",
    title="Kompetencer til it-systemer",
    unit="kompetencer",
    definition="Kompetencer, som systemer i dine enheder kræver, efter om der er nok, der kan dem. Et tal, ingen har "
    "sagt, er ikke nul: kompetencen er da ikke oplyst.",
    version=1,
    parameters=(
        Parameter(
            "standing", "Sådan står det", choices=tuple((key.value, name) for key, name in STANDING_NAMES.items())
        ),
    ),
    rule=READ_COMPETENCES,
    compute=count,
)
