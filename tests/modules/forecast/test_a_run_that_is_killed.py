"""A process that makes a run is killed: before its lines are written, between the lines and the row, and in the row's
transaction. There is no run, or a whole one; the run before is read all the while, and a new one can be made."""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path

import pytest

from chefforum.modules.forecast.models import ForecastRun
from chefforum.modules.forecast.queries.expected import expected_of_units
from chefforum.modules.forecast.queries.runs import stored_lines
from chefforum.modules.forecast.services import running
from tests.beside import killed
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
    killed(PROGRAM, where, folder=tmp_path, lake=lake)
    assert ForecastRun.objects.get() == before
    assert expected_of_units(actor=town.controller, year=YEAR, on=TODAY).total().expected == before.expected_oere
    later = dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=1)
    assert running.sweep_orphan_runs(at=later) == (0 if where == "_put_lines" else 1)
    again = running.run_forecast(actor=town.controller, year=YEAR, at=NOW + dt.timedelta(hours=2), on=TODAY)
    first, second = stored_lines(before), stored_lines(again)
    assert second.expected.sum() == first.expected.sum()
    assert first.expected[first.is_assessed].sum() == before.expected_oere
