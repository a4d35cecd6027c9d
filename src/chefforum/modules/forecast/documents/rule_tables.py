"""The dated tables as files that come in again as they went out."""

from __future__ import annotations

from collections.abc import Iterable

from ..queries.pay_tables import pay_rows
from ..queries.rule_rows import refund_rows, selection_rows
from ..rules.pay_rows import PAY_COLUMNS, pay_cells
from ..rules.rule_rows import REFUND_COLUMNS, SELECTION_COLUMNS, refund_cells, selection_cells

TABLE_TITLES = {"udsnit": "Udsnit", "refusionsregler": "Refusionsregler", "loensatser": "Lønsatser"}
Table = tuple[tuple[str, ...], ...]


def dated_table(name: str) -> Table:
    """The heads and the rows of one of TABLE_TITLES, as text. At most two queries."""
    match name:
        case "udsnit":
            return _table(SELECTION_COLUMNS.values(), map(selection_cells, selection_rows()))
        case "refusionsregler":
            return _table(REFUND_COLUMNS.values(), map(refund_cells, refund_rows()))
        case _:
            return _table(PAY_COLUMNS.values(), map(pay_cells, pay_rows().values()))


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Table:
    return (tuple(heads), *rows)
