"""Files of Statistics Denmark's StatBank: CSV and BULK (semicolons or tabs), and JSON-stat (the older and the newer),
of two tables; and what StatBank answers instead, where it hands nothing out.

What a figure is of stands in the columns beside area and time. Where they leave more than one figure for an area and a
year, none of them is guessed: the file is refused with the column that must be narrowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any

from chefforum.calc.cells import Cell, as_text

FUNCTION = "6.45.52"
COST, COST_EACH, CITIZENS = "it_cost", "it_cost_per_citizen", "citizens"
MEASURE_NAMES = {
    COST: "Fælles it og telefoni, kr.",
    COST_EACH: "Fælles it og telefoni pr. borger, kr.",
    CITIZENS: "Borgere",
}
TABLES = {
    "REGK31": f"REGK31: kommunernes regnskaber, funktion {FUNCTION} Fælles it og telefoni",
    "FOLK1A": "FOLK1A: borgere den 1. januar (1. kvartal)",
}
_AREA = ("OMRÅDE", "KOMK", "KOMMUNE", "REGION")
_TIME = re.compile(r"(\d{4})(?:K([1-4])|Q([1-4]))?")
_NOTHING = ("", "..", ".", "-", "…")
# Groups of three after a point are thousands as people write them and decimals as programs do: nobody can say which.
_THOUSANDS_OR_DECIMALS = re.compile(r"-?\d{1,3}(\.\d{3})+")
# By StatBank's errorTypeCode: what it means and what to do.
ANSWERS = {
    "REQUEST-LIMIT": "Der er bedt om mere end 1.000.000 tal på én gang. Vælg færre kommuner, år eller værdier, eller "
    "hent som BULK.",
    "EXTRACT-NOTALLOWED": "Et valg mangler: som BULK skal der vælges værdier af alle variable.",
    "EXTRACT-NOTFOUND": "Tabellen, en variabel eller en værdi findes ikke. Se efter, om den er skrevet rigtigt.",
    "REQUEST-NOTFOUND": "Noget mangler i det, der blev bedt om, fx tabel eller format.",
    "REQUEST-EMPTY": "Det, der blev bedt om, kunne Statistikbanken ikke læse.",
}


class NotStatBank(ValueError):
    """The file cannot be read as a table of StatBank's; the text says why, and what to do."""


@dataclass(frozen=True)
class Row:
    line: int
    measure: str
    area: str
    year: int
    value: Decimal


@dataclass(frozen=True)
class Rows:
    rows: tuple[Row, ...]
    problems: tuple[tuple[int, str], ...]
    missing: int  # figures that the source itself does not give
    unit: str


def read_statbank(table: Sequence[Sequence[Cell]], *, name: str) -> Rows:
    """Of a table with heads first, of one of TABLES. Raises NotStatBank."""
    if not table:
        raise NotStatBank("Filen er tom.")
    heads = [as_text(cell).upper() for cell in table[0]]
    area, time, value = _column(heads, _AREA), _column(heads, ("TID",)), _column(heads, ("INDHOLD", "VALUE"))
    rest = [place for place in range(len(heads)) if place not in (area, time, value)]
    lines = [(number, list(row) + [None] * (len(heads) - len(row))) for number, row in enumerate(table[1:], start=2)]
    lines = [(number, row) for number, row in lines if any(as_text(cell) for cell in row)]
    if name == "REGK31":
        lines = _of_function(lines, rest)
    unit = _unit(lines, rest) if name == "REGK31" else "antal"
    measure = {"REGK31": COST_EACH if unit == "kr. pr. borger" else COST}.get(name, CITIZENS)
    rows: dict[tuple[str, int], tuple[Row, list[Cell]]] = {}
    problems: list[tuple[int, str]] = []
    missing = 0
    for number, cells in lines:
        when = _TIME.fullmatch(as_text(cells[time]).upper())
        if when is None:
            problems.append((number, f"“{as_text(cells[time])[:20]}” er hverken et år eller et kvartal som 2025K1."))
            continue
        if (when[2] or when[3] or "1") != "1":
            continue
        text = as_text(cells[value])
        if text in _NOTHING:
            missing += 1
            continue
        if isinstance(cells[value], str) and _THOUSANDS_OR_DECIMALS.fullmatch(text):
            problems.append((number, f"“{text[:30]}” kan både være tusinder og decimaler. Hent filen uden punktummer."))
            continue
        try:
            said = Decimal(text.replace(",", "."))
        except InvalidOperation:
            problems.append((number, f"“{text[:30]}” er ikke et tal."))
            continue
        if as_text(cells[area]).isdigit():
            raise NotStatBank(
                "Områderne står som koder. Hent igen med “Tekst” eller “Kode og tekst”, så kommunerne kan kendes."
            )
        key = _area(as_text(cells[area])), int(when[1])
        if key in rows:
            _more_than_one(heads, rest, rows[key][1], cells, key)
        rows[key] = (Row(number, measure, *key, said * (1000 if unit == "1.000 kr." else 1)), cells)
    return Rows(tuple(row for row, _ in rows.values()), tuple(problems), missing, unit)


