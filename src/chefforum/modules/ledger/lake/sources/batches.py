"""What each kind of file is read as: batches of columns of text, and the lines that could not be parted in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")

# Before a value that the file itself says is a number or a date, so that it is not read as something a person typed.
TYPED = "\x01"
LOOK_AT = 20  # lines among which the heads are looked for


class UnreadableSource(Exception):
    """Nothing can be made of the file; Danish words for the person. `line` where one line is to blame."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True)
class Broken:
    """A line that could not be parted in columns."""

    line: int
    raw: str
    reason: str


@dataclass(frozen=True)
class Batch:
    """`columns` has `line` (int32) and a text column for each head asked for, under its number: c0, c1, …

    `raw_of(lines)` gives those lines as they stand in the file.
    """

    columns: Any
    broken: Sequence[Broken]
    raw_of: Callable[[Sequence[int]], list[str]]


@dataclass
class Findings:
    """What is known of the file as a whole once it has been read to its end."""

    encoding: str = ""
    delimiter: str = ""
    lines_empty: int = 0
    sentences: list[str] = field(default_factory=list)


class Source(Protocol):
    """A file that can be read once or more."""

    heads: tuple[str, ...]
    findings: Findings

    def batches(self, wanted: Sequence[int]) -> Iterator[tuple[Batch, float]]:
        """The lines below the heads in batches, with the share (0 to 1) of the file read so far; `wanted` are the
        numbers of the columns."""


def one_ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items, each made by another thread while the one before is worked on."""
    with ThreadPoolExecutor(max_workers=1) as maker:
        coming = maker.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = maker.submit(next, items, None)
            yield item


def unique_heads(cells: Sequence[str]) -> tuple[str, ...]:
    """The heads as they can be chosen by: none empty, none twice."""
    found: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = cell.strip() or f"Kolonne {number}"
        again = 2
        while name in found:
            name = f"{cell.strip() or f'Kolonne {number}'} ({again})"
            again += 1
        found.append(name)
    return tuple(found)


def head_line(lines: Sequence[Sequence[str]], known: Sequence[str]) -> int:
    """Which of a file's first lines holds the heads: the first with all known heads, else the first that is at least as
    wide as most. Raises UnreadableSource where there is none."""
    for number, cells in enumerate(lines):
        there = {cell.strip() for cell in cells}
        if known and all(head in there for head in known):
            return number
    widest = max((sum(bool(cell.strip()) for cell in cells) for cells in lines), default=0)
    for number, cells in enumerate(lines):
        filled = sum(bool(cell.strip()) for cell in cells)
        if filled >= 2 and filled * 2 >= widest:
            return number
    raise UnreadableSource("Filen har ingen linje med overskrifter på kolonnerne. Vælg et udtræk med overskrifter.")
