"""What a year's costs are held against: headcounts and price indices, as people write them and as Statistics Denmark's
StatBank hands them out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from chefforum.calc.cells import Cell, as_text

from .volumes import NumberStyle, VolumeWrong, number_in

EMPLOYEES, FTE, PCS, CITIZENS = "employees", "fte", "pcs", "citizens"
MEASURE_NAMES = {EMPLOYEES: "Medarbejdere", FTE: "Årsværk", PCS: "Pc'er", CITIZENS: "Borgere"}
INDEX_HEADS = {
    "indeks": "name",
    "navn": "name",
    "index": "name",
    "prisindeks": "name",
    "år": "year",
    "year": "year",
    "tid": "year",
    "værdi": "value",
    "value": "value",
    "indhold": "value",
    "kilde": "source",
    "source": "source",
}
INDEX_COLUMNS = {"name": "Indeks", "year": "År", "value": "Værdi", "source": "Kilde"}
_TIME = re.compile(r"(?P<year>\d{4})(?:[MK](?P<period>\d{1,2}))?")
MONTHS = range(1, 13)


@dataclass(frozen=True)
class IndexRow:
    line: int
    name: str
    year: int
    value: Decimal
    source: str


@dataclass(frozen=True)
class IndexRows:
    rows: tuple[IndexRow, ...]
    problems: tuple[tuple[int, str], ...]


def read_indices(
    lines: Sequence[tuple[int, dict[str, Cell]]], *, usual_name: str = "", usual_source: str = ""
) -> IndexRows:
    """A line is a year, or a month as StatBank writes it ("2025M01"): a year is the mean of all its twelve months, and
    a year of fewer is told and left out. A name or a source that the file lacks is the usual one."""
    months: dict[tuple[str, int], dict[int, tuple[int, Decimal]]] = defaultdict(dict)
    rows, problems, sources = [], [], {}
    for line, said in lines:
        try:
            name, year, period, value = _index_line(said, usual_name)
        except VolumeWrong as wrong:
            problems.append((line, str(wrong)))
            continue
        sources[name] = as_text(said.get("source")) or usual_source
        if not sources[name]:
            problems.append((line, "Kilden mangler."))
        elif period is None:
            rows.append(IndexRow(line, name, year, value, sources[name]))
        else:
            months[name, year][period] = (line, value)
    for (name, year), found in sorted(months.items()):
        line = min(number for number, _ in found.values())
        if set(found) != set(MONTHS):
            problems.append((line, f"{name} {year} har {len(found)} af 12 måneder og er ikke taget med."))
            continue
        mean = sum((value for _, value in found.values()), Decimal(0)) / 12
        rows.append(IndexRow(line, name, year, mean.quantize(Decimal("0.0001"), ROUND_HALF_UP), sources[name]))
    return IndexRows(tuple(rows), tuple(sorted(problems)))


def _index_line(said: dict[str, Cell], usual_name: str) -> tuple[str, int, int | None, Decimal]:
    name = as_text(said.get("name")) or usual_name
    if not name or len(name) > 100:
        raise VolumeWrong("Skriv, hvad indekset hedder, med højst 100 tegn.")
    time = _TIME.fullmatch(as_text(said.get("year")))
    period = int(time["period"]) if time and time["period"] else None
    if time is None or (period is not None and (period not in MONTHS or "K" in time.group())):
        raise VolumeWrong(f"“{as_text(said.get('year'))[:20]}” er hverken et år eller en måned som 2025M01.")
    # An index is written with few digits, and never with a mark between thousands.
    text = as_text(said.get("value")).replace(",", ".")
    value = number_in(text, NumberStyle.ENGLISH)
    if value is None or value <= 0 or value >= 100_000:
        raise VolumeWrong("Indekset mangler, eller er ikke over 0.")
    return name, int(time["year"]), period, value
