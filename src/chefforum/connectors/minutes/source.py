"""What every reader makes of its file: a stream of headings, paragraphs, lists and tables, in the file's order.

Markdown, DOCX and PDF each give this stream; the one assembler makes minutes of it. A source text has its `raw` form
beside its text, because only what a file writes plainly is a landmark: `&#66;ilag` is read as "Bilag" but is
no heading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from chefforum.calc.blocks import Block, List
from chefforum.connectors.minutes.minutes import ContentsLine

Cell: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True)
class SourceText:
    """A heading (it has a level, 1 is highest) or a paragraph; `label` is the bold beginning, `rest` what follows it.

    `raw` is the text as the file writes it, without the bold marks at its beginning: by it landmarks are known.
    `contents` is set where the line could be one of a table of contents.
    """

    text: str
    raw: str
    line: int | None = None
    level: int | None = None
    is_bold: bool = False
    is_italic: bool = False
    label: str | None = None
    rest: str = ""
    contents: ContentsLine | None = None

    @property
    def is_heading(self) -> bool:
        return self.level is not None


@dataclass(frozen=True)
class SourceList:
    block: List
    line: int | None = None


@dataclass(frozen=True)
class SourceTable:
    """A table as the file has it: its rows may be of unequal length; `lines` has the line of each row."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 1
    line: int | None = None
    lines: tuple[int | None, ...] = ()


SourceBlock: TypeAlias = SourceText | SourceList | SourceTable


@dataclass(frozen=True)
class Leftover:
    """Text of the file that is outside its stream (a running head, a footnote, a comment) and why, in Danish."""

    text: str
    why: str


@dataclass(frozen=True)
class Source:
    """A file as read: the stream, what stands outside it, and all its visible text for the check that none is lost."""

    blocks: tuple[SourceBlock, ...]
    visible_text: str
    leftovers: tuple[Leftover, ...] = ()
