"""Public figures for Lindeby and for neighbours that do not exist either, as a saved answer of Jobindsats would be.

No number is anybody's: levels stand in demo/placements/jobindsats.csv, the rest is drawn, and the same every time. The
country's are invented too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from math import cos, pi
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from .courses import rows_of
from .importing import bring_in_content

# How long after a period its figures come, and how many periods there are.
MONTHS_LATE, MONTHS, QUARTERS = 2, 30, 10
FULL_TIME, SWING, NOISE = {"PTVC01": 0.43, "Y01A02": 0.81}, 0.07, 0.025
WORK_FORCE = "i pct. af arbejdsstyrken 16-66 år"
AFTER = "Efterfølgende beskæftigelse"
# Of a hundred that ended: in the same firm, in another of the trade, in another trade; the others are in no job.
IN_JOB = {"Privat virksomhedspraktik": (17, 5, 14), "Offentlig virksomhedspraktik": (6, 4, 13)}
FULL_OF_THOSE = 0.78  # how much of full time those in a job work
SMALL = 60  # below it a figure is missing now and then
MEASURES = {
    "PTVC01": ("Antal aktiverede", "Antal fuldtidsaktiverede", f"Fuldtidsaktiverede {WORK_FORCE}"),
    "Y01A02": ("Antal personer", "Antal fuldtidspersoner", f"Fuldtidspersoner {WORK_FORCE}"),
    "Y14D03": (
        "Antal afsluttede forløb",
        f"{AFTER}: I samme virksomhed",
        f"{AFTER}: I anden virksomhed i samme branche",
        f"{AFTER}: I anden virksomhed i anden branche",
        f"{AFTER}: Ingen beskæftigelse",
        "Gennemsnitlig beskæftigelsesgrad",
    ),
}
GROUP_HEADS = {"PTVC01": ["Ydelsesgrupper"], "Y01A02": [], "Y14D03": ["Virksomhedsrettede tilbud"]}


def load(*, folder: Path, at: dt.datetime) -> None:
    """Each table by the import that people use. Raises DemoIsIncomplete."""
    for table, rows in groupby(rows_of(folder / "jobindsats.csv"), key=itemgetter("tabel")):
        content = answer(table, rows, on=timezone.localdate(at))
        bring_in_content("placements.jobindsats", f"jobindsats-{table.lower()}.json", content, {"table": table}, at=at)


def answer(table: str, rows: Iterator[Mapping[str, str]], *, on: dt.date) -> bytes:
    """What would have been saved on the day."""
    periods = _quarters(on) if table == "Y14D03" else _months(on)
    data = [line for row in rows for line in _lines(table, row, periods)]
    heads = ["Område", "Periode", *GROUP_HEADS[table], *MEASURES[table]]
    return json.dumps({"columns": heads, "rows": data}, ensure_ascii=False).encode()


def _lines(table: str, row: Mapping[str, str], periods: list[tuple[str, float]]) -> Iterator[list[Any]]:
    random = Random("/".join((table, row["område"], row["gruppe"])))  # noqa: S311 - invented, the same every time
    level, trend = int(row["antal"]), int(row["udvikling i procent om året"]) / 100
    now = periods[-1][1]
    for period, year in periods:
        wave = 1 + SWING * cos(2 * pi * (year % 1)) + random.gauss(0, NOISE)
        number = round(level * (1 + trend) ** (year - now) * wave)
        group = [row["gruppe"]] if GROUP_HEADS[table] else []
        is_missing = level < SMALL and table == "PTVC01" and random.random() < 0.1
        told = ["-"] * len(MEASURES[table]) if is_missing else _measures(table, row, number, random)
        yield [row["område"], period, *group, *told]


def _measures(table: str, row: Mapping[str, str], number: int, random: Random) -> list[Any]:
    if table == "Y14D03":
        shares = [share + random.uniform(-2, 2) for share in IN_JOB[row["gruppe"]]]
        in_job = [round(number * share / 100) for share in shares]
        degree = FULL_OF_THOSE * 100 * sum(in_job) / max(number, 1)
        return [number, *in_job, number - sum(in_job), _written(degree, 1)]
    full_time = round(number * FULL_TIME[table])
    return [number, full_time, _written(100 * full_time / int(row["arbejdsstyrke"]), 2)]


def _written(number: float, decimals: int) -> str:
    return f"{number:.{decimals}f}".replace(".", ",")


def _months(on: dt.date) -> list[tuple[str, float]]:
    """Codes, and each as a number of years, oldest first."""
    last = on.year * 12 + on.month - 1 - MONTHS_LATE
    return [(f"{one // 12}M{one % 12 + 1:02}", one / 12) for one in range(last - MONTHS + 1, last + 1)]


def _quarters(on: dt.date) -> list[tuple[str, float]]:
    last = (on.year * 12 + on.month - 1 - MONTHS_LATE) // 3 - 1
    return [(f"{one // 4}Q{one % 4 + 1}", one / 4) for one in range(last - QUARTERS + 1, last + 1)]
