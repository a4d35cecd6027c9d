"""Markdown and plain text as a stream of source blocks.

The dialect is what people and converters write: headings with #, lists, tables with pipes, tabs or HTML, bold and
italic lines, and plain text where a section's name stands alone on a line. Everything takes time in proportion to the
length of the text; nothing in it is executed, fetched or followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chefforum.calc.blocks import Block, Heading, List, Paragraph
from chefforum.connectors.minutes.html_fragments import (
    blocks_of_html,
    closing_lines,
    has_structure,
    source_of_html,
    starts_html_block,
)
from chefforum.connectors.minutes.inline import BLANK, plain_text, read_inline
from chefforum.connectors.minutes.landmarks import (
    bullet_text,
    ordered_marker,
    split_contents_line,
    stands_alone,
)
from chefforum.connectors.minutes.minutes import ContentsLine
from chefforum.connectors.minutes.source import Cell, SourceBlock, SourceList, SourceTable, SourceText
from chefforum.connectors.minutes.to_blocks import to_block

NOTHING = "<!-- -->"  # an empty comment: keeps two lists apart
_RULE = re.compile(r"([-=_*~])(?:[ \t]*\1){2,}")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_PIPE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_PIPE = re.compile(r"\\.|\|")
_DEEPEST_LIST = 8  # lists nested deeper are kept as text
_LONG_LINE = 60  # a line as long as this was wrapped by a program, so the next one continues it


@dataclass(frozen=True)
class Line:
    """A line of the file: `raw` without the blanks around it, `full` as it stands."""

    raw: str
    full: str
    indent: int
    number: int
    has_break: bool = False


def read_markdown(text: str) -> tuple[SourceBlock, ...]:
    """The blocks of a Markdown or plain text file, with line numbers from 1.

    Raises UnreadableMinutes where a table nested in HTML or in a list has rows of unequal length.
    """
    lines = [_line(full, number) for number, full in enumerate(text.split("\n"), start=1)]
    return tuple(_blocks(lines, depth=0))


def starts_block(raw: str) -> bool:
    """Whether a line with this raw text begins something other than running text, wherever it stands."""
    return (
        _heading_level(raw) is not None
        or _RULE.fullmatch(raw) is not None
        or raw == NOTHING
        or bullet_text(raw) is not None
        or ordered_marker(raw) is not None
        or starts_html_block(raw)
        or stands_alone(raw)
        or _PIPE_RULE.fullmatch(raw) is not None
        or raw.startswith("|")
    )


def _line(full: str, number: int) -> Line:
    raw = full.strip(BLANK)
    before = full[: len(full) - len(full.lstrip(BLANK))]
    return Line(raw, full, len(before.replace("\t", "    ")), number, full.endswith("  "))


def _blocks(lines: Sequence[Line], *, depth: int) -> Iterator[SourceBlock]:
    closings = closing_lines([line.raw for line in lines])
    position = 0
    while position < len(lines):
        raw = lines[position].raw
        if not raw or raw == NOTHING or _RULE.fullmatch(raw):
            position += 1
            continue
        if _heading_level(raw) is not None:
            yield _heading(lines[position])
            position += 1
        elif position in closings:
            end = closings[position] + 1
            yield from _html(lines[position:end])
            position = end
        elif _is_table(lines, position):
            end = _end_of_table(lines, position)
            yield _table(lines[position:end])
            position = end
        elif _is_list_item(lines[position]) and depth < _DEEPEST_LIST:
            end = _end_of_list(lines, position)
            yield _list(lines[position:end], depth)
            position = end
        else:
            end, is_heading = _end_of_paragraph(lines, position)
            yield from _paragraph(lines[position:end], is_heading)
            position = end + is_heading


def _heading_level(raw: str) -> int | None:
    level = len(raw) - len(raw.lstrip("#")) if raw.startswith("#") else 0
    return level if 1 <= level <= 6 and (len(raw) == level or raw[level] in BLANK) else None


def _heading(line: Line) -> SourceText:
    level = _heading_level(line.raw) or 1
    raw = line.raw[level:].strip(BLANK)
    without_marks = raw.rstrip("#")
    if not without_marks or without_marks[-1] in BLANK:
        raw = without_marks.rstrip(BLANK)
    return _text(raw, line.number, level)


def _text(raw: str, number: int, level: int | None = None) -> SourceText:
    inline = read_inline(raw)
    entry = split_contents_line(raw) if level is None and inline.label is None else None
    return SourceText(
        text=inline.text,
        raw=inline.bare,
        line=number,
        level=level,
        is_bold=inline.is_bold,
        is_italic=inline.is_italic,
        label=inline.label,
        rest=inline.rest,
        contents=ContentsLine(plain_text(entry[0]), entry[1]) if entry else None,
    )


def _end_of_paragraph(lines: Sequence[Line], start: int) -> tuple[int, bool]:
    """Where the paragraph ends, and whether a line of === or --- under it makes it a heading."""
    end = start + 1
    if stands_alone(lines[start].raw):
        return end, False
    while end < len(lines) and lines[end].raw:
        raw = lines[end].raw
        if end == start + 1 and _UNDERLINE.fullmatch(raw):
            return end, True
        if _interrupts(lines, end):
            break
        end += 1
    return end, False


def _interrupts(lines: Sequence[Line], position: int) -> bool:
    raw = lines[position].raw
    marker = ordered_marker(raw)
    return (
        _heading_level(raw) is not None
        or _RULE.fullmatch(raw) is not None
        or raw == NOTHING
        or bullet_text(raw) is not None
        or (marker is not None and marker[0] == 1)
        or starts_html_block(raw)
        or stands_alone(raw)
        or (raw.startswith("**") and read_inline(raw).label is not None)
        or _is_table(lines, position)
    )


def _paragraph(lines: Sequence[Line], is_heading: bool) -> Iterator[SourceText]:
    text = _text(_joined(lines), lines[0].number, (1 if is_heading else None))
    if text.text or is_heading:
        yield text


def _joined(lines: Sequence[Line]) -> str:
    """The lines as one raw text: a line break is kept where it was meant, else the lines run on with a space."""
    parts = [lines[0].raw]
    for before, line in pairwise(lines):
        backslashes = len(before.raw) - len(before.raw.rstrip("\\"))
        if backslashes % 2:
            parts.append("\n")
        elif before.has_break or not _runs_on(before.raw, line.raw):
            parts.append("\\\n")
        else:
            parts.append(" ")
        parts.append(line.raw)
    return "".join(parts)


def _runs_on(before: str, line: str) -> bool:
    """Whether `line` continues the sentence of `before`: the line was full, or it begins with a small letter."""
    return len(before) >= _LONG_LINE or not line[:1].isupper()


def _html(lines: Sequence[Line]) -> Iterator[SourceBlock]:
    number = lines[0].number
    raw = "\n".join(line.raw for line in lines)
    for block in source_of_html(raw, line=number):
        match block:
            case SourceTable():
                yield block
            case List():
                yield SourceList(block, number)
            case Heading(text, level):
                yield SourceText(text, text, number, level + 3)
            case Paragraph(text):
                yield SourceText(text, text, number)
            case _:
                raise AssertionError(f"no reader of HTML makes {block!r}")


# --- tables ---


def _is_table(lines: Sequence[Line], position: int) -> bool:
    if position + 1 >= len(lines):
        return False
    raw, below = lines[position].raw, lines[position + 1].raw
    if "\t" in raw and "\t" in below:
        return not stands_alone(raw) and not stands_alone(below)
    return "|" in raw and "|" in below and "-" in below and _PIPE_RULE.fullmatch(below) is not None


def _end_of_table(lines: Sequence[Line], start: int) -> int:
    """The line after the table's last row: a row has a tab (or a pipe); a line without one may stand between two."""
    mark = "\t" if "\t" in lines[start].raw and "\t" in lines[start + 1].raw else "|"
    end = position = start + 2
    while position < len(lines) and lines[position].raw:
        raw = lines[position].raw
        if _heading_level(raw) is not None or stands_alone(raw):
            break
        position += 1
        if mark in raw:
            end = position
        elif mark == "|":
            break
    return end


