"""An approval has limits and writes the register; undone it takes out what nobody has built on; and it expires."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import ContractSystem, ItSystem, RegisterChange, RequestLine, Volume
from chefforum.modules.it_costs.queries.contracts import contract_facts
from chefforum.modules.it_costs.queries.register import facts_of
from chefforum.modules.it_costs.queries.requests import RequestsChosen, list_requests
from chefforum.modules.it_costs.registrations.requests import to_remind
from chefforum.modules.it_costs.rules.contracts import ContractFacts
from chefforum.modules.it_costs.rules.kinds import LifeCycle
from chefforum.modules.it_costs.rules.register import WrongFacts
from chefforum.modules.it_costs.rules.request_levels import Limits
from chefforum.modules.it_costs.rules.request_states import RequestState, shown
from chefforum.modules.it_costs.services import request_decisions as decisions
from chefforum.modules.it_costs.services.contracts import change_contract, register_contract
from chefforum.modules.it_costs.services.register import change_system, remove_system
from chefforum.modules.it_costs.services.request_limits import set_limits
from chefforum.modules.it_costs.services.request_register import shown as in_register
from chefforum.modules.it_costs.services.request_steps import take_plain_step
from tests.modules.it_costs.conftest import NOW, TODAY
from tests.modules.it_costs.requests_town import REASON, brought_to, scope

LATER = NOW + dt.timedelta(hours=1)


def approve(town: SimpleNamespace, **changes: Any) -> Any:
    found = brought_to(town, "in_review")
    decisions.approve(actor=town.as_("chief"), request_id=found.pk, scope=scope(**changes), at=LATER)
    found.refresh_from_db()
    return found


def system_of(found: Any) -> ItSystem:
    return ItSystem.objects.get(decisions__request=found)


def test_an_approved_system_is_on_its_way_in_with_what_was_asked(town: SimpleNamespace) -> None:
    found = brought_to(town, "in_review")
    contract = register_contract(actor=town.as_("coordinator"), facts=ContractFacts(name="Ramme"), at=NOW)
    found.contract = contract
    found.save()
    preview = dict(in_register(found=found, tree=tree_on(TODAY)).values)
    assert preview["Nyt system"] == "Læsehjulet"
    assert preview["Kontrakt"] == "Ramme"
    decisions.approve(actor=town.as_("chief"), request_id=found.pk, scope=scope(), at=LATER)
    system = system_of(found)
    assert (system.name, system.life_cycle) == ("Læsehjulet", LifeCycle.PHASING_IN.value)
    assert (system.owner_unit, system.owner, system.vendor) == (town.north, town.people["leader"], town.vendor)
    assert list(system.tasks.values_list("kle_number", flat=True)) == ["17.01"]
    assert (system.personal_data, system.uses_ai) == ("ordinary", "no")
    assert ContractSystem.objects.filter(contract=contract, system=system).exists()
    by = RegisterChange.objects.filter(system=system, act="registered").get()
    assert by.person == town.people["chief"]


def test_a_decision_that_fails_writes_nothing(town: SimpleNamespace) -> None:
    found = brought_to(town, "in_review")
    for wrong in (
        {"amount_oere": None},
        {"expires_on": None},
        {"expires_on": TODAY - dt.timedelta(days=1)},
        {"what": " "},
    ):
        with pytest.raises(WrongFacts):
            decisions.approve(actor=town.as_("chief"), request_id=found.pk, scope=scope(**wrong), at=LATER)
    found.refresh_from_db()
    assert found.state == RequestState.IN_REVIEW
    assert not ItSystem.objects.exists()


def test_nobody_approves_up_to_more_than_their_level_decides(town: SimpleNamespace) -> None:
    found = brought_to(town, "in_review")
    said: dict[str, Any] = {"actor": town.as_("coordinator"), "reviewers": {}, "source": "Chefforum", "at": NOW}
    set_limits(valid_from=TODAY, limits=Limits(chief_from=80_000, forum_from=900_000), **said)
    with pytest.raises(WrongFacts, match="højere oppe"):
        decisions.approve(
            actor=town.as_("coordinator"), request_id=found.pk, scope=scope(amount_oere=80_000_00), at=LATER
        )
    decisions.approve(actor=town.as_("coordinator"), request_id=found.pk, scope=scope(amount_oere=79_999_00), at=LATER)


def test_undone_it_is_out_of_the_register_again(town: SimpleNamespace) -> None:
    found = approve(town)
    decisions.undo_decision(actor=town.as_("chief"), request_id=found.pk, reason=REASON, at=LATER)
    assert system_of(found).removed_at is not None
    found.refresh_from_db()
    assert found.state == RequestState.IN_REVIEW
    decisions.approve(actor=town.as_("chief"), request_id=found.pk, scope=scope(), at=LATER)
    assert ItSystem.objects.filter(removed_at__isnull=True).count() == 1


def test_what_somebody_has_built_on_is_not_undone_before_it_is_taken_out(town: SimpleNamespace) -> None:
    found = approve(town)
    system, keeper = system_of(found), town.as_("coordinator")
    changed = replace(facts_of(system), description="Rettet")
    change_system(actor=keeper, system_id=system.pk, facts=changed, at=LATER + dt.timedelta(minutes=1))
    said: dict[str, Any] = {"actor": keeper, "request_id": found.pk, "at": LATER + dt.timedelta(minutes=2)}
    with pytest.raises(WrongFacts, match="ændret siden"):
        decisions.undo_decision(**said, reason=REASON)
    with pytest.raises(WrongFacts, match="ændret siden"):
        take_plain_step(**said, step="withdraw", reason=REASON)
    remove_system(actor=keeper, system_id=system.pk, is_removed=True, at=LATER + dt.timedelta(minutes=2))
    decisions.undo_decision(**said, reason=REASON)


def test_numbers_that_hang_on_it_hold_it(town: SimpleNamespace) -> None:
    found = approve(town)
    Volume.objects.create(system=system_of(found), item="Licens", year=2026, quantity=5, source="hand", at=LATER)
    with pytest.raises(WrongFacts, match="skrevet antal"):
        decisions.undo_decision(actor=town.as_("chief"), request_id=found.pk, reason=REASON, at=LATER)


def test_in_use_it_is_in_operation_with_the_number_that_nobody_has_written(town: SimpleNamespace) -> None:
    found = approve(town)
    RequestLine.objects.filter(request=found).update(quantity=120)
    decisions.take_into_use(actor=town.as_("leader"), request_id=found.pk, at=LATER)
    system = system_of(found)
    assert system.life_cycle == LifeCycle.OPERATIONAL.value
    written = Volume.objects.get(system=system)
    assert (written.item, written.year, written.quantity, written.amount_oere) == ("Elevlicens", 2026, 120, None)
    decisions.undo_use(actor=town.as_("leader"), request_id=found.pk, at=LATER)
    assert system_of(found).life_cycle == LifeCycle.PHASING_IN.value


def test_an_approval_is_over_the_day_after_its_last_and_is_not_taken_into_use_then(town: SimpleNamespace) -> None:
    last = TODAY + dt.timedelta(days=1)
    found = approve(town, expires_on=last)
    said = {"state": found.state, "expires_on": last}
    assert [shown(**said, on=last + dt.timedelta(days=days)) for days in (0, 1)] == ["approved", "expired"]
    with pytest.raises(WrongFacts, match="udløbet"):
        decisions.take_into_use(actor=town.as_("leader"), request_id=found.pk, at=NOW + dt.timedelta(days=2))

    def listed(state: str, days: int) -> int:
        on = TODAY + dt.timedelta(days=days)
        chosen = RequestsChosen(state=state)
        return list_requests(actor=town.as_("leader"), chosen=chosen, tree=tree_on(on), on=on).count()

    assert (listed("approved", 0), listed("expired", 0), listed("snart", 0)) == (1, 0, 1)
    assert (listed("approved", 2), listed("expired", 2), listed("snart", 2)) == (0, 1, 0)


def test_who_asked_and_the_coordinator_are_reminded_once_before_and_once_after(town: SimpleNamespace) -> None:
    last = TODAY + dt.timedelta(days=90)
    found = approve(town, expires_on=last)

    def due(on: dt.date) -> list[tuple[str, str]]:
        names = {person.pk: name for name, person in town.people.items()}
        return sorted((names[one.person_id], one.key.rpartition(":")[2]) for one in to_remind(on=on, at=NOW))

    assert due(TODAY) == []
    assert due(last) == [("coordinator", "soon"), ("leader", "soon")]
    assert due(last + dt.timedelta(days=1)) == [("coordinator", "over"), ("leader", "over")]
    assert all("Læsehjulet" not in one.text for one in to_remind(on=last, at=NOW))
    decisions.take_into_use(actor=town.as_("leader"), request_id=found.pk, at=LATER)
    assert due(last) == []


def prolonging(town: SimpleNamespace, ends_on: dt.date | None, until: dt.date | None) -> Any:
    """An approved prolonging of a contract."""
    found = brought_to(town, "in_review")
    facts = ContractFacts(name="Ramme", ends_on=ends_on)
    found.contract = register_contract(actor=town.as_("coordinator"), facts=facts, at=NOW)
    found.kind, found.wanted_until = "prolong", until
    found.save()
    decisions.approve(actor=town.as_("chief"), request_id=found.pk, scope=scope(), at=LATER)
    return found


IN_USE = LATER + dt.timedelta(hours=1)
ENDS, UNTIL = dt.date(2026, 12, 31), dt.date(2029, 12, 31)


@pytest.mark.parametrize("ends_on", [ENDS, None])
def test_a_prolonging_in_use_has_its_contract_end_later_and_undone_as_before(town, ends_on: dt.date | None) -> None:
    found = prolonging(town, ends_on, UNTIL)
    told = dict(in_register(found=found, tree=tree_on(TODAY)).values)
    assert "31. december 2029" in told["Kontrakten slutter"]
    said: dict[str, Any] = {"actor": town.as_("leader"), "request_id": found.pk}
    found.contract.refresh_from_db()
    assert found.contract.ends_on == ends_on  # the approval alone moves nothing
    decisions.take_into_use(**said, at=IN_USE)
    found.contract.refresh_from_db()
    assert found.contract.ends_on == UNTIL
    change = RegisterChange.objects.filter(contract=found.contract).first()
    assert change is not None
    assert (change.act, change.person, list(change.became)) == ("changed", town.people["leader"], ["ends_on"])
    decisions.undo_use(**said, at=IN_USE + dt.timedelta(hours=1))
    found.contract.refresh_from_db()
    assert found.contract.ends_on == ends_on


def test_what_somebody_wrote_of_the_contract_since_is_not_undone(town) -> None:
    found = prolonging(town, ENDS, UNTIL)
    said: dict[str, Any] = {"actor": town.as_("leader"), "request_id": found.pk}
    decisions.take_into_use(**said, at=IN_USE)
    found.contract.refresh_from_db()
    facts = replace(contract_facts(found.contract), notice_months=6)
    later = IN_USE + dt.timedelta(minutes=1)
    change_contract(actor=town.as_("coordinator"), contract_id=found.contract.pk, facts=facts, at=later)
    decisions.undo_use(**said, at=IN_USE + dt.timedelta(hours=1))
    found.contract.refresh_from_db()
    assert (found.contract.ends_on, found.contract.notice_months) == (UNTIL, 6)


@pytest.mark.parametrize("until", [None, ENDS, ENDS - dt.timedelta(days=1)])
def test_a_prolonging_never_has_a_contract_end_sooner(town, until: dt.date | None) -> None:
    found = prolonging(town, ENDS, until)
    before = RegisterChange.objects.filter(contract=found.contract).count()
    decisions.take_into_use(actor=town.as_("leader"), request_id=found.pk, at=IN_USE)
    found.contract.refresh_from_db()
    assert found.contract.ends_on == ENDS
    assert RegisterChange.objects.filter(contract=found.contract).count() == before
