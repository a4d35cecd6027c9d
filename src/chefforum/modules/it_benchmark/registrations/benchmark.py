"""The benchmark's ways in, files, documents and living figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import (
    AsAttachment,
    DocumentKind,
    Material,
    NotMadeNow,
    made_on,
    register_document_kind,
)
from chefforum.kernel.documents.rules import JSON, TEXT, XLSX
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, ParameterKind, register_figure
from chefforum.kernel.imports.registry import ImportKind, register_import_kind
from chefforum.kernel.imports.tables import csv_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.search.registry import SearchSource, register_search_source
from chefforum.modules.it_costs.rules.report import register_section
from chefforum.web import danish
from chefforum.web.navigation import NavigationItem, register_navigation
from chefforum.web.start_cards import CardGroup, StartCard, register_start_card

from .. import cards, search
from ..access import KEEP, READ, SEE_COUNTRY
from ..documents.benchmark import TITLE, benchmark_document
from ..forms.benchmark import USUAL_MEASURE, USUAL_VIEW, BenchmarkDocumentForm, PublicFileOptions
from ..imports import deliveries, public_figures
from ..queries.groups import GroupNotFound, find_group, list_groups
from ..queries.own import own_content
from ..queries.positions import beside
from ..queries.report import benchmark_section
from ..rules.exchange import written_file
from ..rules.exchange_csv import table_of
from ..rules.measures import BY_KEY, MEASURES, VIEWS
from ..rules.positions import rounded


def register() -> None:
    """Called once, when the house opens."""
    register_navigation(
        NavigationItem("It", "Benchmark", "it_benchmark:benchmark", READ, 62),
        NavigationItem("It", "Hele landet", "it_benchmark:national", SEE_COUNTRY, 88),
    )
    _register_imports()
    _register_documents()
    register_figure(POSITION)
    register_section("benchmark", benchmark_section, page="it_benchmark:benchmark")
    register_search_source(SearchSource(kind=search.GROUPS, title="Benchmarkgrupper", rows=search.groups, rule=READ))
    register_start_card(
        StartCard(
            name="it_benchmark.waiting",
            title="It-benchmark",
            rule=KEEP,
            content=cards.benchmark_waits,
            order=68,
            group=CardGroup.WAITING,
        )
    )


def _register_imports() -> None:
    register_import_kind(
        ImportKind(
            name="it_benchmark.delivery",
            title="It-benchmark fra en anden kommune",
            help="En udvekslingsfil (JSON) eller skabelonen udfyldt (CSV, Excel). Kontrolsummen prøves. En ny levering "
            "af samme kommune og år afløser den gamle, som gemmes.",
            accepts=(JSON, TEXT, XLSX),
            rule=KEEP,
            read=deliveries.read_delivery,
            fingerprint=deliveries.fingerprint_of_deliveries,
            apply=deliveries.apply_delivery,
        )
    )
    register_import_kind(
        ImportKind(
            name="it_benchmark.public_figures",
            title="Offentlige tal om kommuners it",
            help="En tabel fra Statistikbanken som CSV med semikolon eller JSON-stat: REGK31 (funktion 6.45.52) eller "
            "FOLK1A. Vælg kommuner og år, og én værdi af alt andet.",
            accepts=(JSON, TEXT, XLSX),
            rule=KEEP,
            read=public_figures.read_public_figures,
            fingerprint=public_figures.fingerprint_of_public,
            apply=public_figures.apply_public_figures,
            options_form=PublicFileOptions,
        )
    )


def _register_documents() -> None:
    register_document_kind(
        DocumentKind(
            name="it_benchmark.exchange",
            title="It-benchmark: vores tal til udveksling",
            formats=("json", "csv"),
            rule=KEEP,
            build=_build_exchange,
            writers={
                "json": lambda material: written_file(material.source),
                "csv": lambda material: csv_of(table_of(material.source)),
            },
        )
    )
    register_document_kind(
        DocumentKind(
            name="it_benchmark.benchmark",
            title=TITLE,
            formats=("pdf", "docx", "xlsx"),
            rule=READ,
            build=_build_benchmark,
            as_attachment=AsAttachment(
                words="Hvor vores it-udgifter ligger ved siden af en gruppe kommuner, som ligner os.",
                source="it-benchmark",
                formats=("pdf", "docx"),
                form=BenchmarkDocumentForm,
            ),
        )
    )


def _build_exchange(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of parameters["year"], ["named"], ["systems"]. Raises AccessDenied."""
    on = timezone.localdate(at)
    content = own_content(
        actor=actor,
        year=int(parameters["year"]),
        may_be_named=bool(parameters.get("named")),
        systems_agreed=bool(parameters.get("systems")),
        tree=tree_on(on),
        on=on,
    )
    return Material(name=made_on(f"It-benchmark {settings.MUNICIPALITY} {content['year']}", on), source=content)


