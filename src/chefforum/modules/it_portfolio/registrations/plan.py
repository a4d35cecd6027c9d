"""The plan: as files both ways, found by search, reminded of, counted, and on the start page of its owners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import DocumentKind, Material, made_on, register_document_kind
from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.figures.registry import Figure, FigureValue, Parameter, register_figure
from chefforum.kernel.imports.registry import ImportKind, register_import_kind
from chefforum.kernel.imports.tables import csv_of, workbook_of
from chefforum.kernel.notifications.registry import Due, Family, Reminder, register_family, register_reminder
from chefforum.kernel.search.registry import SearchSource, register_search_source
from chefforum.modules.it_costs.queries.choices import persons_to_choose
from chefforum.modules.it_costs.rules.report import register_section
from chefforum.web.start_cards import CardGroup, StartCard, register_start_card

from .. import cards, search
from ..access import KEEP, READ_PLAN
from ..documents.plan import plan_table
from ..forms.plan import PlanFilter
from ..imports import plan as imports
from ..queries.plan import PlanChosen, items_to_remind, list_items, words_of_systems
from ..queries.report_of_plan import plan_section
from ..rules.plan import SOON_DAYS, STATE_NAMES, late_words
from ..rules.plan_rows import PLAN_COLUMNS

SOURCE = "Planen for it"
ALL, LATE = "alle", "forsinket"


def register() -> None:
    """Called once, when the house opens."""
    register_document_kind(
        DocumentKind(
            name="it_portfolio.plan",
            title="Plan for it",
            formats=("xlsx", "csv"),
            rule=READ_PLAN,
            build=_build,
            writers={
                "xlsx": lambda material: workbook_of("Plan", material.source),
                "csv": lambda material: csv_of(material.source),
            },
        )
    )
    register_import_kind(
        ImportKind(
            name="it_portfolio.plan",
            title="Plan for it",
            help="En linje for hvert punkt; det kendes igen på Nr. eller Hvad. En tom celle ændrer ikke noget; skriv "
            "“Ikke oplyst” for at tømme et felt. Systemer og det, et punkt kommer efter, har semikolon imellem. "
            f"Kun “Hvad” skal være der. Kolonner: {', '.join(PLAN_COLUMNS.values())}.",
            accepts=(TEXT, XLSX),
            rule=KEEP,
            read=imports.read_plan_file,
            fingerprint=imports.fingerprint_of_plan,
            apply=imports.apply_plan,
        )
    )
    register_search_source(
        SearchSource(kind=search.PLAN_ITEMS, title="Plan for it", rows=search.plan_items, rule=READ_PLAN)
    )
    register_family(Family(name="it_portfolio", title="It-plan", kinds=("it_portfolio.",), order=75))
    register_reminder(Reminder(name="it_portfolio.plan", find=to_remind))
    register_start_card(
        StartCard(
            name="it_portfolio.plan",
            title="Planen for it",
            rule=READ_PLAN,
            content=cards.plan_waits,
            order=65,
            group=CardGroup.WAITING,
        )
    )
    register_figure(ITEMS)
    register_section("plan", plan_section, page="it_portfolio:plan")


def _build(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of the plan's choices as they stand in its address. Raises AccessDenied."""
    on = timezone.localdate(at)
    filters = PlanFilter(parameters, owners=persons_to_choose(), keeps=KEEP.allows(actor))
    found = list_items(actor=actor, chosen=filters.chosen, on=on)
    return Material(name=made_on("Plan for it", on), source=plan_table(found, words_of_systems()))


def to_remind(*, on: dt.date, at: dt.datetime) -> Iterator[Due]:
    """An owner is told once when an item's end is two weeks away, and once when it is late."""
    for item in items_to_remind(on=on, days=SOON_DAYS):
        late = late_words(state=item.state, starts_on=item.starts_on, ends_on=item.ends_on, on=on)
        day = item.ends_on if item.ends_on and item.ends_on < on else item.starts_on
        key = f"late:{item.pk}:{day}" if late else f"soon:{item.pk}:{item.ends_on}"
        words = "er forsinket" if late else "skal være slut om højst to uger"
        if item.owner_id is not None:
            yield Due(
                person_id=item.owner_id,
                kind="it_portfolio.plan",
                text=f"“{item.title}” i planen for it {words}",
                url=reverse("it_portfolio:plan_item", args=[item.pk]),
                key=key,
            )


def _count(*, actor: Actor, parameters: Mapping[str, str], on: dt.date) -> FigureValue:
    wanted = parameters["state"]
    names = {one.value for one in STATE_NAMES}
    if wanted not in (ALL, LATE) and wanted not in names:
        return FigureValue(None, None, SOURCE, f"Status {wanted} kendes ikke.")
    chosen = PlanChosen(state=wanted if wanted in names else "", is_late=wanted == LATE)
    return FigureValue(Decimal(len(list_items(actor=actor, chosen=chosen, on=on))), on, SOURCE)


ITEMS = Figure(
    name="it_portfolio.plan",
    title="Punkter i planen for it",
    unit="punkter",
    definition="Punkter, der står i planen i dag med den status. Forsinket er det, der ikke er gjort eller opgivet, og "
    "hvis slutdag er gået, eller som ikke er begyndt på deres dag.",
    version=1,
    parameters=(
        Parameter(
            "state",
            "Status",
            choices=(
                (ALL, "Alle"),
                (LATE, "Forsinket"),
                *((one.value, name) for one, name in STATE_NAMES.items()),
            ),
        ),
    ),
    rule=READ_PLAN,
    compute=_count,
)
