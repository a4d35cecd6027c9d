"""Systems are registered, changed, taken out and put back; who may, and what is kept of who said what."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import ItSystem
from chefforum.modules.it_costs.queries.register import Chosen, facts_of, list_systems, values_of
from chefforum.modules.it_costs.rules.kinds import Answer, Need, Source
from chefforum.modules.it_costs.rules.register import SystemFacts, WrongFacts
from chefforum.modules.it_costs.services.dependencies import say_dependency
from chefforum.modules.it_costs.services.register import (
    change_system,
    register_system,
    remove_system,
    say_need,
    validate_fields,
)
from tests.modules.it_costs.conftest import NOW, TODAY

LATER = NOW + dt.timedelta(hours=1)


def facts(town: SimpleNamespace, **changes: object) -> SystemFacts:
    said = SystemFacts(
        name="Elevplan", owner_unit_id=town.schools.pk, units=(town.north.pk,), tasks=("17.01", "00.30.04")
    )
    return replace(said, **changes)  # type: ignore[arg-type]


def test_what_is_said_of_a_system_is_read_back_as_it_was_said(town: SimpleNamespace) -> None:
    said = facts(town, vendor_id=town.vendor.pk, users_low=10, users_high=50, uses_ai=Answer.YES.value)
    system = register_system(actor=town.as_("it_manager"), facts=said, at=NOW)
    assert facts_of(system) == replace(said, tasks=("00.30.04", "17.01"))


@pytest.mark.parametrize("name", ["controller", "leader", "chief", "colleague", "auditor"])
def test_who_is_no_it_manager_registers_nothing(town: SimpleNamespace, name: str) -> None:
    with pytest.raises(AccessDenied):
        register_system(actor=town.as_(name), facts=facts(town), at=NOW)
    assert not ItSystem.objects.exists()


def test_a_department_cannot_write_anothers_system_nor_give_its_own_away(town: SimpleNamespace) -> None:
    actor = town.as_("it_manager")
    with pytest.raises(AccessDenied):
        register_system(actor=actor, facts=facts(town, owner_unit_id=town.digital.pk), at=NOW)
    with pytest.raises(AccessDenied):
        register_system(actor=actor, facts=facts(town, owner_unit_id=None), at=NOW)
    system = register_system(actor=actor, facts=facts(town), at=NOW)
    with pytest.raises(AccessDenied):
        change_system(actor=actor, system_id=system.pk, facts=facts(town, owner_unit_id=town.digital.pk), at=LATER)
    assert facts_of(ItSystem.objects.get()).owner_unit_id == town.schools.pk


def test_a_change_tells_its_fields_in_the_trail_and_not_their_values(town: SimpleNamespace) -> None:
    system = register_system(actor=town.as_("it_manager"), facts=facts(town), at=NOW)
    new = facts(town, description="Om enkelte elever", units=())
    assert change_system(actor=town.as_("it_manager"), system_id=system.pk, facts=new, at=LATER) == (
        "description",
        "units",
    )
    event = Event.objects.get(action="it_costs.change_system")
    assert event.data == {"fields": ["description", "units"], "source": "hand"}


def test_who_writes_on_an_old_page_is_told_and_nothing_is_lost(town: SimpleNamespace) -> None:
    actor = town.as_("it_manager")
    system = register_system(actor=actor, facts=facts(town), at=NOW)
    change_system(actor=actor, system_id=system.pk, facts=facts(town, family="Skole"), at=LATER, seen=NOW)
    with pytest.raises(WrongFacts, match="En anden har ændret"):
        change_system(actor=actor, system_id=system.pk, facts=facts(town, family="Andet"), at=LATER, seen=NOW)
    assert ItSystem.objects.get().family == "Skole"


def test_what_a_source_fills_in_is_validated_first_when_somebody_says_so(town: SimpleNamespace) -> None:
    coordinator = town.as_("coordinator")
    system = register_system(actor=coordinator, facts=facts(town), at=NOW, source=Source.KITOS)
    assert values_of(system)["tasks"].validated_at is None
    assert validate_fields(actor=coordinator, system_id=system.pk, names=["tasks", "hosting"], at=LATER) == 2
    held = values_of(system)
    assert held["tasks"].source == Source.KITOS.value
    assert held["tasks"].validated_at == held["hosting"].validated_at == LATER
    assert validate_fields(actor=coordinator, system_id=system.pk, names=["tasks"], at=LATER) == 0


def test_its_owner_says_whether_it_is_needed_and_why(town: SimpleNamespace) -> None:
    owner = town.people["colleague"]
    system = register_system(actor=town.as_("it_manager"), facts=facts(town, owner_id=owner.pk), at=NOW)
    with pytest.raises(WrongFacts, match="Skriv, hvorfor"):
        say_need(actor=town.as_("colleague"), system_id=system.pk, need=Need.NEED.value, reason=" ", at=LATER)
    say_need(
        actor=town.as_("colleague"), system_id=system.pk, need=Need.NEED.value, reason="Loven kræver det", at=LATER
    )
    with pytest.raises(AccessDenied):
        say_need(actor=town.as_("leader"), system_id=system.pk, need=Need.NICE.value, reason="Nej", at=LATER)
    assert ItSystem.objects.get().need == Need.NEED.value


def test_what_is_taken_out_of_the_register_can_be_put_back(town: SimpleNamespace) -> None:
    actor = town.as_("it_manager")
    system = register_system(actor=actor, facts=facts(town), at=NOW)
    tree = tree_on(TODAY)

    def listed(**chosen: bool) -> list[ItSystem]:
        return list(list_systems(actor=actor, chosen=Chosen(**chosen), tree=tree, on=TODAY))  # type: ignore[arg-type]

    remove_system(actor=actor, system_id=system.pk, is_removed=True, at=LATER)
    assert listed() == []
    assert listed(is_removed=True) == [system]
    remove_system(actor=actor, system_id=system.pk, is_removed=False, at=LATER)
    assert listed() == [system]


def test_the_list_is_narrowed_by_what_is_lacking_and_by_tasks_below(town: SimpleNamespace) -> None:
    actor = town.as_("coordinator")
    whole = register_system(actor=actor, facts=facts(town, users_high=5), at=NOW)
    bare = register_system(actor=actor, facts=SystemFacts(name="Kamera på havnen"), at=NOW)
    tree = tree_on(TODAY)

    def listed(chosen: Chosen) -> list[ItSystem]:
        return list(list_systems(actor=actor, chosen=chosen, tree=tree, on=TODAY))

    assert listed(Chosen(lacks="enhed")) == listed(Chosen(lacks="brugere")) == listed(Chosen(lacks="opgaver")) == [bare]
    assert listed(Chosen(task="17")) == listed(Chosen(unit_id=town.top.pk)) == [whole]
    assert listed(Chosen(used_by=town.schools.pk)) == listed(Chosen(words="elev")) == [whole]
    assert listed(Chosen(lacks="findes-ikke")) == [whole, bare]


def test_a_system_does_not_need_itself(town: SimpleNamespace) -> None:
    actor = town.as_("coordinator")
    system = register_system(actor=actor, facts=facts(town), at=NOW)
    with pytest.raises(WrongFacts, match="sig selv"):
        say_dependency(actor=actor, system_id=system.pk, on_system_id=system.pk, text="", at=NOW)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"hosting": "sky"}, "hosting"),
        ({"tasks": ("1.2",)}, "tasks"),
        ({"users_low": 9, "users_high": 3}, "users_high"),
    ],
)
def test_what_cannot_be_is_refused_on_its_field(town: SimpleNamespace, change: dict[str, object], field: str) -> None:
    with pytest.raises(WrongFacts) as refusal:
        register_system(actor=town.as_("coordinator"), facts=facts(town, **change), at=NOW)
    assert refusal.value.field == field
