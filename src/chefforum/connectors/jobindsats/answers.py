"""What an answer says: areas, periods, groups and measures, with what is missing told from nought."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from chefforum.calc.danish_numbers import danish_number

from .errors import NoFigures, StrangeAnswer

Value: TypeAlias = str | int | float | Decimal | None

AREA_LABELS = frozenset({"area", "område"})
AREA_LABELS_3 = AREA_LABELS | {"kommune", "kommuner"}  # version 3 names the column after the hierarchy asked for
PERIOD_LABELS = frozenset({"periode", "period"})
PERIOD = re.compile(r"\d{4}(?:M(?:0[1-9]|1[0-2])|Q[1-4]|H[12]|Y(?:01)?|[QY]MAT(?:0[1-9]|1[0-2]))")
MISSING = frozenset({"", "-", "–", "—", "−", ".", "..", "...", "…"})
_POINTED = re.compile(r"-?\d+\.\d+")
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+")
MOST, STEP = Decimal(10) ** 12, Decimal("0.0001")
LONGEST = {"area": 100, "group": 200, "measure": 200}
ASK = "Meld det til den, der står for Chefforum: Jobindsats kan have ændret tabellen."


@dataclass(frozen=True, order=True)
class PublicRow:
    """A measure of an area in a period, of a group where the table is parted by some. None: not told."""

    area: str
    period: str
    group: str
    measure: str
    value: Decimal | None


@dataclass(frozen=True)
class Answer:
    """The rows in order, each area, period, group and measure once."""

    rows: tuple[PublicRow, ...]

    @property
    def areas(self) -> int:
        return len({row.area for row in self.rows})

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(sorted({row.period for row in self.rows}))


def periods_of(content: bytes) -> tuple[str, ...]:
    """The periods that a table's description says it has, in order of the codes. Raises StrangeAnswer."""
    first = _first(json_of(content))
    periods = first.get("Period")
    if not isinstance(periods, list) or not all(isinstance(one, str) for one in periods):
        raise StrangeAnswer(f"Beskrivelsen af tabellen siger ikke, hvilke perioder den har. {ASK}")
    return tuple(sorted(set(periods)))


def answer_of(content: bytes, *, dimensions: int = 0) -> Answer:
    """A table's answer as JSON, of version 2 or 3. `dimensions`: how many were asked for, which must be there.

    Raises StrangeAnswer, NoFigures.
    """
    told = json_of(content)
    if isinstance(told, dict) and {"columns", "rows"} & set(told):
        return _answer_3(told, dimensions)
    first = _first(told)
    variables, rows = first.get("Variables"), first.get("Data")
    if not isinstance(variables, list) or not isinstance(rows, list):
        raise StrangeAnswer(f"Svaret mangler “Variables” eller “Data”. {ASK}")
    labels = [one.get("Label") if isinstance(one, dict) else None for one in variables]
    if not labels or not all(isinstance(one, str) and one.strip() for one in labels):
        raise StrangeAnswer(f"Svarets kolonner har ikke alle et navn. {ASK}")
    return answer_of_table([str(one) for one in labels], _rows(rows), dimensions=dimensions)


def _answer_3(told: dict[str, Any], dimensions: int) -> Answer:
    columns, rows = told.get("columns"), told.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list):
        raise StrangeAnswer(f"Svaret mangler “columns” eller “rows”. {ASK}")
    if not columns or not all(isinstance(one, str) and one.strip() for one in columns):
        raise StrangeAnswer(f"Svarets kolonner har ikke alle et navn. {ASK}")
    return answer_of_table(columns, _rows(rows), dimensions=dimensions, area_labels=AREA_LABELS_3)


def _rows(rows: list[Any]) -> list[Any]:
    if not all(isinstance(row, list) for row in rows):
        raise StrangeAnswer(f"Svarets rækker er ikke lister. {ASK}")
    return rows


