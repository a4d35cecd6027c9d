"""How wide the columns of a table want to be, for formats that do not measure text themselves."""

from __future__ import annotations

from chefforum.calc.blocks import Table
from chefforum.web.blocks import cell_text


def column_letters(table: Table, *, fewest: int, most: int) -> tuple[int, ...]:
    """For each column the letters in its longest line, no fewer and no more than the bounds."""
    longest = (max(_longest_line(cell_text(cell)) for cell in column) for column in zip(*table.rows, strict=True))
    return tuple(min(max(letters, fewest), most) for letters in longest)


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n")))
