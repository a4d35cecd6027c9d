"""DOCX as a stream of source blocks, read from the document's own XML; its pictures, macros and links are never opened.

What Word keeps outside the running text (running heads, notes, comments, text boxes) is handed on as leftovers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from chefforum.calc.blocks import Block, Paragraph
from chefforum.connectors.minutes.docx.package import DOCUMENT, Package
from chefforum.connectors.minutes.docx.styles import (
    Numbering,
    Style,
    child,
    is_on,
    number,
    read_numbering,
    read_styles,
    tag,
    value,
)
from chefforum.connectors.minutes.errors import unreadable
from chefforum.connectors.minutes.inline import BLANK
from chefforum.connectors.minutes.landmarks import split_contents_line
from chefforum.connectors.minutes.list_lines import ListLine, gather_lists, marked_text
from chefforum.connectors.minutes.minutes import ContentsLine
from chefforum.connectors.minutes.source import Cell, Leftover, Source, SourceBlock, SourceTable, SourceText
from chefforum.connectors.minutes.text_file import clean
from chefforum.connectors.minutes.to_blocks import to_block

_TRANSPARENT = frozenset(
    ("body", "sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple")
)
_GONE = frozenset(("del", "moveFrom", "Fallback"))  # struck out, moved away, or said again for old programs
_BOX = "txbxContent"
_MOST_COLUMNS = 100
_OUTSIDE = (
    ("header", "Teksten står i sidehovedet."),
    ("footer", "Teksten står i sidefoden."),
    ("footnotes", "Teksten er en fodnote."),
    ("endnotes", "Teksten er en slutnote."),
    ("comments", "Teksten er en kommentar i margenen."),
)
_IN_A_BOX = "Teksten står i en tekstboks, som ikke har en plads i teksten."


def read_docx(content: bytes) -> Source:
    """The blocks of a Word document.

    Raises UnreadableMinutes for a file that is damaged, protected, no Word document, a zip bomb, or without text.
    """
    package = Package(content)
    root = package.part(DOCUMENT)
    reader = _Reader(read_styles(package), read_numbering(package))
    blocks = tuple(gather_lists(reader.blocks(root)))
    outside = list(_outside(package, root))
    if not blocks and not outside:
        raise unreadable(
            what="Word-filen rummer ingen tekst; måske er den et skannet billede.",
            advice="Brug det dokument, som teksten er skrevet i, og prøv igen.",
        )
    visible = ["".join(_all_text(root)), *(left.text for left in outside if left.why != _IN_A_BOX)]
    return Source(blocks, clean("\n".join(visible)), tuple(outside))


def _outside(package: Package, root: etree._Element) -> Iterator[Leftover]:
    """What stands outside the running text, each text once: a running head is the same on every page."""
    for prefix, why in _OUTSIDE:
        texts = [text for part in package.parts(prefix) for text in _texts_of_paragraphs(part)]
        yield from (Leftover(text, why) for text in dict.fromkeys(texts))
    for box in _elements(root, _BOX):
        yield from (Leftover(text, _IN_A_BOX) for text in _texts_of_paragraphs(box))


def _elements(element: etree._Element, name: str) -> Iterator[etree._Element]:
    for inner in element:
        if tag(inner) in _GONE:
            continue
        if tag(inner) == name:
            yield inner
        else:
            yield from _elements(inner, name)


def _texts_of_paragraphs(element: etree._Element) -> Iterator[str]:
    """The text of every paragraph below, without that of text boxes in it."""
    for paragraph in _elements(element, "p"):
        text = clean("".join(run.text for run in _runs(paragraph, Style()))).strip(BLANK)
        if text:
            yield text


def _all_text(element: etree._Element) -> Iterator[str]:
    """Every text of the document's XML, wherever it stands: what the reading is checked against."""
    for inner in element:
        name = tag(inner)
        if name == "t":
            yield inner.text or ""
        elif name not in _GONE:
            yield from _all_text(inner)
            if name == "p":
                yield "\n"


@dataclass(frozen=True)
class _Run:
    text: str
    is_bold: bool
    is_italic: bool


