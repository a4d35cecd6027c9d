"""The steering group's seats by what departments answer for, and who sits there."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.registry import NotMadeNow
from chefforum.kernel.documents.services import make
from chefforum.kernel.figures.registry import figures
from chefforum.modules.it_portfolio.models import SteeringGroup, SteeringGroupMember
from chefforum.modules.it_portfolio.queries.steering_group import GroupNow, group_now
from chefforum.modules.it_portfolio.rules.steering_group import USUAL_WEIGHTS, Asked, SteeringWrong, Thing, share_out
from chefforum.modules.it_portfolio.services.steering_group import end_seat, seat_member, set_steering_group
from tests.modules.it_costs.conftest import NOW, TODAY
from tests.modules.it_portfolio.selecting import system


def now(town: SimpleNamespace, who: str = "leader") -> GroupNow:
    return group_now(actor=town.as_(who), on=TODAY)


def say(
    town: SimpleNamespace, seats: int, promised: dict[str, int] | None = None, seen: int | None = None
) -> SteeringGroup:
    asked = Asked(seats, USUAL_WEIGHTS, promised or {})
    return set_steering_group(actor=town.as_("coordinator"), asked=asked, seen=seen, at=NOW)


def seats(found: GroupNow) -> dict[str, int]:
    return {one.row.name: one.row.seats for one in found.departments}


def fill(town: SimpleNamespace) -> None:
    """Skoler has 3 + 1 + 2, Digitalisering 2: by the weights that one begins with."""
    system(town, "A", is_socially_critical="yes")
    system(town, "B")
    system(town, "C", serves_vulnerable="yes")
    system(town, "Kabler", kind="installation", owner_unit_id=town.digital.pk)


def test_seats_follow_systems_their_criticality_and_installations(town: SimpleNamespace) -> None:
    fill(town)
    say(town, 4)
    assert seats(now(town)) == {"Skoler": 3, "Digitalisering": 1}
    (schools, digital) = now(town).departments
    assert (schools.row.systems, schools.row.weight, str(schools.quota)) == (3, 6, "3.00")
    assert (digital.row.installations, digital.row.weight) == (1, 2)


def test_a_promised_seat_is_given_first(town: SimpleNamespace) -> None:
    fill(town)
    say(town, 4, {str(town.digital.pk): 2})
    assert seats(now(town)) == {"Skoler": 2, "Digitalisering": 2}


def test_a_tie_for_the_last_seat_is_told_with_who_got_it(town: SimpleNamespace) -> None:
    system(town, "A")
    system(town, "B", owner_unit_id=town.digital.pk)
    say(town, 1)
    assert "Digitalisering og Skoler stod lige om" in now(town).shared.tie


def test_what_nobody_answers_for_counts_for_nobody_and_is_told(town: SimpleNamespace) -> None:
    fill(town)
    system(town, "Ingens", owner_unit_id=None, is_business_critical="unknown")
    found = now(town).shared
    assert found.without_owner == ("Ingens",)
    assert found.without_criticality == ("Ingens",)


def test_without_systems_the_page_says_what_to_do_and_no_paper_is_made(town: SimpleNamespace) -> None:
    assert "ingen afdeling har noget" in now(town).shared.problem
    with pytest.raises(NotMadeNow):
        make(kind="it_portfolio.steering_group", actor=town.as_("leader"), parameters={}, format="pdf", at=NOW)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(0, USUAL_WEIGHTS, {}),
        Asked(51, USUAL_WEIGHTS, {}),
        Asked(3, dict.fromkeys(USUAL_WEIGHTS, 0), {}),
        Asked(3, {**USUAL_WEIGHTS, "critical": -1}, {}),
        Asked(3, USUAL_WEIGHTS, {"a": 2, "b": 2}),
    ],
)
def test_seats_weights_and_promises_that_cannot_be_are_refused(town: SimpleNamespace, asked: Asked) -> None:
    with pytest.raises(SteeringWrong):
        set_steering_group(actor=town.as_("coordinator"), asked=asked, seen=None, at=NOW)


def test_two_who_set_the_seats_at_once_are_told(town: SimpleNamespace) -> None:
    fill(town)
    say(town, 4)
    client = Client()
    client.force_login(town.people["coordinator"], backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("it_portfolio:steering_group_seats")
    sent = {"seen": "", "seats": 7, **{f"weight_{key}": weight for key, weight in USUAL_WEIGHTS.items()}}
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "En anden har rettet fordelingen" in answer.content.decode()
    assert client.post(url, sent | {"seen": answer.context["form"]["seen"].value()}).status_code == 302
    assert now(town).shared.asked.seats == 7
    assert SteeringGroup.objects.count() == 2


def test_somebody_sits_there_once_and_can_be_taken_out(town: SimpleNamespace) -> None:
    fill(town)
    actor = town.as_("coordinator")
    chief = town.people["chief"]
    seat = seat_member(actor=actor, unit_id=town.schools.pk, person_id=chief.pk, at=NOW)
    with pytest.raises(SteeringWrong):
        seat_member(actor=actor, unit_id=town.digital.pk, person_id=chief.pk, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SteeringGroupMember.objects.create(unit=town.digital, member=chief, at=NOW)
    (schools, _) = now(town).departments
    assert [one.member.name for one in schools.members] == ["chief"]
    assert schools.empty == schools.row.seats - 1
    assert end_seat(actor=actor, seat_id=seat.pk, at=NOW)
    assert not end_seat(actor=actor, seat_id=seat.pk, at=NOW)
    assert seat_member(actor=actor, unit_id=town.digital.pk, person_id=chief.pk, at=NOW)


def test_a_member_of_a_department_without_systems_is_still_shown(town: SimpleNamespace) -> None:
    system(town, "A")
    seat_member(actor=town.as_("coordinator"), unit_id=town.digital.pk, person_id=town.people["colleague"].pk, at=NOW)
    assert [one.member.name for one in now(town).elsewhere] == ["colleague"]


@pytest.mark.parametrize("who", ["it_manager", "controller", "auditor", "leader", "chief", "colleague"])
def test_only_the_coordinator_sets_seats_and_members(town: SimpleNamespace, who: str) -> None:
    actor = town.as_(who)
    with pytest.raises(AccessDenied):
        set_steering_group(actor=actor, asked=Asked(3, USUAL_WEIGHTS, {}), seen=None, at=NOW)
    with pytest.raises(AccessDenied):
        seat_member(actor=actor, unit_id=town.schools.pk, person_id=town.people["chief"].pk, at=NOW)
    with pytest.raises(AccessDenied):
        end_seat(actor=actor, seat_id=uuid4(), at=NOW)


def test_the_seats_are_a_living_figure_and_a_paper(town: SimpleNamespace) -> None:
    fill(town)
    say(town, 4)

    def value(code: str) -> int | None:
        found = figures()["it_portfolio.steering_seats"].compute(
            actor=town.as_("leader"), parameters={"unit": code}, on=TODAY
        )
        return None if found.value is None else int(found.value)

    assert value(town.top.code) == 4
    assert value(town.schools.code) == 3
    assert value(town.north.code) is value("9999") is None
    for kind in ("pdf", "docx", "xlsx"):
        made = make(kind="it_portfolio.steering_group", actor=town.as_("leader"), parameters={}, format=kind, at=NOW)
        assert made.filename.startswith("Forslag til styregruppe for it")


@given(
    things=st.lists(
        st.tuples(st.sampled_from(["a", "b", "c", ""]), st.sampled_from(["social", "business", "ordinary", ""])),
        min_size=1,
        max_size=20,
    ),
    number=st.integers(1, 20),
)
def test_every_seat_is_given_or_a_reason_is_said(things: list[tuple[str, str]], number: int) -> None:
    owned = [
        Thing(str(nth), unit, kind, is_installation=False, serves_vulnerable=False)
        for nth, (unit, kind) in enumerate(things)
    ]
    found = share_out(asked=Asked(number, USUAL_WEIGHTS, {}), things=owned, names={})
    assert bool(found.problem) is not any(unit for unit, _ in things)
    assert found.problem or sum(one.seats for one in found.rows) == number
