"""PDF files for tests: set with tags as our own are, without as old programs do, and as other programs lay text out."""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
import typst

from chefforum.connectors.minutes.minutes import Minutes
from chefforum.kernel.documents.rendering.fonts import document_fonts
from chefforum.kernel.documents.rendering.pdf import to_pdf
from chefforum.modules.meetings.documents import minutes_document

_SETTING = '#set text(font: "IBM Plex Sans", size: 10pt, lang: "da", hyphenate: false)\n'


def exported(minutes: Minutes) -> bytes:
    """The PDF that `chefforum minutes export` makes of minutes."""
    issued_at = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    return to_pdf(minutes_document(minutes=minutes, journal={}, organisation="Lindeby Kommune", issued_at=issued_at))


def set_with_tags(text: str) -> bytes:
    return typst.compile({"main": (_SETTING + text).encode()}, font_paths=document_fonts())


def set_without_tags(text: str) -> bytes:
    return typst.compile({"main": (_SETTING + text).encode()}, font_paths=document_fonts(), pdf_tags=False)


def without_tags(content: bytes) -> bytes:
    """The same pages without the tree that says what is what on them."""
    stripped = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        del document.Root.StructTreeRoot
        document.save(stripped)
    return stripped.getvalue()


def without_empty_cells(content: bytes) -> bytes:
    """The same file, where the tree leaves out the cells that say nothing, as some browsers do."""
    trimmed = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        _drop_empty_cells(document.Root.StructTreeRoot)
        document.save(trimmed)
    return trimmed.getvalue()


def _drop_empty_cells(element: pikepdf.Object) -> None:
    children = element.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            _drop_empty_cells(child)
    if isinstance(children, pikepdf.Array) and element.get("/S") == "/TR":
        element.K = pikepdf.Array([child for child in children if len(child.get("/K", []))])