def _table(lines: Sequence[Line]) -> SourceTable:
    if "\t" in lines[0].raw and "\t" in lines[1].raw:
        rows, kept = _tab_rows(lines), lines
    else:
        kept = [lines[0], *lines[2:]]
        rows = [_split_pipes(line.raw) for line in kept]
    numbers = tuple(line.number for line in kept)
    cells = tuple(tuple(_cell(raw, number) for raw in row) for row, number in zip(rows, numbers, strict=True))
    return SourceTable(cells, 1, numbers[0], numbers)


def _tab_rows(lines: Sequence[Line]) -> list[list[str]]:
    """The cells of tab-separated lines; tabs at the ends of lines count as empty cells where that makes rows equal."""
    rows = [line.full.split("\t") for line in lines]
    if len({len(row) for row in rows}) > 1:
        return [line.raw.split("\t") for line in lines]
    return rows


def _split_pipes(raw: str) -> list[str]:
    cells, start = [], 0
    for found in _PIPE.finditer(raw):
        if found[0] == "|":
            cells.append(raw[start : found.start()])
            start = found.end()
    cells.append(raw[start:])
    if not cells[0].strip(BLANK):
        cells = cells[1:]
    if cells and not cells[-1].strip(BLANK):
        cells = cells[:-1]
    return cells


