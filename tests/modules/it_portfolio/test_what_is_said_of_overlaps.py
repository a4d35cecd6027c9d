"""What people say of two systems: who may, what it rests on, two at once, undone, and what it does to pairs and
clusters; and owners are asked whether a system is needed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import ItSystem
from chefforum.modules.it_costs.queries.register import facts_of
from chefforum.modules.it_costs.rules.contracts import ContractFacts
from chefforum.modules.it_costs.rules.register import SystemFacts
from chefforum.modules.it_costs.services.contracts import register_contract
from chefforum.modules.it_costs.services.register import change_system, register_system, remove_system, say_need
from chefforum.modules.it_portfolio.models import OverlapVerdict
from chefforum.modules.it_portfolio.queries import overlaps as queries
from chefforum.modules.it_portfolio.queries.needs import needs_of_overlapping
from chefforum.modules.it_portfolio.queries.overlap_words import why_alike
from chefforum.modules.it_portfolio.rules.overlaps import WrongVerdict
from chefforum.modules.it_portfolio.services.overlaps import ask_owners, say_verdict, undo_verdict
from tests.modules.it_costs.conftest import NOW, TODAY

LATER = NOW + dt.timedelta(hours=1)


def system(town: SimpleNamespace, name: str, **said: Any) -> ItSystem:
    facts = SystemFacts(
        name=name, owner_unit_id=town.schools.pk, units=(town.north.pk,), tasks=("17.01.02",), description="Elevplaner"
    )
    return register_system(actor=town.as_("coordinator"), facts=replace(facts, **said), at=NOW)


@pytest.fixture
def two(town: SimpleNamespace) -> tuple[ItSystem, ItSystem]:
    """Alike in all: the school department's, and one that Digitalisering answers for."""
    return system(town, "Elevplan"), system(town, "Elevmappe", owner_unit_id=town.digital.pk)


def say(town: SimpleNamespace, two: tuple[ItSystem, ItSystem], **said: Any) -> OverlapVerdict:
    asked = {"actor": town.as_("it_manager"), "verdict": "overlap", "reason": "Samme skemaer.", "seen": 0, "at": NOW}
    return say_verdict(one=two[0].pk, other=two[1].pk, **(asked | said))


def found(town: SimpleNamespace, **asked: Any) -> queries.OverlapsFound:
    return queries.find_overlaps(actor=town.as_("colleague"), asked=queries.OverlapsAsked(**asked), tree=tree_on(TODAY))


def pair(town: SimpleNamespace, two: tuple[ItSystem, ItSystem]) -> queries.PairFound:
    return queries.find_pair(actor=town.as_("colleague"), one=two[1].pk, other=two[0].pk)


def test_two_that_share_task_and_unit_are_a_pair_and_a_cluster_with_the_reasons_in_words(
    town: SimpleNamespace, two: tuple[ItSystem, ItSystem]
) -> None:
    there = found(town)
    assert [one.number for one in there.pairs] == [0]
    assert [[one.name for one in cluster.systems] for cluster in there.clusters] == [["Elevmappe", "Elevplan"]]
    assert there.clusters[0].unsaid == there.unsaid == 1
    why = why_alike(there.pairs[0], titles={"17.01.02": "Skolegang"}, tree=tree_on(TODAY))
    assert why[:1] == ("Løser samme KLE-opgave: 17.01.02 Skolegang",)
    assert "Bruges begge af Skoler" in why


def test_what_is_not_known_is_told_with_what_it_could_come_to(town: SimpleNamespace) -> None:
    both = (system(town, "Elevplan"), system(town, "Elevplanen", tasks=()))
    why = why_alike(pair(town, both), titles={}, tree=tree_on(TODAY))
    assert why[-1].startswith("Opgaver mangler for Elevplanen: de kunne være op til")


@pytest.mark.parametrize("name", ["controller", "leader", "chief", "colleague", "auditor"])
def test_who_writes_none_of_the_two_says_nothing_of_them(
    town: SimpleNamespace, two: tuple[ItSystem, ItSystem], name: str
) -> None:
    with pytest.raises(AccessDenied):
        say(town, two, actor=town.as_(name))
    assert not OverlapVerdict.objects.exists()


