"""A process that makes a run is killed: before its lines are written, between the lines and the row, and in the row's
transaction. There is no run, or a whole one; the run before is read all the while, and a new one can be made."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from django.db import connection

from chefforum.modules.forecast.models import ForecastRun
from chefforum.modules.forecast.queries.expected import expected_of_units
from chefforum.modules.forecast.queries.runs import stored_lines
from chefforum.modules.forecast.services import running
from tests.modules.forecast.conftest import NOW, TODAY, YEAR

pytestmark = pytest.mark.django_db(transaction=True)
PROGRAM = textwrap.dedent("""
    import datetime as dt, sys, time
    from pathlib import Path

    import django

    django.setup()
    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.forecast.services import running

    def stops(*_, **__):
        Path(sys.argv[1]).touch()
        time.sleep(60)

    setattr(running, sys.argv[2], stops)
    at = dt.datetime(2026, 4, 2, 10, 0, tzinfo=dt.UTC)
    running.run_forecast(actor=Actor.command_line(), year=2026, at=at, on=at.date())
""")


@pytest.mark.parametrize("where", ["_put_lines", "_make_known", "record"])
def test_a_kill_leaves_no_run_or_a_whole_one(town, books, lake: Path, tmp_path: Path, where: str) -> None:
    before = running.run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    _killed(tmp_path, lake, where)
    assert ForecastRun.objects.get() == before
    assert expected_of_units(actor=town.controller, year=YEAR, on=TODAY).total().expected == before.expected_oere
    later = dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=1)
    assert running.sweep_orphan_runs(at=later) == (0 if where == "_put_lines" else 1)
    again = running.run_forecast(actor=town.controller, year=YEAR, at=NOW + dt.timedelta(hours=2), on=TODAY)
    first, second = stored_lines(before), stored_lines(again)
    assert second.expected.sum() == first.expected.sum()
    assert first.expected[first.is_assessed].sum() == before.expected_oere


def _killed(folder: Path, lake: Path, where: str) -> None:
    mark, words = folder / "half-way", folder / "words"
    with words.open("w") as told:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(mark), where],
            env={**os.environ, **_settings(folder, lake)},
            stderr=told,
        )
    try:
        end = time.monotonic() + 60
        while not mark.exists():
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"the process did not come half-way: {words.read_text()}")
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _settings(folder: Path, lake: Path) -> dict[str, str]:
    """Where a process of its own finds settings with the tests' database and lake in them."""
    parts = {key: value for key, value in connection.settings_dict.items() if key != "TEST"}
    parts["NAME"] = str(parts["NAME"])
    text = (
        f"from chefforum.project.settings_test import *\n\nDATABASES = {{'default': {parts!r}}}\n"
        f"STORAGES['lake']['OPTIONS'] = {{'location': {str(lake)!r}}}\n"
    )
    (folder / "settings_of_the_other.py").write_text(text)
    return {"DJANGO_SETTINGS_MODULE": "settings_of_the_other", "PYTHONPATH": str(folder)}
