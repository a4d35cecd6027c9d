"""Which kind of source a file is, by what is in it, whatever its name says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..mapping import Writing
from .batches import Source, UnreadableSource
from .columnar import ColumnarSource
from .delimited import DelimitedSource
from .workbook import WorkbookSource

PARQUET, ZIP = b"PAR1", b"PK\x03\x04"


def open_source(path: Path, *, writing: Writing, known: Sequence[str] = ()) -> Source:
    """The file, ready to be read. `known` are heads that must be in the line of heads. Raises UnreadableSource."""
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise UnreadableSource("Filen er tom. Vælg en fil med overskrifter og linjer.")
    if start == PARQUET:
        return ColumnarSource(path)
    if start == ZIP:
        return WorkbookSource(path, known=known)
    return DelimitedSource(path, writing=writing, known=known)
