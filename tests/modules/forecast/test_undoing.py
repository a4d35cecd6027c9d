"""Undo takes back the person's own of the last day, says what, and leaves the plan of closed months."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from chefforum.modules.forecast.queries.undoing import undoable_of
from chefforum.modules.forecast.rules.entries import UNDO_WITHIN
from chefforum.modules.forecast.services.entries import (
    EntryRefused,
    NewEntry,
    Write,
    add_entries,
    remove_entry,
    undo,
)
from tests.modules.forecast.conftest import NOW, YEAR, amounts, cell, newest, put
from tests.modules.forecast.test_long_sheets import client_of

MONTHS_AFTER = NOW + dt.timedelta(days=60)


def undoable(town, at=NOW, who="leader"):
    return undoable_of(actor=town.as_(who), unit_id=town.north.pk, year=YEAR, at=at)


def take_back(town, batch, at=NOW):
    return undo(actor=town.leader, unit_id=town.north.pk, year=YEAR, batch=batch, at=at)


def test_after_what_was_pasted_the_rows_of_months_ago_are_not_taken(town, entry):
    made = newest(entry).batch
    pasted = put(town, entry, cell(entry, 7, 1), cell(entry, 8, 2), at=MONTHS_AFTER)
    assert undoable(town, MONTHS_AFTER).words == "2 felter"
    take_back(town, pasted.batch, MONTHS_AFTER)
    assert undoable(town, MONTHS_AFTER) is None
    with pytest.raises(EntryRefused, match="ikke noget at fortryde"):
        take_back(town, made, MONTHS_AFTER)
    assert amounts(entry) == {5: 40 * 250_00, 6: 20 * 250_00}


def test_a_day_is_the_last_that_is_reached(town, entry):
    assert undoable(town, NOW + UNDO_WITHIN)
    assert undoable(town, NOW + UNDO_WITHIN + dt.timedelta(seconds=1)) is None


def test_what_it_takes_is_named(town, entry):
    assert undoable(town).words == "den nye række Vikarer: barsel i 3. b"
    put(town, entry, cell(entry, 11, Decimal("1234.5")))
    assert undoable(town).words == "Vikarer: barsel i 3. b, november 1.234,50"
    put(town, entry, cell(entry, 11, None, seen=Decimal("1234.5")))
    assert undoable(town).words == "Vikarer: barsel i 3. b, november tømt"
    put(town, entry, Write(entry.pk, "comment", "Lang forklaring", ""))
    assert undoable(town).words == "Vikarer: barsel i 3. b, bemærkning"
    remove_entry(actor=town.leader, entry=entry, at=NOW)
    assert undoable(town).words == "at Vikarer: barsel i 3. b blev fjernet"


def test_new_rows_are_counted(town):
    new = [NewEntry(town.substitutes.pk, str(number), values=((5, Decimal(1)),)) for number in range(4)]
    add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=new, at=NOW)
    assert undoable(town).words == "4 nye rækker"


def test_a_new_row_whose_months_are_closed_meanwhile_stays_whole(town, entry, ledger):
    made = newest(entry).batch
    ledger(("2026-03", "5101", "4711", "1,00"), closed=202605)
    assert undoable(town) is None
    assert len(take_back(town, made).refused) == 3
    entry.refresh_from_db()
    assert entry.removed_at is None
    assert amounts(entry) == {5: 40 * 250_00, 6: 20 * 250_00}


def test_a_rate_that_counts_in_closed_months_is_not_taken_back(town, entry, ledger):
    saved = put(town, entry, Write(entry.pk, "rate", "30000", "25000"))
    ledger(("2026-03", "5101", "4711", "1,00"), closed=202605)
    assert take_back(town, saved.batch).refused
    assert amounts(entry)[5] == 40 * 300_00


def test_a_new_row_that_another_has_written_in_stays(town, entry):
    made = newest(entry).batch
    put(town, entry, cell(entry, 7, 3), who="deputy")
    assert undoable(town) is None
    take_back(town, made)
    assert amounts(entry) == {5: 40 * 250_00, 6: 20 * 250_00, 7: 3 * 250_00}


def test_the_page_says_what_is_taken_and_offers_nothing_where_there_is_nothing(town, entry, monkeypatch):
    client, address = client_of(town, "leader"), reverse("forecast:entries", args=[town.north.pk])
    old = client.get(f"{address}?aar={YEAR}").content.decode()
    assert "disabled data-undo" in old
    assert "Fortryd: " not in old
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    fresh = client_of(town, "leader").get(f"{address}?aar={YEAR}").content.decode()
    assert "Fortryd: den nye række Vikarer: barsel i 3. b" in fresh
    assert "disabled data-undo" not in fresh
