"""More licences that are approved are in the register's number of the year, as who decides said; undone it is as
before, and a number that both parties have signed for stays."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.modules.it_costs.models import Extract, ExtractLine, ItRequest, ItSystem, Volume, VolumeChange
from chefforum.modules.it_costs.queries.request_numbers import new_numbers
from chefforum.modules.it_costs.rules.register import SystemFacts, WrongFacts
from chefforum.modules.it_costs.rules.request_facts import LineFacts
from chefforum.modules.it_costs.services import request_decisions as decisions
from chefforum.modules.it_costs.services.register import register_system
from chefforum.modules.it_costs.services.request_numbers import NumberSaid
from chefforum.modules.it_costs.services.request_steps import begin, submit, take_plain_step
from chefforum.modules.it_costs.services.requests import write_request
from chefforum.modules.it_costs.services.volumes import Write, write_volumes
from tests.modules.it_costs.conftest import NOW
from tests.modules.it_costs.requests_town import REASON, scope, whole

LATER = NOW + dt.timedelta(hours=1)
LATEST = NOW + dt.timedelta(hours=2)


@pytest.fixture
def system(town: SimpleNamespace) -> ItSystem:
    """Læsehjulet, with 430 pupils' licences in 2025 and nothing said of 2026."""
    facts = SystemFacts(name="Læsehjulet", owner_unit_id=town.north.pk)
    made = register_system(actor=town.as_("coordinator"), facts=facts, at=NOW)
    count(town, made, 2025, 430)
    return ItSystem.objects.get(pk=made.pk)


def count(town: SimpleNamespace, system: ItSystem, year: int, number: int, *, unit: str = "elever") -> None:
    said = {"quantity": Decimal(number), "measured_in": unit}
    writes = [Write(system.pk, "Elevlicens", year, field, value) for field, value in said.items()]
    write_volumes(actor=town.as_("coordinator"), writes=writes, at=NOW)


def sign_for(system: ItSystem, year: int, number: int) -> None:
    extract = Extract.objects.create(
        name="Udtræk",
        first_year=year - 1,
        second_year=year,
        sha256="x",
        line_count=1,
        sum_count=0,
        created_at=NOW,
        validated_at=NOW,
    )
    ExtractLine.objects.create(
        extract=extract,
        number=1,
        kind="number",
        year=year,
        system=system,
        origin="number",
        source_name="",
        source_year=year,
        item="Elevlicens",
        quantity=number,
    )


def asked_for(town: SimpleNamespace, system: ItSystem, *items: str) -> ItRequest:
    """A request for 40 more of each, under treatment."""
    lines = tuple(
        LineFacts(item, "software", 2026, 4_000_00, quantity=Decimal(40)) for item in items or ("Elevlicens",)
    )
    facts = whole(town, kind="licences", system_id=system.pk, lines=lines)
    found = write_request(actor=town.as_("leader"), facts=facts, at=NOW, made_id=uuid4())
    submit(actor=town.as_("leader"), request_id=found.pk, at=NOW)
    begin(actor=town.as_("coordinator"), request_id=found.pk, asked={}, at=NOW)
    return ItRequest.objects.get(pk=found.pk)


def approve(town: SimpleNamespace, found: ItRequest, number: int | None = None, at: dt.datetime = LATER) -> Any:
    """By the chief, with what the page proposes, or another number."""
    said = tuple(
        NumberSaid(one.item, one.year, Decimal(number) if number is not None else one.total, one.stands)
        for one in new_numbers(found)
        if one.may_be_written and (number is not None or one.total is not None)
    )
    return decisions.approve(actor=town.as_("chief"), request_id=found.pk, scope=scope(numbers=said), at=at)


def undo(town: SimpleNamespace, found: ItRequest, by: str = "chief") -> None:
    decisions.undo_decision(actor=town.as_(by), request_id=found.pk, reason=REASON, at=LATEST)


def numbers(system: ItSystem) -> dict[int, Decimal]:
    return dict(Volume.objects.filter(system=system, item="Elevlicens").values_list("year", "quantity"))


def test_what_is_asked_for_is_laid_on_the_newest_number_and_written_for_its_year(town, system: ItSystem) -> None:
    found = asked_for(town, system)
    (proposed,) = new_numbers(found)
    assert (proposed.before.quantity, proposed.before_year, proposed.total, proposed.year) == (430, 2025, 470, 2026)
    approve(town, found)
    assert numbers(system) == {2025: 430, 2026: 470}
    written = Volume.objects.get(system=system, year=2026)
    assert (written.measured_in, written.source, written.at) == ("elever", "decision", LATER)
    assert written.person == town.people["chief"]
    change = VolumeChange.objects.get(system=system, year=2026)
    assert (change.was, change.became["quantity"], change.source) == (None, "470", "decision")


def test_the_number_of_the_year_itself_goes_before_an_earlier_one(town, system: ItSystem) -> None:
    count(town, system, 2026, 450)
    found = asked_for(town, system)
    approve(town, found)
    assert numbers(system)[2026] == 490
    undo(town, found)
    assert numbers(system) == {2025: 430, 2026: 450}


