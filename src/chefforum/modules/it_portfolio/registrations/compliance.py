"""What laws ask: the document, the file, the living figure and the card of who has something open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import SIGNED_IN, Actor
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
from chefforum.kernel.imports.tables import workbook_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.queries.law_facts import owns_systems, who_answers_for
from chefforum.web import danish
from chefforum.web.object_parts import ObjectPart, PartContent, register_object_part
from chefforum.web.start_cards import CardContent, CardGroup, CardRow, StartCard, register_start_card

from ..access import LOAD_ANSWERS, READ_ALL_COMPLIANCE, READ_COMPLIANCE, may_see_compliance
from ..documents.compliance import TITLE, answers_table, compliance_document
from ..forms.compliance import ComplianceDocumentForm
from ..imports import answers
from ..queries.compliance import Chosen, facts_with_choices, matrix, narrowed, whole_matrix
from ..rules.answer_rows import ANSWER_COLUMNS
from ..rules.compliance import Status
from ..rules.first_things import first_things
from ..rules.requirements import LAW_NAMES, Law
from ..services.compliance import note_reading

SOURCE = "Lovkrav til it-systemer"
ALL, MOST = "alle", 5


def register() -> None:
    """Called once, when the house opens."""
    register_document_kind(
        DocumentKind(
            name="it_portfolio.compliance",
            title=TITLE,
            formats=("pdf", "docx"),
            rule=READ_ALL_COMPLIANCE,
            build=_build,
            as_attachment=AsAttachment(
                words="Hvor mange lovkrav til it-systemerne der er opfyldt, åbne og ikke opfyldt, og hvad der skal "
                "gøres først.",
                source="lovkrav til it-systemer",
                formats=("pdf", "docx"),
                form=ComplianceDocumentForm,
            ),
        )
    )
    register_document_kind(
        DocumentKind(
            name="it_portfolio.answers",
            title="Lovkrav",
            formats=("xlsx",),
            rule=READ_COMPLIANCE,
            build=_build_answers,
            writers={"xlsx": lambda material: workbook_of("Lovkrav", material.source)},
        )
    )
    register_import_kind(
        ImportKind(
            name="it_portfolio.answers",
            title="Svar på lovkrav",
            help="En linje for hvert krav til et system. Hent siden Lovkrav som fil, svar i den, og indlæs den igen. "
            "Et tomt svar ændrer intet. Mennesker svarer; det, en kilde siger, bliver stående ved siden af. "
            f"Kolonner: {', '.join(ANSWER_COLUMNS.values())}.",
            accepts=(TEXT, XLSX),
            rule=LOAD_ANSWERS,
            read=answers.read_answer_file,
            fingerprint=answers.fingerprint_of_answers,
            apply=answers.apply_answers,
        )
    )
    register_figure(REQUIREMENTS)
    register_object_part(ObjectPart("it_costs.system", "it_portfolio.compliance", _on_system, order=120))
    register_start_card(
        StartCard(
            name="it_portfolio.compliance",
            title="Lovkrav til dine systemer",
            rule=SIGNED_IN,
            content=compliance_waits,
            order=65,
            group=CardGroup.WAITING,
        )
    )


def _on_system(*, actor: Actor, object_id: UUID) -> PartContent | None:
    """The way to it, for who may see how it stands; the answers themselves are read on a page that is noted."""
    found = who_answers_for(object_id)
    if found is None or not may_see_compliance(actor, owner_id=found[0], unit_id=found[1]):
        return None
    url = reverse("it_portfolio:compliance_system", args=[object_id])
    return PartContent("Lovkrav", "Hvad loven kræver af det, og hvad der er svaret.", url, "Se lovkravene")


def _build(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """With parameters["names"] it tells which systems. Raises AccessDenied, NotMadeNow."""
    on = timezone.localdate(at)
    rows = whole_matrix(actor=actor, on=on, tree=tree_on(on))
    if not rows:
        raise NotMadeNow("Der er ingen systemer i registret endnu.")
    with_names = bool(parameters.get("names"))
    note_reading(actor=actor, at=at, how="dokument med navne" if with_names else "dokument", count=len(rows))
    document = compliance_document(rows, organisation=settings.MUNICIPALITY, issued_at=at, with_names=with_names)
    told = (f"lovkrav, som de stod den {danish.date(on)}",)
    return Material(name=made_on(TITLE, on), document=document, as_of=on, figures=told)


def _build_answers(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of the systems that the actor sees. Raises AccessDenied."""
    on = timezone.localdate(at)
    rows = matrix(actor=actor, on=on, tree=tree_on(on))
    note_reading(actor=actor, at=at, how="xlsx", count=len(rows))
    return Material(name=made_on("Lovkrav", on), source=answers_table(rows))


