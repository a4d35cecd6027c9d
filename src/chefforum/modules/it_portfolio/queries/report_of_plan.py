"""Sections of the report about what comes: readiness for shared operation, and the plan. No person is named."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.queries.register import Chosen
from chefforum.modules.it_costs.rules.report import Content, Picture, Points, Rows, Said, Told, Words
from chefforum.web import danish

from ..rules.plan import ELEMENT_NAMES, ENDED, STATE_NAMES, Element, State
from ..rules.readiness import READY_NAMES, RULES, Ready
from ..rules.readiness_charts import ahead_chart
from .plan import ItemShown, MilestoneShown, PlanChosen, list_items, list_milestones, plan_chart, sums
from .readiness import AskedReadiness, readiness_of


def readiness_section(*, actor: Actor, on: dt.date, at: dt.datetime, years: tuple[int, int]) -> Content | None:
    """How many systems are ready, today and as contracts run out; what must move together."""
    asked = AskedReadiness(chosen=Chosen(), on=on, costs=False)
    found = readiness_of(actor=actor, asked=asked, tree=tree_on(on), today=on)
    if not found.in_register:
        return None
    page = reverse("it_portfolio:readiness")

    def url(one: Ready, day: dt.date) -> str:
        return f"{page}?{urlencode({'parat': one.value, 'dag': day.isoformat()})}"

    ready = found.counts[Ready.READY.value]
    told: list[Told] = [
        Words(f"{ready} af {danish.counted(found.in_register, 'system,systemer')} er klar i dag.", page),
        Picture(ahead_chart(found.ahead, today=on)),
        Rows(
            "Systemer efter parathed",
            ("Dag", *READY_NAMES.values()),
            tuple(
                (
                    Said("I dag" if day == on else danish.date(day)),
                    *(Said(danish.number(counts[one.value]), url(one, day), True) for one in Ready),
                )
                for day, counts in found.ahead
            ),
        ),
    ]
    if found.groups:
        heads = ("Gruppe", "Systemer", "Klar i dag", "De første, der kan flytte")
        rows = tuple(
            (
                Said(f"Gruppe {one.number}", f"{page}?gruppe={one.number}"),
                Said(danish.number(one.size), f"{page}?gruppe={one.number}", True),
                Said(danish.number(one.ready[Ready.READY.value]), "", True),
                Said(danish.listed(name for _, name in one.rounds[0])),
            )
            for one in found.groups
        )
        told.append(Rows("Systemer, der må flytte sammen", heads, rows))
    told += [Words("Sådan er det afgjort:"), Points(tuple(Said(one) for one in RULES))]
    lacking = found.counts[Ready.LACKS.value]
    lacks = (
        Said(
            f"{danish.counted(lacking, 'system,systemer')} mangler oplysninger, så det kan ikke siges, om de er klar.",
            url(Ready.LACKS, on),
        ),
    )
    return Content(tuple(told), lacks if lacking else (), page)


def plan_section(*, actor: Actor, on: dt.date, at: dt.datetime, years: tuple[int, int]) -> Content | None:
    """The plan as it stands, what is late and what it costs and saves."""
    items = list_items(actor=actor, chosen=PlanChosen(), on=on)
    milestones = list_milestones(actor=actor, on=on)
    page = reverse("it_portfolio:plan")
    if not items and not milestones:
        return None
    late = [one for one in items if one.late]
    cost, saving, lacking = sums(items)
    told: list[Told] = [
        Words(
            f"Planen har {danish.counted(len(items), 'punkt,punkter')}. {len(late)} er forsinket."
            if late
            else f"Planen har {danish.counted(len(items), 'punkt,punkter')}. Intet er forsinket.",
            f"{page}?forsinket=on" if late else page,
        ),
        *_money_said(cost, saving, page),
    ]
    if chart := plan_chart(items, milestones, on):
        told.append(Picture(chart))
    if milestones:
        told.append(_milestones(milestones))
    told += [
        _items(ELEMENT_NAMES[element], [one for one in items if one.item.element == element])
        for element in Element
        if any(one.item.element == element for one in items)
    ]
    lacks = (Said(f"{danish.counted(lacking, 'punkt,punkter')} i planen mangler udgift eller besparelse.", page),)
    nobody = sum(one.item.owner_id is None and one.item.state not in ENDED for one in items)
    more = (Said(f"{danish.counted(nobody, 'punkt,punkter')} i planen har ingen ansvarlig.", page),)
    return Content(tuple(told), (lacks if lacking else ()) + (more if nobody else ()), page)


def _money_said(cost: int | None, saving: int | None, page: str) -> list[Told]:
    said = []
    if cost is not None:
        said.append(f"koster {danish.money(Decimal(cost) / 100)} i alt")
    if saving is not None:
        said.append(f"sparer {danish.money(Decimal(saving) / 100)} om året")
    return [Words(f"Det, der er kendt, {danish.listed(said)}.".replace("..", "."), page)] if said else []


def _milestones(milestones: list[MilestoneShown]) -> Rows:
    rows = tuple(
        (
            Said(one.milestone.name),
            Said(danish.date(one.milestone.starts_on)),
            Said(danish.date(one.milestone.ends_on)),
            Said(
                f"Nået {danish.date(one.milestone.reached_on)}" if one.milestone.reached_on else one.late or "Ikke nået"
            ),
        )
        for one in milestones
    )
    return Rows("Milepæle", ("Milepæl", "Fra", "Til", "Status"), rows)


def _items(title: str, items: list[ItemShown]) -> Rows:
    rows = tuple(
        (
            Said(one.item.title, reverse("it_portfolio:plan_item", args=[one.item.pk])),
            Said(danish.date(one.item.starts_on)),
            Said(danish.date(one.item.ends_on)),
            Said(_kroner(one.cost_oere), "", True),
            Said(_kroner(one.saving_oere), "", True),
            Said(one.late or STATE_NAMES[State(one.item.state)]),
        )
        for one in items
    )
    return Rows(title, ("Hvad", "Begynder", "Slutter", "Udgift, kr.", "Besparelse om året, kr.", "Status"), rows)


def _kroner(oere: int | None) -> str:
    return danish.MISSING if oere is None else danish.number(Decimal(oere) / 100)
