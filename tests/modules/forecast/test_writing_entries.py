"""Entries are written cell by cell; every change is kept, and what two write in one place loses nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.modules.forecast.models import Entry, EntryCategory, EntryChange
from chefforum.modules.forecast.queries.entries import history_lines, history_of, sheet_of
from chefforum.modules.forecast.queries.undoing import undoable_of
from chefforum.modules.forecast.queries.units import UnitNotFound
from chefforum.modules.forecast.rules.entries import NotANumber, amount_of, kept, read_cell, value_of, written
from chefforum.modules.forecast.services.entries import (
    EntryRefused,
    NewEntry,
    Write,
    add_entries,
    remove_entry,
    settle,
    undo,
)
from tests.modules.forecast.conftest import NOW, TODAY, YEAR, amounts, cell, newest, put

LATER = NOW + dt.timedelta(minutes=5)


def sheet(town, who="leader", unit=None):
    return sheet_of(actor=town.as_(who), unit_id=(unit or town.north).pk, year=YEAR, on=TODAY)


def test_an_entry_is_quantity_times_rate(town, entry):
    assert amounts(entry) == {5: 40 * 250_00, 6: 20 * 250_00}
    shown = sheet(town)
    assert shown.total_oere == 15_000_00
    assert shown.month_totals[4] == 10_000_00
    assert shown.month_totals[6] is None  # not planned is not nought


def test_income_is_written_without_a_sign_and_counts_against_expense(town, entry):
    new = NewEntry(town.income.pk, "udlejning", values=((5, Decimal("1234.5")),))
    add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)
    shown = sheet(town)
    assert shown.rows[1].cells[4].text == "1.234,50"
    assert shown.month_totals[4] == 10_000_00 - 1_234_50


def test_a_change_says_who_when_before_and_after(town, entry):
    put(town, entry, cell(entry, 5, 63, seen=40))
    change = newest(entry)
    assert (change.before, change.after, change.month, change.person) == ("40.00", "63.00", 5, town.people["leader"])
    lines = history_lines(history_of(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY))
    assert (lines[0].who, lines[0].place) == ("leader", "Vikarer: barsel i 3. b, maj")
    assert (lines[0].before, lines[0].after) == ("40", "63")
    assert Event.objects.filter(action="forecast.write_entries").count() == 2


def test_an_emptied_cell_is_not_planned_and_a_nought_is_planned(town, entry):
    put(town, entry, cell(entry, 5, None, seen=40), cell(entry, 6, 0, seen=20))
    assert amounts(entry) == {6: 0}


def test_two_who_write_in_different_cells_both_get_their_way(town, entry):
    put(town, entry, cell(entry, 5, 50, seen=40))
    saved = put(town, entry, cell(entry, 6, 30, seen=20), who="deputy")
    assert not saved.waiting
    assert amounts(entry) == {5: 50 * 250_00, 6: 30 * 250_00}


def test_two_who_write_in_one_cell_are_both_kept_and_shown(town, entry):
    put(town, entry, cell(entry, 5, 50, seen=40))
    saved = put(town, entry, cell(entry, 5, 60, seen=40), who="deputy")
    assert [change.after for change in saved.waiting] == ["60.00"]
    assert amounts(entry)[5] == 50 * 250_00
    (waiting,) = sheet(town).waiting
    assert (waiting.now, waiting.now_by, waiting.other) == ("50", "leader", "60")


def test_the_one_that_waits_is_kept_once_however_often_it_is_sent(town, entry):
    put(town, entry, cell(entry, 5, 50, seen=40))
    for _ in range(3):
        put(town, entry, cell(entry, 5, 60, seen=40), who="deputy")
    assert len(sheet(town).waiting) == 1


@pytest.mark.parametrize(("takes_it", "hours"), [(True, 60), (False, 50)])
def test_one_of_two_is_chosen_and_both_stay_in_the_history(town, entry, takes_it, hours):
    put(town, entry, cell(entry, 5, 50, seen=40))
    (change,) = put(town, entry, cell(entry, 5, 60, seen=40), who="deputy").waiting
    settle(actor=town.leader, change=change, takes_it=takes_it, at=LATER)
    assert amounts(entry)[5] == hours * 250_00
    assert not sheet(town).waiting
    assert {"50.00", "60.00"} <= set(entry.changes.values_list("after", flat=True))
    with pytest.raises(EntryRefused, match="allerede valgt"):
        settle(actor=town.leader, change=change, takes_it=True, at=LATER)


def test_the_same_text_sent_twice_is_one_change(town, entry):
    for _ in range(2):
        saved = put(town, entry, cell(entry, 5, 50, seen=40))
    assert not saved.applied
    assert not saved.waiting


def test_what_was_written_in_one_go_is_undone_in_one_go(town, entry):
    saved = put(town, entry, cell(entry, 5, 50, seen=40), cell(entry, 6, None, seen=20), cell(entry, 7, 5))
    assert undoable_of(actor=town.leader, unit_id=town.north.pk, year=YEAR, at=LATER).batch == saved.batch
    undo(actor=town.leader, unit_id=town.north.pk, year=YEAR, batch=saved.batch, at=LATER)
    assert amounts(entry) == {5: 40 * 250_00, 6: 20 * 250_00}
    with pytest.raises(EntryRefused):
        undo(actor=town.leader, unit_id=town.north.pk, year=YEAR, batch=saved.batch, at=LATER)


def test_what_another_has_changed_since_is_not_undone(town, entry):
    saved = put(town, entry, cell(entry, 5, 50, seen=40), cell(entry, 6, 30, seen=20))
    put(town, entry, cell(entry, 5, 99, seen=50), who="deputy")
    back = undo(actor=town.leader, unit_id=town.north.pk, year=YEAR, batch=saved.batch, at=LATER)
    assert len(back.refused) == 1
    assert amounts(entry) == {5: 99 * 250_00, 6: 20 * 250_00}


def test_nobody_undoes_what_another_wrote(town, entry):
    saved = put(town, entry, cell(entry, 5, 50, seen=40))
    with pytest.raises(EntryRefused):
        undo(actor=town.as_("deputy"), unit_id=town.north.pk, year=YEAR, batch=saved.batch, at=LATER)


def test_a_row_that_is_removed_is_kept_and_comes_back(town, entry):
    saved = remove_entry(actor=town.leader, entry=entry, at=NOW)
    assert not sheet(town).rows
    refused = put(town, entry, cell(entry, 5, 50, seen=40)).refused
    assert "fjernet" in refused[0][1]
    undo(actor=town.leader, unit_id=town.north.pk, year=YEAR, batch=saved.batch, at=LATER)
    assert sheet(town).total_oere == 15_000_00


def test_another_rate_counts_for_all_months(town, entry):
    put(town, entry, Write(entry.pk, "rate", "30000", "25000"))
    assert amounts(entry) == {5: 40 * 300_00, 6: 20 * 300_00}
    assert sheet(town).rows[0].cells[4].text == "40"


def test_the_words_of_a_row_wait_too_where_two_write(town, entry):
    put(town, entry, Write(entry.pk, "comment", "Fra uge 20", ""))
    saved = put(town, entry, Write(entry.pk, "comment", "Fra uge 22", ""), who="deputy")
    assert len(saved.waiting) == 1
    entry.refresh_from_db()
    assert entry.comment == "Fra uge 20"


def test_a_closed_month_is_refused_and_the_others_are_saved(town, entry, ledger):
    ledger(("2026-03", "5101", "4711", "100,00"), closed=202605)
    saved = put(town, entry, cell(entry, 5, 50, seen=40), cell(entry, 6, 30, seen=20))
    assert [reason for _, reason in saved.refused] == [
        "Måneden er lukket i regnskabet, så planen for den kan ikke ændres."
    ]
    assert amounts(entry) == {5: 40 * 250_00, 6: 30 * 250_00}
    assert sheet(town).rows[0].cells[4].is_closed


@pytest.mark.parametrize(("value", "words"), [(-50, "under 0"), (44_400_000, "højst 100.000"), (100_000, "1 milliard")])
def test_hours_that_cannot_be_meant_are_refused_with_words(town, entry, value, words):
    if words == "1 milliard":
        Entry.objects.update(rate_oere=10_001_00)
    saved = put(town, entry, cell(entry, 7, value), cell(entry, 8, 3))
    assert [one.month for one, _ in saved.refused] == [7]
    assert words in saved.refused[0][1]
    assert set(amounts(entry)) == {5, 6, 8}


def test_kroner_may_be_negative_and_come_to_no_more_than_a_milliard(town):
    def add(value):
        new = NewEntry(town.income.pk, values=((5, Decimal(value)),))
        return add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)[0]

    assert amounts(add(-1_000)) == {5: 1_000_00}
    for absurd in (1_000_000_001, -1_000_000_001):
        with pytest.raises(EntryRefused, match="1 milliard"):
            add(absurd)


def test_a_new_row_is_shown_as_added_and_one_that_came_back_as_on_the_sheet(town, entry):
    saved = remove_entry(actor=town.leader, entry=entry, at=LATER)
    undo(actor=town.leader, unit_id=town.north.pk, year=YEAR, batch=saved.batch, at=LATER)
    lines = history_lines(history_of(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY))
    rows = [(line.before, line.after) for line in lines if line.place.endswith("række")]
    assert rows == [("fjernet", "på arket"), ("på arket", "fjernet"), ("", "tilføjet")]


def test_a_category_out_of_use_takes_no_entries(town):
    EntryCategory.objects.update(is_active=False)
    with pytest.raises(EntryRefused):
        add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[NewEntry(town.substitutes.pk)], at=NOW)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("who", ["controller", "part_controller", "other_leader", "auditor", "admin", "colleague"])
def test_others_than_leaders_of_the_unit_write_nothing(town, entry, who):
    with pytest.raises(AccessDenied):
        put(town, entry, cell(entry, 5, 50, seen=40), who=who)
    assert amounts(entry)[5] == 40 * 250_00


@pytest.mark.parametrize("who", ["leader", "deputy", "substitute", "chief"])
def test_leaders_of_the_unit_and_above_write(town, entry, who):
    put(town, entry, cell(entry, 5, 50, seen=40), who=who)
    assert newest(entry).person == town.people[who]


@pytest.mark.parametrize("who", ["other_leader", "auditor", "admin", "colleague"])
def test_others_do_not_find_the_sheet(town, entry, who):
    with pytest.raises(UnitNotFound):
        sheet(town, who)


@pytest.mark.parametrize("who", ["leader", "substitute", "chief", "controller", "part_controller"])
def test_those_over_the_unit_read_the_sheet(town, entry, who):
    assert sheet(town, who).total_oere == 15_000_00


@pytest.mark.parametrize("text", ["abc", "1.2345", "12,345", "1,234.5", "10 %", "99999999999", "0165"])
def test_what_is_no_number_is_refused_with_words(text):
    with pytest.raises(NotANumber):
        read_cell(text)


@pytest.mark.parametrize(
    ("text", "value"), [("40", 40), ("1.234,5", Decimal("1234.5")), ("−3,25", Decimal("-3.25")), ("250 kr.", 250)]
)
def test_numbers_are_read_the_danish_way(text, value):
    assert read_cell(text) == value


numbers = st.decimals(min_value=-9_999_999, max_value=9_999_999, places=2)


@given(numbers)
def test_what_is_written_is_read_back_the_same(value):
    assert read_cell(written(value)) == value


@given(numbers, st.booleans())
def test_kroner_come_back_from_oere_as_they_were_written(value, is_income):
    amount = amount_of(value=value, rate_oere=None, is_income=is_income)
    assert value_of(quantity=None, amount_oere=amount, is_income=is_income) == value


def test_half_an_oere_is_rounded_away_from_nought():
    assert amount_of(value=Decimal("0.5"), rate_oere=1, is_income=False) == 1
    assert amount_of(value=Decimal("0.5"), rate_oere=1, is_income=True) == -1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.lists(st.tuples(st.integers(1, 12), st.none() | st.integers(0, 500)), max_size=8))
def test_undoing_everything_gives_the_sheet_as_it_was(town, entry, steps):
    before = amounts(entry)
    batches = []
    for month, value in steps:
        row = entry.months.filter(month=month).first()
        seen = row.quantity if row else None
        saved = put(town, entry, cell(entry, month, value, seen=seen))
        if saved.applied:
            batches.append(saved.batch)
    for batch in reversed(batches):
        undo(actor=town.leader, unit_id=town.north.pk, year=YEAR, batch=batch, at=LATER)
    assert amounts(entry) == before
    assert kept(Decimal(40)) == "40.00"


def test_the_history_is_never_shorter(town, entry):
    count = EntryChange.objects.count()
    saved = put(town, entry, cell(entry, 5, 50, seen=40))
    undo(actor=town.leader, unit_id=town.north.pk, year=YEAR, batch=saved.batch, at=LATER)
    assert EntryChange.objects.count() == count + 2


def test_what_was_undone_in_part_does_not_stand_in_the_way_of_what_was_before(town, entry):
    first = put(town, entry, cell(entry, 7, 1))
    saved = put(town, entry, cell(entry, 5, 50, seen=40), cell(entry, 6, 30, seen=20))
    put(town, entry, cell(entry, 5, 99, seen=50), who="deputy")
    undo(actor=town.leader, unit_id=town.north.pk, year=YEAR, batch=saved.batch, at=LATER)
    assert undoable_of(actor=town.leader, unit_id=town.north.pk, year=YEAR, at=LATER).batch == first.batch