def test_who_writes_one_of_the_two_says_what_they_are_and_who_writes_neither_does_not(
    town: SimpleNamespace, two: tuple[ItSystem, ItSystem]
) -> None:
    say(town, two)
    standing = pair(town, two).said
    assert standing is not None
    assert (standing.verdict, standing.reason, standing.who) == ("overlap", "Samme skemaer.", "it_manager")
    others = (two[1], system(town, "Arkiv", owner_unit_id=town.digital.pk))
    with pytest.raises(AccessDenied):
        say(town, others)
    assert Event.objects.filter(action="it_portfolio.say_verdict").count() == 1


@pytest.mark.parametrize("said", [{"verdict": "maybe"}, {"verdict": ""}, {"reason": " "}, {"reason": "x" * 2001}])
def test_a_verdict_is_one_of_four_and_has_a_reason(
    town: SimpleNamespace, two: tuple[ItSystem, ItSystem], said: dict[str, str]
) -> None:
    with pytest.raises(WrongVerdict):
        say(town, two, **said)


def test_of_two_who_say_something_at_once_the_second_is_told_and_writes_nothing_over(
    town: SimpleNamespace, two: tuple[ItSystem, ItSystem]
) -> None:
    say(town, two)
    with pytest.raises(WrongVerdict, match="En anden har vurderet"):
        say(town, two, actor=town.as_("coordinator"), verdict="distinct", reason="Nej.")
    assert pair(town, two).number == 1
    say(town, two, actor=town.as_("coordinator"), verdict="distinct", reason="Nej.", seen=1)
    history = queries.history_of_pair(actor=town.as_("colleague"), one=two[0].pk, other=two[1].pk)
    assert [one.verdict for one in history] == ["distinct", "overlap"]


def test_the_order_of_the_two_does_not_matter(town: SimpleNamespace, two: tuple[ItSystem, ItSystem]) -> None:
    say(town, two)
    with pytest.raises(WrongVerdict):
        say(town, (two[1], two[0]))
    assert OverlapVerdict.objects.count() == 1


def test_undone_what_stood_before_stands_again_and_undone_twice_it_is_back(
    town: SimpleNamespace, two: tuple[ItSystem, ItSystem]
) -> None:
    actor = town.as_("it_manager")

    def undo(seen: int) -> None:
        undo_verdict(actor=actor, one=two[0].pk, other=two[1].pk, seen=seen, at=LATER)

    with pytest.raises(WrongVerdict):
        undo(0)
    say(town, two)
    undo(1)
    assert pair(town, two).said is None
    undo(2)
    assert pair(town, two).said.reason == "Samme skemaer."  # type: ignore[union-attr]
    with pytest.raises(WrongVerdict):
        undo(2)
    with pytest.raises(AccessDenied):
        undo_verdict(actor=town.as_("colleague"), one=two[0].pk, other=two[1].pk, seen=3, at=LATER)


def test_a_verdict_holds_when_texts_change_and_tells_what_moved(
    town: SimpleNamespace, two: tuple[ItSystem, ItSystem]
) -> None:
    say(town, two, verdict="distinct", reason="Det ene er kun til lærere.")
    assert found(town).moved == 0
    facts = replace(facts_of(two[0]), description="Noget helt andet", tasks=("27.36",), units=())
    change_system(actor=town.as_("coordinator"), system_id=two[0].pk, facts=facts, at=LATER)
    there = found(town)
    assert [one.said.verdict for one in there.pairs if one.said] == ["distinct"]
    assert there.pairs[0].said.moved == ("Elevplan: hvad det bruges til, opgaverne, hvem der bruger det",)  # type: ignore[union-attr]
    assert found(town, verdict="flyttet").pairs == there.pairs


