"""Overlaps and scenarios: ways in, the document, the living figure, search, and what waits on the start page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from chefforum.calc.consolidation import Case
from chefforum.kernel.access.rules import Actor, Rule
from chefforum.kernel.documents.registry import (
    AsAttachment,
    DocumentKind,
    Material,
    made_on,
    register_document_kind,
)
from chefforum.kernel.documents.rendering.spreadsheet import to_xlsx
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, register_figure
from chefforum.kernel.notifications.registry import Family, register_family
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.search.registry import SearchSource, register_search_source
from chefforum.modules.it_costs.access import READ_ALL_COSTS, READ_SYSTEMS, reads_all_costs
from chefforum.modules.it_costs.rules.register import NEED_ASKED
from chefforum.modules.it_costs.rules.report import register_section
from chefforum.web import danish
from chefforum.web.object_parts import ObjectPart, PartContent, register_object_part
from chefforum.web.start_cards import CardGroup, StartCard, register_start_card

from .. import cards, search
from ..access import KEEP
from ..documents.overlaps import TITLE, Contents, overlaps_document
from ..forms.overlaps import overlaps_asked
from ..queries.overlap_report import overlaps_section, plan_offers, scenarios_section
from ..queries.overlap_words import titles_of
from ..queries.overlaps import find_overlaps, products_twice, said_to_overlap
from ..queries.scenarios import decided_scenarios, list_scenarios, sum_of
from ..rules.plan_offers import register_offers
from ..rules.scenarios import CASE_NAMES

# For ways_in.WAYS_IN.
WAYS_IN: tuple[tuple[str, str, Rule, str], ...] = (
    ("Overlap", "overlaps", READ_SYSTEMS, "Systemer, der kan det samme, og hvad der er sagt om dem."),
    ("Samling", "scenarios", READ_SYSTEMS, "Hvad der kan nedlægges, hvad det sparer, og hvad der er besluttet."),
)
SOURCE = "Scenarier for samling af it-systemer"
A_YEAR, OVER_LIFE = "year", "life"


def register() -> None:
    """Called once, when the house opens."""
    register_document_kind(
        DocumentKind(
            name="it_portfolio.overlaps",
            title=TITLE,
            formats=("pdf", "docx", "xlsx"),
            rule=READ_SYSTEMS,
            build=build,
            writers={"xlsx": lambda material: to_xlsx(material.source)},
            as_attachment=AsAttachment(
                words="Systemer, der kan det samme, hvad de it-ansvarlige siger, og hvad det sparer at samle dem.",
                source="registret over it-systemer",
                formats=("pdf", "docx"),
            ),
        )
    )
    register_figure(SAVING)
    register_object_part(ObjectPart("it_costs.system", "it_portfolio.overlaps", _on_system, order=110))
    register_section("overlaps", overlaps_section, page="it_portfolio:overlaps")
    register_section("scenarios", scenarios_section, page="it_portfolio:scenarios")
    register_offers("scenarios", plan_offers)
    register_search_source(
        SearchSource(kind=search.SCENARIOS, title="Samling af it-systemer", rows=search.scenarios, rule=READ_SYSTEMS)
    )
    register_family(Family(name="it_need", title="It: er et system nødvendigt?", kinds=(NEED_ASKED,), order=60))
    register_start_card(
        StartCard(
            name="it_portfolio.scenarios",
            title="Samling af it-systemer",
            rule=KEEP,
            content=cards.scenarios_wait,
            order=62,
            group=CardGroup.WAITING,
        )
    )


def _on_system(*, actor: Actor, object_id: UUID) -> PartContent:
    names = said_to_overlap(actor=actor, system_id=object_id)
    text = (
        f"Kan det samme som {danish.listed(names)}." if names else "Ingen har sagt, at et andet system kan det samme."
    )
    url = f"{reverse('it_portfolio:overlap_pairs')}?system={object_id}"
    return PartContent("Overlap", text, url, "Se, hvad det ligner")


def build(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of the page's choices as they stand in its address. Raises AccessDenied."""
    on = timezone.localdate(at)
    tree = tree_on(on)
    found = find_overlaps(actor=actor, asked=overlaps_asked(parameters, tree), tree=tree)
    contents = Contents(
        found=found,
        products=products_twice(actor=actor),
        scenarios=list_scenarios(actor=actor),
        titles=titles_of(found.systems.values()),
        tree=tree,
        sees_costs=reads_all_costs(actor),
    )
    said: dict[str, Any] = {"organisation": settings.MUNICIPALITY, "issued_at": at}
    return Material(
        name=made_on(TITLE, on),
        document=overlaps_document(contents, **said),
        source=overlaps_document(contents, **said, is_wide=True),
        as_of=on,
        figures=("registret, som det stod den dag",),
    )


def saving(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    """Of the decided scenarios that lack no number; how many do is told."""
    case, over = parameters["case"], parameters["over"]
    if case not in set(Case) or over not in (A_YEAR, OVER_LIFE):
        return FigureValue(None, None, SOURCE, "Den måde at regne på kendes ikke.")
    total = sum_of(decided_scenarios(actor=actor))
    if not total.counted:
        why = "Tal mangler i dem, der er besluttet." if total.left_out else "Ingen samling er besluttet."
        return FigureValue(None, None, SOURCE, why)
    oere = (total.a_year if over == A_YEAR else total.over_life)[Case(case)]
    source = f"{SOURCE}, {danish.counted(len(total.counted), 'besluttet,besluttede')}"
    if total.left_out:
        source += f"; {len(total.left_out)} mangler tal eller tæller et system to gange og er ikke med"
    return FigureValue(Decimal(oere) / 100, on, source)


SAVING = Figure(
    name="it_portfolio.saving",
    title="Besparelse ved besluttet samling af it-systemer",
    unit="kr.",
    definition="Driften af de systemer, der nedlægges, minus flere brugere på dem, der beholdes, minus flytningen, i "
    "de scenarier, der er besluttet: i et helt år med flytningen fordelt, eller i alt over den tid, der er regnet på, "
    "hvor det, der betales, til kontrakter slipper, også er trukket fra. Intet system tælles to gange.",
    version=1,
    parameters=(
        Parameter(
            "case",
            "Hvor sikkert",
            choices=tuple((case.value, CASE_NAMES[case]) for case in (Case.LIKELY, Case.CAUTIOUS, Case.HOPEFUL)),
        ),
        Parameter("over", "Over", choices=((A_YEAR, "Et helt år"), (OVER_LIFE, "Hele perioden"))),
    ),
    rule=READ_ALL_COSTS,
    compute=saving,
)
