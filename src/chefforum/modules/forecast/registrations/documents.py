"""Documents with writers of their own: the leader's sheet, an area's year, and dated tables to be carried elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chefforum.calc.periods import last_day
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import (
    AsAttachment,
    DocumentKind,
    Material,
    NotMadeNow,
    made_on,
    register_document_kind,
)
from chefforum.kernel.documents.rendering.document import Document
from chefforum.kernel.imports.tables import csv_of, workbook_of

from ..access import KEEP_FORECAST, READ_FORECAST
from ..documents import (
    TABLE_TITLES,
    area_document,
    area_workbook,
    dated_table,
    deviations_document,
    deviations_workbook,
    sheet_workbook,
    title_of,
    title_of_deviations,
)
from ..forms.attachments import AreaChoice
from ..queries.areas import Area, area_of, deviations_of
from ..queries.entries import sheet_of
from ..queries.units import require_keeper
from ..rules.running import NothingClosed
from .figures import SOURCE_OF_DOCUMENTS as SOURCE
from .figures import figures_of


def register() -> None:
    register_document_kind(
        DocumentKind(
            name="forecast.sheet",
            title="Ark med poster",
            formats=("xlsx",),
            rule=READ_FORECAST,
            build=_build_sheet,
            writers={"xlsx": lambda material: sheet_workbook(material.source)},
        )
    )
    register_document_kind(
        DocumentKind(
            name="forecast.area",
            title="Forventet regnskab for et område",
            formats=("pdf", "xlsx"),
            rule=READ_FORECAST,
            build=_build_area,
            writers={"xlsx": lambda material: area_workbook(material.source, told=material.told)},
            as_attachment=AsAttachment(
                words="Budget, forbrug og forventet resultat for hver arbejdsplads i et område, og for det hele.",
                source=SOURCE,
                formats=("pdf", "xlsx"),
                form=AreaChoice,
            ),
        )
    )
    register_document_kind(
        DocumentKind(
            name="forecast.deviations",
            title="Det, der ventes at ende længst fra budgettet",
            formats=("pdf", "xlsx"),
            rule=READ_FORECAST,
            build=_build_deviations,
            writers={"xlsx": lambda material: deviations_workbook(material.source, told=material.told)},
        )
    )
    register_document_kind(
        DocumentKind(
            name="forecast.table",
            title="Udsnit, refusionsregler og lønsatser",
            formats=("xlsx", "csv"),
            rule=KEEP_FORECAST,
            build=_build_table,
            writers={
                "xlsx": lambda material: workbook_of(*material.source),
                "csv": lambda material: csv_of(material.source[1]),
            },
        )
    )


def _build_table(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of parameters["table"], one of TABLE_TITLES. Raises AccessDenied."""
    on = timezone.localdate(at)
    require_keeper(actor=actor, on=on)
    title = TABLE_TITLES[parameters["table"]]
    return Material(name=made_on(title, on), source=(title, dated_table(parameters["table"])))


def _build_area(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of parameters["year"], and of the selection and the unit that may be named. Raises NotMadeNow."""
    try:
        area = area_of(actor=actor, on=timezone.localdate(at), **_chosen(parameters))
    except NothingClosed as refusal:
        raise NotMadeNow(str(refusal)) from None
    document = area_document(area, organisation=settings.MUNICIPALITY, at=at)
    return _material(title_of(area), area, document, area, at)


def _build_deviations(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """As _build_area, and of units' lines with parameters["by_line"], by per cent with parameters["by_pct"]."""
    by_line, by_pct = bool(parameters.get("by_line")), bool(parameters.get("by_pct"))
    try:
        found = deviations_of(
            actor=actor, on=timezone.localdate(at), by_line=by_line, by_pct=by_pct, **_chosen(parameters)
        )
    except NothingClosed as refusal:
        raise NotMadeNow(str(refusal)) from None
    document = deviations_document(found, organisation=settings.MUNICIPALITY, at=at)
    return _material(title_of_deviations(found), found.area, document, found, at)


def _chosen(parameters: dict[str, Any]) -> dict[str, Any]:
    top = parameters.get("top")
    return {
        "year": int(parameters["year"]),
        "selected": parameters.get("selected", ""),
        "top": UUID(top) if top else None,
    }


def _material(title: str, area: Area, document: Document, source: Any, at: dt.datetime) -> Material:
    closed = area.expected.closed_through
    return Material(
        name=made_on(title, timezone.localdate(at)),
        document=document,
        source=source,
        as_of=last_day(closed),
        figures=figures_of(closed, at),
    )


def _build_sheet(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """The sheet of parameters["unit"] in parameters["year"]. Raises UnitNotFound."""
    on, year = timezone.localdate(at), int(parameters["year"])
    sheet = sheet_of(actor=actor, unit_id=UUID(parameters["unit"]), year=year, on=on)
    return Material(name=f"Poster {sheet.place.name} {year}", source=sheet)
