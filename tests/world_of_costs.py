"""What technology costs in Lindeby: a rule over postings, a key, costs beside the ledger and a named difference."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from chefforum.kernel.access.queries import actor_for
from chefforum.modules.it_costs.models import AllocationKey, ClassificationRule, CostLine, NamedDifference
from chefforum.modules.it_costs.rules.classification import RuleFacts
from chefforum.modules.it_costs.rules.cost_facts import LineFacts, WeightFacts
from chefforum.modules.it_costs.services.costs import add_line, make_key, name_difference
from chefforum.modules.it_costs.services.rules import add_rule
from tests.people import Lindeby
from tests.world_of_it import ItWorld


@dataclass(frozen=True)
class CostWorld:
    rule: ClassificationRule  # takes the school's and the directorate's postings on 4020
    key: AllocationKey  # of the school's system and what it needs
    line: CostLine  # the school's
    whole_line: CostLine  # the whole's, not shared out
    difference: NamedDifference


def build(*, lindeby: Lindeby, it: ItWorld, at: dt.datetime) -> CostWorld:
    """Writes it, by the services that pages use."""
    actor, year = actor_for(person=lindeby.persons["it_manager"], on=lindeby.on), lindeby.on.year
    weights = [WeightFacts(Decimal(2), it.system.pk), WeightFacts(Decimal(1), it.installation.pk)]
    key = make_key(actor=actor, name="Elever", reason="Efter elever", weights=weights, at=at)
    facts = RuleFacts("Skolens programmer", account="40*", category="software", activity="operation", key_id=key.pk)
    rule = add_rule(actor=actor, facts=facts, order=10, at=at)
    said = {"year": year, "category": "services", "activity": "support", "amount_oere": 120_000_00}
    line = add_line(actor=actor, facts=LineFacts(text="Hotline", unit_id=lindeby.units["3100"].pk, **said), at=at)  # type: ignore[arg-type]
    whole = add_line(actor=actor, facts=LineFacts(text="Sikkerhed", **said), at=at)  # type: ignore[arg-type]
    difference = name_difference(actor=actor, year=year, name="Papir", reason="Ikke it", amount_oere=-100, at=at)
    return CostWorld(rule, key, line, whole, difference)
