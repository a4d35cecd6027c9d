"""What version 3 tells of its tables, and how it is asked: GET alone, names in the address.

`/tables` lists tables in groups of subjects; `/table/<id>` tells periods by kind, and dimensions with hierarchies whose
values have an id; `/data/<id>` answers `columns` and `rows`. As those who ask it write it down publicly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .answers import ASK, json_of
from .errors import StrangeAnswer, UnknownTable

AREA, MUNICIPALITIES = "_omrade", "_nykom"
ALL = "*"


@dataclass(frozen=True)
class Hierarchy:
    """A way of parting figures; the ids of its values by their names."""

    dimension: str
    id: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Described:
    """A table: its periods in order of the codes, the kind that each is of, and how it can be parted."""

    periods: tuple[str, ...]
    kinds: Mapping[str, str]
    hierarchies: tuple[Hierarchy, ...]


def table_id(content: bytes, table: str) -> str:
    """The id that the list of tables has for it: "ptv_a02" for PTVA02. Raises UnknownTable, StrangeAnswer."""
    listed = json_of(content)
    if not isinstance(listed, list):
        raise StrangeAnswer(f"Listen over tabeller er ikke en liste. {ASK}")
    wanted = _plain(table)
    for subject in listed:
        for group in _list(subject, "table_groups"):
            for one in _list(group, "tables"):
                if _plain(_text(one, "table_id")) == wanted:
                    return _text(one, "table_id")
    raise UnknownTable(f"Jobindsats har ikke tabellen {table} i sin liste.")


def described(content: bytes) -> Described:
    """Raises StrangeAnswer where it tells no periods."""
    told = json_of(content)
    kinds = {
        _text(one, "period_id"): _text(kind, "periodtype_id")
        for kind in _list(told, "periods")
        for one in _list(kind, "values")
    }
    if not kinds:
        raise StrangeAnswer(f"Beskrivelsen af tabellen siger ikke, hvilke perioder den har. {ASK}")
    return Described(tuple(sorted(kinds)), kinds, tuple(_hierarchies(told)))


def question(
    table: Described,
    *,
    periods: Sequence[str],
    areas: Sequence[str] | None,
    dimensions: Mapping[str, Sequence[str]],
) -> dict[str, str]:
    """The parameters that ask for it. Raises StrangeAnswer where the table has no such areas or parts."""
    asked = {"mgroup.*": ALL, "format": "json"}
    for kind in sorted({table.kinds[one] for one in periods}):
        asked[f"period.{kind}"] = ",".join(one for one in periods if table.kinds[one] == kind)
    places = [one for one in table.hierarchies if one.dimension == AREA or one.id == MUNICIPALITIES]
    if not places:
        raise StrangeAnswer(f"Tabellen er ikke delt op på områder. {ASK}")
    place = next((one for one in places if one.id == MUNICIPALITIES), places[0])
    asked[f"hierarchy.{place.id}"] = ALL if areas is None else _ids(place, areas)
    for name, values in dimensions.items():
        found = [one for one in table.hierarchies if one not in places and set(values) <= set(one.values)]
        if not found:
            raise StrangeAnswer(f"Tabellen kan ikke deles op på {', '.join(values)}. {ASK}")
        part = next((one for one in found if one.id == name), found[0])
        asked[f"hierarchy.{part.id}"] = _ids(part, values)
    return asked


def _ids(hierarchy: Hierarchy, names: Sequence[str]) -> str:
    unknown = [one for one in names if one not in hierarchy.values]
    if unknown:
        raise StrangeAnswer(f"Tabellen har ikke {', '.join(unknown[:5])}.")
    return ",".join(hierarchy.values[one] for one in names)


def _hierarchies(told: Any) -> Iterator[Hierarchy]:
    for dimension in _list(told, "dimensions"):
        for hierarchy in _list(dimension, "hierarchies"):
            values = {
                _text(value, "value_name"): _text(value, "value_id")
                for level in _list(hierarchy, "levels")
                for value in _list(level, "values")
            }
            yield Hierarchy(_text(dimension, "dimension_id"), _text(hierarchy, "hierarchy_id"), values)


def _list(told: Any, name: str) -> list[Any]:
    """Nothing where the name is not there; refused where it is something else than a list."""
    if not isinstance(told, dict) or not isinstance(told.get(name, []), list):
        raise StrangeAnswer(f"Jobindsats siger “{name}” på en anden måde end før. {ASK}")
    return list(told.get(name, []))


def _text(told: Any, name: str) -> str:
    found = told.get(name) if isinstance(told, dict) else None
    if not isinstance(found, str) or not found.strip():
        raise StrangeAnswer(f"Jobindsats siger ikke “{name}”. {ASK}")
    return found


def _plain(name: str) -> str:
    return name.replace("_", "").casefold()
