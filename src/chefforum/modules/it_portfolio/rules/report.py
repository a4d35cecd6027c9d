"""The report as one value: texts that the coordinator writes, sections that parts tell, and what nobody knows; and the
same kept for ever."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from chefforum.modules.it_costs.rules.report import (
    Content,
    Said,
    Section,
    from_json,
    to_json,
)

MOST_LETTERS = 20_000


class WrongReport(ValueError):
    """A text or a report cannot be so; the words tell what to do."""


@dataclass(frozen=True)
class TextKind:
    """A text that the coordinator writes. `help`: what one writes there."""

    name: str
    title: str
    help: str


SUMMARY, ADVICE, STEPS = "kort-fortalt", "anbefaling", "skridt"
TEXTS = (
    TextKind(
        SUMMARY, "Kort fortalt", "Det vigtigste på en halv side: hvad vi har, hvad det koster, og hvad der skal ske."
    ),
    TextKind(ADVICE, "Vi anbefaler", "Hvad der bør besluttes, og hvorfor."),
    TextKind(STEPS, "De næste skridt", "Skridt for skridt fra sådan er det til sådan skal det være."),
)


@dataclass(frozen=True)
class Written:
    """A text as it stands in the report; "" where nothing is written. `number`: its version, 0 where there is none."""

    name: str
    title: str
    text: str
    number: int = 0

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Parted where a line is empty."""
        parts = self.text.replace("\r\n", "\n").split("\n\n")
        return tuple(" ".join(one.split()) for one in parts if one.strip())


@dataclass(frozen=True)
class Report:
    """`sections` with None where there is nothing yet. `on`: the day that it tells of."""

    title: str
    on: dt.date
    years: tuple[int, int]
    texts: tuple[Written, ...]
    sections: tuple[tuple[Section, Content | None], ...]

    def text(self, name: str) -> Written:
        return next(one for one in self.texts if one.name == name)

    @property
    def unknown(self) -> tuple[tuple[str, tuple[Said, ...]], ...]:
        """What is not known, by the title of what it is missed in; named, never left out."""
        found = []
        for section, content in self.sections:
            lacks = content.lacks if content is not None else (Said(section.nothing),)
            if lacks:
                found.append((section.title, lacks))
        empty = tuple(Said(f"“{one.title}” er ikke skrevet.") for one in self.texts if not one.text.strip())
        return (*found, ("Tekster", empty)) if empty else tuple(found)


def title_of(municipality: str) -> str:
    """
    >>> title_of("Lindeby Kommune")
    'It i Lindeby'
    """
    return f"It i {municipality.removesuffix(' Kommune')}"


def kept(report: Report) -> str:
    """The report as text that the same report always gives; `read_kept` gives it back."""
    said: dict[str, Any] = {
        "title": report.title,
        "on": report.on.isoformat(),
        "years": list(report.years),
        "texts": [[one.name, one.title, one.text, one.number] for one in report.texts],
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "chapter": section.chapter,
                "nothing": section.nothing,
                "content": to_json(content) if content is not None else None,
            }
            for section, content in report.sections
        ],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_kept(text: str) -> Report:
    said = json.loads(text)
    first, last = said["years"]
    return Report(
        title=said["title"],
        on=dt.date.fromisoformat(said["on"]),
        years=(first, last),
        texts=tuple(Written(*one) for one in said["texts"]),
        sections=tuple(
            (
                Section(one["name"], one["title"], one["chapter"], one["nothing"]),
                from_json(one["content"]) if one["content"] is not None else None,
            )
            for one in said["sections"]
        ),
    )


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
