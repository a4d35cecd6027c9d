"""Structured text as HTML: the one way, used by pages and by the documents that are made from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table, texts
from chefforum.calc.danish_numbers import numeric_columns
from chefforum.calc.heading_levels import without_gaps

# What a text says in the place of a number that cannot be told.
NUMBER_MISSING = "[tal mangler]"
_WHY_MISSING = (
    "Tallet kan ikke vises: det er skrevet forkert i teksten, eller det findes ikke. "
    "Den, der skriver teksten, kan rette det."
)


def blocks_to_html(blocks: Iterable[Block], heading_level: int = 3) -> SafeString:
    """The blocks as HTML, every text escaped; headings start at `heading_level` and never skip a level.

    A heading inside a list or a table is set as a strong paragraph, since it is no place to jump to. Cells of
    columns with nothing but Danish numbers get the class `num`.
    """
    blocks = tuple(blocks)
    levels = without_gaps((block.level for block in blocks if isinstance(block, Heading)), top=heading_level)
    return _joined(_block(block, next(levels) if isinstance(block, Heading) else None) for block in blocks)


def numeric_table_columns(table: Table) -> frozenset[int]:
    """Positions of the columns in whose body rows there are only Danish numbers, shown right-aligned."""
    return numeric_columns([[cell_text(cell) for cell in row] for row in table.rows[table.header_rows :]])


def cell_text(cell: Iterable[Block]) -> str:
    """All text of a cell, a line for each text."""
    return "\n".join(texts(cell))


def _joined(parts: Iterable[str]) -> SafeString:
    return format_html_join("\n", "{}", ((part,) for part in parts))


def _text(text: str) -> SafeString:
    said = "<br>".join(escape(line) for line in text.split("\n"))
    missing = format_html('<span class="missing" title="{}">{}</span>', _WHY_MISSING, NUMBER_MISSING)
    return mark_safe(said.replace(NUMBER_MISSING, missing))  # noqa: S308 - every line is escaped


def _block(block: Block, level: int | None) -> SafeString:
    match block:
        case Paragraph(text):
            return format_html("<p>{}</p>", _text(text))
        case Heading(text) if level is None:
            return format_html("<p><strong>{}</strong></p>", _text(text))
        case Heading(text):
            return format_html("<h{}>{}</h{}>", level, _text(text), level)
        case List():
            return _list(block)
        case Table():
            return _table(block)


def _list(block: List) -> SafeString:
    items = _joined(format_html("<li>{}</li>", _inside(item)) for item in block.items)
    if not block.ordered:
        return format_html("<ul>\n{}\n</ul>", items)
    start = format_html(' start="{}"', block.start) if block.start != 1 else ""
    return format_html("<ol{}>\n{}\n</ol>", start, items)


def _inside(blocks: Sequence[Block]) -> SafeString:
    """The blocks of a list item or a cell: an opening paragraph stands as bare text."""
    match blocks:
        case [Paragraph(text), *rest] if not any(isinstance(block, Paragraph) for block in rest):
            return _joined([_text(text), *(_block(block, None) for block in rest)])
    return _joined(_block(block, None) for block in blocks)


def _table(table: Table) -> SafeString:
    numeric = numeric_table_columns(table)
    head = _joined(_row(row, "th", numeric) for row in table.rows[: table.header_rows])
    body = _joined(_row(row, "td", numeric) for row in table.rows[table.header_rows :])
    # A wide table scrolls inside its frame, and the keyboard must be able to reach what scrolls.
    return format_html(
        '<div class="table--responsive-scroll" tabindex="0" role="group" aria-label="Tabel">\n'
        '<table class="table">\n{}{}</table>\n</div>',
        format_html("<thead>\n{}\n</thead>\n", head) if head else "",
        format_html("<tbody>\n{}\n</tbody>\n", body) if body else "",
    )


def _row(row: Sequence[Sequence[Block]], tag: str, numeric: frozenset[int]) -> SafeString:
    cells = (_cell(cell, tag, place in numeric) for place, cell in enumerate(row))
    return format_html("<tr>{}</tr>", _joined(cells))


def _cell(cell: Sequence[Block], tag: str, is_numeric: bool) -> SafeString:
    # A column head without a word is no head to a screen reader.
    is_head = tag == "th" and cell_text(cell).strip()
    scope = mark_safe(' scope="col"') if is_head else ""
    numeric = mark_safe(' class="num"') if is_numeric else ""
    name = "th" if is_head else "td"
    return format_html("<{}{}{}>{}</{}>", name, scope, numeric, _inside(cell), name)
