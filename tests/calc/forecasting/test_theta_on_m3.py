"""Theta on the 1,428 monthly series of the M3 competition, beside what was published."""

from __future__ import annotations

import csv
import gzip

import numpy as np

from chefforum.calc.forecasting.accuracy import mase, smape
from chefforum.calc.forecasting.theta import theta

HORIZON = 18


def test_theta_is_as_good_as_the_published_one(shared) -> None:
    """Published: sMAPE 13.89, MASE 0.858 (recomputed from the released forecasts)."""
    series: dict[str, dict[str, list[float]]] = {}
    with gzip.open(shared("data/finance/m3/m3_monthly_long.csv.gz"), "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            parts = series.setdefault(row["unique_id"], {"train": [], "test": []})
            parts["train" if row["part"] == "train" else "test"].append(float(row["y"]))
    assert len(series) == 1428
    longest = max(len(parts["train"]) for parts in series.values())
    history = np.full((len(series), longest), np.nan)
    for line, parts in zip(history, series.values(), strict=True):
        line[longest - len(parts["train"]) :] = parts["train"]
    truth = np.array([parts["test"] for parts in series.values()])
    forecast = theta(history, horizon=HORIZON)
    assert smape(forecast, truth).mean() <= 14.0
    assert mase(forecast, truth, history=history).mean() <= 0.87
