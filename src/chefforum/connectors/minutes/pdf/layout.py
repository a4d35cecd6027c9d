"""An untagged PDF as a stream of source blocks: by the size, weight and place of its lines, and its ruled tables."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import pdfplumber

from chefforum.calc.blocks import Paragraph
from chefforum.connectors.minutes.landmarks import continues_over_gap, is_head_label, stands_alone
from chefforum.connectors.minutes.list_lines import ListLine, gather_lists, marked_text
from chefforum.connectors.minutes.pdf.lines import TextLine, bold_beginning, join, lines_of, source_text
from chefforum.connectors.minutes.pdf.pages import Page, Piece
from chefforum.connectors.minutes.sections import is_strong_line
from chefforum.connectors.minutes.source import Cell, SourceBlock, SourceTable, SourceText
from chefforum.connectors.minutes.to_blocks import to_block

_LARGER = 1.1  # times the body's type: a line so much larger is a heading
_LONGEST_HEADING = 250
_NEXT_PARAGRAPH = 1.3  # times the distance between lines
_INDENT = 3.0  # points
_LOWEST_LEVEL = 6


def read_layout(content: bytes, pages: Sequence[Page]) -> tuple[list[SourceBlock], set[Piece]]:
    """The blocks of the pages, and the pieces that say the head of a table again where a page begins.

    `pages` are without running heads; `content` is the file, for its drawn lines.
    """
    repeated: set[Piece] = set()
    reader = _Reader.of(pages)
    return list(gather_lists(_whole_tables(reader.stream(content, pages), repeated))), repeated


_Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True)
class _Rule:
    """A horizontal line on a page; `top` from the top of the page, as pdfplumber has it."""

    top: float
    left: float
    right: float


@dataclass(frozen=True)
class _Grid:
    """A ruled table on a page: the boxes (left, bottom, right, top) of each row's cells, None where one is missing."""

    rows: tuple[tuple[_Box | None, ...], ...]

    def place(self, piece: Piece) -> tuple[int, int] | None:
        """Row and column of the cell that a piece of text begins in."""
        middle = piece.bottom + piece.size / 2
        for row, boxes in enumerate(self.rows):
            for column, box in enumerate(boxes):
                if box and box[0] - 1 <= piece.left + 0.5 <= box[2] and box[1] <= middle <= box[3]:
                    return row, column
        return None


@dataclass(frozen=True)
class _Table:
    """A table as one page has it, and the pieces of its first row."""

    source: SourceTable
    head: tuple[Piece, ...]


@dataclass(frozen=True)
class _Reader:
    levels: dict[float, int]
    leading: dict[float, float]

    @classmethod
    def of(cls, pages: Sequence[Page]) -> _Reader:
        """Learns the file's body type, heading sizes and distance between lines."""
        lines = [line for page in pages for line in lines_of(page.pieces)]
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[_rounded(line.size)] += len(line.text)
        body = sizes.most_common(1)[0][0]
        larger = sorted((size for size in sizes if size > body * _LARGER), reverse=True)
        gaps: dict[float, Counter[float]] = {}
        for before, line in pairwise(lines):
            gap = _rounded(before.bottom - line.bottom)
            if before.page == line.page and _rounded(before.size) == _rounded(line.size) and gap > 0:
                gaps.setdefault(_rounded(line.size), Counter())[gap] += 1
        leading = {size: _closest(found, size) for size, found in gaps.items()}
        levels = {size: min(level, _LOWEST_LEVEL) for level, size in enumerate(larger, 1)}
        return cls(levels, leading)

    def stream(self, content: bytes, pages: Sequence[Page]) -> Iterator[SourceBlock | ListLine | _Table]:
        grids = dict(_grids(content, [page for page in pages if page.has_rules]))
        lines: list[TextLine] = []
        for page in pages:
            placed: dict[int, dict[tuple[int, int], list[Piece]]] = {}
            for part in self._parts(page, grids.get(page.number, ()), placed):
                if isinstance(part, int):
                    yield from self.blocks(lines)
                    lines = []
                    yield self._table(grids[page.number][part], placed[part])
                else:
                    lines += lines_of(part)
        yield from self.blocks(lines)

    def _parts(
        self, page: Page, grids: Sequence[_Grid], placed: dict[int, dict[tuple[int, int], list[Piece]]]
    ) -> Iterator[list[Piece] | int]:
        """The page's text, and at their places the numbers of its tables, whose pieces go to `placed`."""
        text: list[Piece] = []
        order: list[list[Piece] | int] = []
        for piece in page.pieces:
            for number, grid in enumerate(grids):
                place = grid.place(piece)
                if place is not None:
                    if number not in placed:
                        placed[number] = {}
                        order += [text, number]
                        text = []
                    placed[number].setdefault(place, []).append(piece)
                    break
            else:
                text.append(piece)
        yield from (part for part in [*order, text] if part != [])

    def _table(self, grid: _Grid, placed: dict[tuple[int, int], list[Piece]]) -> _Table:
        rows = tuple(
            tuple(self._cell(placed.get((row, column), [])) for column in range(len(boxes)))
            for row, boxes in enumerate(grid.rows)
        )
        return _Table(SourceTable(rows), tuple(piece for (row, _), cell in placed.items() if not row for piece in cell))

    def _cell(self, pieces: Iterable[Piece]) -> Cell:
        lines = list(lines_of(pieces))
        return tuple(map(to_block, gather_lists(self.blocks(lines, in_cell=True)))) if lines else ()

    def blocks(self, lines: Sequence[TextLine], *, in_cell: bool = False) -> Iterator[SourceBlock | ListLine]:
        """Headings, paragraphs and lines of lists out of lines; a cell has no headings."""
        start = 0
        depths: list[float] = []
        while start < len(lines):
            marked = marked_text(lines[start].text)
            end = start + 1
            while end < len(lines) and self._goes_on(lines, start, end, is_item=marked is not None):
                end += 1
            group = lines[start:end]
            if marked:
                yield self._item(group, marked[0], depths)
            else:
                depths.clear()
                yield self._text(group, in_cell=in_cell)
            start = end

    def _item(self, group: Sequence[TextLine], number: int | None, depths: list[float]) -> ListLine:
        """A line of a list; how deep, the lists around it say by where their marks stand."""
        left = group[0].left
        while depths and depths[-1] > left + _INDENT:
            depths.pop()
        if not depths or left > depths[-1] + _INDENT:
            depths.append(left)
        marked = marked_text(join(group))
        text = marked[1] if marked else join(group)
        return ListLine(len(depths) - 1, number, (Paragraph(text),), "typed")

    def _text(self, group: Sequence[TextLine], *, in_cell: bool) -> SourceText:
        level = None if in_cell else self.levels.get(_rounded(group[0].size))
        is_heading = level is not None and len(join(group)) <= _LONGEST_HEADING
        return source_text(group, level=level if is_heading else None)

    def _goes_on(self, lines: Sequence[TextLine], start: int, at: int, *, is_item: bool) -> bool:
        """Whether a line belongs with the lines before it."""
        first, before, line = lines[start], lines[at - 1], lines[at]
        size = _rounded(line.size)
        if before.page == line.page:
            is_near = 0 < before.bottom - line.bottom <= self.leading.get(size, size * 1.5) * _NEXT_PARAGRAPH
        else:
            is_near = before.text.endswith("-") or continues_over_gap(before.text, line.text)
        is_alike = _rounded(before.size) == size and before.is_bold == line.is_bold
        is_new = stands_alone(line.text) or marked_text(line.text) is not None or _has_label(line)
        is_done = stands_alone(before.text) and size not in self.levels  # a heading may need two lines
        is_beside = is_item and line.left <= first.left + _INDENT
        return is_alike and is_near and not (is_new or is_done or is_beside)


