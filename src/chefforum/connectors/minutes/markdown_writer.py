"""Minutes as Markdown that people can read and edit, and that reads back as the same minutes.

Whether a text would be taken for something else is asked of the reader's own functions; such a text has its first
character written as a reference, so that `&#66;ilag` is the word Bilag in a paragraph and no section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table
from chefforum.connectors.minutes.danish import DAY_OF_MONTH
from chefforum.connectors.minutes.facts import journal_line_of
from chefforum.connectors.minutes.inline import reference, write_html, write_line
from chefforum.connectors.minutes.landmarks import (
    CONFIDENTIAL_LINE,
    bullet_text,
    continues_over_gap,
    is_contents_label,
    is_dated_title,
    is_journal_number,
    is_title,
    item_heading,
    ordered_marker,
    planned_minutes_mark,
    punkt_heading,
    split_contents_line,
)
from chefforum.connectors.minutes.markdown import NOTHING, starts_block
from chefforum.connectors.minutes.minutes import ContentsLine, HeadLine, Item, Minutes, SectionKind
from chefforum.connectors.minutes.preamble import UNPLACED_HEADING, may_be_title
from chefforum.connectors.minutes.sections import is_weak_line


def to_markdown(minutes: Minutes) -> str:
    """The minutes as Markdown; read again they are the same minutes. Notes are left out: they are made anew."""
    parts = list(_head(minutes))
    for item in minutes.items:
        parts += _item(item)
    if minutes.unplaced:
        parts += [f"## {UNPLACED_HEADING}", *_blocks(minutes.unplaced)]
    return "\n\n".join(parts) + "\n"


def _head(minutes: Minutes) -> Iterator[str]:
    if minutes.title:
        raw = write_line(minutes.title)
        yield _heading(1, raw if may_be_title(raw) else _guarded(raw))
    for line in minutes.head:
        yield _head_line(line)
    if minutes.contents_heading:
        yield _heading(2, write_line(minutes.contents_heading))
    if minutes.contents:
        yield "\n".join(_contents_line(line) for line in minutes.contents)


def _head_line(line: HeadLine) -> str:
    label, text = write_line(line.label), write_line(line.text)
    whole = f"{label} {text}".rstrip(" ")
    if item_heading(whole) or is_title(whole) or is_contents_label(whole):
        label = _guarded(label)
    return f"**{label}** {text}".rstrip(" ")


def _contents_line(line: ContentsLine) -> str:
    raw = write_line(line.title)
    if raw[-1:] in tuple(".… "):
        raw = raw[:-1] + reference(raw[-1])
    if raw.startswith("#") or bullet_text(raw) is not None:
        raw = _guarded(raw)
    return f"{raw}.....\t{line.page}" if line.page else f"{raw}....."


def _item(item: Item) -> Iterator[str]:
    yield _heading(2, _item_heading(item.heading))
    journal_line = journal_line_of(item)
    if journal_line:
        yield write_line(journal_line)
    if item.is_confidential:
        yield CONFIDENTIAL_LINE
    for position, section in enumerate(item.sections):
        if section.heading or position or not section.blocks:
            yield _heading(3, _section_heading(section.heading, item.title))
        title = item.title if position == 0 and not section.heading else None
        yield from _blocks(section.blocks, kind=section.kind, title=title)


def _item_heading(heading: str) -> str:
    """The heading, also where it reads as a date: an item "3. marts" is the third one."""
    raw = write_line(heading)
    if not DAY_OF_MONTH.match(raw):
        return raw
    number, _, title = raw.partition(" ")
    return f"{number} {_guarded(title)}"


def _section_heading(heading: str, title: str) -> str:
    raw = write_line(heading)
    is_other = (
        punkt_heading(raw) is not None
        or planned_minutes_mark(raw) is not None
        or is_dated_title(raw)
        or is_journal_number(raw)
        or raw in (UNPLACED_HEADING, title)
    )
    return _guarded(raw) if is_other and raw else raw


def _heading(level: int, raw: str) -> str:
    """A heading; a # at its end would be taken for a mark of the heading."""
    raw = raw[:-1] + reference("#") if raw.endswith("#") else raw
    return f"{'#' * level} {raw}".rstrip(" ")


def _guarded(raw: str) -> str:
    """The raw text with its first character as a reference, so that it looks like nothing but text."""
    return raw if raw[0] in "&\\" else reference(raw[0]) + raw[1:]


def section_text(blocks: Sequence[Block]) -> str:
    """The blocks of one section as people edit them: its headings are marked by one to three #."""
    return "\n\n".join(_blocks(blocks, heading=lambda block: _heading(block.level, write_line(block.text))))


def _sub_heading(block: Heading) -> str:
    """In a file of minutes, where the lower marks alone would be taken for a section."""
    return _heading(block.level + 3, f"*{write_line(block.text)}*")


