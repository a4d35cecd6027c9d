"""Numbers and the change between years: imports, documents, the living figure and the ways in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chefforum.calc.price_volume import Part
from chefforum.kernel.access.rules import Actor, Rule
from chefforum.kernel.documents.registry import (
    AsAttachment,
    DocumentKind,
    Material,
    NotMadeNow,
    made_on,
    register_document_kind,
)
from chefforum.kernel.documents.rendering.spreadsheet import to_xlsx
from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, ParameterKind, register_figure
from chefforum.kernel.imports.registry import ImportKind, register_import_kind
from chefforum.kernel.imports.tables import csv_of, workbook_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish

from ..access import KEEP_IT_COSTS, READ_ALL_COSTS, READ_VOLUMES
from ..documents.average_year import average_document
from ..documents.volumes import volumes_table
from ..documents.why import TITLE, why_document
from ..forms.volumes import IndexFileOptions, VolumeFileOptions
from ..forms.why import WhyDocumentForm
from ..imports import price_indices, volumes
from ..queries.average import AskedAverage, average_of
from ..queries.volumes import table_of_volumes
from ..queries.why import Asked, ScopeNotFound, why_costs_more
from ..rules.measures import INDEX_COLUMNS
from ..rules.volume_rows import VOLUME_COLUMNS
from ..rules.why import PART_NAMES

# For ways_in.TABS and ways_in.SETTINGS.
TABS: tuple[tuple[str, str, str, Rule, int], ...] = (
    ("costs", "Hvorfor koster det mere?", "why", READ_ALL_COSTS, 10),
    ("costs", "Antal og priser", "volumes", READ_VOLUMES, 20),
    ("costs", "Gennemsnitsår", "average_year", READ_ALL_COSTS, 30),
)
SETTINGS: tuple[tuple[str, str, Rule, str], ...] = (
    (
        "Udskiftninger",
        "replacements",
        READ_ALL_COSTS,
        "Hvad der er trådt i stedet for hvad, så ændringen regnes som én.",
    ),
    ("Indeks og hovedtal", "yardsticks", READ_ALL_COSTS, "Prisudvikling, medarbejdere, pc'er og borgere, år for år."),
)


def register_imports() -> None:
    """Called once, when the house opens."""
    register_import_kind(
        ImportKind(
            name="it_costs.volumes",
            title="Antal og priser på it",
            help="En linje for hver ting i hvert år. Linjen kendes på system, ting og år: nye skrives ind, kendte "
            "rettes, og "
            "en tom celle ændrer ikke noget. 0 i antal er, at det ikke var der. Skriv “aftale” som enhed, når der "
            f"betales samlet. Kolonner: {', '.join(VOLUME_COLUMNS.values())}.",
            accepts=(TEXT, XLSX),
            rule=KEEP_IT_COSTS,
            read=volumes.read_volumes,
            fingerprint=volumes.fingerprint_of_volumes,
            apply=volumes.apply_volumes,
            options_form=VolumeFileOptions,
        )
    )
    register_import_kind(
        ImportKind(
            name="it_costs.price_indices",
            title="Prisindeks",
            help="Et indeks år for år, eller måned for måned fra Statistikbanken (CSV med TID og INDHOLD): et år er da "
            f"gennemsnittet af sine tolv måneder. Kolonner: {', '.join(INDEX_COLUMNS.values())}.",
            accepts=(TEXT, XLSX),
            rule=KEEP_IT_COSTS,
            read=price_indices.read_price_indices,
            fingerprint=price_indices.fingerprint_of_indices,
            apply=price_indices.apply_price_indices,
            options_form=IndexFileOptions,
        )
    )


def register_documents() -> None:
    """Called once, when the house opens."""
    register_document_kind(
        DocumentKind(
            name="it_costs.volumes",
            title="Antal og priser på it",
            formats=("xlsx", "csv"),
            rule=READ_ALL_COSTS,
            build=_build_volumes,
            writers={
                "csv": lambda material: csv_of(material.source),
                "xlsx": lambda material: workbook_of("Antal og priser", material.source),
            },
        )
    )
    register_document_kind(
        DocumentKind(
            name="it_costs.why",
            title=TITLE,
            formats=("pdf", "docx", "xlsx"),
            rule=READ_ALL_COSTS,
            build=_build_why,
            writers={"xlsx": lambda material: to_xlsx(material.source)},
            as_attachment=AsAttachment(
                words="Ændringen i it-udgifter mellem to år, delt i pris, antal, nyt, ophørt, udskiftet og det, der "
                "ikke "
                "kan deles op.",
                source="antal og priser på it",
                formats=("pdf", "docx"),
                form=WhyDocumentForm,
            ),
        )
    )
    register_document_kind(
        DocumentKind(
            name="it_costs.average_year",
            title="Gennemsnitsår for it",
            formats=("xlsx",),
            rule=READ_ALL_COSTS,
            build=_build_average,
        )
    )


def _build_volumes(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    table, document = volumes_table(table_of_volumes(actor=actor), organisation=settings.MUNICIPALITY, issued_at=at)
    return Material(name=made_on("Antal og priser på it", timezone.localdate(at)), document=document, source=table)


def _build_why(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of parameters["from"] and ["to"]; the others may be empty. Raises NotMadeNow."""
    on = timezone.localdate(at)
    asked = Asked(
        before=int(parameters["from"]),
        after=int(parameters["to"]),
        family=parameters.get("family", ""),
        unit_id=UUID(parameters["unit"]) if parameters.get("unit") else None,
        system_id=UUID(parameters["system"]) if parameters.get("system") else None,
        index=parameters.get("index", ""),
        is_split=bool(parameters.get("split")),
    )
    try:
        found = why_costs_more(actor=actor, asked=asked, tree=tree_on(on))
    except ScopeNotFound:
        raise NotMadeNow("Enheden eller systemet findes ikke mere. Vælg igen.") from None
    if not found.answer.told or found.newest is None:
        raise NotMadeNow(
            f"Ingen tal kan sammenlignes for {asked.before} og {asked.after}. Skriv antal og beløb på siden Antal "
            f"og priser."
        )
    day = timezone.localdate(found.newest)
    return Material(
        name=made_on(f"Hvorfor koster it mere {asked.before}-{asked.after}", on),
        document=why_document(found, organisation=settings.MUNICIPALITY, issued_at=at),
        source=why_document(found, organisation=settings.MUNICIPALITY, issued_at=at, is_wide=True),
        as_of=day,
        figures=(f"antal og priser, som de stod den {danish.date(day)}",),
    )


