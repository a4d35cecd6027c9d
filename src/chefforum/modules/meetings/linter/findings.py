"""What the linter says and what it is told: findings, and the context of an item in its meeting."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.kernel.figures.rules import Fault


class Level(StrEnum):
    """How sure the linter is that something should be mended. It never stops anybody."""

    ERROR = "error"  # contradicts itself or the calendar
    WARNING = "warning"  # a reader will stumble over it
    ADVICE = "advice"  # could be better

    @property
    def danish(self) -> str:
        return {"error": "Fejl", "warning": "Se efter", "advice": "Råd"}[self.value]


@dataclass(frozen=True)
class Finding:
    """One thing to look at.

    `item` is the item's number, None where the whole meeting is meant. `section` is the section's heading as it
    stands and `section_kind` its kind, both None where the item's title or the item as a whole is meant. `excerpt` is
    the text in question, word for word; empty where something is missing. `message` is Danish and says what to do.
    `suggestions` are texts that could stand instead of the excerpt, or things to do, the likeliest first.
    `key` stays the same as long as rule, section and excerpt do, whatever else in the item changes; it is unique
    within an item (and among the findings on the meeting), and does not change when the item gets another number.
    """

    rule: str
    level: Level
    item: int | None
    section: str | None
    section_kind: SectionKind | None
    excerpt: str
    message: str
    suggestions: tuple[str, ...]
    key: str


def key_of(*, rule: str, section: str | None, excerpt: str, occurrence: int) -> str:
    """The key of a finding: 16 hexadecimal digits of a SHA-256. White space in the excerpt makes no difference."""
    place = "\x1f".join((rule, section or "", " ".join(excerpt.split()), str(occurrence)))
    return hashlib.sha256(place.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Template:
    """The forum's sections in their order, and those that a case must have.

    `headings` are the Danish names to use in messages. An empty template asks for nothing.
    """

    order: tuple[SectionKind, ...] = ()
    mandatory: frozenset[SectionKind] = frozenset()
    headings: Mapping[SectionKind, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """What an item's text is held against: the day of the meeting, the template, and what everybody there knows.

    `date` None: dates are only held against the calendar. `plans_time` is whether items of this meeting say how long
    they take. `known_words` are abbreviations that need no explanation here, beside the widely known. `why_no_number`
    says of what stands inside a mark of a figure why it tells none, and what could be written instead.
    """

    date: dt.date | None = None
    template: Template = Template()
    plans_time: bool = False
    known_words: frozenset[str] = frozenset()
    why_no_number: Callable[[str], Fault] | None = None
