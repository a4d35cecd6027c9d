"""Undo takes back the person's own of the last day, says what, and leaves the plan of closed months."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from chefforum.modules.forecast.queries.undoing import redoable_of, undoable_of
from chefforum.modules.forecast.rules.entries import UNDO_WITHIN
from chefforum.modules.forecast.services.entries import (
    EntryRefused,
    NewEntry,
    Write,
    add_entries,
    redo,
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


LATER = [NOW + dt.timedelta(minutes=minutes) for minutes in range(9)]


def redoable(town, at, who="leader"):
    return redoable_of(actor=town.as_(who), unit_id=town.north.pk, year=YEAR, at=at)


def do_again(town, at, who="leader"):
    return redo(actor=town.as_(who), unit_id=town.north.pk, year=YEAR, batch=redoable(town, at).batch, at=at)


def test_what_is_undone_is_done_again_and_can_be_undone_again(town, entry):
    put(town, entry, cell(entry, 11, 7), at=LATER[1])
    put(town, entry, cell(entry, 12, 8), at=LATER[2])
    assert redoable(town, LATER[2]) is None
    take_back(town, undoable(town, LATER[3]).batch, LATER[3])
    take_back(town, undoable(town, LATER[4]).batch, LATER[4])
    assert redoable(town, LATER[5]).words == "Vikarer: barsel i 3. b, november 7"
    do_again(town, LATER[5])
    assert redoable(town, LATER[6]).words == "Vikarer: barsel i 3. b, december 8"
    do_again(town, LATER[6])
    assert amounts(entry) == {5: 40 * 250_00, 6: 20 * 250_00, 11: 7 * 250_00, 12: 8 * 250_00}
    assert redoable(town, LATER[7]) is None
    take_back(town, undoable(town, LATER[7]).batch, LATER[7])
    assert 12 not in amounts(entry)


def test_a_new_row_comes_back_with_its_months(town, entry):
    take_back(town, undoable(town, LATER[1]).batch, LATER[1])
    assert undoable(town, LATER[2]) is None
    assert redoable(town, LATER[2]).words == "den nye række Vikarer: barsel i 3. b"
    do_again(town, LATER[2])
    entry.refresh_from_db()
    assert entry.removed_at is None
    assert amounts(entry) == {5: 40 * 250_00, 6: 20 * 250_00}


def test_a_row_is_removed_again(town, entry):
    remove_entry(actor=town.leader, entry=entry, at=LATER[1])
    take_back(town, undoable(town, LATER[2]).batch, LATER[2])
    do_again(town, LATER[3])
    entry.refresh_from_db()
    assert entry.removed_at


def test_what_another_wrote_since_stands_and_others_do_nothing_again(town, entry):
    put(town, entry, cell(entry, 11, 7), at=LATER[1])
    take_back(town, undoable(town, LATER[2]).batch, LATER[2])
    batch = redoable(town, LATER[3]).batch
    assert redoable(town, LATER[3], "deputy") is None
    with pytest.raises(EntryRefused, match="ikke noget at gøre om"):
        redo(actor=town.as_("deputy"), unit_id=town.north.pk, year=YEAR, batch=batch, at=LATER[3])
    put(town, entry, cell(entry, 11, 99), who="deputy", at=LATER[3])
    assert redoable(town, LATER[4]) is None
    saved = redo(actor=town.leader, unit_id=town.north.pk, year=YEAR, batch=batch, at=LATER[4])
    assert saved.refused
    assert amounts(entry)[11] == 99 * 250_00


def test_a_day_later_nothing_is_done_again(town, entry):
    put(town, entry, cell(entry, 11, 7), at=LATER[1])
    take_back(town, undoable(town, LATER[2]).batch, LATER[2])
    assert redoable(town, LATER[2] + UNDO_WITHIN + dt.timedelta(seconds=1)) is None


def test_the_page_offers_to_do_it_again_also_on_an_empty_sheet(town):
    client, year = client_of(town, "leader"), timezone.localdate().year
    url = reverse("forecast:entries", args=[town.north.pk])
    add_entries(
        actor=town.leader,
        unit_id=town.north.pk,
        year=year,
        new=[NewEntry(town.substitutes.pk, "barsel", rate_oere=250_00)],
        at=timezone.now(),
    )
    found = client.get(url).context["undoable"]
    undone = client.post(reverse("forecast:entries_undo", args=[town.north.pk]), {"batch": found.batch}, follow=True)
    assert "Gør om: den nye række Vikarer: barsel" in undone.text
    batch = undone.context["redoable"].batch
    again = client.post(reverse("forecast:entries_redo", args=[town.north.pk]), {"batch": batch}, follow=True)
    assert "Det, du fortrød, er gjort om." in again.text
    assert "Gør om:" not in again.text
