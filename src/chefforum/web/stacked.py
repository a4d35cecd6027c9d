"""A list's table that becomes rows one under another where there is no room beside each other (chefforum.css).

Each cell is told the head of its column, which is shown beside it there, and a cell that says "–" is left out. Table,
rows and cells say by role what they are, since browsers forget that of a table that is laid out as something else.
"""

from __future__ import annotations

import re
from itertools import count

from django.utils.html import strip_tags

_HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
_COLUMN = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(td|th)\b")
_UNSEEN = re.compile(r'<span class="sr-only">.*?</span>', re.DOTALL)
_NOTHING = re.compile(r'<td(?=[^>]*>\s*(?:<span class="quiet">)?–(?:</span>)?\s*</td>)')
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
_OPENED = re.compile(rf"<({'|'.join(_ROLES)})\b")


def stacked(table: str) -> str:
    """The HTML of one table with a head and a body, no table in its cells; the same with labels and roles."""
    head = _HEAD.search(table)
    if head is None:
        return table
    columns = [_said(column) for column in _COLUMN.findall(head[0])]
    labelled = _ROW.sub(lambda row: _labelled(row[0], columns), table[head.end() :])
    start = _CELL.sub(r'<\1 role="columnheader"', head[0])
    return _OPENED.sub(lambda tag: f'{tag[0]} role="{_ROLES[tag[1]]}"', f"{table[: head.start()]}{start}{labelled}")


def _said(column: str) -> str:
    """The head as one reads it; nothing where it is for screen readers alone."""
    return " ".join(strip_tags(_UNSEEN.sub("", column)).replace('"', "&quot;").split())


def _labelled(row: str, columns: list[str]) -> str:
    places = count()

    def label(cell: re.Match[str]) -> str:
        place = next(places)
        if cell[1] == "th":
            return '<th role="rowheader"'
        said = columns[place] if place < len(columns) else ""
        return f'<td data-label="{said}"' if said else "<td"

    return _NOTHING.sub("<td data-empty", _CELL.sub(label, row))
