"""A quantity and a rate may each be as large as a cell takes; what they come to is kept or refused, never lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from chefforum.modules.forecast.rules.entries import MOST, MOST_CELL_OERE, written
from chefforum.modules.forecast.services.entries import EntryRefused, NewEntry, add_entries
from tests.modules.forecast.conftest import NOW, YEAR, amounts, cell, put
from tests.modules.forecast.test_long_sheets import client_of

pytestmark = pytest.mark.django_db


def test_a_cell_that_comes_to_more_than_can_be_held_is_refused_by_itself(town, entry) -> None:
    entry.rate_oere = MOST_CELL_OERE
    entry.save()
    saved = put(town, entry, cell(entry, 7, MOST), cell(entry, 8, 1))
    assert [one.month for one, _ in saved.refused] == [7]
    assert "for stort" in saved.refused[0][1]
    assert amounts(entry)[8] == MOST_CELL_OERE


def test_nor_does_a_rate_that_makes_it_so(town, entry) -> None:
    put(town, entry, cell(entry, 5, MOST, seen=40))
    client = client_of(town, "leader")
    form = {"text": "", "rate": written(MOST), "seen_text": "", "seen_rate": str(entry.rate_oere)}
    before = amounts(entry)
    response = client.post(reverse("forecast:entry", args=[entry.pk]), form)
    assert response.status_code < 500
    assert amounts(entry) == before


def test_nor_a_row_that_begins_so(town) -> None:
    new = NewEntry(town.substitutes.pk, rate_oere=int(MOST) * 100, values=((5, MOST),))
    with pytest.raises(EntryRefused, match="for stort"):
        add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)


def test_a_what_if_of_such_is_told(town, books) -> None:
    town.substitutes.rates.update(rate_oere=int(MOST) * 100)
    asked = f"hvad=flere&f-category={town.substitutes.pk}&f-quantity={int(MOST)}&f-first=5&f-last=12&aar={YEAR}"
    client = client_of(town, "leader")
    assert client.get(f"{reverse('forecast:what_if', args=[town.north.pk])}?{asked}").status_code in (200, 422)
    posted = dict(one.split("=") for one in asked.split("&"))
    assert client.post(reverse("forecast:what_if_keep", args=[town.north.pk]), posted).status_code == 302
