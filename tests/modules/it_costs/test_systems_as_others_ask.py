"""Every system at once, for other rooms: what it costs, how well it is known, and what they say on its page."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.it_costs.models import ItSystem, Volume
from chefforum.modules.it_costs.queries.by_system import (
    CostOrigin,
    costs_of_systems,
    how_well_known,
    systems_in_register,
    years_with_costs,
)
from chefforum.modules.it_costs.rules.cost_facts import LineFacts
from chefforum.modules.it_costs.rules.kinds import Source
from chefforum.modules.it_costs.rules.register import SystemFacts
from chefforum.modules.it_costs.services.costs import add_line
from chefforum.modules.it_costs.services.register import register_system, remove_system
from chefforum.web import object_parts
from tests.modules.it_costs.conftest import NOW


def system(town: SimpleNamespace, name: str, **said: object) -> ItSystem:
    return register_system(actor=town.as_("coordinator"), facts=SystemFacts(name=name, **said), at=NOW)


def amount(one: ItSystem, item: str, oere: int | None, year: int = 2025) -> None:
    Volume.objects.create(system=one, item=item, year=year, amount_oere=oere, source=Source.HAND.value, at=NOW)


def test_a_system_costs_what_is_booked_of_it_else_what_its_items_cost(
    town: SimpleNamespace, post: Callable[..., None]
) -> None:
    booked, items, half, unknown = (system(town, name) for name in ("Bogført", "Ting", "Halv", "Ukendt"))
    line = LineFacts(
        year=2024,
        text="Indkøb",
        category="software",
        activity="operation",
        amount_oere=300_00,
        system_id=booked.pk,
        life_years=3,
    )
    add_line(actor=town.as_("coordinator"), facts=line, at=NOW)
    amount(booked, "licens", 999_00)
    amount(items, "licens", 40_00)
    amount(items, "modul", 2_00)
    amount(half, "licens", 40_00)
    amount(half, "modul", None)
    found = costs_of_systems(actor=town.as_("controller"), year=2025)
    assert (found[booked.pk].amount_oere, found[booked.pk].origin) == (100_00, CostOrigin.BOOKED)
    assert (found[items.pk].amount_oere, found[items.pk].origin) == (42_00, CostOrigin.VOLUMES)
    assert half.pk not in found
    assert unknown.pk not in found
    assert list(years_with_costs()) == [2024, 2025]


@pytest.mark.parametrize("who", ["it_manager", "auditor", "leader", "chief", "colleague"])
def test_who_does_not_read_all_costs_is_refused(town: SimpleNamespace, who: str) -> None:
    with pytest.raises(AccessDenied):
        costs_of_systems(actor=town.as_(who), year=2025)


def test_how_well_a_system_is_known_counts_what_is_said_and_what_is_said_to_be_right(town: SimpleNamespace) -> None:
    facts = SystemFacts(name="Fra en fil", description="Om noget", vendor_id=town.vendor.pk)
    from_file = register_system(actor=town.as_("coordinator"), facts=facts, at=NOW, source=Source.FILE)
    by_hand = system(town, "I hånden", description="Om noget")
    found = how_well_known(actor=town.as_("colleague"))
    assert found[from_file.pk] == (2, 0)
    assert found[by_hand.pk] == (1, 1)


def test_what_is_out_of_the_register_is_not_there(town: SimpleNamespace) -> None:
    one = system(town, "Væk")
    remove_system(actor=town.as_("coordinator"), system_id=one.pk, is_removed=True, at=NOW)
    assert systems_in_register(actor=town.as_("colleague")) == []


def test_another_room_says_something_on_the_page_and_the_list_can_be_narrowed_to_what_it_marks(
    town: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = "it_costs.system"
    monkeypatch.setattr(object_parts, "_parts", {})
    monkeypatch.setattr(object_parts, "_marks", {})
    one, other = system(town, "Det ene"), system(town, "Det andet")

    def said(*, actor: object, object_id: object) -> object_parts.PartContent | None:
        return object_parts.PartContent("Talt om", "Ofte.", "/sted/", "Mere") if object_id == one.pk else None

    object_parts.register_object_part(object_parts.ObjectPart(kind, "talk", said))
    object_parts.register_mark(object_parts.Mark(kind, "talt", "Talt om", lambda *, actor: [one.pk]))
    client = Client()
    client.force_login(town.people["colleague"], backend="django.contrib.auth.backends.ModelBackend")
    assert "Ofte." in client.get(reverse("it_costs:system", args=[one.pk])).content.decode()
    assert "Talt om" not in client.get(reverse("it_costs:system", args=[other.pk])).content.decode()
    narrowed = client.get(reverse("it_costs:systems") + "?saerligt=talt")
    assert [row.pk for row in narrowed.context["page"]] == [one.pk]
    everything = client.get(reverse("it_costs:systems") + "?saerligt=findesikke")
    assert len(everything.context["page"]) == 2