def test_who_decides_may_say_another_number_or_none(town, system: ItSystem) -> None:
    found = asked_for(town, system)
    approve(town, found, 445)
    assert numbers(system)[2026] == 445
    undo(town, found)
    found.refresh_from_db()
    decisions.approve(actor=town.as_("chief"), request_id=found.pk, scope=scope(), at=LATEST)
    assert numbers(system) == {2025: 430}


@pytest.mark.parametrize("by", ["chief", "coordinator"])
def test_undone_by_whoever_may_the_number_is_gone_again(town, system: ItSystem, by: str) -> None:
    found = asked_for(town, system)
    approve(town, found)
    undo(town, found, by)
    assert numbers(system) == {2025: 430}


def test_withdrawn_the_number_is_gone_again(town, system: ItSystem) -> None:
    found = asked_for(town, system)
    approve(town, found)
    take_plain_step(actor=town.as_("leader"), request_id=found.pk, step="withdraw", reason=REASON, at=LATEST)
    assert numbers(system) == {2025: 430}


def test_what_somebody_counted_since_stays_when_it_is_undone_and_is_told(town, system: ItSystem) -> None:
    found = asked_for(town, system)
    approve(town, found)
    count(town, system, 2026, 500)
    undo(town, found)
    assert numbers(system)[2026] == 500
    assert "Elevlicens 2026 er ændret siden" in found.events.get(act="undo_decision").text


def test_a_number_that_was_signed_for_is_never_written_over(town, system: ItSystem) -> None:
    count(town, system, 2026, 450)
    found = asked_for(town, system)
    before = new_numbers(found)[0]
    sign_for(system, 2026, 450)
    (signed,) = new_numbers(found)
    assert (signed.is_validated, signed.may_be_written) == (True, False)
    said = (NumberSaid("Elevlicens", 2026, Decimal(490), before.stands),)
    with pytest.raises(WrongFacts, match="Intet er gemt"):
        decisions.approve(actor=town.as_("chief"), request_id=found.pk, scope=scope(numbers=said), at=LATER)
    approve(town, found)
    assert numbers(system)[2026] == 450


def test_a_number_that_was_signed_for_since_is_not_undone(town, system: ItSystem) -> None:
    found = asked_for(town, system)
    approve(town, found)
    sign_for(system, 2026, 470)
    undo(town, found)
    assert numbers(system)[2026] == 470
    assert "er valideret siden" in found.events.get(act="undo_decision").text


def test_who_counts_meanwhile_is_not_written_over(town, system: ItSystem) -> None:
    found = asked_for(town, system)
    said = tuple(NumberSaid(one.item, one.year, Decimal(470), one.stands) for one in new_numbers(found))
    count(town, system, 2026, 450)
    with pytest.raises(WrongFacts, match="er ændret, siden du åbnede siden"):
        decisions.approve(actor=town.as_("chief"), request_id=found.pk, scope=scope(numbers=said), at=LATER)
    assert numbers(system)[2026] == 450
    found.refresh_from_db()
    assert found.state == "in_review"


def test_what_is_paid_as_one_has_no_number_to_write(town, system: ItSystem) -> None:
    count(town, system, 2026, 1, unit="aftale")
    (proposed,) = new_numbers(asked_for(town, system))
    assert not proposed.may_be_written


def test_a_line_is_of_the_item_of_its_name_and_of_the_only_one_where_it_stands_alone(town, system: ItSystem) -> None:
    assert [one.item for one in new_numbers(asked_for(town, system, "40 nye licenser"))] == ["Elevlicens"]
    both = new_numbers(asked_for(town, system, "elevlicens", "Kursus"))
    assert [(one.item, one.total) for one in both] == [("Elevlicens", 470), ("Kursus", None)]


def test_the_page_proposes_the_number_takes_another_and_tells_it(client: Client, town, system: ItSystem) -> None:
    found = asked_for(town, system)
    client.force_login(town.people["chief"], backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("it_costs:request_decide", args=[found.pk, "approve"])
    page = client.get(address)
    text = page.content.decode()
    assert "430 i forvejen (2025) + 40, der søges om, er 470." in text
    form = page.context["form"]
    posted = {one.html_name: one.value() for one in form if one.value() is not None} | {"number_0": "1.460,5"}
    refused = client.post(address, posted | {"number_0": "mange"})
    assert refused.status_code == 422
    assert client.post(address, posted).status_code == 302
    assert numbers(system)[2026] == Decimal("1460.5")
    told = client.get(reverse("it_costs:request", args=[found.pk])).content.decode()
    assert "Elevlicens, 1.460,5 i 2026" in told


def test_the_difference_to_what_was_signed_for_stands_open(client: Client, town, system: ItSystem) -> None:
    sign_for(system, 2026, 430)
    count(town, system, 2026, 430)
    found = asked_for(town, system)
    client.force_login(town.people["chief"], backend="django.contrib.auth.backends.ModelBackend")
    words = "430 er valideret af begge parter og bliver stående. Der søges om 40, så det ville blive 470."
    assert words in client.get(reverse("it_costs:request_decide", args=[found.pk, "approve"])).content.decode()
    approve(town, found)
    assert words in client.get(reverse("it_costs:request", args=[found.pk])).content.decode()