def answer_of_table(
    labels: Sequence[str],
    rows: Sequence[Sequence[Value]],
    *,
    dimensions: int = 0,
    area_labels: frozenset[str] = AREA_LABELS,
) -> Answer:
    """Labels and rows below them. Raises StrangeAnswer (with the row's number), NoFigures."""
    names = [" ".join(label.split()) for label in labels]
    if len(set(names)) < len(names):
        raise StrangeAnswer(f"To kolonner hedder det samme. {ASK}")
    if not rows:
        raise NoFigures("Jobindsats har ingen tal for det, der blev spurgt om. Vælg en anden tabel eller færre år.")
    for line, row in enumerate(rows, start=1):
        if len(row) != len(names):
            raise StrangeAnswer(f"Rækken har {len(row)} felter, men der er {len(names)} kolonner.", line)
    area, period = _place(names, area_labels, "Område"), _place(names, PERIOD_LABELS, "Periode")
    columns = {place: _column(name, [row[place] for row in rows]) for place, name in enumerate(names)}
    groups = [place for place, values in columns.items() if values is None and place not in (area, period)]
    measures = [place for place, values in columns.items() if values is not None and place not in (area, period)]
    if not measures:
        raise StrangeAnswer(f"Svaret har ingen kolonne med tal. {ASK}")
    if len(groups) < dimensions:
        raise StrangeAnswer(f"Svaret er ikke delt op, som der blev spurgt. {ASK}")
    found: dict[tuple[str, str, str, str], PublicRow] = {}
    for at, row in enumerate(rows):
        where, when = _name(row[area], "area", at + 1), _period(row[period], at + 1)
        group = _name(", ".join(str(row[place]).strip() for place in groups), "group", at + 1) if groups else ""
        for place in measures:
            values = columns[place]
            assert values is not None
            one = PublicRow(where, when, group, _name(names[place], "measure", None), values[at])
            key = (one.area, one.period, one.group, one.measure)
            if key in found:
                raise StrangeAnswer(f"{where}, {when} står to gange med samme opdeling.", at + 1)
            found[key] = one
    return Answer(tuple(found[key] for key in sorted(found)))


def json_of(content: bytes) -> Any:
    """What the text says; a mark of byte order may come first, and numbers keep their digits.

    Raises StrangeAnswer.
    """
    try:
        return json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number)
    except (UnicodeDecodeError, ValueError, RecursionError):
        start = content.lstrip()[:20].lower()
        what = "en webside" if start.startswith((b"<!doctype", b"<html")) else "ikke hel JSON"
        raise StrangeAnswer(f"Det, der kom, er {what} og ikke tal. Intet er gemt. Prøv igen om lidt.") from None


def _no_number(name: str) -> None:
    raise ValueError(name)


def _first(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, list) or not answer or not isinstance(answer[0], dict):
        raise StrangeAnswer(f"Svaret er ikke en liste med en tabel. {ASK}")
    return answer[0]


def _place(names: Sequence[str], known: frozenset[str], what: str) -> int:
    found = [place for place, name in enumerate(names) if name.casefold() in known]
    if len(found) != 1:
        raise StrangeAnswer(f"Svaret skal have én kolonne “{what}”. {ASK}")
    return found[0]


def _column(name: str, cells: Sequence[Value]) -> list[Decimal | None] | None:
    """The numbers of a column of measures; None for one of words. Raises StrangeAnswer where it is some of each."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    has_points = any(_POINTED.fullmatch(text) and not _GROUPED.fullmatch(text) for text in texts)
    if has_points and any(_GROUPED.fullmatch(text) for text in texts):
        raise StrangeAnswer(f"I “{name[:60]}” kan et punktum være både tusinder og decimaler. {ASK}")
    read = [_number(cell, has_points) for cell in cells]
    words = [line for line, one in enumerate(read, start=1) if one is False]
    if not words:
        return [None if one is None else _fitting(Decimal(one), name) for one in read]
    if any(isinstance(one, Decimal) for one in read):
        raise StrangeAnswer(f"“{name[:60]}” er ikke et tal her.", words[0])
    return None


def _number(cell: Value, has_points: bool) -> Decimal | bool | None:
    """None where it is missing, False where it is no number."""
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
        return False
    if not isinstance(cell, str):
        number = Decimal(str(cell))
        return number if number.is_finite() else False
    text = cell.strip()
    if text in MISSING:
        return None
    if has_points and _POINTED.fullmatch(text):
        return Decimal(text)
    found = danish_number(text)
    return False if found is None else found.value


def _fitting(value: Decimal, name: str) -> Decimal:
    if abs(value) >= MOST:
        raise StrangeAnswer(f"Et tal i “{name[:60]}” er for stort. {ASK}")
    return value.quantize(STEP).normalize() + 0


def _name(cell: Value, what: str, line: int | None) -> str:
    text = " ".join(str(cell).split()) if cell is not None else ""
    if not text or len(text) > LONGEST[what]:
        raise StrangeAnswer("Et navn i svaret mangler eller er for langt.", line)
    return text


def _period(cell: Value, line: int) -> str:
    text = str(cell).strip()
    if not PERIOD.fullmatch(text):
        raise StrangeAnswer(f"“{text[:20]}” er ikke en periode som 2026M03, 2026Q1 eller 2026QMAT01.", line)
    return text
