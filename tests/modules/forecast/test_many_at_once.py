"""Finance and leaders in the same moment: rounds, numbers put instead, tables and files; on both databases."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from chefforum.kernel.organisation.models import CostCentre
from chefforum.modules.forecast.models import ForecastRun, FrozenFigure, Override, RollOutStep
from chefforum.modules.forecast.queries.expected import expected_of_units
from chefforum.modules.forecast.queries.runs import is_behind, newest_run
from chefforum.modules.forecast.rules.rhythm import RollOut
from chefforum.modules.forecast.rules.rounds import FigurePart, RoundKind
from chefforum.modules.forecast.services import freezing, rounds
from chefforum.modules.forecast.services.categories import CategoryRefused, CategoryWords, keep_category
from chefforum.modules.forecast.services.overrides import set_override
from chefforum.modules.forecast.services.roll_out import note_workshop
from chefforum.modules.forecast.services.rounds import begin_round
from chefforum.modules.forecast.services.running import run_forecast
from chefforum.modules.ledger.lake.mapping import Writing
from chefforum.modules.ledger.models import Account, ColumnMapping, CostCentreMapping, Extract
from chefforum.modules.ledger.queries import closed_through
from chefforum.modules.ledger.rules.words import Table
from chefforum.modules.ledger.services.closing import ReasonMissing, close_through
from chefforum.modules.ledger.services.loading import NOT_LOADED, Choices, load_extract, stage_file
from chefforum.modules.ledger.services.mappings import save_mapping
from chefforum.modules.ledger.services.units import AlreadyMapped, map_cost_centre
from tests.factories import LONG_AGO
from tests.modules.forecast.conftest import NOW, TODAY, YEAR, cell, put
from tests.modules.forecast.test_two_leaders_at_once import at_once
from tests.modules.ledger.conftest import COLUMNS

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_frozen_round_has_one_and_the_same_entries_in_every_figure(town, books, entry, monkeypatch) -> None:
    """Its leader writes while the round is being copied: that comes after, or in all of it."""
    said = {"amount_oere": 9_000_00, "reason": "Ny aftale", "expires": TODAY, "at": NOW, "on": TODAY}
    set_override(actor=town.leader, unit_id=town.north.pk, account="5101", year=YEAR, **said)
    made = begin_round(actor=town.controller, kind=RoundKind.FR1, period=202603, deadline=TODAY, at=NOW, on=TODAY)
    real, writers = rounds.entries_to_freeze, []

    def writes() -> None:
        try:
            put(town, entry, cell(entry, 5, 70, seen=40))
        finally:
            connection.close()

    def reads_after_a_write(*, year: int):
        if not writers:
            writers.append(pool.submit(writes))
            with contextlib.suppress(TimeoutError):  # it waits for the round
                writers[0].result(timeout=1)
        return real(year=year)

    monkeypatch.setattr(rounds, "entries_to_freeze", reads_after_a_write)
    with ThreadPoolExecutor(1) as pool:
        freezing.freeze_with_forecast(actor=town.controller, round_id=made.pk, at=NOW, on=TODAY)
        writers[0].result(timeout=60)
    figures = FrozenFigure.objects.filter(round=made, unit=town.north)
    parts = {part: sum(one.amount_oere or 0 for one in figures.filter(part=part.value)) for part in FigurePart}
    summed = (FigurePart.ACTUAL, FigurePart.FIXED_PAY, FigurePart.REST, FigurePart.OVERRIDE, FigurePart.ENTRIES)
    assert sum(parts[part] for part in summed) == parts[FigurePart.EXPECTED]


def test_two_numbers_put_on_a_line_at_once_stand_one_after_the_other(town, books) -> None:
    def puts(who: str, amount: int):
        return set_override(
            actor=town.as_(who),
            unit_id=town.north.pk,
            account="4020",
            year=YEAR,
            amount_oere=amount,
            reason="Ny aftale",
            expires=TODAY,
            at=NOW,
            on=TODAY,
        )

    at_once(*(lambda who=who, n=n: puts(who, n) for n, who in enumerate(("leader", "deputy", "chief"), 1)))
    assert Override.objects.count() == 3
    assert Override.objects.filter(ended_at=None).count() == 1


def test_two_runs_at_once_are_two_runs_that_say_the_same(town, books) -> None:
    first, second = at_once(*[lambda: run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)] * 2)
    assert ForecastRun.objects.count() == 2
    assert (first.expected_oere, first.lines) == (second.expected_oere, second.lines)
    assert expected_of_units(actor=town.controller, year=YEAR, on=TODAY).total().expected == first.expected_oere


def test_a_unit_is_noted_once(town) -> None:
    def note():
        return note_workshop(
            actor=town.controller, unit_ids=[town.north.pk], kind=RollOut.STARTED, date=TODAY, at=NOW, on=TODAY
        )

    at_once(note, note, note)
    assert RollOutStep.objects.count() == 1


def test_a_category_is_made_once(town) -> None:
    words = CategoryWords("kurser", "Kurser", "", False, False, ())

    def keep():
        try:
            return keep_category(actor=town.controller, words=words, at=NOW, on=TODAY)
        except CategoryRefused as refusal:
            return refusal

    answers = at_once(keep, keep, keep)
    assert sum(isinstance(answer, CategoryRefused) for answer in answers) == 2


def test_a_cost_centre_is_mapped_once(town) -> None:
    def maps(unit):
        try:
            return map_cost_centre(actor=town.controller, at=NOW, code="9999", unit_id=unit.pk, valid_from=LONG_AGO)
        except AlreadyMapped as refusal:
            return refusal

    answers = at_once(*(lambda unit=unit: maps(unit) for unit in (town.north, town.south, town.park)))
    assert sum(isinstance(answer, AlreadyMapped) for answer in answers) == 2
    assert CostCentreMapping.objects.count() == 1


def test_versions_of_a_mapping_come_one_after_the_other(town) -> None:
    def save(head: str):
        columns = COLUMNS | {"text": head}
        return save_mapping(
            actor=town.controller, at=NOW, source_system="Nyt", table=Table.POSTINGS, columns=columns, writing=Writing()
        )

    at_once(*(lambda head=head: save(head) for head in ("Tekst", "Bemærkning", "Navn")))
    assert sorted(ColumnMapping.objects.values_list("version", flat=True)) == [1, 2, 3]


def test_to_open_what_another_has_just_closed_takes_a_reason(town) -> None:
    close_through(actor=town.controller, at=NOW, period=202601)

    def close(period: int):
        try:
            return close_through(actor=town.controller, at=NOW, period=period)
        except ReasonMissing as refusal:
            return refusal

    at_once(lambda: close(202603), lambda: close(202602))
    assert closed_through() == 202603


def test_two_files_at_once_are_both_there_or_told_of_and_no_account_is_made_twice(town, file) -> None:
    staged = []
    for number, system in enumerate(("Økonomi", "Løn", "Økonomi")):
        mapping = save_mapping(
            actor=town.controller,
            at=NOW,
            source_system=system,
            table=Table.POSTINGS,
            columns=COLUMNS,
            writing=Writing(),
        )
        path = file(f"{number}.csv", [(number, 1, "15-01-2026", "4020", "4711", "10,00", "")])
        said = {"path": path, "file_name": path.name, "mapping": mapping, "choices": Choices()}
        staged.append(stage_file(actor=town.controller, at=NOW, **said).extract_id)

    def load(extract_id: str):
        try:
            return load_extract(actor=town.controller, at=NOW, extract_id=extract_id, choices=Choices())
        except NOT_LOADED as refusal:
            return refusal

    answers = at_once(*(lambda one=one: load(one) for one in staged))
    loaded = [answer for answer in answers if isinstance(answer, Extract)]
    assert loaded
    assert {answer.pk for answer in loaded} == set(Extract.objects.values_list("pk", flat=True))
    assert Account.objects.filter(code="4020").count() == 1


@pytest.mark.parametrize("how", ["mapped", "of the organisation"])
def test_a_run_is_behind_once_a_code_is_another_units(town, books, how: str) -> None:
    run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    assert not is_behind(newest_run(year=YEAR), year=YEAR, on=TODAY)
    if how == "mapped":
        map_cost_centre(actor=town.controller, at=NOW, code="9999", unit_id=town.park.pk, valid_from=LONG_AGO)
    else:
        CostCentre.objects.filter(code="4712").update(unit=town.park)
    assert is_behind(newest_run(year=YEAR), year=YEAR, on=TODAY)
