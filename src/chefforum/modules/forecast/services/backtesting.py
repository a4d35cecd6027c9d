"""The same code as the forecast's, run on the municipality's own years that are over; what came out is kept."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db import transaction

from chefforum.calc.forecasting.backtest import Measure, backtest, over_years
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.services import start_job

from ..models import Backtest
from ..queries.backtests import ORIGINS, trial
from ..queries.units import require_keeper
from ..rules.running import METHOD_VERSION
from .running import Tell, untold

BACKTEST_JOB = "forecast.backtest"


def order_backtest(*, actor: Actor, at: dt.datetime, on: dt.date) -> Job:
    """As a job. Raises AccessDenied for others than finance."""
    require_keeper(actor=actor, on=on)
    return start_job(actor=actor, at=at, run=BACKTEST_JOB)


def run_backtest(*, actor: Actor, at: dt.datetime, on: dt.date, tell: Tell = untold) -> Backtest:
    """Every method at every origin of every whole year, a year at a time. Raises AccessDenied for others than finance,
    NothingClosed, MissingFile."""
    require_keeper(actor=actor, on=on)
    tell(0, None, "Henter posteringerne")
    tried = trial(on=on)
    years = range(tried.first_period // 100 + 1, tried.last_period // 100 + 1)
    measures: list[Measure] = []
    for done, year in enumerate(years):
        tell(done, len(years), f"Afprøver på {year}")
        measures += backtest(
            tried.history,
            first_period=tried.first_period,
            classes=tried.classes,
            units=tried.units,
            origins=ORIGINS,
            years=[year],
        )
    tell(len(years), len(years), "Færdig")
    return _keep(measures, tried.first_period, tried.last_period, actor=actor, at=at)


@transaction.atomic
def _keep(measures: list[Measure], first: int, last: int, *, actor: Actor, at: dt.datetime) -> Backtest:
    made = Backtest.objects.create(
        made_at=at,
        made_by_id=actor.person_id,
        first_period=first,
        last_period=last,
        method_version=METHOD_VERSION,
        measures=[dataclasses.asdict(one) for one in over_years(measures)],
    )
    data = {"first_period": first, "last_period": last}
    record(actor=actor, at=at, action="forecast.backtest", object_kind="backtest", object_id=made.pk, data=data)
    return made
