"""Two who write on one sheet in the same moment: one holds, the other waits, nothing is lost; on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from chefforum.modules.forecast.models import EntryChange
from chefforum.modules.forecast.queries.entries import sheet_of
from chefforum.modules.forecast.rules.rounds import RoundKind
from chefforum.modules.forecast.services.entries import NewEntry, add_entries, undo
from chefforum.modules.forecast.services.rounds import RoundRefused, begin_round, freeze_round
from tests.modules.forecast.conftest import NOW, TODAY, YEAR, amounts, cell, put

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """What each work answered, or the refusal that it raised."""
    barrier = Barrier(len(works))

    def run(work):
        try:
            barrier.wait(timeout=20)
            return work()
        except (RoundRefused, ValueError) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result(timeout=120) for done in [pool.submit(run, work) for work in works]]


def test_one_holds_and_the_other_waits(town, entry):
    answers = at_once(
        lambda: put(town, entry, cell(entry, 5, 50, seen=40)),
        lambda: put(town, entry, cell(entry, 5, 60, seen=40), who="deputy"),
    )
    assert sorted(len(saved.applied) for saved in answers) == [0, 1]
    assert sorted(len(saved.waiting) for saved in answers) == [0, 1]
    (waiting,) = sheet_of(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY).waiting
    assert {waiting.now, waiting.other} == {"50", "60"}


def test_cells_beside_each_other_are_all_saved(town, entry):
    works = [
        lambda month=month, who=who: put(town, entry, cell(entry, month, month), who=who)
        for month, who in ((7, "leader"), (8, "deputy"), (9, "chief"), (10, "substitute"))
    ]
    assert all(len(saved.applied) == 1 for saved in at_once(*works))
    assert amounts(entry) == {5: 40 * 250_00, 6: 20 * 250_00} | {month: month * 250_00 for month in (7, 8, 9, 10)}


def test_the_first_number_in_an_empty_cell_is_written_once(town, entry):
    answers = at_once(*(lambda who=who: put(town, entry, cell(entry, 9, 7), who=who) for who in ("leader", "deputy")))
    assert sum(len(saved.applied) for saved in answers) == 1  # the other wrote the same: there is nothing to choose
    assert amounts(entry)[9] == 7 * 250_00


def test_rows_that_come_at_once_all_stand(town):
    new = NewEntry(town.substitutes.pk)
    works = [
        lambda who=who: add_entries(actor=town.as_(who), unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)
        for who in ("leader", "deputy", "chief")
    ]
    made = [entries[0] for entries in at_once(*works)]
    assert sorted(entry.position for entry in made) == [0, 1, 2]


def test_an_undo_and_a_write_at_once_lose_nothing(town, entry):
    saved = put(town, entry, cell(entry, 5, 50, seen=40))
    at_once(
        lambda: undo(actor=town.leader, unit_id=town.north.pk, year=YEAR, batch=saved.batch, at=NOW),
        lambda: put(town, entry, cell(entry, 5, 60, seen=50), who="deputy"),
    )
    kept = set(EntryChange.objects.filter(entry=entry, month=5).values_list("after", flat=True))
    assert {"40.00", "50.00", "60.00"} <= kept or amounts(entry)[5] == 60 * 250_00


def test_a_round_is_frozen_once(town, entry):
    made = begin_round(actor=town.controller, kind=RoundKind.FR1, period=202603, deadline=TODAY, at=NOW, on=TODAY)
    works = [lambda: freeze_round(actor=town.controller, round_id=made.pk, at=NOW, on=TODAY)] * 2
    assert sum(isinstance(answer, RoundRefused) for answer in at_once(*works)) == 1
    assert made.figures.count() == 2  # of the category, and what is left of the year