def _build_benchmark(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of parameters["group"]; "year", "view" and "measure" may be empty. Raises NotMadeNow, AccessDenied."""
    try:
        group = find_group(actor=actor, group_id=UUID(parameters["group"]))
    except GroupNotFound:
        raise NotMadeNow("Gruppen findes ikke mere. Vælg en anden.") from None
    found = beside(
        actor=actor,
        group=group,
        year=int(parameters["year"]) if parameters.get("year") else None,
        view=parameters.get("view") or USUAL_VIEW,
        measure=BY_KEY[parameters.get("measure") or USUAL_MEASURE],
    )
    if found.publication is None:
        raise NotMadeNow("Gruppen har ikke leveret tal endnu.")
    day = timezone.localdate(found.publication.at)
    return Material(
        name=made_on(f"It-benchmark {found.year}", timezone.localdate(at)),
        document=benchmark_document(found, organisation=settings.MUNICIPALITY, issued_at=at),
        as_of=day,
        figures=(f"leveringer taget i brug {danish.date(day)}", found.mine.told.rstrip(".")),
    )


def median(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """The group's median, or ours, of the newest frozen group, as the page shows it."""
    groups = list_groups(actor=actor)
    measure = BY_KEY.get(parameters["measure"])
    source = "It-benchmark"
    if measure is None or parameters["whose"] not in WHOSE:
        return FigureValue(None, None, source, "Det mål kendes ikke.")
    if not groups:
        return FigureValue(None, None, source, "Ingen gruppe er lagt fast.")
    year = int(parameters["year"])
    found = beside(actor=actor, group=groups[0], year=year, view=USUAL_VIEW, measure=measure, only=(measure.key,))
    if found.publication is None or found.year != year:
        return FigureValue(None, None, source, f"Gruppen har ingen tal for {year}.")
    one = found.of(measure.key)
    day = timezone.localdate(found.publication.at)
    if not one.is_shown or one.summary is None:
        return FigureValue(None, None, source, one.why)
    number = one.summary.median if parameters["whose"] == "group" else one.mine
    if number is None:
        return FigureValue(None, None, source, "Tallet mangler hos os.")
    count = danish.counted(one.summary.members or 0, "kommune,kommuner")
    told = f"{source}, {groups[0].name}, {count}; {VIEWS[USUAL_VIEW]}"
    return FigureValue(Decimal(f"{rounded(number, measure.decimals):.{measure.decimals}f}"), day, told)


WHOSE = {"group": "Gruppens midte (median)", "ours": "Vores"}
POSITION = Figure(
    name="it_benchmark.median",
    title="It-udgift ved siden af andre kommuner",
    unit="kr., % eller antal",
    definition="Medianen af målet i den gruppe af kommuner, der sidst er lagt fast, eller vores eget tal. Udgifter er "
    "fordelt over levetiden. Andre kommuners udgifter er sløret, og tal af under fem vises ikke.",
    version=1,
    parameters=(
        Parameter("year", "År", ParameterKind.YEAR),
        Parameter("measure", "Mål", choices=tuple((one.key, one.name) for one in MEASURES)),
        Parameter("whose", "Hvis", choices=tuple(WHOSE.items())),
    ),
    rule=READ,
    compute=median,
)
