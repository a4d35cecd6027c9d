"""An item made ready for the rules: its sections as lines of text, each read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from chefforum.calc.blocks import Block, List, Table, texts
from chefforum.calc.danish_dates import WrittenDate, written_dates
from chefforum.calc.money_notation import Amount, amounts
from chefforum.calc.readability import Readability, readability_of_sentences, running_text
from chefforum.calc.sentences import sentences
from chefforum.connectors.minutes import says_nothing
from chefforum.connectors.minutes.minutes import Item, Section, SectionKind


@dataclass(frozen=True)
class SectionText:
    """A section and its text. `text` has each block (paragraph, heading, item of a list, cell) on lines of its own."""

    section: Section

    @property
    def kind(self) -> SectionKind:
        return self.section.kind

    @property
    def heading(self) -> str:
        return self.section.heading

    @property
    def name(self) -> str:
        """The heading for use in a message; text before any heading is called so."""
        return self.heading or "teksten over første overskrift"

    @cached_property
    def text(self) -> str:
        return "\n".join(texts(self.section.blocks))

    @cached_property
    def running(self) -> tuple[str, ...]:
        return tuple(running_text(self.section.blocks))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of paragraphs and lists; headings and tables have none."""
        return tuple(sentence for text in self.running for sentence in sentences(text))

    @cached_property
    def readability(self) -> Readability:
        return readability_of_sentences(self.sentences)

    @cached_property
    def dates(self) -> tuple[WrittenDate, ...]:
        return tuple(written_dates(self.text))

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        return tuple(amounts(self.text))

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        return tuple(_tables(self.section.blocks))

    @cached_property
    def says_nothing(self) -> bool:
        """Whether it says "Intet at bemærke" or the like, or is empty."""
        return says_nothing(self.section)


def _tables(blocks: Iterable[Block]) -> Iterator[Table]:
    for block in blocks:
        match block:
            case Table(rows):
                yield block
                for row in rows:
                    for cell in row:
                        yield from _tables(cell)
            case List(items):
                for item in items:
                    yield from _tables(item)


class ItemText:
    """An item with its sections ready to read."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.sections = tuple(SectionText(section) for section in item.sections)

    def of_kind(self, *kinds: SectionKind) -> Iterator[SectionText]:
        """The sections of those kinds, as they stand."""
        return (section for section in self.sections if section.kind in kinds)

    def but(self, *kinds: SectionKind) -> Iterator[SectionText]:
        """The sections of all other kinds, as they stand."""
        return (section for section in self.sections if section.kind not in kinds)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the recommendation."""
        return self.item.recommendation.parts if self.item.recommendation else ()
