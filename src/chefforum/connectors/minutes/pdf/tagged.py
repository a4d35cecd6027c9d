"""A tagged PDF as a stream of source blocks: what its own tags say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chefforum.calc.blocks import Block, Paragraph
from chefforum.connectors.minutes.landmarks import split_contents_line
from chefforum.connectors.minutes.list_lines import ListLine, gather_lists, marked_text
from chefforum.connectors.minutes.minutes import ContentsLine
from chefforum.connectors.minutes.pdf.lines import TextLine, join, lines_of, source_text
from chefforum.connectors.minutes.pdf.pages import Page, Piece
from chefforum.connectors.minutes.pdf.tags import Mark, Tag
from chefforum.connectors.minutes.source import Cell, SourceBlock, SourceTable, SourceText
from chefforum.connectors.minutes.to_blocks import to_block

_HEADING = re.compile(r"H([1-6])?")
_GROUPS = frozenset(
    ("Document", "DocumentFragment", "Part", "Sect", "Div", "Art", "NonStruct", "Private", "Aside", "BlockQuote")
)
_ROW_GROUPS = frozenset(("THead", "TBody", "TFoot"))
_INLINE = frozenset(
    ("Span", "Link", "Reference", "Lbl", "Em", "Strong", "Quote", "Code", "Annot", "Sub", "Note", "FENote", "BibEntry")
)


def has_headings(tag: Tag) -> bool:
    """Whether any element of the tree is a heading: a tree without is no help."""
    return _HEADING.fullmatch(tag.role) is not None or any(map(has_headings, tag.tags()))


def read_tagged(tree: Tag, pages: Sequence[Page]) -> Iterator[SourceBlock]:
    """The blocks of the tree in its order.

    Raises UnreadableMinutes where a table inside a cell has rows of unequal length.
    """
    pieces: dict[Mark, list[Piece]] = {}
    for page in pages:
        for piece in page.pieces:
            if piece.mark is not None:
                pieces.setdefault(Mark(piece.page, piece.mark), []).append(piece)
    return gather_lists(_Reader(pieces).blocks(tree))


@dataclass(frozen=True)
class _Reader:
    pieces: Mapping[Mark, Sequence[Piece]]

    def blocks(self, tag: Tag, depth: int = 0) -> Iterator[SourceBlock | ListLine]:
        """The blocks of an element; inline children that stand among blocks make paragraphs."""
        inline: list[Tag | Mark] = []
        for child in tag.children:
            if isinstance(child, Mark) or (child.role in _INLINE and not _holds_blocks(child)):
                inline.append(child)
                continue
            yield from self._paragraph(inline)
            inline = []
            yield from self._block(child, depth)
        yield from self._paragraph(inline)

    def _block(self, tag: Tag, depth: int) -> Iterator[SourceBlock | ListLine]:
        heading = _HEADING.fullmatch(tag.role)
        if heading:
            yield from self._paragraph(tag.children, level=int(heading[1] or 1))
        elif tag.role == "Title":
            yield from self._paragraph(tag.children, level=1)
        elif tag.role == "L":
            yield from self._list(tag, depth)
        elif tag.role == "Table":
            yield from self._table(tag)
        elif tag.role == "TOC":
            yield from self._contents(tag)
        elif _holds_blocks(tag) or tag.role in _GROUPS:
            yield from self.blocks(tag, depth)
        else:
            yield from self._paragraph(tag.children)

    def _lines(self, children: Iterable[Tag | Mark]) -> list[TextLine]:
        marks = [mark for child in children for mark in (child.marks() if isinstance(child, Tag) else [child])]
        return list(lines_of(piece for mark in marks for piece in self.pieces.get(mark, ())))

    def _paragraph(self, children: Sequence[Tag | Mark], level: int | None = None) -> Iterator[SourceText]:
        lines = self._lines(children)
        if lines:
            yield source_text(lines, level=level)

    def _contents(self, tag: Tag) -> Iterator[SourceText]:
        """The lines of a table of contents; one inside another goes on with it."""
        for child in tag.tags():
            if child.role == "TOC" or any(inner.role == "TOC" for inner in child.tags()):
                yield from self._contents(child)
            elif lines := self._lines([child]):
                text = join(lines)
                yield SourceText(text, text, contents=ContentsLine(*_title_and_page(text)))

    # --- lists ---

    def _list(self, tag: Tag, depth: int) -> Iterator[ListLine]:
        key = str(id(tag))
        number: int | None = 0
        for item in tag.tags():
            if item.role == "L":  # some programs put an inner list beside its item
                yield from self._list(item, depth + 1)
            elif item.role in ("LI", "LBody"):
                label, blocks, inner = self._item(item, depth)
                number = _number(label, number)
                yield ListLine(depth, number, blocks, key)
                yield from inner

    def _item(self, item: Tag, depth: int) -> tuple[str, tuple[Block, ...], list[ListLine]]:
        """The mark, the blocks and the lists inside an item."""
        labels = [tag for tag in item.tags() if tag.role == "Lbl"]
        label = join(lines) if (lines := self._lines(labels)) else ""
        rest = Tag("LBody", [child for child in item.children if child not in labels])
        bodies = [tag for tag in rest.tags() if tag.role == "LBody"]
        stream = list(self.blocks(bodies[0] if len(bodies) == 1 == len(rest.children) else rest, depth + 1))
        inner = [part for part in stream if isinstance(part, ListLine)]
        blocks = [to_block(part) for part in stream if not isinstance(part, ListLine)]
        marked = marked_text(blocks[0].text) if not label and blocks and isinstance(blocks[0], Paragraph) else None
        if marked:
            label = "" if marked[0] is None else f"{marked[0]}."
            blocks[0] = Paragraph(marked[1])
        return label, tuple(blocks), inner

    # --- tables ---

    def _table(self, tag: Tag) -> Iterator[SourceBlock]:
        rows: list[list[_TableCell]] = []
        heads = 0
        covered: dict[int, int] = {}
        for row, is_head in _rows(tag):
            cells = self._row(row, covered)
            if cells:
                heads += is_head and heads == len(rows)
                rows.append(cells)
        for child in tag.tags():
            if child.role == "Caption":
                yield from self._paragraph(child.children)
        if rows:
            yield SourceTable(tuple(tuple(cell.blocks for cell in row) for row in _in_columns(rows)), heads)

    def _row(self, row: Tag, covered: dict[int, int]) -> list[_TableCell]:
        """The cells of a row; one that spans several places has its text in the first, and empty cells follow."""
        cells: list[_TableCell] = []

        def skip_covered() -> None:
            while covered.get(len(cells), 0) > 0:
                covered[len(cells)] -= 1
                cells.append(_TableCell())

        for child in row.tags():
            skip_covered()
            blocks = tuple(map(to_block, gather_lists(self.blocks(child))))
            pieces = [piece for mark in child.marks() for piece in self.pieces.get(mark, ()) if piece.text.strip()]
            for place in range(child.columns):
                if child.rows > 1:
                    covered[len(cells)] = child.rows - 1
                cells.append(_TableCell() if place else _TableCell(blocks, tuple(pieces)))
        skip_covered()
        return cells


@dataclass(frozen=True)
class _TableCell:
    blocks: Cell = ()
    pieces: Sequence[Piece] = ()

    @property
    def extent(self) -> tuple[float, float]:
        """From where to where on the page its text stands."""
        return min(piece.left for piece in self.pieces), max(piece.right for piece in self.pieces)


def _in_columns(rows: Sequence[list[_TableCell]]) -> Iterator[list[_TableCell]]:
    """The rows, all with as many cells. Some programs do not tag empty cells: where those are, the others show."""
    width = max(map(len, rows))
    whole = [row for row in rows if len(row) == width]
    columns = [[cell.extent for cell in column if cell.pieces] for column in zip(*whole, strict=True)]
    for row in rows:
        placed = [_TableCell()] * width
        free = 0
        for waiting, cell in zip(range(len(row), 0, -1), row, strict=True):
            choices = range(free, width - waiting + 1)
            column = max(choices, key=lambda at: _overlap(cell, columns[at])) if cell.pieces else free
            placed[column] = cell
            free = column + 1
        yield placed


def _overlap(cell: _TableCell, column: Iterable[tuple[float, float]]) -> float:
    """How much of the cell's text stands where the column's does; below zero is how far beside it."""
    left, right = cell.extent
    return max((min(right, end) - max(left, start) for start, end in column), default=0.0)


def _holds_blocks(tag: Tag) -> bool:
    return any(child.role not in _INLINE or _holds_blocks(child) for child in tag.tags())


def _rows(tag: Tag) -> Iterator[tuple[Tag, bool]]:
    for child in tag.tags():
        if child.role in _ROW_GROUPS:
            yield from ((row, is_head or child.role == "THead") for row, is_head in _rows(child))
        elif child.role == "TR":
            cells = list(child.tags())
            yield child, bool(cells) and all(cell.role == "TH" for cell in cells)


def _number(label: str, before: int | None) -> int | None:
    """The number of an item by its mark; a mark without one is a bullet, and a letter counts on."""
    digits = re.fullmatch(r"\(?([0-9]{1,3})[.):]?", label.strip())
    if digits:
        return int(digits[1])
    if re.fullmatch(r"\(?[a-zæøå][.)]", label.strip(), re.IGNORECASE):
        return (before or 0) + 1
    return None


def _title_and_page(text: str) -> tuple[str, str | None]:
    entry = split_contents_line(text)
    if entry:
        return entry
    title, _, page = text.rpartition(" ")
    return (title.rstrip(" .…"), page) if title and page.isdigit() else (text, None)
