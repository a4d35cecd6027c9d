"""The pages over HTTP: what each finds, what is stored, and that no person's pay is on them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from chefforum.modules.forecast.models import Entry, EntryCategory, PayTable, SharedNote
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from tests.modules.forecast.conftest import NOW, YEAR
from tests.modules.forecast.test_long_sheets import client_of

pytestmark = pytest.mark.django_db
PAGES = ("workplace", "why", "what_if", "sparring")


def url(town, name: str, *, unit=None, query: str = "konto=4020") -> str:
    return f"{reverse(f'forecast:{name}', args=[(unit or town.north).pk])}?aar={YEAR}&{query}"


@pytest.mark.parametrize("who", ["leader", "deputy", "chief", "controller", "part_controller"])
@pytest.mark.parametrize("name", PAGES)
def test_leaders_and_controllers_of_the_unit_read_it(town, books, who, name) -> None:
    assert client_of(town, who).get(url(town, name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_for_another_units_leader_it_is_not_there(town, books, name) -> None:
    assert client_of(town, "other_leader").get(url(town, name)).status_code == 404


@pytest.mark.parametrize("who", ["auditor", "admin", "colleague"])
@pytest.mark.parametrize("name", PAGES)
def test_others_are_refused(town, books, who, name) -> None:
    assert client_of(town, who).get(url(town, name)).status_code == 403


@pytest.mark.parametrize("who", ["leader", "chief", "controller"])
def test_no_position_and_no_employee_is_named(town, classes, ledger, positions, who) -> None:
    for kind, step, more in (
        ("step_rate", "4", {"amount_oere": 30_000_00}),
        ("pension", "", {"pct": Decimal(10)}),
        ("holiday_allowance", "", {"pct": Decimal(1)}),
    ):
        PayTable.objects.create(kind=kind, group="LÆR", step=step, valid_from="2024-01-01", **more)
    ledger(*((month, "5001", "4711", "40000,00") for month in ("2026-01", "2026-02", "2026-03")))
    positions(("S-771", "5001", "4711", "4"), ("S-772", "5001", "4711", "4"))
    client = client_of(town, who)
    for name in PAGES:
        page = client.get(url(town, name, query="konto=5001")).content.decode()
        assert not re.search("S-77[12]", page)
    assert "stilling for stilling" in client.get(url(town, "why", query="konto=5001")).content.decode()


def test_entries_of_another_unit_are_on_no_page_of_ours(town, books, budget) -> None:
    budget(("4020", "4711", "12000"), ("4020", "4712", "12000"))
    new = NewEntry(town.substitutes.pk, "Hemmelig aftale", values=((5, Decimal(40)),))
    add_entries(actor=town.as_("other_leader"), unit_id=town.south.pk, year=YEAR, new=[new], at=NOW)
    client = client_of(town, "leader")
    for name in PAGES:
        assert "Hemmelig" not in client.get(url(town, name)).content.decode()


def test_asking_what_if_stores_nothing_until_it_is_made_an_entry(town, books) -> None:
    EntryCategory.objects.create(code="andet", name="Andet", position=9)
    client, asked = client_of(town, "leader"), "hvad=procent&p-account=4020&p-pct=5"
    page = client.get(url(town, "what_if", query=asked)).content.decode()
    assert "5 % mere" in page
    assert not Entry.objects.exists()
    said = {"aar": YEAR, "hvad": "procent", "p-account": "4020", "p-pct": "5"}
    client.post(reverse("forecast:what_if_keep", args=[town.north.pk]), said)
    entry = Entry.objects.get()
    assert (entry.text, entry.account, entry.copied_from) == ("5 % mere", "4020", "Hvad nu hvis")
    assert entry.months.count() == 9


def test_a_note_is_shared_by_the_page_and_taken_back(town) -> None:
    client = client_of(town, "leader")
    client.post(url(town, "sparring"), {"text": "Vi delte en vikar."})
    note = SharedNote.objects.get()
    reader = client_of(town, "other_leader")
    assert "Vi delte en vikar." in reader.get(url(town, "sparring", unit=town.south)).content.decode()
    assert reader.post(reverse("forecast:note_withdraw", args=[note.pk])).status_code == 404
    client.post(reverse("forecast:note_withdraw", args=[note.pk]))
    assert "Vi delte en vikar." not in reader.get(url(town, "sparring", unit=town.south)).content.decode()


def test_empty_pages_say_what_to_do(town) -> None:
    page = client_of(town, "leader").get(url(town, "workplace")).content.decode()
    assert "Regnskabet er ikke klar til at vise endnu" in page
    assert "dine poster" in page


def test_a_new_unit_says_so(town, books) -> None:
    page = client_of(town, "controller").get(url(town, "workplace", unit=town.park)).content.decode()
    assert "hverken budget, forbrug eller poster" in page


def test_a_chief_is_led_to_the_units_below(town, books) -> None:
    page = client_of(town, "chief").get(url(town, "workplace", unit=town.schools)).content.decode()
    assert reverse("forecast:workplace", args=[town.north.pk]) in page


def test_one_workplace_is_gone_straight_to(town, books) -> None:
    answer = client_of(town, "leader").get(reverse("forecast:overview"))
    assert answer.headers["Location"] == reverse("forecast:workplace", args=[town.north.pk])
    assert client_of(town, "chief").get(reverse("forecast:overview")).status_code == 200
