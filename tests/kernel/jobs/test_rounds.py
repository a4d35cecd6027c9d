"""Rounds: each in its own time, and one that fails leaves the others be."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from chefforum.kernel.jobs import registry
from chefforum.kernel.jobs.management.commands.rounds import run_due
from chefforum.kernel.jobs.registry import Round, register_round

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def runs() -> Iterator[list[tuple[str, dt.datetime]]]:
    """What ran and when; no other rounds than the test's."""
    known = dict(registry._rounds)
    registry._rounds.clear()
    yield []
    registry._rounds.clear()
    registry._rounds.update(known)


def noting(runs, name, every):
    register_round(Round(name=name, every=every, run=lambda at: runs.append((name, at))))


@pytest.mark.django_db
def test_each_runs_at_once_and_then_in_its_own_time(runs, now):
    noting(runs, "often", MINUTE)
    noting(runs, "seldom", 3 * MINUTE)
    run_at: dict[str, dt.datetime] = {}
    for minute in range(4):
        run_due(run_at, at=now + minute * MINUTE)
        run_due(run_at, at=now + minute * MINUTE)
    assert [name for name, _ in runs] == ["often", "seldom", "often", "often", "often", "seldom"]


@pytest.mark.django_db
def test_one_that_fails_is_logged_and_the_others_run(runs, now, caplog):
    def broken(*, at):
        raise ValueError("broken")

    register_round(Round(name="tests.broken", every=MINUTE, run=broken))
    noting(runs, "whole", MINUTE)
    with caplog.at_level(logging.ERROR, logger="chefforum.jobs"):
        run_due({}, at=now)
    assert "tests.broken" in caplog.text
    assert [name for name, _ in runs] == ["whole"]


@pytest.mark.django_db
def test_the_houses_own_rounds_run(caplog):
    """On an empty database with nothing set up: nothing to do is no failure."""
    call_command("rounds", "--once")
    assert {"jobs.prune", "notifications.mail", "notifications.remind"} <= {one.name for one in registry.rounds()}
    assert not caplog.records