def compliance_waits(*, actor: Actor, on: dt.date) -> CardContent | None:
    """The systems of an owner or an IT manager where most lacks, what is gravest first. At most four queries; one for
    everybody else."""
    if not LOAD_ANSWERS.allows(actor) and not owns_systems(actor.person_id):
        return None  # who reads alone has nothing waiting
    rows = matrix(actor=actor, on=on, tree=tree_on(on))
    own = [row for row in rows if row.system.owner_id == actor.person_id] or rows
    grave = {row.system.id: len(first_things(facts_with_choices(row), row.cells)) for row in own if row.lacking}
    shown = sorted((row for row in own if row.lacking), key=lambda row: (-grave[row.system.id], -row.lacking))
    return CardContent(
        tuple(
            CardRow(
                row.system.name,
                reverse("it_portfolio:compliance_system", args=[row.system.id]),
                danish.counted(row.lacking, "krav mangler,krav mangler"),
            )
            for row in shown[:MOST]
        ),
        empty="Intet lovkrav mangler svar.",
        more_url=reverse("it_portfolio:compliance_first"),
        more_text="Se, hvad der skal gøres først",
    )


def count(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """Requirements of systems by law, how they stand, and unit."""
    tree = tree_on(on)
    unit = next((one for one in tree.units if one.code == parameters["unit"]), None)
    law, status = parameters["law"], parameters["status"]
    if unit is None:
        return FigureValue(None, None, SOURCE, f"Ingen enhed har koden {parameters['unit']}.")
    if law != ALL and law not in set(Law):
        return FigureValue(None, None, SOURCE, f"Loven {law} kendes ikke.")
    rows = whole_matrix(actor=actor, on=on, tree=tree)
    if not rows:
        return FigureValue(None, None, SOURCE, "Der er ingen systemer i registret endnu.")
    narrow = Chosen(unit_id=None if unit.parent is None else unit.id)
    rows = narrowed(rows, chosen=narrow, tree=tree)
    cells = [cell for row in rows for cell in (row.cells if law == ALL else row.of(law))]
    if status == "first":
        value = sum(bool(first_things(facts_with_choices(row), row.cells)) for row in rows)
    elif status == "overdue":
        value = sum(cell.is_overdue for cell in cells)
    else:
        value = sum(cell.status == status for cell in cells)
    return FigureValue(Decimal(value), on, SOURCE)


REQUIREMENTS = Figure(
    name="it_portfolio.requirements",
    title="Lovkrav til it-systemer",
    unit="krav",
    definition="Krav fra GDPR, NIS 2-loven, AI-forordningen og webtilgængelighedsloven til systemer i registret, som "
    "de står i dag. Det, ingen ved, er åbent; et eftersyn, hvis frist er gået, er åbent og forfaldet. “Skal gøres "
    "først” tæller systemer.",
    version=1,
    parameters=(
        Parameter("law", "Lov", choices=((ALL, "Alle"), *((one.value, name) for one, name in LAW_NAMES.items()))),
        Parameter(
            "status",
            "Sådan står det",
            choices=(
                (Status.OPEN.value, "Åben"),
                (Status.NOT_FULFILLED.value, "Ikke opfyldt"),
                (Status.FULFILLED.value, "Opfyldt"),
                ("overdue", "Forfalden"),
                ("first", "Systemer, hvor noget skal gøres først"),
            ),
        ),
        Parameter("unit", "Ansvarlig enhed", ParameterKind.UNIT),
    ),
    rule=READ_ALL_COMPLIANCE,
    compute=count,
)
