"""What the register says of systems that laws ask about: a contract that nobody knows is not one that has ended."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from chefforum.modules.it_costs.queries.law_facts import law_facts, owns_systems
from chefforum.modules.it_costs.rules.contracts import ContractFacts
from chefforum.modules.it_costs.rules.register import SystemFacts
from chefforum.modules.it_costs.services.contracts import register_contract, remove_contract
from chefforum.modules.it_costs.services.register import register_system, remove_system
from tests.modules.it_costs.conftest import NOW, TODAY

YESTERDAY = TODAY - dt.timedelta(days=1)


def test_a_contract_is_known_current_or_ended(town: SimpleNamespace) -> None:
    actor = town.as_("coordinator")

    def system(name: str, *ends: dt.date | None, is_removed: bool = False) -> None:
        made = register_system(actor=actor, facts=SystemFacts(name=name), at=NOW)
        for place, day in enumerate(ends):
            facts = ContractFacts(name=f"{name} {place}", ends_on=day)
            one = register_contract(actor=actor, facts=facts, covers={made.pk: None}, at=NOW)
            if is_removed:
                remove_contract(actor=actor, contract_id=one.pk, is_removed=True, at=NOW)

    system("A")
    system("B", YESTERDAY)
    system("C", YESTERDAY, TODAY)
    system("D", None)
    system("E", TODAY, is_removed=True)
    found = {one.name: one.has_contract for one in law_facts(on=TODAY, units=None)}
    assert found == {"A": None, "B": False, "C": True, "D": True, "E": None}


def test_systems_are_of_the_units_or_the_owner_and_in_the_register(
    town: SimpleNamespace, django_assert_num_queries
) -> None:
    actor, owner = town.as_("coordinator"), town.people["colleague"].pk
    for name, unit, who in (
        ("Skolens", town.north.pk, None),
        ("Egen", town.digital.pk, owner),
        ("Andres", town.digital.pk, None),
        ("Ingens", None, None),
    ):
        register_system(actor=actor, facts=SystemFacts(name=name, owner_unit_id=unit, owner_id=who), at=NOW)
    gone = register_system(actor=actor, facts=SystemFacts(name="Ude", owner_id=owner), at=NOW)
    remove_system(actor=actor, system_id=gone.pk, is_removed=True, at=NOW)

    def names(**asked: object) -> list[str]:
        return [one.name for one in law_facts(on=TODAY, **asked)]  # type: ignore[arg-type]

    with django_assert_num_queries(1):
        assert names(units=None) == ["Andres", "Egen", "Ingens", "Skolens"]
    assert names(units={town.north.pk}, owner_id=owner) == ["Egen", "Skolens"]
    assert names(units=frozenset()) == []
    assert names(units=frozenset(), owner_id=owner) == ["Egen"]
    assert names(units=None, system_id=gone.pk) == []
    assert owns_systems(owner)
    assert not owns_systems(town.people["leader"].pk)
    assert not owns_systems(None)
