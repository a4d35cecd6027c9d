"""Requests: the paper and the list, the figure, the card, reminders, mail, search and the way in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import Actor, Rule
from chefforum.kernel.documents.registry import (
    AsAttachment,
    DocumentKind,
    Material,
    NotMadeNow,
    made_on,
    register_document_kind,
    standing_at,
)
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, ParameterKind, register_figure
from chefforum.kernel.imports.tables import csv_of
from chefforum.kernel.notifications.registry import Due, Family, Reminder, register_family, register_reminder
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.search.registry import SearchSource, register_search_source
from chefforum.web import danish
from chefforum.web.start_cards import CardGroup, StartCard, register_start_card

from .. import cards, search
from ..access import READ_ALL_COSTS, READ_REQUESTS
from ..documents.request_paper import PaperOf, request_paper
from ..documents.requests import as_texts, requests_workbook
from ..forms.request_acts import PaperForm
from ..forms.requests import requests_chosen
from ..queries.request_checks import look
from ..queries.request_figures import by_state
from ..queries.request_limits import limits_on
from ..queries.request_page import case_of
from ..queries.request_table import requests_table
from ..queries.requests import (
    RequestNotFound,
    RequestsChosen,
    expiring,
    facts_of,
    find_request,
    list_requests,
    open_reviews,
)
from ..rules.request_checks import checks_of
from ..rules.request_levels import level_of
from ..rules.request_states import SHOWN_NAMES
from ..services.request_telling import coordinators

# For ways_in.WAYS_IN.
WAYS_IN: tuple[tuple[str, str, Rule, int], ...] = (("Godkendelser", "requests", READ_REQUESTS, 30),)
SOURCE = "Ansøgninger om it"
ANY = "alle"


def register() -> None:
    register_document_kind(
        DocumentKind(
            name="it_costs.request",
            title="Indstilling om ny it",
            formats=("pdf", "docx"),
            rule=READ_REQUESTS,
            build=_build_paper,
            as_attachment=AsAttachment(
                words="En ansøgning om it: hvad der søges om, hvorfor, hvad det koster, om vi har noget, der kan "
                "bruges, og hvad de, der er spurgt, har svaret.",
                source="ansøgningen",
                formats=("pdf", "docx"),
                form=PaperForm,
            ),
        )
    )
    register_document_kind(
        DocumentKind(
            name="it_costs.requests",
            title="Ansøgninger om it",
            formats=("xlsx", "csv"),
            rule=READ_REQUESTS,
            build=_build_list,
            writers={
                "xlsx": lambda material: requests_workbook(material.source),
                "csv": lambda material: csv_of(as_texts(material.source)),
            },
        )
    )
    register_figure(REQUESTS)
    register_family(Family(name="it_requests", title="Godkendelse af ny it", kinds=("it_costs.request_",), order=55))
    register_reminder(Reminder(name="it_costs.request_expires", find=to_remind))
    register_search_source(
        SearchSource(kind=search.REQUESTS, title="Ansøgninger om it", rows=search.requests, rule=READ_REQUESTS)
    )
    register_start_card(
        StartCard(
            name="it_costs.requests",
            title="Godkendelse af ny it",
            rule=READ_REQUESTS,
            content=cards.requests_wait,
            order=58,
            group=CardGroup.WAITING,
        )
    )


def _build_paper(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of parameters["request"]. Raises NotMadeNow where the actor reads no such request."""
    on = timezone.localdate(at)
    try:
        found = find_request(actor=actor, request_id=UUID(str(parameters["request"])))
    except RequestNotFound:
        raise NotMadeNow("Ansøgningen findes ikke mere, eller du kan ikke se den. Vælg en anden.") from None
    facts, tree = facts_of(found), tree_on(on)
    unit = tree.unit(found.unit_id)
    paper = PaperOf(
        found=found,
        facts=facts,
        unit_name=unit.name if unit else "en nedlagt enhed",
        case=case_of(found, facts, tree=tree),
        checks=checks_of(facts),
        looked=look(actor=actor, facts=facts, on=on),
        needed=level_of(facts, limits_on(on).limits),
        reviews=tuple(open_reviews(found)),
    )
    return Material(
        name=made_on(f"Indstilling {found.title}", on),
        document=request_paper(paper, organisation=settings.MUNICIPALITY, issued_at=at),
        as_of=on,
        figures=(standing_at("ansøgningen og registret over it-systemer", at),),
    )


def _build_list(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of the list's choices as they stand in its address. Raises AccessDenied."""
    on = timezone.localdate(at)
    tree = tree_on(on)
    found = list(list_requests(actor=actor, chosen=requests_chosen(parameters, tree), tree=tree, on=on))
    return Material(name=made_on("Ansøgninger om it", on), source=requests_table(found, on=on))


def _value(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """Of what was sent in the year; drafts are nobody's figure."""
    state, measure = parameters["state"], parameters["measure"]
    if state != ANY and state not in SHOWN_NAMES:
        return FigureValue(None, None, SOURCE, f"Tilstanden {state} findes ikke.")
    if measure not in ("count", "kroner"):
        return FigureValue(None, None, SOURCE, f"Målet {measure} findes ikke.")
    rows = list_requests(actor=actor, chosen=RequestsChosen(), tree=tree_on(on), on=on)
    sent = rows.filter(submitted_at__year=int(parameters["year"])).exclude(state="draft")
    found = [one for one in by_state(sent, on=on) if state in (ANY, one.state)]
    if measure == "count":
        return FigureValue(Decimal(sum(one.count for one in found)), on, SOURCE)
    lacking = sum(one.lacking for one in found)
    told = f"{SOURCE}; {danish.counted(lacking, 'ansøgning,ansøgninger')} mangler beløb og er ikke med"
    return FigureValue(Decimal(sum(one.oere for one in found)) / 100, on, told if lacking else SOURCE)


REQUESTS = Figure(
    name="it_costs.requests",
    title="Ansøgninger om ny it",
    unit="",
    definition="Ansøgninger om nye systemer, licenser, udstyr, afprøvninger og forlængelser, som er indsendt i året, "
    "efter deres tilstand i dag: antallet, eller hvad der er søgt om i kroner for alle år tilsammen. Kladder er ikke "
    "med.",
    version=1,
    parameters=(
        Parameter("year", "Indsendt i år", ParameterKind.YEAR),
        Parameter(
            "state", "Tilstand", choices=((ANY, "Alle"), *((k, v) for k, v in SHOWN_NAMES.items() if k != "draft"))
        ),
        Parameter("measure", "Mål", choices=(("count", "Antal"), ("kroner", "Kroner"))),
    ),
    rule=READ_ALL_COSTS,
    compute=_value,
)


def to_remind(*, on: dt.date, at: dt.datetime) -> Iterable[Due]:
    """Who asked, and the coordinators, once when an approval that is not in use soon expires, and once when it has."""
    keepers: list[UUID] | None = None
    for decision in expiring(on=on):
        keepers = coordinators(on) if keepers is None else keepers
        assert decision.expires_on is not None
        is_over = decision.expires_on < on
        day = danish.date(decision.expires_on)
        for person_id in {decision.request.author_id, *keepers}:
            yield Due(
                person_id=person_id,
                kind="it_costs.request_expires",
                text=f"En godkendelse af it udløb {day} uden at være taget i brug"
                if is_over
                else f"En godkendelse af it udløber {day} og er ikke taget i brug",
                url=reverse("it_costs:request", args=[decision.request_id]),
                key=f"it_request:{decision.pk}:{'over' if is_over else 'soon'}",
            )
