"""All numbers as a table that comes in again as it went out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from chefforum.kernel.documents.rendering.document import Document, Part

from ..rules.volume_rows import VOLUME_COLUMNS
from ..rules.volumes import Facts, write_field
from .tables import rows_table

Row = tuple[str, str, int, Facts]


def volumes_table(
    rows: Sequence[Row], *, organisation: str, issued_at: dt.datetime
) -> tuple[list[list[str]], Document]:
    """The table with its heads, and a document of it."""
    table = [list(VOLUME_COLUMNS.values())]
    table += [
        [system, item, str(year), *(write_field(field, facts) for field in ("quantity", "measured_in", "amount_oere"))]
        for system, item, year, facts in rows
    ]
    parts = (Part("Antal og priser", (rows_table(table),)),)
    return table, Document(title="Antal og priser på it", organisation=organisation, issued_at=issued_at, parts=parts)