def test_those_said_apart_are_in_no_cluster_and_those_said_together_hold_however_little_they_are_alike(
    town: SimpleNamespace, two: tuple[ItSystem, ItSystem]
) -> None:
    say(town, two, verdict="complement", reason="Det ene får data fra det andet.")
    assert found(town).clusters == ()
    far = system(town, "Vejvisning", tasks=("05",), units=(), description="Skilte")
    say(town, (two[0], far), verdict="same_product", reason="Samme program under to navne.")
    there = found(town)
    assert [[one.name for one in cluster.systems] for cluster in there.clusters] == [["Elevplan", "Vejvisning"]]
    assert there.clusters[0].is_said


def test_the_list_is_narrowed_by_department_task_vendor_and_verdict(
    town: SimpleNamespace, two: tuple[ItSystem, ItSystem]
) -> None:
    system(town, "Løn", tasks=("81",), units=(), description="Løn til alle", vendor_id=town.vendor.pk)
    say(town, two)
    for asked in (
        {"unit_id": town.schools.pk},
        {"task": "17"},
        {"words": "elev"},
        {"verdict": "overlap"},
        {"system_id": two[0].pk},
    ):
        assert len(found(town, **asked).pairs) == 1, asked
    for asked in ({"task": "27"}, {"vendor_id": town.vendor.pk}, {"verdict": "uafklaret"}, {"verdict": "distinct"}):
        assert found(town, **asked).pairs == (), asked


def test_what_is_out_of_the_register_overlaps_with_nothing_but_what_was_said_of_it_is_kept(
    town: SimpleNamespace, two: tuple[ItSystem, ItSystem]
) -> None:
    say(town, two)
    remove_system(actor=town.as_("coordinator"), system_id=two[0].pk, is_removed=True, at=LATER)
    assert found(town).pairs == ()
    assert pair(town, two).said is not None
    for one, other in ((two[0].pk, two[0].pk), (two[0].pk, uuid4())):
        with pytest.raises(queries.PairNotFound):
            queries.find_pair(actor=town.as_("colleague"), one=one, other=other)


def test_one_product_under_two_contracts_is_told_and_one_without_a_cvr_number_is_compared_with_nothing(
    town: SimpleNamespace,
) -> None:
    one = system(town, "Elevplan", vendor_id=town.vendor.pk)
    without = system(town, "Uden leverandør")
    for name, covered in (("Aftale A", one), ("Aftale B", one), ("Aftale C", without)):
        facts = ContractFacts(name=name, vendor_id=covered.vendor_id)
        register_contract(actor=town.as_("coordinator"), facts=facts, covers={covered.pk: None}, at=NOW)
    there = queries.products_twice(actor=town.as_("colleague"))
    assert [[row.name for row in each.contracts] for each in there.twice] == [["Aftale A", "Aftale B"]]
    assert [row.name for row in there.left] == ["Aftale C"]


def test_owners_who_have_not_said_are_asked_once_in_a_fortnight_and_the_question_is_over_when_they_answer(
    town: SimpleNamespace, two: tuple[ItSystem, ItSystem]
) -> None:
    owner, actor = town.people["colleague"], town.as_("coordinator")
    change_system(actor=actor, system_id=two[0].pk, facts=replace(facts_of(two[0]), owner_id=owner.pk), at=NOW)
    both = [one.pk for one in two]
    with pytest.raises(AccessDenied):
        ask_owners(actor=town.as_("colleague"), system_ids=both, at=NOW)
    assert ask_owners(actor=actor, system_ids=both, at=NOW) == 1
    assert ask_owners(actor=actor, system_ids=both, at=LATER) == 0
    told = Notification.objects.get(person=owner)
    assert "Er Elevplan nødvendigt" in told.text
    assert told.read_at is None
    there = needs_of_overlapping(actor=actor, tree=tree_on(TODAY), at=LATER)
    assert [(row.system.name, row.asked_at) for row in there.open] == [("Elevmappe", None), ("Elevplan", NOW)]
    say_need(actor=town.as_("colleague"), system_id=two[0].pk, need="nice", reason="Bogen dækker det.", at=LATER)
    told.refresh_from_db()
    assert told.read_at == LATER
    assert [row.system.name for row in needs_of_overlapping(actor=actor, tree=tree_on(TODAY), at=LATER).nice] == [
        "Elevplan"
    ]
