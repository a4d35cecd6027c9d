"""What is said of overlaps in Lindeby: the school's system and what it needs complement each other; one scenario is
decided with all its numbers, and one is an idea that lacks most of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from chefforum.kernel.access.queries import actor_for
from chefforum.modules.it_portfolio.models import ConsolidationScenario
from chefforum.modules.it_portfolio.rules.scenarios import Guess, ScenarioStatus, facts_from_json
from chefforum.modules.it_portfolio.services.overlaps import say_verdict
from chefforum.modules.it_portfolio.services.scenarios import change_scenario, make_scenario, say_status
from tests.people import Lindeby
from tests.world_of_it import ItWorld


@dataclass(frozen=True)
class OverlapWorld:
    decided: ConsolidationScenario  # gives the school's system up; all its numbers are there
    idea: ConsolidationScenario  # gives the installation up; lacks numbers


def build(*, lindeby: Lindeby, it: ItWorld, at: dt.datetime) -> OverlapWorld:
    """Writes it, by the services that pages use."""
    actor = actor_for(person=lindeby.persons["it_manager"], on=lindeby.on)
    said = {"verdict": "complement", "reason": "Det ene kører på det andet."}
    say_verdict(actor=actor, one=it.system.pk, other=it.installation.pk, seen=0, at=at, **said)  # type: ignore[arg-type]
    decided = make_scenario(
        actor=actor,
        name="Uden Regneøen",
        why="Bogen dækker det meste.",
        kept_id=None,
        retired_ids=[it.system.pk],
        at=at,
        on=lindeby.on,
    )
    facts = facts_from_json(decided.versions.get().facts)
    whole = replace(
        facts,
        retired=(
            replace(facts.retired[0], run=Guess(90_000_00, 80_000_00, 100_000_00, "Regningen"), paid_source="Aftalen"),
        ),
        migration=Guess(20_000_00, 10_000_00, 40_000_00, "Skøn, It"),
    )
    change_scenario(actor=actor, scenario_id=decided.pk, facts=whole, seen=1, at=at)
    say_status(
        actor=actor,
        scenario_id=decided.pk,
        status=ScenarioStatus.DECIDED.value,
        reason="Skolelederne er enige.",
        seen=0,
        seen_version=2,
        at=at,
    )
    idea = make_scenario(
        actor=actor,
        name="Uden wifi",
        why="",
        kept_id=None,
        retired_ids=[it.installation.pk],
        at=at,
        on=lindeby.on,
    )
    return OverlapWorld(decided, idea)
