"""HTML inside a text file: its tables, lists and paragraphs as blocks. Unknown tags are text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from chefforum.calc.blocks import Block, Heading, List, Paragraph
from chefforum.connectors.minutes.inline import BLANK, TAG, plain_text_of_html
from chefforum.connectors.minutes.landmarks import bullet_text, ordered_marker
from chefforum.connectors.minutes.source import Cell, SourceTable
from chefforum.connectors.minutes.to_blocks import to_table

_CONTAINERS = frozenset(["blockquote", "center", "div", "p", "section"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_LISTS = frozenset(("ul", "ol"))
_TABLE_PARTS = frozenset(["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"])
_STRUCTURE = _CONTAINERS | _HEADINGS | _LISTS | _TABLE_PARTS | {"li"}
_BLOCK_START = re.compile(r"<(?:table|ul|ol|p|h[1-6])(?:\s[^<>]*)?>", re.IGNORECASE)
_HAS_STRUCTURE = re.compile(r"<(?:table|ul|ol|p|h[1-6]|li|div)(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(TAG, re.IGNORECASE)
_CLOSES_BEFORE = {
    "li": ("li", _LISTS),
    "tr": ("tr", frozenset(("table",))),
    "td": ("td", frozenset(("tr", "table"))),
    "th": ("th", frozenset(("tr", "table"))),
}  # a new <li> closes an open one, but not one outside the inner list
_DEEPEST = 40  # tags nested deeper than this are taken off and their text kept
_MOST_SPANNED = 100  # a cell that says it spans more is damaged


@dataclass
class _Node:
    tag: str
    attributes: str = ""
    line: int | None = None
    children: list[_Node | str] = field(default_factory=list)

    def number(self, name: str, default: int) -> int:
        found = re.search(rf"\b{name}\s*=\s*[\"']?([0-9]{{1,9}})", self.attributes, re.IGNORECASE)
        return int(found[1]) if found else default


HtmlBlock: TypeAlias = Block | SourceTable


def starts_html_block(raw: str) -> bool:
    """Whether a line begins with a tag that opens a table, list, paragraph or heading."""
    return _BLOCK_START.match(raw) is not None


def has_structure(raw: str) -> bool:
    """Whether the raw text of a cell holds paragraphs or lists in HTML."""
    return _HAS_STRUCTURE.search(raw) is not None


def closing_lines(lines: Sequence[str]) -> dict[int, int]:
    """For each line that opens an HTML block: the line where its first tag is closed. Unclosed ones are left out."""
    closed: dict[int, int] = {}
    stack: list[tuple[str, int, bool]] = []
    waiting: dict[str, int] = {}
    for number, line in enumerate(lines):
        if "<" not in line:
            continue
        for found in _TAG.finditer(line):
            tag = found["tag"].lower()
            if tag not in _LISTS | _HEADINGS | {"table", "p"}:
                continue
            if not found["closing"]:
                stack.append((tag, number, not line[: found.start()].strip()))
                waiting[tag] = waiting.get(tag, 0) + 1
            elif waiting.get(tag):
                _close(tag, number, stack, waiting, closed)
    return closed


def _close(
    tag: str, number: int, stack: list[tuple[str, int, bool]], waiting: dict[str, int], closed: dict[int, int]
) -> None:
    while True:
        opened, line, is_first = stack.pop()
        waiting[opened] -= 1
        if opened == tag:
            if is_first:
                closed[line] = number
            return


def blocks_of_html(raw: str, *, line: int | None = None) -> tuple[Block, ...]:
    """The blocks of a fragment of HTML. `line` is where it begins, for error messages.

    Raises UnreadableMinutes where a table in it has rows of unequal length.
    """
    parts = source_of_html(raw, line=line)
    return tuple(to_table(part) if isinstance(part, SourceTable) else part for part in parts)


def source_of_html(raw: str, *, line: int | None = None) -> list[HtmlBlock]:
    """As `blocks_of_html`, with the outermost tables as the file has them."""
    return _blocks(_tree(raw, line).children)


def _tree(raw: str, line: int | None) -> _Node:
    root = _Node("")
    stack = [root]
    end = 0
    counted, current = 0, line
    for found in _TAG.finditer(raw):
        tag = found["tag"].lower()
        if tag not in _STRUCTURE:
            continue
        _add_text(stack[-1], raw[end : found.start()])
        if current is not None:
            current += raw.count("\n", counted, found.start())
            counted = found.start()
        end = found.end()
        if found["closing"]:
            _pop_to(stack, tag)
        else:
            _open(stack, _Node(tag, found["attributes"], current))
    _add_text(stack[-1], raw[end:])
    return root


def _add_text(node: _Node, text: str) -> None:
    if text:
        node.children.append(text)


def _open(stack: list[_Node], node: _Node) -> None:
    if stack[-1].tag == "p":
        stack.pop()
    same, barrier = _CLOSES_BEFORE.get(node.tag, ("", frozenset()))
    if same:
        for depth in range(len(stack) - 1, 0, -1):
            if stack[depth].tag in barrier:
                break
            if stack[depth].tag == same or (same in ("td", "th") and stack[depth].tag in ("td", "th")):
                del stack[depth:]
                break
    stack[-1].children.append(node)
    if len(stack) < _DEEPEST:
        stack.append(node)


def _pop_to(stack: list[_Node], tag: str) -> None:
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].tag == tag:
            del stack[depth:]
            return


def _blocks(children: Iterable[_Node | str]) -> list[HtmlBlock]:
    blocks: list[HtmlBlock] = []
    inline: list[str] = []
    for child in children:
        if isinstance(child, str):
            inline.append(child)
            continue
        _flush(inline, blocks)
        if child.tag in _HEADINGS:
            blocks.extend(_heading(child))
        elif child.tag in _LISTS:
            blocks.append(_list(child))
        elif child.tag == "table":
            blocks.extend(_table(child))
        else:
            blocks.extend(_blocks(child.children))
    _flush(inline, blocks)
    return blocks


def _flush(inline: list[str], blocks: list[HtmlBlock]) -> None:
    raw = "".join(inline)
    inline.clear()
    if raw.strip(BLANK):
        text = plain_text_of_html(raw)
        if text:
            blocks.append(Paragraph(text))


def _heading(node: _Node) -> list[HtmlBlock]:
    level = max(1, int(node.tag[1]) - 3)
    parts = _blocks(node.children)
    return [Heading(part.text, level) if isinstance(part, Paragraph) else part for part in parts]


def _list(node: _Node) -> List:
    is_ordered = node.tag == "ol"
    start = node.number("start", 1)
    items: list[tuple[Block, ...]] = []
    for child in node.children:
        if isinstance(child, str) and not child.strip(BLANK):
            continue
        inner: list[_Node | str] = list(child.children) if isinstance(child, _Node) and child.tag == "li" else [child]
        _take_marker_off(inner, start + len(items) if is_ordered else None)
        blocks = _blocks(inner)
        items.append(tuple(to_table(block) if isinstance(block, SourceTable) else block for block in blocks))
    return List(tuple(items), is_ordered, start if is_ordered else 1)


def _take_marker_off(children: list[_Node | str], number: int | None) -> None:
    """A list that was copied out of a document often says its bullet or number twice: as tag and as text."""
    for position, child in enumerate(children):
        if isinstance(child, _Node):
            if child.tag == "p":
                _take_marker_off(child.children, number)
            return
        text = child.lstrip(BLANK)
        if text:
            children[position] = _without_marker(text, number)
            return


def _without_marker(text: str, number: int | None) -> str:
    if number is None:
        return bullet_text(text) or text
    marker = ordered_marker(text)
    return marker[1] if marker and marker[0] == number else text


def _table(node: _Node) -> list[HtmlBlock]:
    rows: list[tuple[Cell, ...]] = []
    lines: list[int | None] = []
    around: list[HtmlBlock] = []
    heads = 0
    open_spans: dict[int, int] = {}
    for row, is_head in _rows(node, around):
        cells = _cells(row, open_spans)
        if cells:
            heads += is_head and heads == len(rows)
            rows.append(cells)
            lines.append(row.line)
    if not rows:
        return around
    return [*around, SourceTable(tuple(rows), heads, node.line, tuple(lines))]


def _rows(node: _Node, around: list[HtmlBlock]) -> Iterable[tuple[_Node, bool]]:
    """The rows and whether each is a head; what a table holds outside its rows goes to `around`."""
    for child in node.children:
        if isinstance(child, _Node) and child.tag in ("thead", "tbody", "tfoot"):
            for row, is_head in _rows(child, around):
                yield row, is_head or child.tag == "thead"
        elif isinstance(child, _Node) and child.tag == "tr":
            yield child, all(cell.tag == "th" for cell in child.children if isinstance(cell, _Node))
        else:
            around.extend(_blocks([child]))


def _cells(row: _Node, open_spans: dict[int, int]) -> tuple[Cell, ...]:
    """The cells of a row; a cell that spans several columns or rows is followed by empty ones."""
    cells: list[Cell] = []

    def fill() -> None:
        while open_spans.get(len(cells), 0) > 0:
            open_spans[len(cells)] -= 1
            cells.append(())

    for child in row.children:
        if isinstance(child, str) and not child.strip(BLANK):
            continue
        fill()
        is_cell = isinstance(child, _Node) and child.tag in ("td", "th")
        inner = child.children if isinstance(child, _Node) and is_cell else [child]
        columns = min(max(1, child.number("colspan", 1)), _MOST_SPANNED) if isinstance(child, _Node) else 1
        below = min(max(1, child.number("rowspan", 1)), _MOST_SPANNED) - 1 if isinstance(child, _Node) else 0
        blocks = tuple(to_table(block) if isinstance(block, SourceTable) else block for block in _blocks(inner))
        for column in range(columns):
            if below:
                open_spans[len(cells)] = below
            cells.append(blocks if column == 0 else ())
    fill()
    return tuple(cells)
