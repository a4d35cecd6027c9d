"""What the report on technology is made of, and how parts tell what they have to say in it.

Whoever has something for a section registers it once, when the house opens:

    register_section("benchmark", build, page="…")

`build(actor=, on=, at=, years=)` answers Content or None; `page` is the name of the address where one fills it.
The report asks for every section of SECTIONS in turn. A section that nobody registered, or that answers None, says that
there is nothing yet, and what to do; it is never left out and never nought. A section is read by everybody who reads
all costs, and kept for ever in frozen reports: it says nothing that not all of them may see, and names no person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.utils.safestring import SafeString, mark_safe

from chefforum.kernel.access.rules import Actor
from chefforum.web.charts import Chart


class UnknownSection(LookupError):
    """The report has no such section."""


@dataclass(frozen=True)
class Said:
    """Words or a number as it is shown, with the page where one sees what it is made of. `is_number` goes right."""

    text: str
    url: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Points:
    """A list."""

    lines: tuple[Said, ...]


@dataclass(frozen=True)
class Rows:
    """A table with its heads; the first cell of a row is its name. `has_total`: the last row sums the others."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Said, ...], ...]
    has_total: bool = False

    @property
    def number_columns(self) -> frozenset[int]:
        """The columns that hold numbers."""
        return frozenset(place for row in self.rows for place, cell in enumerate(row) if cell.is_number)


@dataclass(frozen=True)
class Picture:
    """A chart with its numbers in a table."""

    chart: Chart


Told: TypeAlias = Words | Points | Rows | Picture