def _column(heads: Sequence[str], names: Sequence[str]) -> int:
    for name in names:
        if name in heads:
            return heads.index(name)
    raise NotStatBank(
        f"Filen har ingen kolonne {names[0]}. Hent tabellen i Statistikbanken som “CSV med overskrift” eller JSON-stat."
    )


def _of_function(lines: list[tuple[int, list[Cell]]], rest: Sequence[int]) -> list[tuple[int, list[Cell]]]:
    """Those of the function, where a column says which; raises NotStatBank where none does."""
    wanted = re.compile(rf"(^|\D){re.escape(FUNCTION)}(\D|$)|^0?64552$")
    for place in rest:
        found = [(number, row) for number, row in lines if wanted.search(as_text(row[place]))]
        if found:
            return found
    raise NotStatBank(f"Filen har ingen tal for funktion {FUNCTION}. Vælg den i Statistikbanken, og hent igen.")


def _unit(lines: Sequence[tuple[int, list[Cell]]], rest: Sequence[int]) -> str:
    said = {as_text(row[place]).casefold() for _, row in lines for place in rest}
    each = {one for one in said if "pr. indbygger" in one}
    thousands = {one for one in said if "1.000 kr" in one or "1000 kr" in one}
    if each and thousands:
        raise NotStatBank("Filen har både 1.000 kr. og kr. pr. indbygger. Hent den ene.")
    return "kr. pr. borger" if each else "1.000 kr."


def _area(text: str) -> str:
    """Without its code and the word Kommune: "101 Lindeby Kommune" is Lindeby."""
    name = re.sub(r"^\d{2,4}\s+", "", text)
    return re.sub(r"\s+kommune$", "", name, flags=re.IGNORECASE)


def _more_than_one(
    heads: Sequence[str], rest: Sequence[int], first: Sequence[Cell], other: Sequence[Cell], key: tuple[str, int]
) -> None:
    """Raises NotStatBank."""
    apart = [heads[place] for place in rest if as_text(first[place]) != as_text(other[place])]
    column = apart[0] if apart else "TID"
    raise NotStatBank(
        f"{key[0]} {key[1]} står flere gange, og kolonnen {column} skiller dem. Vælg én værdi (helst i alt) i "
        "Statistikbanken, og hent igen."
    )


def area_of(name: str) -> str:
    """As areas are kept: for finding a municipality's own."""
    return _area(name)


def answer_in_place_of_figures(found: Mapping[str, Any]) -> str:
    """What StatBank answered with, in words, where it handed nothing out; "" for what is no such answer."""
    code, message = found.get("errorTypeCode"), str(found.get("message") or "").strip()[:300]
    if not isinstance(code, str):
        return ""
    words = ANSWERS.get(code, f"Fejlen hedder {code[:60]}.")
    said = f" Den svarede: “{message}”" if message else ""
    return f"Filen har ingen tal, men Statistikbankens svar om en fejl. {words}{said}"


def table_of_jsonstat(found: Mapping[str, Any]) -> list[list[Cell]]:
    """The same lines as the CSV would have. Raises NotStatBank."""
    data = found.get("dataset", found)
    try:
        dimension = data["dimension"]
        ids, sizes = data.get("id") or dimension["id"], data.get("size") or dimension["size"]
        words = [_words(dimension[name], size) for name, size in zip(ids, sizes, strict=True)]
        values = data["value"]
        told = [values.get(str(at)) for at in range(_times(sizes))] if isinstance(values, dict) else list(values)
        if len(told) != _times(sizes):
            raise KeyError("value")
    except (KeyError, TypeError, AttributeError, ValueError):
        raise NotStatBank("Filen er ikke JSON-stat, som Statistikbanken skriver det.") from None
    keep = [place for place, name in enumerate(ids) if name.upper() not in ("CONTENTSCODE", "INDHOLD")]
    lines = [
        [*(labels[place] for place in keep), ".." if one is None else str(one).replace(".", ",")]
        for labels, one in zip(_every(words), told, strict=True)
    ]
    return [[*(ids[place].upper() for place in keep), "INDHOLD"], *lines]


def _words(dimension: Mapping[str, Any], size: int) -> list[str]:
    category = dimension["category"]
    labels, index = category.get("label", {}), category.get("index", list(category.get("label", {})))
    codes = list(index) if isinstance(index, list) else sorted(index, key=index.get)
    if len(codes) != size:
        raise KeyError("size")
    return [str(labels.get(code, code)) for code in codes]


def _times(sizes: Sequence[int]) -> int:
    most = 1
    for one in sizes:
        most *= int(one)
    if most > 500_000:
        raise ValueError(most)
    return most


def _every(words: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    return product(*words)