def _runs(element: etree._Element, style: Style) -> Iterator[_Run]:
    """The pieces of text of a paragraph in order, with their weight and slant."""
    for inner in element:
        name = tag(inner)
        if name == "r":
            text = "".join(_texts_of_run(inner))
            if text:
                bold, italic = is_on(child(inner, "rPr", "b")), is_on(child(inner, "rPr", "i"))
                yield _Run(text, style.is_bold if bold is None else bold, style.is_italic if italic is None else italic)
        elif name not in _GONE and name != "pPr":
            yield from _runs(inner, style)


def _texts_of_run(run: etree._Element) -> Iterator[str]:
    for inner in run:
        match tag(inner):
            case "t":
                yield inner.text or ""
            case "tab" | "ptab":
                yield "\t"
            case "br" if value(inner, "type") in ("page", "column"):
                yield " "
            case "br" | "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "-"
            case "sym":
                yield _symbol(value(inner, "char"))


def _symbol(code: str | None) -> str:
    """A character of a symbol font; those of Wingdings and the like lie in the private area and say nothing."""
    point = int(code, 16) if code and re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
    return chr(point) if point and not 0xD800 <= point <= 0xF8FF else ""


@dataclass
class _Reader:
    styles: dict[str, Style]
    numbering: Numbering

    def blocks(self, element: etree._Element) -> Iterator[SourceBlock | ListLine]:
        """The blocks of a body or a cell. A box around text (a table of one cell) is opened."""
        last: ListLine | None = None
        for block in self._blocks(element):
            if isinstance(block, _Below) and last is not None:
                last = ListLine(last.depth, last.number, (*last.blocks, Paragraph(block.text.text)), last.key)
                continue
            if last is not None:
                yield last
                last = None
            if isinstance(block, ListLine):
                last = block
            else:
                yield block.text if isinstance(block, _Below) else block
        if last is not None:
            yield last

    def _blocks(self, element: etree._Element) -> Iterator[SourceBlock | ListLine | _Below]:
        for inner in element:
            match tag(inner):
                case "p":
                    yield from self._paragraph(inner)
                case "tbl":
                    yield from self._table(inner)
                case name if name in _TRANSPARENT:
                    yield from self._blocks(inner)

    def _paragraph(self, element: etree._Element) -> Iterator[SourceText | ListLine | _Below]:
        properties = child(element, "pPr")
        style = self.styles.get(value(child(properties, "pStyle")) or "", Style())
        runs = list(_runs(element, style))
        text = clean("".join(run.text for run in runs)).strip(BLANK)
        list_id, depth = self._place_in_list(properties, style)
        is_listed = self.numbering.is_list(list_id, depth)
        if not text:
            return
        level = self._level(properties, style)
        if level is not None:
            yield self._heading(text, level, runs, list_id if is_listed else None, depth)
        elif is_listed and list_id is not None:
            count = self.numbering.next_number(list_id, depth)
            yield ListLine(depth, count, (Paragraph(text),), list_id)
        elif style.name.lower().startswith("toc ") and style.name[4:].isdigit():
            yield SourceText(text, text, contents=_contents_line(text))
        elif (marked := marked_text(text)) and "\n" not in text:
            yield ListLine(0, marked[0], (Paragraph(marked[1]),), "typed")
        else:
            paragraph = _text(text, runs)
            is_below = style.name.lower() == "list paragraph" and child(properties, "ind") is not None
            yield _Below(paragraph) if is_below else paragraph

    def _heading(self, text: str, level: int, runs: list[_Run], list_id: str | None, depth: int) -> SourceText:
        """A heading, with the number that Word sets before it, as in "Punkt 3: Økonomi"."""
        if list_id is not None:
            self.numbering.next_number(list_id, depth)
            text = f"{self.numbering.label(list_id, depth)} {text}".strip()
        return SourceText(text, text, level=level, is_italic=_all(runs, "is_italic"))

    def _level(self, properties: etree._Element | None, style: Style) -> int | None:
        outline = number(value(child(properties, "outlineLvl")))
        return style.level if outline is None else (outline + 1 if outline < 6 else None)

    def _place_in_list(self, properties: etree._Element | None, style: Style) -> tuple[str | None, int]:
        own = child(properties, "numPr")
        list_id = value(child(own, "numId"))
        depth = number(value(child(own, "ilvl")))
        if depth is None:
            depth = style.list_level or 0
        return (style.list_id if list_id is None else list_id), min(max(depth, 0), 8)

    # --- tables ---

    def _table(self, element: etree._Element) -> Iterator[SourceBlock | ListLine | _Below]:
        rows = list(_rows(element))
        cells = [list(_cells(row)) for row in rows]
        if len(cells) == 1 and len(cells[0]) == 1:
            yield from self._blocks(cells[0][0].element)
            return
        columns = max((sum(cell.columns for cell in row) for row in cells), default=0)
        if not columns:
            return
        heads = 0
        while heads < len(rows) and is_on(child(rows[heads], "trPr", "tblHeader")):
            heads += 1
        expanded = tuple(self._row(row, columns) for row in cells)
        yield SourceTable(expanded, heads or 1)

    def _row(self, cells: Iterable[_Cell], columns: int) -> tuple[Cell, ...]:
        """The cells of a row on the table's grid: a merged cell has its text in its first place, then empty ones."""
        row: list[Cell] = []
        for cell in cells:
            row.append(() if cell.is_continued else self._cell(cell.element))
            row += [()] * (cell.columns - 1)
        return tuple(row + [()] * (columns - len(row)))

    def _cell(self, element: etree._Element | None) -> tuple[Block, ...]:
        return () if element is None else tuple(map(to_block, gather_lists(self.blocks(element))))


