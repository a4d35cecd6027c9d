"""What Lindeby plans for its technology: an item of the colleague's, one that comes after it, one that is taken out, a
milestone, a text with a draft, and a frozen report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.kernel.access.queries import actor_for
from chefforum.modules.it_portfolio.models import FrozenReport, Milestone, PlanItem
from chefforum.modules.it_portfolio.rules.plan import MilestoneFacts, PlanFacts
from chefforum.modules.it_portfolio.rules.report import SUMMARY
from chefforum.modules.it_portfolio.services.plan import remove_item, write_item, write_milestone
from chefforum.modules.it_portfolio.services.report import freeze_report, keep_draft, put_in
from tests.people import Lindeby
from tests.world_of_it import ItWorld


@dataclass(frozen=True)
class PlanThere:
    item: PlanItem  # the colleague's, about the school's system
    after: PlanItem  # nobody's, comes after it
    removed: PlanItem
    milestone: Milestone
    frozen: FrozenReport


def build(*, lindeby: Lindeby, it: ItWorld, at: dt.datetime) -> PlanThere:
    """Writes it, by the services that pages use."""
    actor = actor_for(person=lindeby.persons["it_manager"], on=lindeby.on)
    begins = max(lindeby.on, dt.date(2026, 7, 1)) + dt.timedelta(days=30)
    facts = PlanFacts(
        title="Saml matematik i ét system",
        why="To systemer gør det samme.",
        owner_id=lindeby.persons["colleague"].pk,
        starts_on=begins,
        ends_on=begins + dt.timedelta(days=90),
        cost_oere=120_000_00,
        systems=(it.system.pk,),
    )
    item = write_item(actor=actor, facts=facts, at=at)
    after = write_item(actor=actor, facts=PlanFacts(title="Sig aftalen op", depends_on=(item.pk,)), at=at)
    removed = write_item(actor=actor, facts=PlanFacts(title="Køb tavler"), at=at)
    remove_item(actor=actor, item_id=removed.pk, is_removed=True, at=at)
    days = MilestoneFacts("Opstart og data", dt.date(2027, 1, 1), dt.date(2027, 2, 28))
    milestone = write_milestone(actor=actor, facts=days, at=at, on=lindeby.on)
    put_in(actor=actor, name=SUMMARY, text="Vi har få systemer.", at=at)
    keep_draft(actor=actor, name=SUMMARY, text="Vi har få systemer, og de er gamle.", at=at)
    frozen = freeze_report(
        actor=actor, name="Rapport i juni", municipality="Lindeby Kommune", years=(2022, 2025), on=lindeby.on, at=at
    )
    return PlanThere(item, after, removed, milestone, frozen)