def _blocks(
    blocks: Sequence[Block],
    *,
    kind: SectionKind = SectionKind.OTHER,
    title: str | None = None,
    heading: Callable[[Heading], str] = _sub_heading,
) -> Iterator[str]:
    """The blocks, one text each. `title`: of the item, where the first paragraph stands right under its heading."""
    before: Block | None = None
    written = ""
    for block in blocks:
        match block:
            case Heading():
                raw = heading(block)
            case Paragraph(text):
                raw = _paragraph(text)
                is_title = before is None and title is not None and write_line(text) in (title, CONFIDENTIAL_LINE)
                goes_on = isinstance(before, Paragraph) and continues_over_gap(written, raw)
                if is_title or (goes_on and kind is not SectionKind.ATTACHMENTS):
                    raw = _guarded(raw)
            case List() if _is_plain(block):
                raw = "\n".join(_list(block))
            case Table() if _is_plain_table(block):
                raw = "\n".join(_table(block))
            case _:
                raw = _html((block,))
        if isinstance(block, List) and isinstance(before, List):
            yield NOTHING
        yield raw
        before, written = block, raw


def _paragraph(text: str) -> str:
    """The text with its line breaks; no line of it looks like anything but running text."""
    lines = [_running_text(line) for line in _lines(text)]
    return "\\\n".join(lines)


def _lines(text: str) -> list[str]:
    """The raw lines of a text. A line break with nothing on one side of it is written as a reference."""
    lines = [""]
    pieces = text.split("\n")
    for position, piece in enumerate(pieces):
        if position:
            if lines[-1] and piece.strip(" \t"):
                lines.append("")
            else:
                lines[-1] += reference("\n")
        lines[-1] += write_line(piece)
    return lines


def _running_text(raw: str) -> str:
    if split_contents_line(raw):
        raw = raw[:-1] + reference(raw[-1])
    is_other = starts_block(raw) or is_weak_line(raw) or is_title(raw)
    return _guarded(raw) if is_other else raw


# --- lists ---


def _is_plain(block: List) -> bool:
    """Whether Markdown's own lists can say it: every item is one text, and perhaps a list under it."""
    return bool(block.items) and block.start <= 900 and len(block.items) < 90 and all(map(_is_plain_item, block.items))


def _is_plain_item(item: tuple[Block, ...]) -> bool:
    match item:
        case (Paragraph(text),):
            return bool(text.strip(" \t\n"))
        case (Paragraph(text), List() as inner):
            is_found = not inner.ordered or inner.start == 1  # another number would go on with the paragraph
            return bool(text.strip(" \t\n")) and is_found and _is_plain(inner)
    return False


def _list(block: List) -> Iterator[str]:
    for number, item in enumerate(block.items, block.start):
        marker = f"{number}. " if block.ordered else "- "
        first, *rest = item
        text = _item_text(first)
        is_date = block.ordered and ordered_marker(marker + text) is None  # "3. marts"
        yield marker + (_guarded(text) if is_date else text)
        for inner in rest:
            if isinstance(inner, List):
                yield from (f"{' ' * len(marker)}{line}" for line in _list(inner))


def _item_text(block: Block) -> str:
    text = block.text if isinstance(block, Paragraph) else ""
    return _running_text(write_line(text))


# --- tables ---


def _is_plain_table(table: Table) -> bool:
    """Whether a table with pipes can say it: one row of heads, and one text or none in each cell."""
    cells = [cell for row in table.rows for cell in row]
    return table.header_rows == 1 and len(table.rows[0]) > 1 and all(map(_is_plain_cell, cells))


def _is_plain_cell(cell: tuple[Block, ...]) -> bool:
    match cell:
        case ():
            return True
        case (Paragraph(text),):
            return bool(text)
    return False


def _table(table: Table) -> Iterator[str]:
    head, *rows = table.rows
    yield _row(head)
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield _row(row)


def _row(cells: Iterable[tuple[Block, ...]]) -> str:
    return "|" + "|".join(f" {_cell_text(cell)} " for cell in cells) + "|"


def _cell_text(cell: tuple[Block, ...]) -> str:
    match cell:
        case (Paragraph(text),):
            return write_line(text).replace("|", "\\|")
    return ""


# --- HTML, for what Markdown has no form for ---


def _html(blocks: Iterable[Block]) -> str:
    return "".join(map(_html_block, blocks))


def _html_block(block: Block) -> str:
    match block:
        case Paragraph(text):
            return f"<p>{write_html(text)}</p>"
        case Heading(text, level):
            return f"<h{level + 3}>{write_html(text)}</h{level + 3}>"
        case List(items, ordered, start):
            tag = "ol" if ordered else "ul"
            opening = f'<ol start="{start}">' if ordered and start != 1 else f"<{tag}>"
            inside = "".join(f"<li>{_html_item(item)}</li>" for item in items)
            return f"{opening}{inside}</{tag}>"
        case Table(rows, header_rows):
            heads = _html_rows(rows[:header_rows])
            return f"<table>{f'<thead>{heads}</thead>' if heads else ''}{_html_rows(rows[header_rows:])}</table>"


def _html_rows(rows: Iterable[Sequence[tuple[Block, ...]]]) -> str:
    return "".join(f"<tr>{''.join(f'<td>{_html(cell)}</td>' for cell in row)}</tr>" for row in rows)


def _html_item(item: tuple[Block, ...]) -> str:
    match item:
        case (Paragraph(text), *rest):
            raw = write_html(text)
            is_marked = bullet_text(raw) is not None or ordered_marker(raw) is not None
            return f"<p>{_guarded(raw) if is_marked else raw}</p>{_html(rest)}"
    return _html(item)
