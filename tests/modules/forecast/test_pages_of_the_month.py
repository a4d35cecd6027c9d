"""The month on its pages: refused without an explanation with nothing lost, assessed, sent back, approved.

Pages know only today, so the month is the one before it.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import Role
from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.people.models import Employment
from chefforum.modules.forecast.models import Assessment, Rhythm, RollOutStep, Round
from chefforum.modules.forecast.rules.rhythm import month_before


@pytest.fixture
def period(town, ledger):
    found = month_before(timezone.localdate())
    month = f"{found // 100}-{found % 100:02}"
    ledger((month, "5101", "4711", "12500,00"), (month, "4020", "4711", "30000,00"), closed=found)
    Rhythm.objects.create(valid_from=dt.date(2026, 1, 1), due_working_day=5, threshold_oere=1_000_00, threshold_pct=10)
    return found


@pytest.fixture
def page(town, period):
    """page("leader", "assess", note="…") posts, page("leader", "assess") reads."""

    def ask(who, name, **posted):
        client = Client()
        client.force_login(town.people[who], backend="django.contrib.auth.backends.ModelBackend")
        url = reverse(f"forecast:{name}", args=[town.north.pk, period])
        return client.post(url, posted, follow=True) if posted else client.get(url)

    return ask


def test_a_month_goes_its_way_on_the_pages(town, page):
    field = f"category-{town.substitutes.pk}"
    assert "12.500 over" in page("leader", "assess").text
    refused = page("leader", "assess", note="Travlt", **{field: " "})
    assert refused.status_code == 422
    assert "hvorfor det gik anderledes" in refused.text
    assert "Travlt" in refused.text  # nothing that was written is lost
    assert not Assessment.objects.exists()
    assert "Du har vurderet måneden" in page("leader", "assess", **{field: "To syge"}).text
    assert "Godkend måneden" not in page("leader", "assess").text
    assert "To syge" in page("chief", "assess").text
    assert "sendt retur" in page("chief", "send_back", cause="lacking", reason="Se på juni").text
    back = page("leader", "assess").text
    assert "Se på juni" in back
    assert back.count("Der mangler noget") == 2  # where it is sent back, and in its history
    page("leader", "assess", **{field: "To syge, en på orlov"})
    assert "Måneden er godkendt." in page("chief", "approve", yes="1").text
    assert "Jeg har vurderet måneden" not in page("leader", "assess").text


def test_a_month_that_nobody_assessed_cannot_be_approved(town, page):
    assert "venter ikke på at blive godkendt" in page("chief", "approve", yes="1").text


def test_who_sent_it_back_and_why_stands_first_and_the_one_above_is_asked_one_thing(town, page):
    code = f"category-{town.substitutes.pk}"
    page("leader", "assess", **{code: "Sygdom", "note": "Roligt"})
    above = page("chief", "assess").content.decode()
    assert above.index("Sygdom") < above.index("Godkend måneden") < above.index("Jeg har vurderet måneden")
    page("chief", "send_back", cause="lacking", reason="Hvad betyder det for december?")
    back = page("leader", "assess").content.decode()
    assert back.index("Hvad betyder det for december?") < back.index("Jeg har vurderet måneden")


def test_sending_back_without_saying_what_is_wrong_loses_nothing(town, page):
    page("leader", "assess", **{f"category-{town.substitutes.pk}": "Sygdom"})
    refused = page("chief", "send_back", reason="Se på juni")
    assert refused.status_code == 422
    assert "Se på juni" in refused.text
    assert Assessment.objects.get().state == "assessed"
    assert page("leader", "send_back", reason="Se på juni").status_code == 403


def test_nothing_written_and_a_year_far_from_its_budget_is_asked_about(town, page, classes, budget):
    budget(("4020", "4711", "5000"), ("5101", "4711", "90000"))
    field = f"category-{town.substitutes.pk}"
    asked = page("leader", "assess").text
    assert "Der er ikke skrevet noget" in asked
    assert "Ikke vurderet endnu" in asked
    refused = page("leader", "assess", **{field: "To syge"})
    assert refused.status_code == 422
    assert "langt fra budgettet" in refused.text
    assert not Assessment.objects.exists()
    page("leader", "assess", **{field: "To syge", "no_changes": "1"})
    above = page("chief", "assess").text
    assert "Lederen har sat hak: ingen ændringer denne måned." in above
    assert above.index("Ikke vurderet endnu") < above.index("Godkend måneden")
    page("leader", "assess", **{field: "To syge", "note": "Vi venter på et tilskud"})
    assert not Assessment.objects.get().no_changes


def test_a_unit_with_nothing_is_not_asked(town, period):
    client = Client()
    client.force_login(town.people["other_leader"], backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("forecast:assess", args=[town.south.pk, period])
    assert "Der er ikke skrevet noget" not in client.get(url).text
    client.post(url, {"note": ""})
    assert Assessment.objects.get().unit == town.south


def test_a_unit_without_a_leader_is_said_to_have_none(town, page):
    assert "Lederen har ikke vurderet måneden." in page("controller", "assess").content.decode()
    RoleAssignment.objects.filter(unit=town.north, role=Role.WORKPLACE_LEADER.value).delete()
    Employment.objects.filter(unit=town.north).update(is_leader=False)
    assert "Arbejdspladsen har ingen leder" in page("controller", "assess").content.decode()


def test_controllers_read_the_month_and_write_nothing(town, page):
    assert "Jeg har vurderet måneden" not in page("controller", "assess").text
    assert page("controller", "assess", note="x").status_code == 403


def test_finance_keeps_rounds_rhythm_and_roll_out_on_its_pages(town, period):
    client = Client()
    client.force_login(town.people["controller"], backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("forecast:rounds"), {"kind": "fr1", "period": period, "deadline": "2030-01-01"})
    made = Round.objects.get()
    again = client.post(reverse("forecast:rounds"), {"kind": "fr1", "period": period, "deadline": "2030-01-01"})
    assert again.status_code == 422
    client.post(reverse("forecast:round_freeze", args=[made.pk]))
    made.refresh_from_db()
    assert made.frozen_by == town.people["controller"]
    client.post(reverse("forecast:roll_outs"), {"unit": [str(town.north.pk)], "kind": "started", "date": "2026-03-02"})
    assert RollOutStep.objects.get().date == dt.date(2026, 3, 2)
    said = {"valid_from": "2026-02-01", "due_working_day": 3, "threshold": "1.500,50", "threshold_pct": "7,5"}
    client.post(reverse("forecast:categories"), said)
    assert Rhythm.objects.get(valid_from=dt.date(2026, 2, 1)).threshold_oere == 1_500_50


def test_leaders_are_reminded_after_a_question_that_says_how_many(town, period):
    client = Client()
    client.force_login(town.people["controller"], backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("forecast:remind", args=[period])
    asked = client.get(url).content.decode()
    assert not Notification.objects.filter(kind="forecast.assess").exists()
    client.post(url)
    told = Notification.objects.filter(kind="forecast.assess").values("person").distinct().count()
    assert told
    leaders = f"{told} leder" if told == 1 else f"{told} ledere"
    assert f"Send besked til {leaders}" in asked
    assert f"{leaders} er mindet om at vurdere" in client.get(reverse("forecast:overview")).content.decode()
