"""Where we stand among others, as a section of the report on technology. No municipality is named."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.rules.report import Content, Rows, Said, Words
from chefforum.web import danish

from ..rules.measures import MEASURES, VIEWS
from ..rules.positions import said
from .groups import list_groups
from .positions import beside


def benchmark_section(*, actor: Actor, on: dt.date, at: dt.datetime, years: tuple[int, int]) -> Content | None:
    """The newest group's figures of the newer year, or the newest there is; None where nothing is taken in."""
    group = next(iter(list_groups(actor=actor)), None)
    if group is None:
        return None
    view = next(iter(VIEWS))
    found = beside(actor=actor, group=group, year=years[1], view=view, measure=MEASURES[0])
    if found.publication is None:
        return None
    asked = {"gruppe": str(group.pk), "aar": found.year, "visning": view}
    url = f"{reverse('it_benchmark:benchmark')}?{urlencode(asked)}"
    rows = tuple(
        (
            Said(one.measure.name),
            Said(said(one.measure, one.mine), url if one.mine is not None else "", True),
            Said(said(one.measure, one.summary.median) if one.is_shown and one.summary else one.words, "", True),
            Said(one.rank or one.words or danish.MISSING),
        )
        for one in found.standings
    )
    told = (
        Words(
            f"Målt mod {danish.counted(len(found.delivered), 'kommune,kommuner')} i {found.year}. Pladsen er et spænd: "
            f"nr. 1 er den laveste. Udgifter: {VIEWS[view].lower()}.",
            url,
        ),
        Rows("Vores plads", ("Mål", "Vi", "Den midterste", "Plads"), rows),
    )
    lacks = [Said(f"Vores tal for “{one.measure.name}” mangler.", url) for one in found.standings if one.mine is None]
    if found.lacking:
        lacks.append(Said(f"{danish.counted(len(found.lacking), 'kommune,kommuner')} i gruppen har ikke leveret.", url))
    return Content(told, tuple(lacks), url)
