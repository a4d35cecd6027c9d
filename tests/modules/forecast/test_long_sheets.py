"""A longer sheet and a larger municipality cost no more queries, and the pages bear them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chefforum.modules.forecast.models import Entry, EntryChange
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from tests import factories
from tests.modules.forecast.conftest import NOW, YEAR


def client_of(town, who):
    client = Client()
    client.force_login(town.people[who], backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("privacy"))
    return client


def cost(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def wait(entry):
    """Something that waits for a choice in the entry."""
    said = {"field": "cell", "month": 5, "after": "1.00", "state": "waiting"}
    EntryChange.objects.create(entry=entry, batch=entry.pk, at=NOW, **said)


@pytest.mark.parametrize("name", ["entries", "plan", "history", "suggestions"])
def test_ten_more_rows_cost_no_more_queries(town, entry, ledger, name):
    ledger(("2026-03", "5101", "4711", "100,00"))
    client, url = client_of(town, "leader"), f"{reverse(f'forecast:{name}', args=[town.north.pk])}?aar={YEAR}"
    EntryChange.objects.create(
        entry=entry, batch=entry.pk, field="cell", month=5, after="1.00", state="waiting", at=NOW
    )
    before = cost(client, url)
    new = [NewEntry(town.substitutes.pk, f"række {number}", values=((5, 1),)) for number in range(10)]
    for one in add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=new, at=NOW):
        EntryChange.objects.create(
            entry=one, batch=one.pk, field="cell", month=5, after="1.00", state="waiting", at=NOW
        )
    assert cost(client, url) <= before


def test_ten_more_units_cost_finance_no_more_queries(town, entry):
    client = client_of(town, "controller")
    urls = [reverse("forecast:overview"), reverse("forecast:rounds")]
    before = [cost(client, url) for url in urls]
    for number in range(10):
        unit = factories.unit(f"Hold {number}", under=town.schools)
        factories.employment(factories.person(f"Leder {number}"), unit, is_leader=True)
    assert [cost(client, url) for url in urls] <= before


def test_a_leader_of_another_unit_finds_nothing_of_it(town, entry):
    client = client_of(town, "other_leader")
    for name, args in (("entries", [town.north.pk]), ("entry", [entry.pk]), ("sheet_export", [town.north.pk, YEAR])):
        assert client.get(reverse(f"forecast:{name}", args=args)).status_code == 404
    for name in ("entries_save", "entry_add", "entries_undo"):
        assert client.post(reverse(f"forecast:{name}", args=[town.north.pk])).status_code == 404


def test_the_grid_answers_with_the_sheet_as_it_stands(town, entry):
    client = client_of(town, "leader")
    name = f"{entry.pk}-5"
    answer = client.post(
        reverse("forecast:entries_save", args=[town.north.pk]),
        {"aar": YEAR, f"c-{name}": "50", f"s-{name}": "40", "c-nonsense": "1", f"c-{entry.pk}-13": "1"},
        headers={"X-Grid": "1"},
    ).json()
    assert answer["cells"][f"c-{name}"] == "50"
    assert answer["rows"][str(entry.pk)] == "17.500"
    assert answer["months"][4] == "12.500"
    assert not answer["errors"]


def test_what_is_suggested_is_taken_onto_the_sheet_from_the_page(town, ledger):
    ledger(("2025-05", "5101", "4711", "10000,00"), ("2025-05", "7001", "4711", "-2000,00"))
    url = reverse("forecast:suggestions", args=[town.north.pk])
    client_of(town, "leader").post(url, {"aar": YEAR, "category": [town.substitutes.pk]})
    (made,) = Entry.objects.all()
    assert (made.category, made.copied_from) == (town.substitutes, "Regnskabet 2025")
    assert made.months.get().quantity == 40
