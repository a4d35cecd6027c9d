"""Placements of Lindeby's three last years: as many as demo/placements/ says, invented, the same every time.

A course is known as it stands on a day: what has not come yet is not told. A year is this one, the last, or before.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar

from chefforum.modules.placements.rules.kinds import (
    END_REASON_NAMES,
    EXIT_TYPE_NAMES,
    KIND_NAMES,
    SECTOR_NAMES,
    TARGET_GROUP_NAMES,
    EndReason,
    ExitType,
    PlacementKind,
    Sector,
    TargetGroup,
)
from chefforum.modules.placements.rules.outcomes import months_after
from chefforum.modules.placements.rules.placement_rows import COLUMNS

Word = TypeVar("Word")

YEARS = ("forrige år", "sidste år", "i år")
MONTHS_AFTER = 3
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
KINDS = {name: kind for kind, name in KIND_NAMES.items()}
SECTORS = {name: sector for sector, name in SECTOR_NAMES.items()}
# How many weeks one of the kind lasts, and how often.
WEEKS = {
    PlacementKind.WAGE_SUBSIDY: ((13, 17, 26), (6, 2, 2)),
    PlacementKind.UTILITY: ((8, 13), (1, 2)),
    PlacementKind.PAID_HOURS: ((13, 26), (1, 1)),
}
SHORT, LONG = ((4,), (1,)), ((4, 8, 13), (4, 4, 2))
HOURS = {PlacementKind.INTERNSHIP: (20, 25, 30, 37), PlacementKind.WAGE_SUBSIDY: (37,), PlacementKind.UTILITY: (20, 30)}
GROUPS = {
    TargetGroup.UNEMPLOYMENT_BENEFIT: 34,
    TargetGroup.CASH_BENEFIT_JOB_READY: 22,
    TargetGroup.CASH_BENEFIT_OTHER: 18,
    TargetGroup.EDUCATION_BENEFIT: 10,
    TargetGroup.SICKNESS_BENEFIT: 8,
    TargetGroup.RESOURCE_COURSE: 5,
    TargetGroup.INTRODUCTION: 3,
}
FOUR_WEEKS = (TargetGroup.UNEMPLOYMENT_BENEFIT, TargetGroup.CASH_BENEFIT_JOB_READY)
CUT_SHORT = {EndReason.BROKEN_OFF_BY_CITIZEN: 5, EndReason.ILLNESS: 4, EndReason.BROKEN_OFF_BY_WORKPLACE: 2}
WAYS_OUT = {
    ExitType.JOB: 58,
    ExitType.EDUCATION: 16,
    ExitType.OTHER_BENEFIT: 12,
    ExitType.FLEX_JOB: 5,
    ExitType.MOVED: 4,
    ExitType.RETIRED: 3,
    ExitType.OTHER: 2,
}
# How many of a year go on into the next, so that a year's endings come to what demo/placements/effekt.csv says.
GO_ON = {
    (PlacementKind.INTERNSHIP, 0): 21,
    (PlacementKind.INTERNSHIP, 1): 12,
    (PlacementKind.WAGE_SUBSIDY, 0): 8,
    (PlacementKind.WAGE_SUBSIDY, 1): 9,
    (PlacementKind.UTILITY, 0): 6,
    (PlacementKind.UTILITY, 1): 5,
}
HEADS = tuple(COLUMNS.values())[1:]  # the number of our own is drawn


@dataclass
class Course:
    """A placement from beginning to end. `unit` is "" outside the municipality."""

    number: str
    kind: PlacementKind
    sector: Sector
    unit: str
    job_type: str
    group: TargetGroup
    starts: dt.date
    ends: dt.date
    ended: dt.date
    reason: EndReason
    hours: int
    exit: ExitType | None = None
    closed: dt.date | None = None
    as_of: dt.date | None = None

    def cells(self, on: dt.date, *, p_numbers: dict[str, str], emails: dict[str, str]) -> list[str]:
        """The line of the employment system's file, as it says on the day."""
        has_ended = self.ended <= on
        is_told = self.as_of is not None and self.as_of <= on
        return [
            self.number,
            KIND_NAMES[self.kind],
            SECTOR_NAMES[self.sector],
            self.unit,
            p_numbers.get(self.unit, ""),
            self.job_type,
            TARGET_GROUP_NAMES[self.group],
            _day(self.starts),
            _day(self.ends),
            _day(self.ended) if has_ended else "",
            END_REASON_NAMES[self.reason] if has_ended else "",
            str(self.hours),
            emails.get(self.unit[:3], ""),
            EXIT_TYPE_NAMES[self.exit] if self.exit and is_told else "",
            _day(self.closed) if self.closed and is_told else "",
            _day(self.as_of) if self.as_of and is_told else "",
        ]


def courses(*, folder: Path, year: int) -> list[Course]:
    """Those of the year and the two before, by first day."""
    made = [
        course
        for number, words in enumerate(YEARS)
        for course in _of_year(folder, year=year - 2 + number, column=words, place=number)
    ]
    _tell_outcomes(folder, made, year)
    return sorted(made, key=lambda one: (one.starts, one.number))