def _cell(raw: str, number: int) -> Cell:
    if has_structure(raw):
        return blocks_of_html(raw, line=number)
    text = plain_text(raw)
    return (Paragraph(text),) if text else ()


# --- lists ---


def _is_list_item(line: Line) -> bool:
    if bullet_text(line.raw) is not None:
        return True
    return ordered_marker(line.raw) is not None and not stands_alone(line.raw)


def _marker(line: Line) -> tuple[str, int | None, str]:
    """The kind of marker, its number, and the text after it."""
    ordered = ordered_marker(line.raw)
    if ordered:
        return "1", *ordered
    return line.raw[0], None, bullet_text(line.raw) or ""


def _end_of_list(lines: Sequence[Line], start: int) -> int:
    """The line after the list's last one: its items have one kind of marker and numbers that follow each other."""
    indent = lines[start].indent
    kind, number, _ = _marker(lines[start])
    end = position = start + 1
    while position < len(lines):
        line = lines[position]
        if not line.raw:
            position += 1
            continue
        if line.indent >= indent + 2:
            pass
        elif _is_list_item(line):
            next_kind, next_number, _ = _marker(line)
            if next_kind != kind or (number is not None and next_number != number + 1):
                break
            number = next_number
        elif position > end or _interrupts(lines, position) or not _runs_on(lines[position - 1].raw, line.raw):
            break
        position += 1
        end = position
    return end


def _list(lines: Sequence[Line], depth: int) -> SourceList:
    indent = lines[0].indent
    _, start, _ = _marker(lines[0])
    items: list[list[Line]] = []
    offset = 0
    for line in lines:
        if line.indent < indent + 2 and _is_list_item(line):
            _, _, text = _marker(line)
            raw = text.strip(BLANK)
            offset = line.indent + len(line.raw) - len(raw)
            items.append([Line(raw, raw, 0, line.number, line.has_break)])
        else:
            items[-1].append(_outdented(line, offset))
    blocks = tuple(_item_blocks(item, depth) for item in items)
    return SourceList(List(blocks, start is not None, start if start is not None else 1), lines[0].number)


def _outdented(line: Line, offset: int) -> Line:
    indent = max(0, line.indent - offset)
    return Line(line.raw, " " * indent + line.full.lstrip(BLANK), indent, line.number, line.has_break)


def _item_blocks(lines: Sequence[Line], depth: int) -> tuple[Block, ...]:
    if len(lines) == 1 and not _is_list_item(lines[0]) and _heading_level(lines[0].raw) is None:
        text = plain_text(lines[0].raw)
        return (Paragraph(text),) if text else ()
    return tuple(map(to_block, _blocks(lines, depth=depth + 1)))
