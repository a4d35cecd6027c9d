"""A file as pages of a PDF: a PDF as it is, pictures and text set by Typst. Office files cannot become pages here."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import typst
from PIL import Image

from chefforum.calc.blocks import Paragraph
from chefforum.kernel.documents.rendering.document import Document, Part
from chefforum.kernel.documents.rendering.fonts import document_fonts
from chefforum.kernel.documents.rendering.pdf import to_pdf
from chefforum.kernel.documents.rules import DOCX, JPEG, ODS, ODT, PDF, PNG, PPTX, XLSX

_TEMPLATES = Path(__file__).parent / "templates"
_PICTURES = {PNG: "picture.png", JPEG: "picture.jpg"}
_OFFICE = {
    DOCX: "en Word-fil",
    XLSX: "et Excel-ark",
    PPTX: "en PowerPoint-fil",
    ODT: "en OpenDocument-tekst",
    ODS: "et OpenDocument-regneark",
}
_MOST_DOTS = 40_000_000  # of a picture; a larger one would fill the memory when it is set
_MOST_TEXT = 300_000  # bytes, a hundred pages
# A text has no date of its own, and the same file must give the same pages.
_ANY_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class Unprintable(Exception):
    """The file is of a kind or size that does not become pages; the text is the beginning of a Danish sentence."""


def to_pages(file: BinaryIO, *, content_type: str, charset: str, title: str, organisation: str) -> BinaryIO:
    """The file as a PDF, not yet looked into. Raises Unprintable, and on damaged files whatever reading them raises."""
    if content_type == PDF:
        return file
    if content_type in _PICTURES:
        return io.BytesIO(_picture(file, content_type, title))
    if charset:
        return io.BytesIO(_text(file, charset, title, organisation))
    raise Unprintable(f"Bilaget er {_OFFICE.get(content_type, 'en fil, der ikke kan vises som sider,')}")


def compile_template(name: str, files: Mapping[str, bytes], *, at: dt.datetime) -> bytes:
    """A template of this folder with its files, as PDF; the same files give the same bytes."""
    return typst.compile(  # type: ignore[call-overload]  # its types do not know several files
        {"main": (_TEMPLATES / name).read_bytes(), **files},
        font_paths=document_fonts(),
        timestamp=at.replace(microsecond=0),
    )


def _picture(file: BinaryIO, content_type: str, title: str) -> bytes:
    with Image.open(file, formats=("PNG", "JPEG")) as picture:
        width, height = picture.size
    if width * height > _MOST_DOTS:
        raise Unprintable("Bilaget er et meget stort billede")
    file.seek(0)
    name = _PICTURES[content_type]
    with tempfile.TemporaryDirectory(prefix="chefforum-") as folder:  # Typst takes pictures from a folder only
        with (Path(folder) / name).open("wb") as copy:
            shutil.copyfileobj(file, copy)
        data = {"title": title, "file": name, "lies": width > height}
        (Path(folder) / "data.json").write_text(json.dumps(data), encoding="utf-8")
        return typst.compile(  # type: ignore[type-var]  # its types do not know a template as bytes
            (_TEMPLATES / "picture.typ").read_bytes(), root=folder, font_paths=document_fonts(), timestamp=_ANY_DAY
        )


def _text(file: BinaryIO, charset: str, title: str, organisation: str) -> bytes:
    content = file.read(_MOST_TEXT + 1)
    if len(content) > _MOST_TEXT:
        raise Unprintable("Bilaget er en meget lang tekst")
    text = content.decode(charset).removeprefix("\ufeff")
    paragraphs = tuple(
        Paragraph(part.strip("\r\n")) for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()
    )
    return to_pdf(
        Document(
            title=title, organisation=organisation, issued_at=_ANY_DAY, parts=(Part(title="", elements=paragraphs),)
        )
    )