@dataclass(frozen=True)
class Content:
    """What a section says. `url`: the page that it is taken from; `lacks`: what it does not know, each in a sentence
    that also stands in the chapter of what is not known."""

    told: tuple[Told, ...]
    lacks: tuple[Said, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Section:
    """A section that the report always has. `nothing`: what it says while there is nothing, and what to do."""

    name: str
    title: str
    chapter: str
    nothing: str


AS_IS, TO_BE = "Sådan er det", "Sådan skal det være"
SECTIONS = (
    Section(
        "register",
        "Hvad vi har",
        AS_IS,
        "Ingen systemer er registreret. Registrér dem, eller indlæs dem fra en fil.",
    ),
    Section(
        "costs",
        "Hvad det koster",
        AS_IS,
        "Ingen omkostninger kan vises. Indlæs regnskabet, og skriv regler, der finder it-udgifterne.",
    ),
    Section(
        "validation",
        "Er tallene godkendt?",
        AS_IS,
        "Intet udtræk er godkendt af begge parter. Tallene er derfor ikke bekræftet.",
    ),
    Section(
        "why",
        "Hvorfor det koster mere",
        AS_IS,
        "Ændringen kan ikke deles i pris og antal. Skriv antal og beløb for to år.",
    ),
    Section(
        "average",
        "Et gennemsnitsår",
        AS_IS,
        "Et gennemsnitsår kan ikke regnes. Skriv antal og beløb for årene.",
    ),
    Section(
        "benchmark",
        "Målt mod andre kommuner",
        AS_IS,
        "Der er ikke målt mod andre kommuner. Indlæs sammenligningstal, og vælg en gruppe.",
    ),
    Section(
        "selection",
        "De systemer, der er set nærmere på",
        AS_IS,
        "Ingen systemer er valgt ud. Foretag en udvælgelse.",
    ),
    Section(
        "overlaps",
        "Systemer, der gør det samme",
        AS_IS,
        "Der er ikke vurderet, hvilke systemer der gør det samme. Se dem igennem par for par.",
    ),
    Section(
        "compliance",
        "Lovkrav",
        AS_IS,
        "Det er ikke opgjort, om systemerne lever op til lovkrav. Udfyld lovkravene.",
    ),
    Section(
        "competences",
        "Kompetencer og opkvalificering",
        AS_IS,
        "Det er ikke opgjort, hvilke kompetencer systemerne kræver. Udfyld kompetencerne.",
    ),
    Section(
        "scenarios",
        "Hvad der kan samles",
        TO_BE,
        "Ingen samling af systemer er regnet igennem. Lav et scenarie.",
    ),
    Section(
        "readiness",
        "Parate til fælles driftscentre",
        TO_BE,
        "Ingen systemer er registreret, så parathed kan ikke siges.",
    ),
    Section(
        "plan",
        "Planen fra andet halvår 2026",
        TO_BE,
        "Planen har ingen punkter. Skriv det første punkt.",
    ),
)

Build: TypeAlias = Callable[..., Content | None]
_builds: dict[str, Build] = {}
_pages: dict[str, str] = {}


def section_named(name: str) -> Section:
    """Raises UnknownSection."""
    for one in SECTIONS:
        if one.name == name:
            return one
    raise UnknownSection(name)


def register_section(name: str, build: Build, *, page: str = "") -> None:
    """`build(actor=, on=, at=, years=)` answers the content of the two years, older first, None where there is
    nothing; `page`: the name of the address where one fills it. Raises UnknownSection."""
    section_named(name)
    _builds[name], _pages[name] = build, page


def page_of(name: str) -> str:
    """The name of the address where one fills a section; "" where nobody said."""
    return _pages.get(name, "")


def contents_of(
    *, actor: Actor, on: dt.date, at: dt.datetime, years: tuple[int, int]
) -> list[tuple[Section, Content | None]]:
    """Every section with what it says; None where nobody says anything of it."""
    builds = ((section, _builds.get(section.name)) for section in SECTIONS)
    return [(section, build(actor=actor, on=on, at=at, years=years) if build else None) for section, build in builds]


def to_json(content: Content) -> dict[str, Any]:
    """As it is kept in a frozen report; `from_json` gives the same back."""
    return {
        "told": [_told_to_json(one) for one in content.told],
        "lacks": [_said_to_json(one) for one in content.lacks],
        "url": content.url,
    }


def from_json(kept: dict[str, Any]) -> Content:
    told = tuple(_told_from_json(one) for one in kept["told"])
    return Content(told, _said_from_json(kept["lacks"]), kept["url"])


def _said_to_json(one: Said) -> list[Any]:
    return [one.text, one.url, one.is_number]


def _said_from_json(kept: Sequence[Sequence[Any]]) -> tuple[Said, ...]:
    return tuple(Said(text, url, is_number) for text, url, is_number in kept)


def _told_to_json(one: Told) -> dict[str, Any]:
    match one:
        case Words(text, url):
            return {"kind": "words", "text": text, "url": url}
        case Points(lines):
            return {"kind": "points", "lines": [_said_to_json(line) for line in lines]}
        case Rows(title, heads, rows, has_total):
            cells = [[_said_to_json(cell) for cell in row] for row in rows]
            return {"kind": "rows", "title": title, "heads": list(heads), "rows": cells, "has_total": has_total}
        case Picture(chart):
            return {
                "kind": "picture",
                "title": chart.title,
                "svg": str(chart.svg),
                "narrow": str(chart.narrow) if chart.narrow else "",
                "corner": chart.corner,
                "column_names": list(chart.column_names),
                "rows": [[label, list(cells)] for label, cells in chart.rows],
            }


def _told_from_json(kept: dict[str, Any]) -> Told:
    match kept["kind"]:
        case "words":
            return Words(kept["text"], kept["url"])
        case "points":
            return Points(_said_from_json(kept["lines"]))
        case "rows":
            rows = tuple(_said_from_json(row) for row in kept["rows"])
            return Rows(kept["title"], tuple(kept["heads"]), rows, kept["has_total"])
    chart = Chart(
        title=kept["title"],
        svg=_drawn(kept["svg"]),
        corner=kept["corner"],
        column_names=tuple(kept["column_names"]),
        rows=tuple((label, tuple(cells)) for label, cells in kept["rows"]),
        narrow=_drawn(kept["narrow"]) if kept["narrow"] else None,
    )
    return Picture(chart)


def _drawn(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 - drawn by our own charts, and kept under the hash of the frozen report