@dataclass(frozen=True)
class _Below:
    """A paragraph that stands indented under an item of a list."""

    text: SourceText


@dataclass(frozen=True)
class _Cell:
    element: etree._Element | None
    columns: int = 1
    is_continued: bool = False  # the text stands in the cell above, which reaches down to here


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for inner in table:
        if tag(inner) == "tr":
            yield inner
        elif tag(inner) in _TRANSPARENT:
            yield from _rows(inner)


def _cells(row: etree._Element) -> Iterator[_Cell]:
    before = number(value(child(row, "trPr", "gridBefore"))) or 0
    if before:
        yield _Cell(None, min(before, _MOST_COLUMNS))
    for inner in row:
        if tag(inner) == "tc":
            properties = child(inner, "tcPr")
            span = number(value(child(properties, "gridSpan"))) or 1
            merge = child(properties, "vMerge")
            is_continued = merge is not None and value(merge) != "restart"
            yield _Cell(inner, min(max(span, 1), _MOST_COLUMNS), is_continued)
        elif tag(inner) in _TRANSPARENT:
            yield from _cells(inner)


# --- paragraphs ---


def _contents_line(text: str) -> ContentsLine:
    """A line of Word's own table of contents: title, tab and page; a table without pages has the title alone."""
    entry = split_contents_line(text)
    title, _, page = text.rpartition("\t")
    if entry is None and title and page.isdigit():
        entry = (title.rstrip(" .\t"), page)
    return ContentsLine(*(entry or (text,)))


def _text(text: str, runs: list[_Run]) -> SourceText:
    is_bold, is_italic = _all(runs, "is_bold"), _all(runs, "is_italic")
    label, rest = (None, "") if is_bold else _label(runs)
    entry = split_contents_line(text) if label is None else None
    contents = ContentsLine(*entry) if entry else None
    return SourceText(text, text, is_bold=is_bold, is_italic=is_italic, label=label, rest=rest, contents=contents)


def _all(runs: Iterable[_Run], trait: str) -> bool:
    """Whether every run that shows anything is bold (or italic)."""
    shown = [run for run in runs if run.text.strip()]
    return bool(shown) and all(getattr(run, trait) for run in shown)


def _label(runs: list[_Run]) -> tuple[str | None, str]:
    """The bold beginning of a paragraph and what follows it."""
    bold = 0
    while bold < len(runs) and (runs[bold].is_bold or not runs[bold].text.strip()):
        bold += 1
    label = clean("".join(run.text for run in runs[:bold])).strip(BLANK)
    rest = clean("".join(run.text for run in runs[bold:])).strip(BLANK)
    return (label, rest) if label else (None, "")
