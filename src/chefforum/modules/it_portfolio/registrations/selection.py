"""What selections offer the house: the document, figures, what stands on a system's page, and what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
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
from chefforum.kernel.documents.rendering.spreadsheet import to_xlsx
from chefforum.kernel.figures.registry import Figure, FigureValue, register_figure
from chefforum.kernel.search.registry import SearchSource, register_search_source
from chefforum.modules.it_costs.access import READ_SYSTEMS
from chefforum.web import danish
from chefforum.web.object_parts import Mark, ObjectPart, PartContent, register_mark, register_object_part
from chefforum.web.start_cards import CardContent, CardGroup, CardRow, StartCard, register_start_card

from .. import search
from ..access import KEEP, READ
from ..documents.selection import TITLE, selection_document
from ..forms.selection import SelectionDocumentForm
from ..queries import selection as queries

SYSTEM = "it_costs.system"


def register() -> None:
    register_document_kind(
        DocumentKind(
            name="it_portfolio.selection",
            title=TITLE,
            formats=("pdf", "docx", "xlsx"),
            rule=READ,
            build=_build,
            writers={"xlsx": lambda material: to_xlsx(material.source)},
            as_attachment=AsAttachment(
                words="Hvilke it-systemer en udvælgelse valgte og hvorfor, hvad der var tæt på, og hvad der blev "
                "spurgt om.",
                source="udvælgelsen af it-systemer",
                formats=("pdf", "docx"),
                form=SelectionDocumentForm,
            ),
        )
    )
    register_figure(SELECTED)
    register_search_source(
        SearchSource(
            kind=search.SELECTED,
            title="Udvalgte it-systemer",
            rows=search.selected,
            rule=READ_SYSTEMS,
            naming={SYSTEM: search.selected_naming},
        )
    )
    register_object_part(ObjectPart(SYSTEM, "it_portfolio.selected", _on_system))
    register_mark(Mark(SYSTEM, "udvalgt", "Udvalgt til undersøgelse", queries.selected_ids))
    register_start_card(
        StartCard(
            name="it_portfolio.selection",
            title="Udvælgelse af systemer",
            rule=KEEP,
            content=_waits,
            order=62,
            group=CardGroup.WAITING,
        )
    )


def _build(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of parameters["run"]. Raises AccessDenied, NotMadeNow."""
    try:
        run = queries.find_run(actor=actor, run_id=UUID(str(parameters["run"])))
    except (queries.SelectionNotFound, ValueError):
        raise NotMadeNow("Kørslen findes ikke. Vælg en anden.") from None
    found = queries.shown(actor=actor, run=run, with_costs=bool(parameters.get("with_costs")))
    day = timezone.localdate(run.made_at)
    document = selection_document(
        found,
        title=run.title,
        made_at=run.made_at,
        solver=run.solver,
        organisation=settings.MUNICIPALITY,
        issued_at=at,
    )
    return Material(
        name=made_on(TITLE, timezone.localdate(at)),
        document=document,
        source=document,
        as_of=day,
        figures=(f"register og omkostninger, som de var den {danish.date(day)}",),
    )


def _on_system(*, actor: Actor, object_id: UUID) -> PartContent | None:
    row = queries.selected_row(system_id=object_id)
    if row is None:
        return None
    how = f"Sat på listen i hånden: {row.reason}" if row.by_hand else "Valgt efter point og regler"
    day = danish.date(timezone.localdate(row.decision.decided_at))
    return PartContent(
        "Udvalgt til undersøgelse", f"{how.rstrip('.')}. Fastlagt {day}.", reverse("it_portfolio:chosen"), "Se listen"
    )


def _waits(*, actor: Actor, on: dt.date) -> CardContent | None:
    """The newest run that could become the list, where none counts. Two queries."""
    if queries.decided_now(actor=actor) is not None:
        return None
    run = next((one for one in queries.list_runs(actor=actor) if one.result["chosen"]), None)
    if run is None:
        return None
    words = f"Fastlæg listen fra “{run.title}”"
    meta = danish.counted(len(run.result["chosen"]), "system valgt,systemer valgt")
    return CardContent((CardRow(words, reverse("it_portfolio:selection_run", args=[run.pk]), meta),), empty="")


def _count(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    source = "Den fastlagte liste over udvalgte systemer"
    found = queries.decided_now(actor=actor)
    if found is None:
        return FigureValue(None, None, source, "Ingen liste er fastlagt.")
    return FigureValue(Decimal(len(found.chosen)), timezone.localdate(found.decision.decided_at), source)


SELECTED = Figure(
    name="it_portfolio.selected",
    title="Udvalgte it-systemer",
    unit="systemer",
    definition="Hvor mange systemer der er på den liste over systemer, der skal undersøges til bunds, som gælder.",
    version=1,
    parameters=(),
    rule=READ_SYSTEMS,
    compute=_count,
)