def _build_average(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of parameters["years"], with commas between. Raises NotMadeNow."""
    on = timezone.localdate(at)
    asked = AskedAverage(
        years=tuple(int(year) for year in parameters["years"].split(",")),
        price_level=int(parameters["level"]),
        index=parameters.get("index", ""),
        unit_id=UUID(parameters["unit"]) if parameters.get("unit") else None,
        family=parameters.get("family", ""),
    )
    found = average_of(actor=actor, asked=asked, tree=tree_on(on), on=on)
    if found.average is None:
        raise NotMadeNow(found.why_not)
    document = average_document(found, organisation=settings.MUNICIPALITY, issued_at=at)
    return Material(name=made_on("Gennemsnitsår for it", on), document=document)


def change(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """The change in kroner as the page shows it, or a part of it."""
    source = "Antal og priser på it"
    before, after, name = int(parameters["from"]), int(parameters["year"]), parameters["part"]
    if name != "all" and name not in tuple(Part):
        return FigureValue(None, None, source, "Den del kendes ikke.")
    if before == after:
        return FigureValue(None, None, source, "Vælg to forskellige år.")
    found = why_costs_more(actor=actor, asked=Asked(before, after), tree=tree_on(on))
    if not found.answer.told or found.newest is None:
        return FigureValue(None, None, source, f"Ingen tal kan sammenlignes for {before} og {after}.")
    total = found.answer.total
    value = total.change if name == "all" else total.of(Part(name))
    lacking = found.answer.lacking
    told = f"{source}, {danish.counted(len(found.answer.told), 'ting,ting')}"
    if lacking:
        told += f"; {len(lacking)} mangler tal og er ikke med"
    return FigureValue(Decimal(value), timezone.localdate(found.newest), told)


CHANGE = Figure(
    name="it_costs.change",
    title="Ændring i it-udgifter",
    unit="kr.",
    definition="Hvor meget mere det, hvis antal og beløb er skrevet, koster i det ene år end i det andet, eller den "
    "del af det, "
    "der skyldes pris, antal, nyt, ophørt, udskiftet, eller som ikke kan deles op (Bennets regnemåde).",
    version=1,
    parameters=(
        Parameter("year", "År", ParameterKind.YEAR),
        Parameter("from", "Fra år", ParameterKind.YEAR),
        Parameter(
            "part",
            "Del",
            choices=(
                ("all", "Det hele"),
                *(
                    (part.value, PART_NAMES[part])
                    for part in (
                        Part.PRICE,
                        Part.VOLUME,
                        Part.NEW,
                        Part.DISCONTINUED,
                        Part.REPLACED,
                        Part.NOT_DIVISIBLE,
                    )
                ),
            ),
        ),
    ),
    rule=READ_ALL_COSTS,
    compute=change,
)


def register() -> None:
    """Called once, when the house opens."""
    register_imports()
    register_documents()
    register_figure(CHANGE)
