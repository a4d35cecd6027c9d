"""What stands before the first item: title, head and table of contents; the rest of it has no place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chefforum.calc.blocks import Block, List, texts
from chefforum.connectors.minutes.landmarks import (
    PARTICIPANT_LABELS,
    is_contents_label,
    is_head_label,
    is_known_label_line,
    is_title,
    item_heading,
    label_and_text,
    label_name,
    split_contents_line,
)
from chefforum.connectors.minutes.minutes import ContentsLine, HeadLine
from chefforum.connectors.minutes.sections import is_strong_name
from chefforum.connectors.minutes.source import SourceBlock, SourceList, SourceTable, SourceText

UNPLACED_HEADING = "Tekst uden plads i referatet"  # heads what has no place, in the Markdown that we write


@dataclass
class Preamble:
    """`rest` is what is neither title, head nor contents, in its order."""

    title: str = ""
    head: list[HeadLine] = field(default_factory=list)
    contents_heading: str = ""
    contents: list[ContentsLine] = field(default_factory=list)
    rest: list[SourceBlock] = field(default_factory=list)


def read_preamble(blocks: Sequence[SourceBlock]) -> Preamble:
    """Title, head and contents out of the blocks before the first item."""
    reader = _Reader(Preamble(), _title_position(blocks))
    for position, block in enumerate(blocks):
        reader.read(position, block)
    return reader.preamble


def may_be_title(raw: str) -> bool:
    """Whether a heading with this raw text, first in the file, is the title of the minutes."""
    return not (
        is_contents_label(raw)
        or is_head_label(raw)
        or is_strong_name(raw)
        or item_heading(raw)
        or raw == UNPLACED_HEADING
    )


def _title_position(blocks: Sequence[SourceBlock]) -> int | None:
    """The first text that begins as titles do; else a first heading with a text of its own."""
    for position, block in enumerate(blocks):
        if isinstance(block, SourceText) and block.contents is None and is_title(block.raw):
            return position
    for position, block in enumerate(blocks):
        if isinstance(block, SourceText) and block.is_heading:
            return position if not block.is_italic and may_be_title(block.raw) else None
    return None


@dataclass
class _Reader:
    preamble: Preamble
    title_position: int | None
    in_contents: bool = False
    open_label: str | None = None  # a label whose text has not come yet
    is_list_of_people: bool = False

    def read(self, position: int, block: SourceBlock) -> None:
        if position == self.title_position and isinstance(block, SourceText):
            self.preamble.title = block.text
        elif isinstance(block, SourceText):
            self._text(block)
        elif self.in_contents:
            self.preamble.contents += _contents_of(block)
        elif self.open_label is not None and isinstance(block, SourceList):
            self._add_to_head("\n".join(_lines_of_list(block.block)))
        elif isinstance(block, SourceTable) and (pairs := _label_pairs(block)):
            self.preamble.head += pairs
        else:
            self.preamble.rest.append(block)

    def _text(self, block: SourceText) -> None:
        if is_contents_label(block.raw) and not self.preamble.contents_heading:
            self.preamble.contents_heading = block.text
            self.in_contents, self.open_label = True, None
        elif block.contents is not None:
            self.preamble.contents.append(block.contents)
        elif self._is_label(block):
            self.in_contents = False
        elif self.in_contents and not block.is_heading:
            self.preamble.contents.append(_split_at_tab(block.text))
        elif self.open_label is not None and not block.is_heading:
            self._add_to_head(block.text)
        else:
            self.open_label = None
            self.preamble.rest.append(block)

    def _is_label(self, block: SourceText) -> bool:
        """Adds the line to the head if it has a label: in bold, before a colon, or known and alone on its line."""
        if block.label is not None and not block.is_heading:
            self._add_label(block.label, block.rest)
        elif is_head_label(block.raw) or (block.is_bold and not block.is_heading):
            self._add_label(block.text, "")
        elif not block.is_heading and (pair := label_and_text(block.raw)) and _is_head_line(block.raw):
            text = label_and_text(block.text)
            self._add_label(*(text or pair))
        else:
            return False
        return True

    def _add_label(self, label: str, text: str) -> None:
        self.preamble.head.append(HeadLine(label, text))
        self.open_label = None if text else label
        self.is_list_of_people = label_name(label) in PARTICIPANT_LABELS

    def _add_to_head(self, text: str) -> None:
        """Text after a label that stands alone; the list of participants goes on until the next label."""
        last = self.preamble.head[-1]
        joined = f"{last.text}\n{text}" if last.text else text
        self.preamble.head[-1] = HeadLine(last.label, joined)
        if not self.is_list_of_people:
            self.open_label = None


def _is_head_line(raw: str) -> bool:
    """A known label, or any short one with a short text: before the items this is a line of the head."""
    return is_known_label_line(raw) or len(raw) <= 120


def _split_at_tab(text: str) -> ContentsLine:
    title, _, page = text.rpartition("\t")
    return ContentsLine(title.strip(), page.strip()) if title and page.strip().isdigit() else ContentsLine(text)


def _contents_of(block: SourceBlock) -> Iterator[ContentsLine]:
    match block:
        case SourceList(block=listed):
            for line in _lines_of_list(listed):
                yield ContentsLine(*(split_contents_line(line) or (line,)))
        case SourceTable(rows=rows):
            for row in rows:
                cells = [" ".join(texts(cell)) for cell in row]
                page = cells.pop() if len(cells) > 1 and cells[-1].isdigit() else None
                yield ContentsLine(" ".join(cells).rstrip(" .…"), page)


def _lines_of_list(block: List) -> Iterator[str]:
    for number, item in enumerate(block.items, block.start):
        text = " ".join(_words(item))
        yield f"{number}. {text}" if block.ordered else text


def _words(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, List):
            yield from _lines_of_list(block)
        else:
            yield from texts((block,))


def _label_pairs(table: SourceTable) -> list[HeadLine]:
    """The lines of a head that is set as a table of two columns; empty where it is another table."""
    if any(len(row) != 2 for row in table.rows):
        return []
    pairs = [tuple("\n".join(texts(cell)) for cell in row) for row in table.rows]
    if not any(is_head_label(label) for label, _ in pairs):
        return []
    return [HeadLine(label, text) for label, text in pairs]
