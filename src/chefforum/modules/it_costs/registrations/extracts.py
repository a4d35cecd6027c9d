"""What frozen extracts offer the house: files, the receipt, answers from files, the menu, reminders, a card."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
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
from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, ParameterKind, register_figure
from chefforum.kernel.imports.registry import ImportKind, register_import_kind
from chefforum.kernel.imports.tables import csv_of, workbook_of
from chefforum.kernel.notifications.registry import Due, Family, Reminder, register_family, register_reminder
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.search.registry import SearchSource, register_search_source
from chefforum.web import danish
from chefforum.web.navigation import NavigationItem, register_navigation
from chefforum.web.start_cards import CardGroup, StartCard, register_start_card

from .. import cards, search
from ..access import BRING_VERDICTS, READ_ALL_COSTS, READ_COSTS
from ..documents.validation import validation_document
from ..forms.extracts import ReceiptForm
from ..imports import verdicts
from ..queries.extract_receipt import receipt
from ..queries.extract_table import lines_table
from ..queries.extracts import find_extract, newest_validated
from ..rules.extract_rows import ANSWER
from ..services.extract_reminding import due

SOURCE = "Det seneste validerede udtræk af it-omkostninger"


def register() -> None:
    """Called once, when the house opens."""
    register_navigation(
        NavigationItem(section="It", title="Validering", url_name="it_costs:extracts", rule=READ_COSTS, order=18)
    )
    register_import_kind(
        ImportKind(
            name="it_costs.verdicts",
            title="Svar på et it-udtræk",
            help="Filen, som udtrækket er hentet som, med kolonnen Svar udfyldt. En linje uden svar ændrer intet. En "
            "fil fra et andet udtræk tages ikke ind. Kolonner, der læses: Kontrolsum, Linje, "
            f"{', '.join(ANSWER.values())}.",
            accepts=(TEXT, XLSX),
            rule=BRING_VERDICTS,
            read=verdicts.read_verdict_file,
            fingerprint=verdicts.fingerprint_of_verdicts,
            apply=verdicts.apply_verdicts,
            options_form=verdicts.VerdictOptions,
        )
    )
    _register_documents()
    register_search_source(
        SearchSource(kind=search.EXTRACTS, title="Udtræk af it-omkostninger", rows=search.extracts, rule=READ_COSTS)
    )
    register_family(Family("it_costs.extracts", "It: svar på udtræk", kinds=("it_costs.extract_",), order=60))
    register_reminder(Reminder("it_costs.extracts", find=to_remind))
    register_start_card(
        StartCard(
            name="it_costs.extracts",
            title="It-udtræk, der skal svares på",
            rule=READ_COSTS,
            content=cards.extracts_wait,
            order=58,
            group=CardGroup.WAITING,
        )
    )
    register_figure(VALIDATED)


def to_remind(*, on: dt.date, at: dt.datetime) -> Iterable[Due]:
    return due(tree=tree_on(on), on=on)


def _register_documents() -> None:
    register_document_kind(
        DocumentKind(
            name="it_costs.extract",
            title="It-udtræk med svar",
            formats=("xlsx", "csv"),
            rule=READ_COSTS,
            build=_build_lines,
            writers={
                "xlsx": lambda material: workbook_of("Linjer", material.source),
                "csv": lambda material: csv_of(material.source),
            },
        )
    )
    register_document_kind(
        DocumentKind(
            name="it_costs.validation",
            title="Kvittering for fælles validering",
            formats=("pdf", "docx"),
            rule=READ_ALL_COSTS,
            build=_build_receipt,
            as_attachment=AsAttachment(
                words="Hvem der har skrevet under på it-udtrækket, dets kontrolsum, og hvad der er navngivet som "
                "uenighed.",
                source="det validerede udtræk",
                formats=("pdf", "docx"),
                form=ReceiptForm,
            ),
        )
    )


def _build_lines(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Raises ExtractNotFound, AccessDenied."""
    extract = find_extract(actor=actor, extract_id=UUID(parameters["extract"]))
    name = made_on(f"Udtræk {extract.name}", timezone.localdate(at))
    return Material(name=name, source=lines_table(actor=actor, extract=extract))


def _build_receipt(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Raises ExtractNotFound, AccessDenied, and NotMadeNow before both have signed."""
    extract = find_extract(actor=actor, extract_id=UUID(parameters["extract"]))
    if extract.validated_at is None:
        raise NotMadeNow("Udtrækket er ikke valideret. Kvitteringen kommer, når begge parter har skrevet under.")
    document = validation_document(
        extract=extract, organisation=settings.MUNICIPALITY, issued_at=at, **receipt(actor=actor, extract=extract)
    )
    day = timezone.localdate(extract.created_at)
    return Material(
        name=made_on(f"Kvittering {extract.name}", timezone.localdate(at)),
        document=document,
        as_of=day,
        figures=(f"it-udtrækket, som det blev frosset {danish.date(day)}",),
    )


def validated(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """What technology cost in a year by the newest extract that both signed; kroner, as paid."""
    year = int(parameters["year"])
    found = newest_validated(actor=actor, years=(year,))
    if found is None:
        return FigureValue(None, None, SOURCE, f"Intet udtræk med {year} er valideret af begge parter.")
    oere = sum(one.cash_oere for one in found.sums if one.year == year)
    told = f"{SOURCE}: {found.name}, kontrolsum {found.sha256[:8]}"
    return FigureValue(Decimal(round(oere / 100)), timezone.localdate(found.frozen_at), told)


VALIDATED = Figure(
    name="it_costs.validated",
    title="Validerede it-omkostninger",
    unit="kr.",
    definition="Hvad teknologien kostede i året, betalt i året, efter det seneste udtræk, som kommunen og analytikeren "
    "begge har skrevet under på.",
    version=1,
    parameters=(Parameter("year", "År", ParameterKind.YEAR),),
    rule=READ_ALL_COSTS,
    compute=validated,
)
