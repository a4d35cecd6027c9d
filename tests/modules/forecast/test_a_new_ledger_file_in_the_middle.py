"""A new ledger file, or a month that is closed, while a leader writes: what is planned stays as it was written."""

from __future__ import annotations

import pytest

from chefforum.modules.forecast.queries.planning import plan_and_came
from chefforum.modules.forecast.services.entries import EntryRefused, NewEntry, add_entries, settle, undo
from chefforum.modules.ledger.services.closing import close_through
from tests.modules.forecast.conftest import NOW, TODAY, YEAR, amounts, cell, put


def test_what_is_planned_stays_when_postings_come_and_a_month_is_closed(town, entry, ledger, file, load):
    put(town, entry, cell(entry, 3, 10))
    ledger(("2026-03", "5101", "4711", "3000,00"))
    put(town, entry, cell(entry, 5, 50, seen=40))
    late = [(900, 1, "20-03-2026", "5101", "4711", "-500,00", "kreditnota")]
    load(file("late.csv", late))
    assert amounts(entry) == {3: 10 * 250_00, 5: 50 * 250_00, 6: 20 * 250_00}
    seen = plan_and_came(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)
    march = seen.categories[0].months[2]
    assert (march.planned_oere, march.actual_oere) == (2_500_00, 2_500_00)


def test_what_was_being_written_in_a_month_that_was_closed_meanwhile_is_told_and_the_rest_is_saved(town, entry, ledger):
    ledger(("2026-03", "5101", "4711", "3000,00"))
    close_through(actor=town.controller, at=NOW, period=202605)
    saved = put(town, entry, cell(entry, 5, 99, seen=40), cell(entry, 7, 5))
    assert [one.month for one, _ in saved.refused] == [5]
    assert amounts(entry) == {5: 40 * 250_00, 6: 20 * 250_00, 7: 5 * 250_00}


def test_nothing_reaches_a_closed_month_by_undoing_choosing_or_adding(town, entry, ledger):
    written = put(town, entry, cell(entry, 5, 50, seen=40), cell(entry, 6, 30, seen=20))
    (waiting,) = put(town, entry, cell(entry, 5, 60, seen=40), who="deputy").waiting
    ledger(("2026-03", "5101", "4711", "3000,00"), closed=202605)
    back = undo(actor=town.leader, unit_id=town.north.pk, year=YEAR, batch=written.batch, at=NOW)
    assert [one.month for one, _ in back.refused] == [5]
    with pytest.raises(EntryRefused, match="lukket"):
        settle(actor=town.leader, change=waiting, takes_it=True, at=NOW)
    settle(actor=town.leader, change=waiting, takes_it=False, at=NOW)
    new = NewEntry(town.substitutes.pk, values=((5, 1),))
    with pytest.raises(EntryRefused, match="lukket"):
        add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)
    assert amounts(entry) == {5: 50 * 250_00, 6: 20 * 250_00}
