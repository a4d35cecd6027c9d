"""What a source says instead of what somebody has said is right: used or not, by who writes the system."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import FieldValue, ItSystem, Vendor
from chefforum.modules.it_costs.queries.history import history_of
from chefforum.modules.it_costs.queries.register import Chosen, facts_of, list_systems
from chefforum.modules.it_costs.queries.system_page import facts_on_page
from chefforum.modules.it_costs.rules.kinds import Source
from chefforum.modules.it_costs.rules.register import SystemFacts, WrongFacts
from chefforum.modules.it_costs.services.dependencies import settle_proposal
from chefforum.modules.it_costs.services.register import change_system, register_system, validate_fields
from tests.modules.it_costs.conftest import NOW, TODAY

SAID, LATER = NOW + dt.timedelta(hours=1), NOW + dt.timedelta(hours=2)


def proposed(town: SimpleNamespace, name: str, text: str) -> ItSystem:
    said = SystemFacts(
        name="Elevplan",
        owner_unit_id=town.schools.pk,
        vendor_id=town.vendor.pk,
        users_low=10,
        users_high=50,
        hosting="own",
        tasks=("17.01",),
        units=(town.north.pk,),
    )
    system = register_system(actor=town.as_("it_manager"), facts=said, at=NOW)
    count = FieldValue.objects.filter(system=system, field=name).update(
        proposed=text, proposed_by=Source.KITOS.value, proposed_at=SAID
    )
    assert count == 1
    return system


def open_in_list(town: SimpleNamespace) -> int:
    chosen = Chosen(is_disputed=True)
    return list_systems(actor=town.as_("colleague"), chosen=chosen, tree=tree_on(TODAY), on=TODAY).count()


@pytest.mark.parametrize(
    ("name", "text", "fact", "becomes"),
    [
        ("hosting", "external", "hosting", "external"),
        ("hosting", "", "hosting", "unknown"),
        ("users", "100-499", "users_high", 499),
        ("users", "500-", "users_high", None),
        ("tasks", "17.02; 27", "tasks", ("17.02", "27")),
        ("name", "Elevplanen", "name", "Elevplanen"),
        ("vendor", "", "vendor_id", None),
    ],
)
def test_the_sources_word_is_used_and_validated(
    town: SimpleNamespace, name: str, text: str, fact: str, becomes: object
) -> None:
    system = proposed(town, name, text)
    assert open_in_list(town) == 1
    settle_proposal(actor=town.as_("it_manager"), system_id=system.pk, name=name, takes_theirs=True, at=LATER)
    assert getattr(facts_of(ItSystem.objects.get()), fact) == becomes
    value = FieldValue.objects.get(system=system, field=name)
    assert (value.source, value.proposed, value.validated_at) == (Source.KITOS.value, None, LATER)
    assert open_in_list(town) == 0


def test_a_vendor_that_a_source_names_is_made_once(town: SimpleNamespace) -> None:
    system = proposed(town, "vendor", "Sydvest, CVR 99000155")
    settle_proposal(actor=town.as_("it_manager"), system_id=system.pk, name="vendor", takes_theirs=True, at=LATER)
    assert ItSystem.objects.get().vendor == Vendor.objects.get(cvr="99000155")
    told = history_of(system, tree=tree_on(TODAY))[0]
    assert told.values == (("Leverandør", "Nordlys Software, CVR 10203040", "Sydvest, CVR 99000155"),)
    assert told.who == "it_manager (KITOS)"


def test_our_word_stands_and_the_source_is_not_asked_about_again(town: SimpleNamespace) -> None:
    system = proposed(town, "hosting", "external")
    settle_proposal(actor=town.as_("it_manager"), system_id=system.pk, name="hosting", takes_theirs=False, at=LATER)
    assert ItSystem.objects.get().hosting == "own"
    assert open_in_list(town) == 0
    with pytest.raises(WrongFacts, match="ikke noget andet"):
        settle_proposal(actor=town.as_("it_manager"), system_id=system.pk, name="hosting", takes_theirs=True, at=LATER)
    assert history_of(system, tree=tree_on(TODAY))[0].what == "Vores værdi er beholdt"


def test_the_page_says_what_the_source_says_in_words(town: SimpleNamespace) -> None:
    system = proposed(town, "users", "500-")
    page = facts_on_page(system=system, tree=tree_on(TODAY))
    field = next(one for one in page.fields if one.name == "users")
    assert (field.lines, field.proposed, field.proposed_by) == (("10 til 50",), "mindst 500", "KITOS")


@pytest.mark.parametrize("name", ["controller", "leader", "chief", "colleague", "auditor"])
def test_who_does_not_write_the_system_answers_no_source(town: SimpleNamespace, name: str) -> None:
    system = proposed(town, "hosting", "external")
    with pytest.raises(AccessDenied):
        settle_proposal(actor=town.as_(name), system_id=system.pk, name="hosting", takes_theirs=True, at=LATER)


def test_a_source_cannot_move_a_system_to_where_the_actor_does_not_write(town: SimpleNamespace) -> None:
    system = proposed(town, "owner_unit", town.digital.code)
    with pytest.raises(AccessDenied):
        settle_proposal(
            actor=town.as_("it_manager"), system_id=system.pk, name="owner_unit", takes_theirs=True, at=LATER
        )
    assert ItSystem.objects.get().owner_unit_id == town.schools.pk


@pytest.mark.parametrize(
    ("name", "text"), [("hosting", "sky"), ("tasks", "1.2"), ("users", "mange"), ("owner_unit", "findes ikke")]
)
def test_what_a_source_says_that_cannot_be_is_refused(town: SimpleNamespace, name: str, text: str) -> None:
    system = proposed(town, name, text)
    with pytest.raises(WrongFacts):
        settle_proposal(actor=town.as_("coordinator"), system_id=system.pk, name=name, takes_theirs=True, at=LATER)


def test_who_answers_on_an_old_page_is_told(town: SimpleNamespace) -> None:
    system, actor = proposed(town, "hosting", "external"), town.as_("it_manager")
    facts = facts_of(ItSystem.objects.get())
    change_system(actor=actor, system_id=system.pk, facts=SystemFacts(**vars(facts) | {"family": "Skole"}), at=SAID)
    with pytest.raises(WrongFacts, match="En anden har ændret"):
        settle_proposal(actor=actor, system_id=system.pk, name="hosting", takes_theirs=True, at=LATER, seen=NOW)
    with pytest.raises(WrongFacts, match="En anden har ændret"):
        validate_fields(actor=actor, system_id=system.pk, names=["kind"], at=LATER, seen=NOW)


def test_what_was_changed_is_in_the_history_with_what_stood_before(town: SimpleNamespace) -> None:
    system = proposed(town, "hosting", "external")
    facts = SystemFacts(**vars(facts_of(ItSystem.objects.get())) | {"description": "Ny tekst", "units": ()})
    change_system(actor=town.as_("coordinator"), system_id=system.pk, facts=facts, at=LATER)
    newest, oldest = history_of(system, tree=tree_on(TODAY))
    assert newest.values == (("Enheder, der bruger det", "Nordskolen", ""), ("Hvad det bruges til", "", "Ny tekst"))
    assert (oldest.what, oldest.who) == ("Registreret", "it_manager")
