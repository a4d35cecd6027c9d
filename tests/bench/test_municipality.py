"""The benchmark of a whole municipality can be run, on a small one: everything that it names is measured, and all the
engines sum every cell alike."""

from __future__ import annotations

import pytest

from bench import contestants as who
from bench import municipality

MISSING = "{} er ikke installeret. Hent det med: scripts/bootstrap bench"


@pytest.mark.timeout(1200)
def test_a_small_municipality_is_measured_and_all_engines_agree():
    for package in ("pandas", "polars", "statsforecast"):
        pytest.importorskip(package, reason=MISSING.format(package))
    figures = municipality.measured("small", [1], rounds=1)
    one = figures["1 x"]
    assert one["postings"] > one["cells"] > 0  # it would have ended, had the engines not agreed
    names = {*who.PEERS, *who.WHOLE, *who.AFTER_AN_ENTRY}
    assert set(one["seconds"]) == set(one["peak_mb"]) == names
    assert all(seconds > 0 for seconds in one["seconds"].values())
    told = municipality.table(figures)
    assert all(goal["what"] in told for goal in figures["goals"])
    assert all(name in told for name in names)


def test_engines_that_sum_differently_end_it():
    check = {"agree": {"DuckDB": True, "pandas": False}, "sums": {"DuckDB": 1, "pandas": 1}, "cells": 1}
    with pytest.raises(SystemExit, match="do not agree"):
        municipality._agreed(check, 1)


def test_a_goal_that_is_not_met_is_said_and_ends_nothing():
    names = [*who.PEERS, *who.WHOLE, *who.AFTER_AN_ENTRY]
    size = {
        "seconds": dict.fromkeys(names, 1.0),
        "peak_mb": dict.fromkeys(names, 500),
        "loaded": {"postings": {"s": 10.0, "peak_mb": 1200}},
    }
    methods = {"our Theta": 1.0, "our default with its past errors": 1.0, "statsforecast Theta": 25.0}
    found = {
        goal["what"]: goal["met"]
        for goal in municipality.goals({"1 x": size, "4 x": size, "methods": {"seconds": methods}}, [1, 4])
    }
    assert found[f"{who.FORECAST} / DuckDB's raw scan and grouping"]
    assert not found[f"{who.UNIT} / DuckDB's raw scan and grouping"]
    assert not found["pandas / our cube"]
    assert not found["memory of loading, 4 x, MB"]
    assert found["4 x the postings: loading takes so many times as long"]
    assert found["statsforecast's Theta / our Theta, the same lines"]
