"""Scenarios: what is proposed, what is missing, versions, two at once, decisions that collide, and who sees kroner."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.calc.consolidation import Case
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.figures.registry import figures
from chefforum.modules.it_costs.models import ItSystem
from chefforum.modules.it_costs.rules.contracts import ContractFacts
from chefforum.modules.it_costs.rules.cost_facts import LineFacts
from chefforum.modules.it_costs.rules.register import SystemFacts
from chefforum.modules.it_costs.services.contracts import register_contract
from chefforum.modules.it_costs.services.costs import add_line
from chefforum.modules.it_costs.services.dependencies import say_dependency
from chefforum.modules.it_costs.services.register import register_system, remove_system
from chefforum.modules.it_portfolio.models import ConsolidationScenario, ScenarioVersion
from chefforum.modules.it_portfolio.queries import scenarios as queries
from chefforum.modules.it_portfolio.queries.overlap_report import overlaps_section, plan_offers, scenarios_section
from chefforum.modules.it_portfolio.registrations.overlaps import build
from chefforum.modules.it_portfolio.rules.scenarios import Guess, ScenarioFacts, WrongScenario
from chefforum.modules.it_portfolio.services import scenarios as services
from chefforum.web.once import AlreadyMade
from tests.modules.it_costs.conftest import NOW, TODAY

LATER = NOW + dt.timedelta(hours=1)
SECRET = 123_456_00  # øre: what nobody but who reads all costs may see


@pytest.fixture
def there(town: SimpleNamespace, lake: Any) -> SimpleNamespace:
    """Two systems with contracts to give up, and one to keep."""
    actor = town.as_("coordinator")

    def system(name: str, **said: Any) -> ItSystem:
        facts = SystemFacts(name=name, owner_unit_id=town.schools.pk, **said)
        return register_system(actor=actor, facts=facts, at=NOW)

    old = system("Gammel", users_low=10, users_high=30)
    older = system("Ældre", users_low=5, users_high=5)
    kept = system("Ny")
    for one, notice in ((old, 6), (older, None)):
        facts = ContractFacts(name=f"Aftale om {one.name}", notice_months=notice)
        register_contract(actor=actor, facts=facts, covers={one.pk: None}, at=NOW)
    said = {"year": TODAY.year - 1, "category": "software", "activity": "operation"}
    add_line(actor=actor, facts=LineFacts(text="Licens", amount_oere=SECRET, system_id=old.pk, **said), at=NOW)  # type: ignore[arg-type]
    add_line(
        actor=actor,
        facts=LineFacts(text="Indførelse", amount_oere=900_000_00, system_id=old.pk, life_years=5, **said),  # type: ignore[arg-type]
        at=NOW,
    )
    return SimpleNamespace(old=old, older=older, kept=kept, actor=actor)


def made(there: SimpleNamespace, **said: Any) -> ConsolidationScenario:
    asked = {"name": "Én i stedet for to", "why": "", "kept_id": there.kept.pk, "retired_ids": [there.old.pk]}
    return services.make_scenario(actor=there.actor, at=NOW, on=TODAY, **(asked | said))


def facts_now(scenario: ConsolidationScenario, there: SimpleNamespace) -> ScenarioFacts:
    return queries.find_scenario(actor=there.actor, scenario_id=scenario.pk).facts


def complete(scenario: ConsolidationScenario, there: SimpleNamespace) -> ScenarioFacts:
    return replace(
        facts_now(scenario, there),
        price=Guess(100_00, 90_00, 120_00, "Tilbud"),
        migration=Guess(20_000_00, source="Tilbud"),
    )


def save(scenario: ConsolidationScenario, there: SimpleNamespace, facts: ScenarioFacts, seen: int = 1) -> bool:
    return services.change_scenario(actor=there.actor, scenario_id=scenario.pk, facts=facts, seen=seen, at=LATER)


def decide(scenario: ConsolidationScenario, there: SimpleNamespace, **said: Any) -> None:
    scenario.refresh_from_db()
    asked = {"status": "decided", "reason": "Enige.", "seen": scenario.status_number, "seen_version": scenario.version}
    services.say_status(actor=there.actor, scenario_id=scenario.pk, at=LATER, **(asked | said))


def test_costs_contracts_and_users_are_proposed_with_their_source_and_what_is_bought_once_is_not_running(
    there: SimpleNamespace,
) -> None:
    facts = facts_now(made(there), there)
    assert facts.retired[0].run == Guess(SECRET, source=f"Omkostninger {TODAY.year - 1}, betalt i året")
    assert facts.retired[0].paid_until == dt.date(2026, 10, 2)
    assert "Aftale om Gammel" in facts.retired[0].paid_source
    assert facts.moved == Guess(20, 10, 30, "Registret: brugere af Gammel")
    assert facts.moves_on == dt.date(2027, 1, 1)


def test_what_is_missing_is_named_and_there_is_no_outcome_until_it_is_said(there: SimpleNamespace) -> None:
    scenario = made(there, retired_ids=[there.older.pk])
    told = queries.find_scenario(actor=there.actor, scenario_id=scenario.pk)
    assert told.missing == (
        "Hvad Ældre koster om året",
        "Hvor længe Ældre skal betales, efter at der er skiftet",
        "Hvad Ny koster for én bruger mere",
        "Hvad flytningen koster",
    )
    assert told.outcomes is None
    whole = complete(scenario, there)
    retired = replace(whole.retired[0], run=Guess(0, source="Gratis"), is_free=True, paid_source="Mail")
    save(scenario, there, replace(whole, retired=(retired,)))
    told = queries.find_scenario(actor=there.actor, scenario_id=scenario.pk)
    assert told.missing == ()
    assert told.likely is not None
    assert told.likely.over_life == -(5 * 100_00 * 5) - 20_000_00


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"retired": ()},
        {"life_years": 0},
        {"price": Guess(100)},
        {"price": Guess(100, 200, source="Tilbud")},
        {"price": Guess(None, 5, source="Tilbud")},
        {"migration": Guess(-1, source="Tilbud")},
        {"migration_on": dt.date(2030, 1, 1)},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(there: SimpleNamespace, change: dict[str, Any]) -> None:
    scenario = made(there)
    with pytest.raises(WrongScenario):
        save(scenario, there, replace(complete(scenario, there), **change))
    assert ScenarioVersion.objects.count() == 1


def test_a_system_is_not_both_given_up_and_kept_and_one_out_of_the_register_is_neither(
    there: SimpleNamespace,
) -> None:
    with pytest.raises(WrongScenario):
        made(there, retired_ids=[there.kept.pk])
    with pytest.raises(WrongScenario):
        made(there, retired_ids=[there.old.pk, there.old.pk])
    remove_system(actor=there.actor, system_id=there.old.pk, is_removed=True, at=LATER)
    with pytest.raises(WrongScenario, match="ikke i registret"):
        made(there)
    assert not ConsolidationScenario.objects.exists()


@pytest.mark.parametrize("name", ["it_manager", "controller", "leader", "chief", "colleague", "auditor"])
def test_nobody_but_the_coordinator_keeps_scenarios(town: SimpleNamespace, there: SimpleNamespace, name: str) -> None:
    scenario, actor = made(there), town.as_(name)
    asked: dict[str, Any] = {"actor": actor, "scenario_id": scenario.pk, "at": LATER}
    with pytest.raises(AccessDenied):
        services.make_scenario(
            actor=actor, name="x", why="", kept_id=None, retired_ids=[there.old.pk], at=NOW, on=TODAY
        )
    with pytest.raises(AccessDenied):
        services.change_scenario(**asked, facts=complete(scenario, there), seen=1)
    with pytest.raises(AccessDenied):
        services.choose_systems(**asked, kept_id=None, retired_ids=[there.old.pk], seen=1, on=TODAY)
    with pytest.raises(AccessDenied):
        services.restore_version(**asked, number=1, seen=1)
    with pytest.raises(AccessDenied):
        services.say_status(**asked, status="decided", reason="Ja.", seen=0, seen_version=1)


def test_every_version_is_kept_and_an_earlier_one_stands_again_as_a_new_one(there: SimpleNamespace) -> None:
    scenario = made(there)
    first = facts_now(scenario, there)
    assert save(scenario, there, complete(scenario, there))
    assert not save(scenario, there, complete(scenario, there), seen=2)
    services.restore_version(actor=there.actor, scenario_id=scenario.pk, number=1, seen=2, at=LATER)
    assert facts_now(scenario, there) == first
    page = queries.scenario_on_page(actor=there.actor, scenario_id=scenario.pk)
    assert [(one.number, one.of_number) for one in page.versions] == [(3, 1), (2, None), (1, None)]
    assert page.versions[1].changes == (
        ("Ny: pris for én bruger mere om året", "mangler", "100 kr. (90 til 120 kr.). Kilde: Tilbud"),
        ("Flytning, betales én gang", "mangler", "20.000 kr. Kilde: Tilbud"),
    )


def test_of_two_who_change_it_at_once_the_second_is_told(there: SimpleNamespace) -> None:
    scenario = made(there)
    save(scenario, there, complete(scenario, there))
    with pytest.raises(WrongScenario, match="En anden har ændret"):
        save(scenario, there, replace(complete(scenario, there), life_years=7), seen=1)
    with pytest.raises(WrongScenario, match="En anden har ændret"):
        decide(scenario, there, seen_version=1)
    decide(scenario, there)
    with pytest.raises(WrongScenario, match="En anden har ændret"):
        decide(scenario, there, seen=0)


def test_a_form_sent_twice_makes_one(there: SimpleNamespace) -> None:
    scenario = made(there)
    with pytest.raises(AlreadyMade):
        made(there, scenario_id=scenario.pk)
    assert ConsolidationScenario.objects.count() == 1


def test_other_systems_leave_what_was_said_of_those_that_stay(there: SimpleNamespace) -> None:
    scenario = made(there)
    facts = complete(scenario, there)
    typed = replace(facts.retired[0], run=Guess(5_00, source="Skøn"))
    save(scenario, there, replace(facts, retired=(typed,)))
    services.choose_systems(
        actor=there.actor,
        scenario_id=scenario.pk,
        kept_id=there.kept.pk,
        retired_ids=[there.older.pk, there.old.pk],
        seen=2,
        at=LATER,
        on=TODAY,
    )
    facts = facts_now(scenario, there)
    assert facts.retired[1] == typed
    assert facts.price.likely == 100_00
    assert facts.moved.likely == 25


def test_what_needs_the_retired_is_warned_of(there: SimpleNamespace) -> None:
    say_dependency(actor=there.actor, system_id=there.kept.pk, on_system_id=there.old.pk, text="elever", at=NOW)
    page = queries.scenario_on_page(actor=there.actor, scenario_id=made(there).pk)
    assert [(one.name, one.text) for one in page.needers] == [("Ny", "elever")]


def test_nothing_is_decided_that_another_decided_one_has_decided_otherwise(there: SimpleNamespace) -> None:
    first, second = made(there), made(there, name="En anden", kept_id=None)
    third = made(there, name="Omvendt", kept_id=there.old.pk, retired_ids=[there.older.pk])
    decide(first, there)
    for scenario in (second, third):
        with pytest.raises(WrongScenario, match="Det kan ikke besluttes"):
            decide(scenario, there)
        page = queries.scenario_on_page(actor=there.actor, scenario_id=scenario.pk)
        assert [key for key, _ in page.collisions] == [first.pk]
    decide(first, there, status="rejected", reason="For dyrt.")
    decide(second, there)


@pytest.mark.parametrize("said", [{"reason": " "}, {"status": "maybe"}])
def test_a_status_is_one_of_four_and_has_a_reason(there: SimpleNamespace, said: dict[str, str]) -> None:
    with pytest.raises(WrongScenario):
        decide(made(there), there, **said)


def test_the_sum_counts_no_system_twice_and_no_scenario_that_lacks_a_number(there: SimpleNamespace) -> None:
    first, twin, lacking = made(there), made(there, name="Tvilling"), made(there, name="Uden tal")
    for scenario in (first, twin):
        save(scenario, there, complete(scenario, there))
    told = {one.id: one for one in queries.list_scenarios(actor=there.actor)}
    found = queries.sum_of([told[first.pk], told[twin.pk], told[lacking.pk]])
    assert [one.id for one in found.counted] == [first.pk]
    assert [(one.id, why) for one, why in found.left_out] == [
        (twin.pk, "Gammel nedlægges også i “Én i stedet for to”"),
        (lacking.pk, "Tal mangler"),
    ]
    outcome = told[first.pk].outcomes
    assert outcome is not None
    assert found.over_life[Case.LIKELY] == outcome[Case.LIKELY].over_life


def value(town: SimpleNamespace, name: str = "controller") -> Any:
    figure = figures()["it_portfolio.saving"]
    return figure.compute(actor=town.as_(name), parameters={"case": "likely", "over": "life"}, on=TODAY)


def test_the_living_figure_is_the_likely_saving_of_what_is_decided_and_missing_where_nothing_is(
    town: SimpleNamespace, there: SimpleNamespace
) -> None:
    assert value(town).value is None
    scenario = made(there)
    decide(scenario, there)
    assert value(town).value is None
    save(scenario, there, complete(scenario, there))
    assert value(town).value == (5 * SECRET - 5 * 20 * 100_00 - 20_000_00) / 100


def test_who_does_not_read_all_costs_sees_the_scenario_without_kroner_in_every_exit(
    town: SimpleNamespace, there: SimpleNamespace
) -> None:
    scenario = made(there)
    save(scenario, there, complete(scenario, there))
    decide(scenario, there)
    urls = [
        reverse("it_portfolio:scenario", args=[scenario.pk]),
        reverse("it_portfolio:scenarios") + f"?med={scenario.pk}",
        reverse("it_portfolio:overlaps"),
    ]
    seen: dict[str, list[bool]] = {}
    for name in ("coordinator", "controller", "it_manager", "auditor", "chief", "colleague"):
        client = Client()
        client.force_login(town.people[name], backend="django.contrib.auth.backends.ModelBackend")
        pages = [client.get(url).content.decode() for url in urls]
        assert all("Én i stedet for to" in page for page in pages[:2])
        document = repr(build(actor=town.as_(name), parameters={}, at=LATER))
        assert "Én i stedet for to" in document
        seen[name] = ["123.456" in pages[0], "kr." in pages[0], "kr." in pages[1], " kr." in document]
    assert seen.pop("coordinator") == seen.pop("controller") == [True, True, True, True]
    assert set(map(tuple, seen.values())) == {(False, False, False, False)}
    told = queries.find_scenario(actor=town.as_("it_manager"), scenario_id=scenario.pk)
    assert str(SECRET) not in repr(told)
    assert "20000" not in repr(told)
    assert "Tilbud" not in repr(queries.scenario_on_page(actor=town.as_("it_manager"), scenario_id=scenario.pk))


def test_what_is_decided_is_offered_to_the_plan_with_kroner_for_who_reads_all_costs_alone(
    town: SimpleNamespace, there: SimpleNamespace
) -> None:
    scenario = made(there)
    save(scenario, there, complete(scenario, there))
    assert list(plan_offers(actor=there.actor, on=TODAY)) == []
    decide(scenario, there)
    (offer,) = plan_offers(actor=there.actor, on=TODAY)
    assert (offer.key, offer.ends_on, offer.cost_oere) == (f"scenario:{scenario.pk}", dt.date(2027, 1, 1), 20_000_00)
    assert offer.saving_oere == SECRET - 20 * 100_00 - 20_000_00 // 5
    (plain,) = plan_offers(actor=town.as_("it_manager"), on=TODAY)
    assert (plain.cost_oere, plain.saving_oere) == (None, None)


def test_the_report_tells_what_is_decided_and_what_is_missing_and_nothing_where_there_is_none(
    there: SimpleNamespace,
) -> None:
    asked: dict[str, Any] = {"actor": there.actor, "on": TODAY, "at": NOW, "years": (2022, 2025)}
    assert scenarios_section(**asked) is None
    scenario, lacking = made(there), made(there, name="Uden tal")
    save(scenario, there, complete(scenario, there))
    decide(scenario, there)
    content = scenarios_section(**asked)
    assert content is not None
    assert "Det, der er besluttet, sparer efter det sandsynlige" in repr(content.told)
    (lack,) = content.lacks
    assert lack.text.startswith("“Uden tal” kan ikke regnes. Der mangler: Hvad Ny koster for én bruger mere; ")
    assert overlaps_section(**asked) is None
    decide(lacking, there, status="rejected", reason="Nej.")
    assert "Uden tal" not in repr(scenarios_section(**asked))
