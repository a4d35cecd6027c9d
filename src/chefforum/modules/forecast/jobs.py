"""Long work of the forecast: the run of everything, and the methods tried on years that are over."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.jobs.registry import JobFailed, JobResult, Progress, job
from chefforum.kernel.lake.storage import MissingFile

from .rules.running import NothingClosed
from .services.backtesting import BACKTEST_JOB, run_backtest
from .services.running import RUN_JOB, run_forecast, run_where_due, sweep_orphan_runs


@job(RUN_JOB, title="Prognose for hele kommunen")
def run(*, actor: Actor, at: dt.datetime, progress: Progress, year: int) -> JobResult:
    try:
        made = run_forecast(actor=actor, year=year, at=at, on=timezone.localdate(at), tell=progress.report)
    except (NothingClosed, MissingFile) as refusal:
        raise JobFailed(f"{refusal} Den seneste prognose gælder stadig.") from refusal
    return JobResult(
        url=f"{reverse('forecast:whole')}?aar={year}",
        data={"run": str(made.pk), "lines": made.lines, "expected_oere": made.expected_oere},
    )


@job(BACKTEST_JOB, title="Afprøvning af metoder")
def backtest(*, actor: Actor, at: dt.datetime, progress: Progress) -> JobResult:
    try:
        run_backtest(actor=actor, at=at, on=timezone.localdate(at), tell=progress.report)
    except (NothingClosed, MissingFile) as refusal:
        raise JobFailed(str(refusal)) from refusal
    return JobResult(url=reverse("forecast:backtest"))


def run_round(*, at: dt.datetime) -> int:
    """Every few minutes: forecasts that are behind are made anew."""
    return run_where_due(at=at, on=timezone.localdate(at))


def sweep_round(*, at: dt.datetime) -> int:
    return sweep_orphan_runs(at=at)
