"""Forecasts are made anew where the ledger has changed, and files that no run knows are swept away."""

from __future__ import annotations

import datetime as dt

from chefforum.kernel.jobs.registry import Round, register_round

from ..jobs import run_round, sweep_round


def register() -> None:
    register_round(Round(name="forecast.run", every=dt.timedelta(minutes=10), run=run_round))
    register_round(Round(name="forecast.orphans", every=dt.timedelta(hours=6), run=sweep_round))
