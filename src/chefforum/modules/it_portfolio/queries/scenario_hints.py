"""What the house knows now of each number of a scenario, beside the field that it is typed in."""

from __future__ import annotations

import datetime as dt

from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.queries.comparing import systems_to_compare, terms_of
from chefforum.modules.it_costs.queries.run_costs import newest_run_costs, unit_prices_of
from chefforum.modules.it_costs.rules.field_texts import users_in_words
from chefforum.web import danish

from ..rules.scenario_proposals import Terms, proposed_paid_until
from ..rules.scenario_words import kroner
from ..rules.scenarios import ScenarioFacts


def hints_for(*, actor: Actor, facts: ScenarioFacts, on: dt.date) -> dict[str, str]:
    """By the names of forms.scenarios.ScenarioForm's groups. A dozen queries and one scan at most. Raises
    AccessDenied."""
    systems = systems_to_compare(actor=actor, also=facts.system_ids)
    costs = newest_run_costs(actor=actor, last_whole_year=on.year - 1)
    terms = terms_of(actor=actor, system_ids=facts.retired_ids)
    found = {}
    for place, one in enumerate(facts.retired):
        oere = costs.by_system.get(one.system_id)
        if costs.year is not None:
            known = f"{kroner(oere)} i {costs.year}" if oere is not None else f"intet er fundet i {costs.year}"
            found[f"run_{place}"] = f"I omkostningerne: {known}."
        own = [each for each in terms if each.system_id == one.system_id]
        contracts = [Terms(each.name, each.ends_on, each.irrevocable_until, each.notice_months) for each in own]
        day, source = proposed_paid_until(contracts, on)
        if day is not None:
            found[f"paid_{place}"] = f"{source}: {danish.date(day)}."
        else:
            found[f"paid_{place}"] = (
                "Kontrakten siger ikke, hvor længe den binder." if own else "Ingen kontrakt er knyttet til i registret."
            )
    if facts.kept_id is not None:
        prices = unit_prices_of(actor=actor, system_id=facts.kept_id)
        if prices:
            said = danish.listed(f"{one.item}: {kroner(one.price_oere)} pr. {one.measured_in}" for one in prices[:3])
            found["price"] = f"I antal og priser, {prices[0].year}: {said}."
    users = [
        f"{systems[key].name}: {words}"
        for key in facts.retired_ids
        if key in systems and (words := users_in_words(systems[key].users_low, systems[key].users_high))
    ]
    if users:
        found["moved"] = f"I registret: {danish.listed(users)}."
    return found
