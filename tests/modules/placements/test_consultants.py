"""Who serves whom is seen by all; contacts by the two it concerns; the coordinator keeps it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.notifications.models import Notification
from chefforum.modules.placements.models import Consultant, Contact, Placement
from chefforum.modules.placements.queries.consultants import consultant_page, consultants_on
from chefforum.modules.placements.rules.kinds import ContactKind, PlacementKind
from chefforum.modules.placements.services.consultants import (
    ConsultantWords,
    ContactRefused,
    begin_service,
    end_service,
    keep_consultant,
    plan_contact,
    reopen_contact,
    settle_contact,
)
from tests import factories
from tests.modules.placements.conftest import NOW, TODAY

SOON = TODAY + dt.timedelta(days=7)


@pytest.fixture
def consultant(town) -> Consultant:
    """The consultant serves Skoler, thirty hours a week."""
    found = keep_consultant(
        actor=town.as_("coordinator"),
        person_id=town.people["consultant"].pk,
        words=ConsultantWords(phone="43 00 00 00", about="skoler", weekly_hours=Decimal(30)),
        at=NOW,
    )
    begin_service(
        actor=town.as_("coordinator"),
        consultant_id=found.pk,
        unit_id=town.schools.pk,
        is_main=True,
        valid_from=factories.LONG_AGO,
        at=NOW,
    )
    return found


def planned(town, consultant: Consultant, who: str, *, unit=None, note: str = "", when: dt.date = SOON) -> Contact:
    return plan_contact(
        actor=town.as_(who),
        consultant_id=consultant.pk,
        unit_id=(unit or town.north).pk,
        kind=ContactKind.VISIT,
        planned_for=when,
        note=note,
        on=TODAY,
        at=NOW,
    )


def test_all_who_work_here_see_who_serves_which_department(town, consultant) -> None:
    found = consultants_on(actor=town.as_("colleague"), on=TODAY)
    (row,) = found.rows
    assert [one.name for one in row.services] == ["Skoler"]
    assert row.workplaces == 2  # Nordskolen and Sydskolen
    assert row.hours_per_workplace == Decimal(30) * 52 / 12 / 2
    assert [one.name for one in found.uncovered] == ["Miljø"]
    assert row.running is None  # how much they have in hand is for who places people


def test_a_leader_finds_their_own_consultant_and_next_contact_first(town, consultant) -> None:
    other = factories.person("anden")
    keep_consultant(actor=town.as_("coordinator"), person_id=other.pk, words=ConsultantWords(), at=NOW)
    planned(town, consultant, "consultant")
    found = consultants_on(actor=town.as_("leader"), on=TODAY)
    assert [row.serves_actor for row in found.rows] == [True, False]
    assert found.rows[0].next.contact.planned_for == SOON
    assert consultants_on(actor=town.as_("other_leader"), on=TODAY).rows[0].next is None


def test_what_a_consultant_has_in_hand_counts_what_runs_today(town, consultant) -> None:
    person = town.people["consultant"]
    for number, (starts, ends, ended) in enumerate(
        [(-10, 10, None), (-10, None, None), (-10, 10, -1), (1, 20, None), (-30, -1, None), (-5, 20, 0)]
    ):
        day = {name: TODAY + dt.timedelta(days=days) if days is not None else None
               for name, days in (("starts_on", starts), ("ends_on", ends), ("ended_on", ended))}  # fmt: skip
        Placement.objects.create(
            reference=f"F-{number}",
            kind=PlacementKind.INTERNSHIP.value,
            unit=town.north,
            consultant=person,
            created_at=NOW,
            **day,
        )
    assert consultants_on(actor=town.as_("consultant"), on=TODAY).rows[0].running == 3


def test_a_leader_asks_and_the_consultant_is_told(town, consultant) -> None:
    contact = planned(town, consultant, "leader", note="Nye pladser")
    assert contact.asked_by_unit
    told = Notification.objects.get()
    assert told.person == town.people["consultant"]
    assert told.text == "Nordskolen ønsker kontakt om praktik og løntilskud."
    assert not planned(town, consultant, "consultant").asked_by_unit
    assert Notification.objects.count() == 1  # nobody is told of what they plan themselves


def test_others_neither_plan_nor_see_a_units_contacts(town, consultant) -> None:
    contact = planned(town, consultant, "leader")
    for name in ("other_leader", "other_chief", "colleague", "controller", "admin"):
        actor = town.as_(name)
        with pytest.raises(AccessDenied):
            planned(town, consultant, name)
        with pytest.raises(AccessDenied):
            settle_contact(actor=actor, contact_id=contact.pk, held_on=TODAY, on=TODAY, at=NOW)
        assert consultant_page(actor=actor, consultant_id=consultant.pk, on=TODAY).coming == ()
    for name in ("leader", "chief", "consultant", "coordinator"):
        assert len(consultant_page(actor=town.as_(name), consultant_id=consultant.pk, on=TODAY).coming) == 1


def test_a_contact_is_held_dropped_or_taken_up_again(town, consultant) -> None:
    contact = planned(town, consultant, "leader")
    with pytest.raises(ContactRefused, match="ikke kommet"):
        settle_contact(actor=town.as_("consultant"), contact_id=contact.pk, held_on=SOON, on=TODAY, at=NOW)
    settle_contact(actor=town.as_("consultant"), contact_id=contact.pk, held_on=TODAY, on=TODAY, at=NOW)
    page = consultant_page(actor=town.as_("leader"), consultant_id=consultant.pk, on=TODAY)
    assert (page.coming, len(page.held)) == ((), 1)
    reopen_contact(actor=town.as_("leader"), contact_id=contact.pk, at=NOW)
    settle_contact(actor=town.as_("leader"), contact_id=contact.pk, held_on=None, on=TODAY, at=NOW)
    page = consultant_page(actor=town.as_("leader"), consultant_id=consultant.pk, on=TODAY)
    assert (page.coming, page.held) == ((), ())


@pytest.mark.parametrize(
    ("note", "days", "says"), [("Om 010190-1234", 7, "CPR"), ("", -1, "er gået")], ids=["cpr", "gone"]
)
def test_what_cannot_be_planned_is_refused(town, consultant, note, days, says) -> None:
    with pytest.raises(ContactRefused, match=says):
        planned(town, consultant, "leader", note=note, when=TODAY + dt.timedelta(days=days))


def test_a_service_ends_from_a_day_and_is_not_begun_twice(town, consultant) -> None:
    coordinator = town.as_("coordinator")
    with pytest.raises(ContactRefused, match="allerede"):
        begin_service(
            actor=coordinator,
            consultant_id=consultant.pk,
            unit_id=town.schools.pk,
            is_main=False,
            valid_from=TODAY,
            at=NOW,
        )
    (row,) = consultants_on(actor=coordinator, on=TODAY).rows
    end_service(actor=coordinator, service_id=row.services[0].service.pk, on=TODAY, at=NOW)
    (row,) = consultants_on(actor=coordinator, on=TODAY).rows
    assert row.services == ()


@pytest.mark.parametrize("name", ["consultant", "leader", "chief", "controller", "admin", "colleague"])
def test_the_coordinator_alone_keeps_who_serves_whom(town, consultant, name) -> None:
    with pytest.raises(AccessDenied):
        keep_consultant(actor=town.as_(name), person_id=town.people["consultant"].pk, words=ConsultantWords(), at=NOW)


def test_it_all_goes_on_the_pages(town, client: Client) -> None:
    client.force_login(town.people["coordinator"])
    client.post(
        reverse("placements:consultant_new"),
        {"person": str(town.people["consultant"].pk), "phone": "43", "weekly_hours": "30,5", "is_active": "on"},
    )
    found = Consultant.objects.get()
    assert found.weekly_hours == Decimal("30.5")
    keep = reverse("placements:consultant_keep", args=[found.pk])
    client.post(keep, {"daek": "1", "unit": str(town.schools.pk), "is_main": "on", "valid_from": str(TODAY)})
    assert found.services.get().unit == town.schools
    client.force_login(town.people["leader"])
    page = reverse("placements:consultant", args=[found.pk])
    tomorrow = dt.date.today() + dt.timedelta(days=1)
    client.post(page, {"unit": str(town.north.pk), "kind": "visit", "planned_for": str(tomorrow), "note": "Hej"})
    assert Contact.objects.get().note == "Hej"
    assert "Hej" in client.get(page).content.decode()
    client.force_login(town.people["colleague"])
    assert "Hej" not in client.get(page).content.decode()


def test_what_has_not_come_cannot_be_called_held_on_the_page(town, consultant, client: Client) -> None:
    contact = planned(town, consultant, "consultant", when=dt.date.today() + dt.timedelta(days=3))
    client.force_login(town.people["consultant"])
    page = reverse("placements:consultant", args=[consultant.pk])
    assert 'value="held"' not in client.get(page).content.decode()
    Contact.objects.filter(pk=contact.pk).update(planned_for=dt.date.today())
    assert 'value="held"' in client.get(page).content.decode()
