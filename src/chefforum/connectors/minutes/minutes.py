"""What an agenda or the minutes of a meeting say, as one value without database: what readers make and writers take.

What the file said is kept word for word (`title`, `head`, `contents`, headings, blocks); what could be understood
of it stands beside it (`forum`, `date`, `recommendation`, ...). So nothing is lost where nothing is understood.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from chefforum.calc.blocks import Block
from chefforum.calc.decisions import Outcome


class MinutesKind(StrEnum):
    AGENDA = "agenda"
    MINUTES = "minutes"


class ItemKind(StrEnum):
    """What an item asks of the meeting; read from its title and recommendation, else unknown."""

    DECISION = "decision"
    DISCUSSION = "discussion"
    ORIENTATION = "orientation"
    THEME = "theme"
    FORMALITY = "formality"
    UNKNOWN = "unknown"


class SectionKind(StrEnum):
    """The sections of a case; other municipalities' names map to these, any other name is OTHER."""

    RECOMMENDATION = "recommendation"  # Indstilling
    SUMMARY = "summary"  # Resumé
    PRESENTATION = "presentation"  # Sagsfremstilling
    BACKGROUND = "background"  # Baggrund
    VISION_AND_POLICIES = "vision_and_policies"  # Kommunens vision og politikker
    ECONOMY = "economy"  # Økonomi
    LEGAL_BASIS = "legal_basis"  # Lovgrundlag
    CITIZEN_PERSPECTIVE = "citizen_perspective"  # Borgerperspektiv
    CONSEQUENCES = "consequences"  # Konsekvenser
    RISKS = "risks"  # Risikovurdering
    PROCESS = "process"  # Videre proces
    HISTORY = "history"  # Historik
    PROCEDURE = "procedure"  # Sagsgang og sagstype
    DECISION = "decision"  # Beslutning
    ATTACHMENTS = "attachments"  # Bilag
    OTHER = "other"


@dataclass(frozen=True)
class HeadLine:
    """A line of the meeting's head as it stood: label ("Mødedato") and text."""

    label: str
    text: str


@dataclass(frozen=True)
class ContentsLine:
    """A line of the file's own table of contents; page is None where none was given."""

    title: str
    page: str | None = None


@dataclass(frozen=True)
class Participant:
    name: str
    title: str | None = None


@dataclass(frozen=True)
class Recommendation:
    """Who recommends ("Kommunaldirektøren"; None where the text does not say) and the numbered parts."""

    by: str | None
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One section in its place; kind OTHER keeps its own heading. Empty heading: text before any heading."""

    kind: SectionKind
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Item:
    """One item; `heading` is the heading as it stood, `title` without "Punkt 3:"; planned_minutes None: not said.

    `is_confidential`, `is_supplement` (tillæg) and `confidential_attachments` (titles) are what a file says of itself.
    Formats of running text cannot say it, so false means "not said", and an import only ever closes.

    `answers` is what who took the minutes chose as the outcome of each part of the recommendation (None: not answered).
    No file says it, so it is empty for what was read, and two items that say the same words are equal without it.
    """

    number: int
    heading: str
    title: str
    journal_number: str | None
    planned_minutes: int | None
    kind: ItemKind
    recommendation: Recommendation | None
    sections: tuple[Section, ...]
    decision: str | None
    attachments: tuple[str, ...]
    is_confidential: bool = False
    is_supplement: bool = False
    confidential_attachments: tuple[str, ...] = ()
    answers: tuple[Outcome | None, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Note:
    """Something that the reader did not understand: where, and in Danish what; line None where there are no lines."""

    text: str
    line: int | None = None
    excerpt: str = ""


@dataclass(frozen=True)
class Minutes:
    kind: MinutesKind
    title: str
    forum: str | None
    date: dt.date | None
    weekday: str | None
    start_time: dt.time | None
    end_time: dt.time | None
    place: str | None
    head: tuple[HeadLine, ...]
    participants: tuple[Participant, ...]
    contents: tuple[ContentsLine, ...]
    items: tuple[Item, ...]
    contents_heading: str = ""  # "Indholdsfortegnelse", as it stood; empty where the file has no such heading
    unplaced: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