def _has_label(line: TextLine) -> bool:
    """Whether a line begins with a section's name, or a label of the head, in bold, and goes on in light type."""
    label, _ = bold_beginning([line])
    return label is not None and (is_strong_line(label) or is_head_label(label))


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _closest(gaps: Counter[float], size: float) -> float:
    """The distance between lines of a paragraph: the commonest of those that lines of this size can have."""
    fitting = Counter({gap: count for gap, count in gaps.items() if 0.8 * size <= gap <= 2.2 * size})
    return fitting.most_common(1)[0][0] if fitting else size * 1.3


def _grids(content: bytes, pages: Sequence[Page]) -> Iterator[tuple[int, tuple[_Grid, ...]]]:
    """The ruled tables of the pages that have drawn lines; a table has at least two columns. A page break
    may leave one row of it."""
    if not pages:
        return
    try:
        with pdfplumber.open(io.BytesIO(content), pages=[page.number + 1 for page in pages]) as document:
            for page, plumbed in zip(pages, document.pages, strict=True):
                found = (_grid(table, _rules(plumbed.edges), page.height) for table in plumbed.find_tables())
                yield page.number, tuple(grid for grid in found if grid is not None)
                plumbed.close()
    except Exception:  # pdfminer raises whatever a damaged drawing leads it to: the text is there without its tables
        return


def _grid(table: pdfplumber.table.Table, rules: Sequence[_Rule], height: float) -> _Grid | None:
    rows: list[Sequence[_Box | None]] = [row.cells for row in table.rows]
    left, _, right, foot = table.bbox
    if None not in rows[-1]:  # a table may have its columns drawn in its head only, and under it a rule for each row
        columns = [(cell[0], cell[2]) for cell in rows[-1] if cell]
        for rule in rules:
            if rule.top > foot + 1 and abs(rule.left - left) < 2 and abs(rule.right - right) < 2:
                rows.append([(start, foot, end, rule.top) for start, end in columns])
                foot = rule.top
    if len(rows[0]) < 2:
        return None
    return _Grid(
        tuple(tuple(cell and (cell[0], height - cell[3], cell[2], height - cell[1]) for cell in row) for row in rows)
    )


def _rules(edges: Sequence[dict[str, Any]]) -> list[_Rule]:
    """The horizontal lines of a page from its top."""
    found = {_Rule(edge["top"], edge["x0"], edge["x1"]) for edge in edges if edge["orientation"] == "h"}
    return sorted(found, key=lambda rule: rule.top)


def _whole_tables(
    stream: Iterable[SourceBlock | ListLine | _Table], repeated: set[Piece]
) -> Iterator[SourceBlock | ListLine]:
    """Tables that a page break cut in two become one; the head that is said again on the new page is `repeated`."""
    whole: SourceTable | None = None
    for part in stream:
        if not isinstance(part, _Table):
            if whole is not None:
                yield whole
            whole = None
            yield part
        elif whole is None or len(part.source.rows[0]) != len(whole.rows[0]):
            if whole is not None:
                yield whole
            whole = part.source
        else:
            is_repeated = part.source.rows[0] == whole.rows[0]
            repeated.update(part.head if is_repeated else ())
            whole = SourceTable((*whole.rows, *part.source.rows[is_repeated:]), whole.header_rows)
    if whole is not None:
        yield whole
