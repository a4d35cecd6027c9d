"""The leader's sheet is a document of one format, with a writer of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import DocumentKind, Material, register_document_kind

from ..access import READ_FORECAST
from ..documents import sheet_workbook
from ..queries.entries import sheet_of


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


def _build_sheet(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """The sheet of parameters["unit"] in parameters["year"]. Raises UnitNotFound."""
    on, year = timezone.localdate(at), int(parameters["year"])
    sheet = sheet_of(actor=actor, unit_id=UUID(parameters["unit"]), year=year, on=on)
    return Material(name=f"Poster {sheet.place.name} {year}", source=sheet)
