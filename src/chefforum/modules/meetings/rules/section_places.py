"""Which section of an item is which of the forum's template, and where a new one goes.

Recommendation, decision and bilag are rows of their own that are written elsewhere (services/mirroring.py); they are
no free text and in no template.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chefforum.calc.blocks import Block, Paragraph
from chefforum.connectors.minutes.minutes import SectionKind

from .attendance import NOT_IN_TREATMENT

MIRRORED = frozenset({SectionKind.RECOMMENDATION, SectionKind.DECISION, SectionKind.ATTACHMENTS})
# What the figures in an item's texts are, where they come from and of which day: made of services/figures_in_texts.py.
FIGURES = "Tal i teksten"
NOT_THERE = -1  # the token of a section that nobody has written in yet
NOTHING: tuple[Block, ...] = (Paragraph("Intet at bemærke."),)


class SectionLike(Protocol):
    """A section as it is stored, or as a value."""

    @property
    def kind(self) -> str: ...

    @property
    def heading(self) -> str: ...


@dataclass(frozen=True)
class Name:
    """What a section is called: its kind, and the heading that it has here."""

    kind: str
    heading: str

    @property
    def is_free_text(self) -> bool:
        return self.kind not in MIRRORED and not is_of_figures(self)


def anchor_of(kind: str, heading: str) -> str:
    """Where on the editor's page a section is: those of no known kind are told apart by their headings."""
    words = re.findall(r"\w+", heading.lower()) if kind == SectionKind.OTHER else []
    return "-".join(["afsnit", kind, *words])


def is_of_figures(section: SectionLike) -> bool:
    """Whether a section tells of the figures in the others."""
    return section.kind == SectionKind.OTHER and section.heading == FIGURES


def is_of_its_meeting(section: SectionLike) -> bool:
    """Whether a section says what happened at one meeting (its decision, who was not there for it) and stays with it:
    it does not follow the case to another meeting, and no version has it while the meeting runs."""
    return section.kind == SectionKind.DECISION or section.heading == NOT_IN_TREATMENT


def pair(*, asked: Sequence[Name], standing: Sequence[Name]) -> list[int | None]:
    """For each section asked for, the position of the standing one that is it; None where it is not written yet.

    The same kind under the same heading comes first, then the same kind; a section of no known kind is known by its
    heading alone. Each standing section is used once.
    """
    free = {position: name for position, name in enumerate(standing) if name.is_free_text}
    found: list[int | None] = [None] * len(asked)
    for same_heading in (True, False):
        for place, name in enumerate(asked):
            if found[place] is not None:
                continue
            match = next((at for at, one in free.items() if _is(name, one, same_heading=same_heading)), None)
            if match is not None:
                found[place] = match
                del free[match]
    return found


def _is(asked: Name, standing: Name, *, same_heading: bool) -> bool:
    if asked.kind != standing.kind:
        return False
    if same_heading:
        return asked.heading == standing.heading
    return asked.kind != SectionKind.OTHER


def place_of_new(*, name: Name, asked: Sequence[Name], standing: Sequence[Name]) -> int:
    """The position for a section among those that stand: after the last that the template puts before it.

    Without such: after the recommendation. A section that the template does not ask for goes last of the free texts.
    """
    places = pair(asked=asked, standing=standing)
    own = next((place for place, one in enumerate(asked) if one == name), len(asked))
    before = [found for found in places[:own] if found is not None]
    if own == len(asked):
        before += [at for at, one in enumerate(standing) if one.is_free_text]
    if before:
        return max(before) + 1
    recommended = [at for at, one in enumerate(standing) if one.kind == SectionKind.RECOMMENDATION]
    return recommended[-1] + 1 if recommended else 0
