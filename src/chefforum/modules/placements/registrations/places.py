"""The documents and imports of places and workplaces."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import DocumentKind, Material, NotMadeNow, made_on, register_document_kind
from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.imports.registry import ImportKind, register_import_kind
from chefforum.kernel.imports.tables import csv_of, workbook_of

from ..access import KEEP_PLACEMENTS, OFFER_PLACES, READ_PLACEMENTS
from ..documents.places import (
    declaration_document,
    employee_table,
    place_cells,
    places_table,
    places_workbook,
    workplace_table,
)
from ..imports import employees, workplaces
from ..queries.places import PlaceFilter, list_places
from ..queries.workplaces import counted_workplaces, declaration_of, workplaces_with_code
from ..rules.workplaces import EMPLOYEE_COLUMNS, WORKPLACE_COLUMNS

TABLES = {"arbejdssteder": "Arbejdssteder", "ansatte": "Ansatte"}


def register_documents() -> None:
    register_document_kind(
        DocumentKind(
            name="placements.places",
            title="Pladser",
            formats=("xlsx", "csv"),
            rule=OFFER_PLACES,
            build=_build_places,
            writers={
                "xlsx": lambda material: places_workbook(material.source),
                "csv": lambda material: csv_of(places_table(material.source)),
            },
        )
    )
    register_document_kind(
        DocumentKind(
            name="placements.workplaces",
            title="Arbejdssteder og ansatte",
            formats=("xlsx", "csv"),
            rule=OFFER_PLACES,
            build=_build_workplaces,
            writers={
                "xlsx": lambda material: workbook_of(*material.source),
                "csv": lambda material: csv_of(material.source[1]),
            },
        )
    )
    register_document_kind(
        DocumentKind(
            name="placements.declaration",
            title="Erklæring til løntilskud",
            formats=("pdf", "docx"),
            rule=READ_PLACEMENTS,
            build=_build_declaration,
        )
    )


def register_imports() -> None:
    register_import_kind(
        ImportKind(
            name="placements.employees",
            title="Antal ansatte på arbejdssteder",
            help="Ordinært ansatte for hvert P-nummer og dag, uden dem, der er i forløb. "
            f"Kolonner: {', '.join(EMPLOYEE_COLUMNS.values())}. Hent dem, du har, og ret i filen.",
            accepts=(TEXT, XLSX),
            rule=OFFER_PLACES,
            read=employees.read_employee_file,
            fingerprint=employees.fingerprint_of_employees,
            apply=employees.apply_employees,
        )
    )
    register_import_kind(
        ImportKind(
            name="placements.workplaces",
            title="Arbejdssteder med P-nummer",
            help="Produktionsenheder og den enhed, de hører til. "
            f"Kolonner: {', '.join(WORKPLACE_COLUMNS.values())}. Hent dem, du har, og ret i filen.",
            accepts=(TEXT, XLSX),
            rule=KEEP_PLACEMENTS,
            read=workplaces.read_workplace_file,
            fingerprint=workplaces.fingerprint_of_workplaces,
            apply=workplaces.apply_workplaces,
        )
    )


def _build_places(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of a PlaceFilter's parameters. Raises AccessDenied."""
    on = timezone.localdate(at)
    rows = list_places(actor=actor, asked=PlaceFilter.from_parameters(parameters), on=on)
    return Material(name=made_on("Pladser", on), source=place_cells(rows))


def _build_workplaces(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of parameters["table"], one of TABLES. Raises AccessDenied."""
    title = TABLES[parameters["table"]]
    if parameters["table"] == "ansatte":
        table = employee_table(counted_workplaces(actor=actor))
    else:
        table = workplace_table(workplaces_with_code(actor=actor))
    return Material(name=made_on(title, timezone.localdate(at)), source=(title, table))


def _build_declaration(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of parameters["placement"]. Raises DeclarationNotFound, NotMadeNow."""
    found = declaration_of(actor=actor, placement_id=UUID(parameters["placement"]))
    rule, kind = found.expansion.rule, found.placement.kind
    if rule is not None and kind not in rule.kinds:
        raise NotMadeNow(f"{found.placement.reference} er ikke en type, der skal have en erklæring.")
    document = declaration_document(found, organisation=settings.MUNICIPALITY, at=at)
    name = made_on(f"{document.title} {found.placement.reference}", timezone.localdate(at))
    return Material(name=name, document=document, source=found)
