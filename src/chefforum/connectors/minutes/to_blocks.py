"""Source blocks inside a section, a cell or a list become blocks; a table with missing cells is an error."""

from __future__ import annotations

from chefforum.calc.blocks import Block, Heading, Paragraph, Table
from chefforum.connectors.minutes.errors import unreadable
from chefforum.connectors.minutes.source import SourceBlock, SourceList, SourceTable


def to_table(source: SourceTable) -> Table:
    """The table, its rows of equal length.

    Raises UnreadableMinutes where a row has more or fewer cells than the first: which value belongs under which head
    is then not to be known, and a figure in a wrong column is worse than none.
    """
    columns = len(source.rows[0])
    for position, row in enumerate(source.rows):
        if len(row) != columns:
            line = source.lines[position] if source.lines else source.line
            where = f"Tabellen på linje {line}" if line is not None else f"En tabels række {position + 1}"
            cells = "1 celle" if len(row) == 1 else f"{len(row)} celler"
            raise unreadable(
                what=f"{where} har {cells}, men tabellens første række har {columns}.",
                advice="Ret rækken, så alle rækker har lige mange celler (en celle må gerne være tom), og prøv igen.",
                line=line,
            )
    return Table(source.rows, min(source.header_rows, len(source.rows)))


def to_block(source: SourceBlock) -> Block:
    """The block inside a cell or an item of a list, where headings are sub-headings.

    Raises UnreadableMinutes for a table with rows of unequal length.
    """
    match source:
        case SourceTable():
            return to_table(source)
        case SourceList(block):
            return block
    if source.level is not None:
        return Heading(source.text, min(max(source.level - 3, 1), 3))
    return Paragraph(source.text)
