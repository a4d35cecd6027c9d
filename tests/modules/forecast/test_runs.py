"""A forecast is kept with its day, whole or not at all; and one unit reckoned alone says what the run of all says."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.lake.storage import MissingFile
from chefforum.modules.forecast import jobs
from chefforum.modules.forecast.cards import area_standing
from chefforum.modules.forecast.models import ForecastRun, FrozenFigure
from chefforum.modules.forecast.queries.expected import expected_of_unit, expected_of_units
from chefforum.modules.forecast.queries.figures import sum_of
from chefforum.modules.forecast.queries.runs import is_behind, newest_run, stored_lines
from chefforum.modules.forecast.rules.rounds import FigurePart, RoundKind
from chefforum.modules.forecast.services import running
from chefforum.modules.forecast.services.freezing import freeze_with_forecast
from chefforum.modules.forecast.services.rounds import begin_round
from chefforum.modules.ledger.queries import loaded_now
from chefforum.modules.ledger.services.withdrawing import restore_extract, withdraw_extract
from tests.modules.forecast.conftest import NOW, TODAY, YEAR, cell, of, put

pytestmark = pytest.mark.django_db


def run(town, who: str = "controller", at: dt.datetime = NOW) -> ForecastRun:
    return running.run_forecast(actor=town.as_(who), year=YEAR, at=at, on=at.date())


def test_a_run_keeps_every_line_and_its_sums_with_the_day(town, books, whole_entry) -> None:
    made = run(town)
    assert (made.made_on, made.closed_through, made.lines, made.lines_not_assessed) == (TODAY, 202603, 4, 0)
    assert made.expected_oere == 15_000_00 + 60 * 250_00
    assert stored_lines(made).expected.sum() == made.expected_oere
    assert len(made.extracts) == 1


@pytest.mark.parametrize("who", ["leader", "chief", "part_controller", "auditor", "admin"])
def test_only_finance_makes_a_run(town, books, who) -> None:
    with pytest.raises(AccessDenied):
        run(town, who)
    assert not ForecastRun.objects.exists()


def test_one_unit_alone_has_the_numbers_and_intervals_that_it_has_among_all(town, books, entry) -> None:
    run(town)
    alone = expected_of_unit(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)
    among = expected_of_units(actor=town.controller, year=YEAR, on=TODAY)
    assert among.made_on == TODAY
    for account in ("4020", "5101"):
        assert of(alone, account).sum == of(among, account, town.north.pk).sum
        assert alone.why(of(alone, account).number) == among.why(of(among, account, town.north.pk).number)
    assert alone.total() == among.by_unit()[town.north.pk]


def test_what_a_leader_enters_after_the_run_counts_at_once(town, books, entry) -> None:
    run(town)
    put(town, entry, cell(entry, 7, 10))
    found = expected_of_units(actor=town.as_("chief"), year=YEAR, on=TODAY)
    assert of(found, "5101").sum.entries == 70 * 250_00


def test_each_sees_of_a_stored_run_what_is_theirs(town, books) -> None:
    run(town)
    seen = {
        who: expected_of_units(actor=town.as_(who), year=YEAR, on=TODAY).total().expected
        for who in ("controller", "chief", "other_leader", "colleague", "auditor")
    }
    assert seen == {
        "controller": 13_800_00,  # without Nordskolen's substitutes, which nobody has assessed
        "chief": 13_200_00,
        "other_leader": 1_200_00,
        "colleague": None,
        "auditor": None,
    }


def test_a_run_is_behind_when_an_extract_is_withdrawn_after_it(town, books) -> None:
    made = run(town)
    extract_id = loaded_now()[0]
    withdraw_extract(actor=town.controller, at=NOW, extract_id=extract_id, reason="Forkert fil")
    assert is_behind(made, year=YEAR, on=TODAY)
    restore_extract(actor=town.controller, at=NOW, extract_id=extract_id)
    assert not is_behind(made, year=YEAR, on=TODAY)


def test_a_run_is_behind_when_something_is_loaded_after_it(town, books, file, load) -> None:
    made = run(town)
    assert not is_behind(made, year=YEAR, on=TODAY)
    load(file("more.csv", [(9, 1, "15-03-2026", "4020", "4711", "5,00", "for sent")]))
    assert is_behind(made, year=YEAR, on=TODAY)


def test_the_round_makes_a_run_a_day_and_one_when_the_ledger_has_changed(town, books, file, load) -> None:
    assert jobs.run_round(at=NOW) == 2  # 2025, which is over, and 2026
    assert jobs.run_round(at=NOW) == 0
    load(file("more.csv", [(9, 1, "15-03-2026", "4020", "4711", "5,00", "for sent")]))
    assert jobs.run_round(at=NOW + dt.timedelta(hours=1)) == 2
    assert jobs.run_round(at=NOW + dt.timedelta(days=1)) == 1


def test_what_dies_between_the_lines_and_the_row_leaves_no_run(town, books, lake, monkeypatch) -> None:
    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "_make_known", dies)
    with pytest.raises(KeyboardInterrupt):
        run(town)
    assert newest_run(year=YEAR) is None
    assert len(list(lake.glob("forecasts/**/*.parquet"))) == 1
    assert running.sweep_orphan_runs(at=dt.datetime.now(tz=dt.UTC)) == 0
    assert running.sweep_orphan_runs(at=dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=1)) == 1
    monkeypatch.undo()
    made = run(town)
    assert running.sweep_orphan_runs(at=dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=1)) == 0
    assert stored_lines(made).expected.size == 4


def test_a_file_that_is_gone_is_told_of_and_no_number_is_shown(town, books, lake) -> None:
    made = run(town)
    (lake / made.file).unlink()
    with pytest.raises(MissingFile):
        expected_of_units(actor=town.controller, year=YEAR, on=TODAY)
    assert area_standing(actor=town.controller, on=TODAY) is None
    assert sum_of(actor=town.controller, code=town.schools.code, year=YEAR, on=TODAY).startswith("En fil mangler")


def test_the_start_page_has_the_sum_and_what_is_furthest(town, books, budget) -> None:
    budget(("4020", "4711", "10000,00"), ("4020", "4712", "600,00"))
    assert area_standing(actor=town.controller, on=TODAY) is None  # nothing is stored yet
    run(town)
    card = area_standing(actor=town.as_("chief"), on=TODAY)
    assert [row.text for row in card.rows] == [
        "I alt 2.600 kr. over",
        "3 af 3 mangler at vurdere marts 2026",
        "Nordskolen: 2.000 kr. over",
        "Sydskolen: 600 kr. over",
    ]
    assert card.rows[0].meta == "1 konto er ikke vurderet endnu og ikke med i det forventede."
    alone = area_standing(actor=town.leader, on=TODAY).rows[0]  # who leads one unit reads where it ends
    assert alone.text.startswith("I ender 2026 ca. 2.000 kr. over budgettet")
    assert "5101" in alone.meta


def test_the_job_says_how_far_it_is_and_ends_on_the_page(town, books, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        running.order_run(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    job = Job.objects.get()
    assert (job.state, job.error) == ("done", "")
    assert job.result["lines"] == 4


def test_a_frozen_round_keeps_every_part_of_each_unit(town, books, whole_entry) -> None:
    made = begin_round(actor=town.controller, kind=RoundKind.FR1, period=202603, deadline=TODAY, at=NOW, on=TODAY)
    frozen = freeze_with_forecast(actor=town.controller, round_id=made.pk, at=NOW, on=TODAY)
    assert frozen.run == newest_run(year=YEAR)
    of_north = dict(FrozenFigure.objects.filter(unit=town.north).values_list("part", "amount_oere"))
    assert of_north[FigurePart.EXPECTED] == 13_200_00 + 60 * 250_00
    assert of_north[FigurePart.ACTUAL] == 4_200_00
    assert of_north[FigurePart.BUDGET] is None


def test_the_house_sees_all(town, books) -> None:
    assert expected_of_units(actor=Actor.command_line(), year=YEAR, on=TODAY).total().expected == 13_800_00


@given(data=st.data())
def test_sums_over_any_parting_of_the_lines_are_exact(data) -> None:
    from tests.modules.forecast.made_up import made_up

    lines = data.draw(st.integers(1, 30))
    found = made_up(data.draw(st.integers(0, 2**31)), lines=lines)
    groups = np.array(data.draw(st.lists(st.integers(-1, 4), min_size=lines, max_size=lines)))
    sums = found.sums(groups, count=5)
    each = list(found.lines())
    for number, one in enumerate(sums):
        inside = [line.sum for line in each if groups[line.number] == number]
        parts = one.actual + one.fixed_pay + one.rest + one.entries + one.override
        assert (one.expected or 0) + one.known_not_assessed == parts
        for name in ("not_assessed", "spent_not_assessed", "known_not_assessed"):
            assert getattr(one, name) == sum(getattr(line, name) for line in inside)
        for name in ("expected", "budget", "budget_assessed", "budget_not_assessed"):
            known = [getattr(line, name) for line in inside if getattr(line, name) is not None]
            assert getattr(one, name) == (sum(known) if known else None), name
    for line in each:
        part = line.sum
        parts = part.actual + part.fixed_pay + part.rest + part.entries + part.override
        assert (part.expected or 0) + part.known_not_assessed == parts
