"""A month stays approved when the unit's budget or ledger is changed after it, and every page that says that it is
approved says that too, with the numbers."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.modules.forecast.models import Assessment
from chefforum.modules.forecast.queries.approvals import since_approval
from chefforum.modules.forecast.queries.areas import area_of
from chefforum.modules.forecast.rules.rhythm import ReturnCause
from chefforum.modules.forecast.services.assessing import approve_month, assess_month, return_month
from tests.modules.forecast.conftest import NOW, TODAY, YEAR

pytestmark = pytest.mark.django_db
MARCH = 202603


@pytest.fixture
def approved(town, books, budget):
    budget(("4020", "4711", "10000,00"))
    said = {"unit_id": town.north.pk, "period": MARCH, "at": NOW, "on": TODAY}
    assess_month(actor=town.leader, explanations={}, **said)
    return approve_month(actor=town.as_("chief"), **said)


def since(town):
    found = since_approval(assessments=Assessment.objects.all(), on=TODAY)
    return found.get(town.north.pk)


def more_budget(file, load, mapped, amount: str, place: str = "4711") -> None:
    from chefforum.modules.ledger.rules.words import Table

    columns = {"kind": "Type", "year": "År", "account": "Konto", "cost_centre": "Sted", "amount": "Beløb"}
    text = f"Type;År;Konto;Sted;Beløb\nTillægsbevilling;2026;4020;{place};{amount}\n"
    load(file("tillæg.csv", text), mapping=mapped(Table.BUDGETS, columns))


def test_what_it_was_given_on_is_kept_and_nothing_is_said_while_it_holds(town, approved) -> None:
    assert (approved.approved_budget_oere, approved.approved_actual_oere) == (10_000_00, 4_200_00)
    assert approved.approved_through == MARCH
    assert since(town) is None


def test_a_budget_that_is_changed_after_is_said_with_both_numbers(town, approved, file, load, mapped) -> None:
    more_budget(file, load, mapped, "500,00")
    assert since(town).heading == "Godkendt 2. april 2026; budgettet er ændret siden"
    assert since(town).numbers == "Budget: fra 10.000 til 10.500 kr."


def test_late_postings_in_closed_months_are_said_and_later_months_are_not(town, approved, file, load) -> None:
    load(file("april.csv", [("A1", 1, "15-04-2026", "4020", "4711", "70,00", "april")]))
    assert since(town) is None
    load(file("sent.csv", [("L1", 1, "15-02-2026", "4020", "4711", "70,00", "for sent")]))
    assert since(town).numbers == "Forbrug til og med marts 2026: fra 4.200 til 4.270 kr."


def test_other_units_changes_are_not_this_ones(town, approved, file, load, mapped) -> None:
    more_budget(file, load, mapped, "500,00", "4712")
    assert since(town) is None


def test_an_approval_from_before_this_was_kept_says_nothing(town, approved, file, load, mapped) -> None:
    Assessment.objects.update(approved_budget_oere=None)
    more_budget(file, load, mapped, "500,00")
    assert since(town) is None


def test_sent_back_and_approved_anew_it_holds_again(town, approved, file, load, mapped) -> None:
    more_budget(file, load, mapped, "500,00")
    said = {"unit_id": town.north.pk, "period": MARCH, "at": NOW, "on": TODAY}
    return_month(actor=town.as_("chief"), reason="Nyt budget", cause=ReturnCause.NUMBERS, **said)
    assess_month(actor=town.leader, explanations={}, **said)
    approve_month(actor=town.as_("chief"), **said)
    assert since(town) is None


def test_the_workplaces_and_the_areas_pages_say_it(town, approved, file, load, mapped, monkeypatch) -> None:
    more_budget(file, load, mapped, "500,00")
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    client = Client()
    client.force_login(town.people["chief"], backend="django.contrib.auth.backends.ModelBackend")
    for url in (
        reverse("forecast:workplace", args=[town.north.pk]),
        reverse("forecast:assess", args=[town.north.pk, MARCH]),
        reverse("forecast:whole"),
        f"{reverse('forecast:overview')}?maaned={MARCH}",
    ):
        page = client.get(url).content.decode()
        assert "budgettet er ændret siden" in page, url
        assert "Budget: fra 10.000 til 10.500 kr." in page, url
    assert Assessment.objects.get().state == "approved"


def test_the_area_counts_them(town, approved, file, load, mapped) -> None:
    assert area_of(actor=town.as_("chief"), year=YEAR, on=TODAY).changed == 0
    more_budget(file, load, mapped, "500,00")
    area = area_of(actor=town.as_("chief"), year=YEAR, on=TODAY)
    assert area.changed == 1
    assert {row.place.name: row.changed for row in area.rows} == {"Skoler": 1, "Nordskolen": 1, "Sydskolen": 0}
