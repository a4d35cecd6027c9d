"""The forecast of everything is made and kept with its day: first the lines in the lake, then the row that knows them.

Whatever dies at whatever moment, a run is there or it is not; files that no row knows are swept away later.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pyarrow as pa
from django.conf import settings
from django.db import transaction
from pyarrow import parquet

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.services import start_job
from chefforum.kernel.lake import storage
from chefforum.modules.ledger.queries import closed_through, loaded_now

from ..models import ForecastRun
from ..queries.expected import Expected, reckoned_now
from ..queries.runs import basis_now, is_behind, monthly, newest_run, table_of, usual_to_keep
from ..queries.units import require_keeper
from ..rules.running import METHOD_VERSION, NothingClosed

FOLDER = "forecasts"
RUN_JOB = "forecast.run"
SWEEP_AFTER = dt.timedelta(hours=6)
STEPS = 3
Tell = Callable[[int, int | None, str], None]


def untold(done: int, total: int | None, words: str) -> None:
    """Nobody listens."""


def order_run(*, actor: Actor, year: int, at: dt.datetime, on: dt.date, is_queued: bool = True) -> Job:
    """A run as a job. Raises AccessDenied for others than finance."""
    require_keeper(actor=actor, on=on)
    return start_job(
        actor=actor, at=at, run=RUN_JOB, title=f"Prognose for {year}", arguments={"year": year}, is_queued=is_queued
    )


def run_forecast(*, actor: Actor, year: int, at: dt.datetime, on: dt.date, tell: Tell = untold) -> ForecastRun:
    """Makes the year's forecast of every line and keeps it. Raises AccessDenied for others than finance, NothingClosed,
    MissingFile."""
    require_keeper(actor=actor, on=on)
    tell(0, STEPS, "Beregner alle konti")
    # Asked first: what is loaded while the lines are reckoned makes the run one that is behind.
    extracts, basis = loaded_now(), basis_now(year=year, on=on)
    found = reckoned_now(year=year, on=on)
    tell(1, STEPS, "Gemmer linjerne")
    run_id = uuid4()
    name, sha256 = _put_lines(run_id, found)
    tell(2, STEPS, "Gør prognosen kendt")
    file = _File(run_id, name, sha256)
    made = _make_known(found, file=file, basis=basis, extracts=extracts, actor=actor, at=at, on=on)
    tell(STEPS, STEPS, "Færdig")
    return made


@dataclass(frozen=True)
class _File:
    run_id: UUID
    name: str
    sha256: str


def _put_lines(run_id: UUID, found: Expected) -> tuple[str, str]:
    """The file's name in the lake and its SHA-256."""
    overrides = np.array([line in found.overrides for line in range(len(found))], dtype=bool)
    table = table_of(
        found.system,
        columns={
            "months": monthly(found.parts.fixed_pay + found.parts.rest + found.parts.entries),
            "entries": found.parts.entries.sum(axis=1),
            "override": pa.array(found.parts.override, mask=~overrides),
            "expected": found.parts.expected,
            "assessed": found.parts.is_assessed,
            "made_by": found.made_by,
        },
    )
    table = table.replace_schema_metadata({"periods": str(list(found.system.periods))})
    name = f"{FOLDER}/municipality={settings.MUNICIPALITY_CODE}/year={found.year}/{run_id}.parquet"
    with storage.working_folder() as place:
        path: Path = place / "run.parquet"
        # Only the codes repeat: a dictionary of amounts would be larger than the amounts.
        parquet.write_table(table, path, compression="zstd", use_dictionary=["unit", "account", "line_class"])
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        storage.put(path, name)
    return name, sha256


@transaction.atomic
def _make_known(
    found: Expected,
    *,
    file: _File,
    basis: str,
    extracts: tuple[UUID, ...],
    actor: Actor,
    at: dt.datetime,
    on: dt.date,
) -> ForecastRun:
    total = found.total()
    made = ForecastRun.objects.create(
        id=file.run_id,
        year=found.year,
        made_on=on,
        made_at=at,
        made_by_id=actor.person_id,
        closed_through=found.closed_through,
        extracts=[str(one) for one in extracts],
        made_from=basis,
        method_version=METHOD_VERSION,
        usual=usual_to_keep(found.system.forecast.intervals.usual),
        file=file.name,
        sha256=file.sha256,
        lines=len(found),
        lines_not_assessed=total.not_assessed,
        budget_oere=total.budget,
        actual_oere=total.actual,
        expected_oere=total.expected,
    )
    data = {"year": made.year, "closed_through": made.closed_through, "lines": made.lines}
    record(actor=actor, at=at, action="forecast.run", object_kind="forecast_run", object_id=made.pk, data=data)
    return made


def run_where_due(*, at: dt.datetime, on: dt.date) -> int:
    """The round's: makes the forecasts that are of another day, or of another ledger than is loaded now; how many.

    Where two servers do so at once there are two runs of the day that say the same, which harms nobody.
    """
    made = 0
    for year in years_to_run(on=on):
        newest = newest_run(year=year)
        is_over = newest is not None and newest.closed_through == year * 100 + 12
        if is_behind(newest, year=year, on=on) or (not is_over and newest is not None and newest.made_on < on):
            try:
                run_forecast(actor=Actor.command_line(), year=year, at=at, on=on)
            except NothingClosed:
                continue
            made += 1
    return made


def years_to_run(*, on: dt.date) -> tuple[int, ...]:
    """This year and the year before it, those of them that the ledger is closed far enough for."""
    closed = closed_through()
    return tuple(year for year in (on.year - 1, on.year) if closed is not None and (year - 1) * 100 + 12 <= closed)


def sweep_orphan_runs(*, at: dt.datetime) -> int:
    """Removes files of runs that no row knows and that nobody is writing any more; how many."""
    known = set(ForecastRun.objects.values_list("file", flat=True))
    oldest = (at - SWEEP_AFTER).timestamp()
    orphans = [name for name in storage.names_below(FOLDER) if name not in known and storage.written_at(name) < oldest]
    for name in orphans:
        storage.delete(name)
    return len(orphans)
