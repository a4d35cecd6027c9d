"""What overlaps and scenarios say in the report on technology, and which decided scenarios the plan may take."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.urls import reverse

from chefforum.calc.consolidation import Case
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.access import reads_all_costs
from chefforum.modules.it_costs.rules.report import Content, Picture, Points, Rows, Said, Told, Words
from chefforum.web import danish

from ..rules.overlaps import VERDICT_NAMES, Verdict
from ..rules.plan import Element
from ..rules.plan_offers import Offer
from ..rules.scenario_charts import in_kroner, sum_chart
from ..rules.scenario_words import ended
from ..rules.scenarios import CASE_NAMES, ScenarioStatus
from .overlap_words import titles_of, what_they_share
from .overlaps import OverlapsAsked, find_overlaps
from .scenarios import ScenarioTold, decided_scenarios, list_scenarios, sum_of

MOST_CLUSTERS = 15


def overlaps_section(*, actor: Actor, on: dt.date, at: dt.datetime, years: tuple[int, int]) -> Content | None:
    """What people say overlaps, and what nobody has judged; None where no two systems were compared, or nothing is
    alike."""
    tree, url = tree_on(on), reverse("it_portfolio:overlaps")
    found = find_overlaps(actor=actor, asked=OverlapsAsked(), tree=tree)
    if not found.pairs:
        return None
    pairs = reverse("it_portfolio:overlap_pairs")
    counted = Counter(one.said.verdict for one in found.pairs if one.said)
    lines = [
        Said(f"{VERDICT_NAMES[verdict]}: {danish.counted(counted[verdict], 'par,par')}", f"{pairs}?vurdering={verdict}")
        for verdict in Verdict
        if counted[verdict]
    ]
    told: list[Told] = [
        Words(f"Alle {danish.number(found.compared)} par af systemer er sammenlignet på opgaver, ord og brugere.", url)
    ]
    told += [Points(tuple(lines))] if lines else []
    titles = titles_of(one for cluster in found.clusters for one in cluster.systems)
    rows = tuple(
        (
            Said(danish.listed(system.name for system in one.systems), f"{url}?system={one.systems[0].id}"),
            Said("; ".join(what_they_share(one, titles=titles, tree=tree)) or "–"),
            Said("Overlapper" if one.is_said else "Ikke afgjort"),
        )
        for one in found.clusters[:MOST_CLUSTERS]
    )
    if rows:
        told.append(Rows("Systemer, der kan det samme", ("Systemer", "Til fælles", "Vurdering"), rows))
    if (more := len(found.clusters) - MOST_CLUSTERS) > 0:
        told.append(Words(f"Og {danish.counted(more, 'gruppe,grupper')} til.", url))
    lacks = []
    if found.unsaid:
        said = f"{danish.counted(found.unsaid, 'par,par')} af systemer, der ligner hinanden, er ikke vurderet."
        lacks.append(Said(said, f"{pairs}?vurdering=uafklaret"))
    if found.moved:
        said = f"{danish.counted(found.moved, 'vurdering,vurderinger')} hviler på noget, der er ændret siden."
        lacks.append(Said(said, f"{pairs}?vurdering=flyttet"))
    return Content(tuple(told), tuple(lacks), url)


def scenarios_section(*, actor: Actor, on: dt.date, at: dt.datetime, years: tuple[int, int]) -> Content | None:
    """Scenarios that are not rejected, and what the decided ones save together; None where there is none."""
    scenarios = [one for one in list_scenarios(actor=actor) if one.status != ScenarioStatus.REJECTED]
    if not scenarios:
        return None
    total = sum_of(one for one in scenarios if one.status == ScenarioStatus.DECIDED)
    told: list[Told] = []
    if total.counted:
        low, likely, high = (_kroner(total.a_year[case]) for case in Case)
        words = f"Det, der er besluttet, sparer efter det sandsynlige {likely} i et helt år, mellem {low} og {high}"
        told += [Words(ended(words)), Picture(sum_chart(total, title="Det besluttede, år for år (sandsynligt)"))]
    page = reverse("it_portfolio:scenarios")
    heads = ("Samling", "Nedlægges", "Beholdes", "Skiftes", "Status")
    told.append(Rows("Samlinger", heads, tuple(_row(one) for one in scenarios)))
    if reads_all_costs(actor):
        of_cases = ("Samling", *(CASE_NAMES[case] for case in Case), "Første år med mere ind end ud")
        told.append(Rows("Det sparer i et helt år, kr.", of_cases, tuple(_saves(one) for one in scenarios)))
    lacks = [
        Said(f"“{one.name}” kan ikke regnes. Der mangler: {'; '.join(one.missing)}.", _url(one))
        for one in scenarios
        if one.missing
    ]
    lacks += [
        Said(f"“{one.name}” er ikke med i summen: {why}.", page)
        for one, why in total.left_out
        if one.outcomes is not None
    ]
    return Content(tuple(told), tuple(lacks), page)


def _row(one: ScenarioTold) -> tuple[Said, ...]:
    return (
        Said(one.name, _url(one)),
        Said(danish.listed(one.retired)),
        Said(one.kept or "Intet"),
        Said(danish.date(one.facts.moves_on)),
        Said(one.status_name),
    )


def _saves(one: ScenarioTold) -> tuple[Said, ...]:
    cases = [one.outcomes[case] if one.outcomes else None for case in Case]
    amounts = [
        Said(danish.number(in_kroner(case.a_year)) if case else danish.MISSING, _url(one) if case else "", True)
        for case in cases
    ]
    first = str(one.likely.first_effect_year or "Intet") if one.likely else danish.MISSING
    return (Said(one.name, _url(one)), *amounts, Said(first, is_number=True))


def plan_offers(*, actor: Actor, on: dt.date) -> Iterator[Offer]:
    """Decided scenarios, with kroner for who reads all costs. Three queries."""
    for one in decided_scenarios(actor=actor):
        yield Offer(
            key=f"scenario:{one.id}",
            title=f"Samling: {one.name}",
            why=one.facts.why or one.status_reason,
            element=Element.STEPS.value,
            url=_url(one),
            starts_on=one.facts.migration_on or one.facts.moves_on,
            ends_on=one.facts.moves_on,
            cost_oere=one.facts.migration.likely,
            # What costs more than it saves saves nothing: a saving in the plan is never below 0.
            saving_oere=max(one.likely.a_year, 0) if one.likely else None,
            systems=one.facts.system_ids,
        )


def _url(one: ScenarioTold) -> str:
    return reverse("it_portfolio:scenario", args=[one.id])


def _kroner(oere: int) -> str:
    return f"{danish.number(in_kroner(oere))} kr."