def file_of(made: Iterable[Course], *, on: dt.date, p_numbers: dict[str, str], emails: dict[str, str]) -> bytes:
    """The file as it is taken out on the day: those that have begun."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(HEADS)
    writer.writerows(one.cells(on, p_numbers=p_numbers, emails=emails) for one in made if one.starts <= on)
    return text.getvalue().encode()


def _of_year(folder: Path, *, year: int, column: str, place: int) -> Iterator[Course]:
    asked: list[tuple[PlacementKind, Sector, str, str]] = []
    for row in rows_of(folder / "antal.csv"):
        for kind, name in KIND_NAMES.items():
            count = int(row[f"{name.lower()} {column}"])
            asked += [(kind, Sector.MUNICIPAL, row["enhedskode"], row["stillingstype"])] * count
    for row in rows_of(folder / "udenfor.csv"):
        asked += [(KINDS[row["type"]], SECTORS[row["hvor"]], "", "")] * int(row[column])
    random = Random(f"Lindeby {column}")  # noqa: S311 - invented on purpose, and the same every time
    random.shuffle(asked)
    left = {kind: GO_ON.get((kind, place), 0) for kind in PlacementKind}
    for number, (kind, sector, unit, job_type) in enumerate(asked, 1):
        goes_on = sector is Sector.MUNICIPAL and left[kind] > 0
        left[kind] -= goes_on
        yield _course(
            random,
            f"FAS-{year % 100}-{number:04}",
            kind,
            sector,
            unit,
            job_type,
            year=year,
            goes_on=None if place == 2 or (kind, place) not in GO_ON else goes_on,
        )


def _course(
    random: Random,
    number: str,
    kind: PlacementKind,
    sector: Sector,
    unit: str,
    job_type: str,
    *,
    year: int,
    goes_on: bool | None,
) -> Course:
    """One that goes on into the next year, or that does not; None: as it comes."""
    group = _one_of(random, GROUPS)
    lengths, often = WEEKS.get(kind, SHORT if group in FOUR_WEEKS else LONG)
    if goes_on is False:  # There must be time for it in the year.
        lengths, often = lengths[:2], often[:2]
    [weeks] = random.choices(lengths, often)
    first, last = _monday(dt.date(year, 1, 2)), dt.date(year, 12, 20)
    if goes_on:  # The last day is the Friday of the last week.
        first = _monday(dt.date(year + 1, 1, 4) - WEEK * weeks)
    elif goes_on is False:
        last = dt.date(year, 12, 30) - WEEK * weeks
    starts = _start(random, first, last)
    ends = starts + WEEK * weeks - 3 * DAY
    ended, reason = ends, EndReason.AS_PLANNED
    if not goes_on and random.random() < 0.14:
        ended = starts + DAY * random.randrange(4, max(6, (ends - starts).days - 4))
        reason = EndReason.HIRED if random.random() < 0.3 else _one_of(random, CUT_SHORT)
    hours = random.choice(HOURS.get(kind, (10, 15, 20)))
    return Course(number, kind, sector, unit, job_type, group, starts, ends, ended, reason, hours)


def _start(random: Random, first: dt.date, last: dt.date) -> dt.date:
    """A Monday from the first, which is one, seldom in the holidays."""
    while True:
        day = first + WEEK * random.randrange((last - first).days // 7 + 1)
        if day.month != 7 or random.random() < 0.35:
            return day


def _monday(day: dt.date) -> dt.date:
    """The day, or the Monday after."""
    return day + DAY * (-day.weekday() % 7)


def _tell_outcomes(folder: Path, made: Sequence[Course], year: int) -> None:
    """What came of those that end in each year: as many closed and missing as the file says."""
    ended: dict[tuple[PlacementKind, Sector, int], list[Course]] = defaultdict(list)
    for one in made:
        ended[one.kind, one.sector, one.ended.year].append(one)
    for row in rows_of(folder / "effekt.csv"):
        kind, sector = KINDS[row["type"]], SECTORS[row["hvor"]]
        for place, words in enumerate(YEARS[:2]):
            group = ended[kind, sector, year - 2 + place]
            _tell(group, int(row[f"lukket {words}"]), int(row[f"mangler {words}"]), f"{kind} {sector} {words}")
        group = ended[kind, sector, year]
        missing = len(group) * int(row["procent mangler i år"]) // 100
        closed = (len(group) - missing) * int(row["procent i år"]) // 100
        _tell(group, closed, missing, f"{kind} {sector}")


def _tell(group: Sequence[Course], closed: int, missing: int, seed: str) -> None:
    random = Random(seed)  # noqa: S311 - invented on purpose, and the same every time
    mixed = sorted(group, key=lambda one: (one.starts, one.number))
    random.shuffle(mixed)
    for place, one in enumerate(mixed[missing:]):
        due = months_after(one.ended, MONTHS_AFTER)
        one.as_of = months_after(due.replace(day=1), 1) + DAY * 4  # the data come in the month after
        one.exit = ExitType.ON_BENEFIT
        if place < closed:
            one.exit = ExitType.JOB if one.reason is EndReason.HIRED else _one_of(random, WAYS_OUT)
            one.closed = one.ended + DAY * int((due - one.ended).days * random.random() ** 1.4)


def rows_of(file: Path) -> Iterator[dict[str, str]]:
    """The lines of one of the demo's files by its heads."""
    with file.open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened, delimiter=";")


def _one_of(random: Random, often: Mapping[Word, int]) -> Word:
    [found] = random.choices(list(often), list(often.values()))
    return found


def _day(day: dt.date) -> str:
    return f"{day:%d-%m-%Y}"
