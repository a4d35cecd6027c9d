"""One way in for every format: what the file is, read by its reader, checked that nothing of it is lost."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from chefforum.calc.blocks import Paragraph
from chefforum.connectors.minutes.assemble import assemble
from chefforum.connectors.minutes.conservation import lost_text
from chefforum.connectors.minutes.docx import read_docx
from chefforum.connectors.minutes.errors import unreadable
from chefforum.connectors.minutes.json_format import FORMAT, from_json
from chefforum.connectors.minutes.minutes import Minutes, Note
from chefforum.connectors.minutes.pdf import read_pdf
from chefforum.connectors.minutes.source import Source
from chefforum.connectors.minutes.text_file import read_text_file

LARGEST_FILE = 50 * 1024 * 1024  # bytes

_PDF = b"%PDF-"
_PDF_WITHIN = 1024  # readers of PDF accept some bytes of rubbish in front
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_LOCKED_OFFICE = (b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le"))  # what Word makes of a password
_OTHER_FILES = (
    (b"\xd0\xcf\x11\xe0", "en ældre Word-fil (.doc) eller en anden fil i det gamle Office-format"),
    (b"{\\rtf", "en RTF-fil"),
    (b"\x89PNG", "et billede (PNG)"),
    (b"\xff\xd8\xff", "et billede (JPEG)"),
    (b"GIF8", "et billede (GIF)"),
    (b"II*\x00", "et billede (TIFF)"),
    (b"MM\x00*", "et billede (TIFF)"),
)


def read_minutes(*, content: bytes, filename: str) -> Minutes:
    """The agenda or minutes in a file: Markdown or plain text, DOCX, PDF, or our own JSON.

    What the file is, its content says; its name is used in error messages only. Text that found no place is in
    `unplaced`, and what was not understood is in `notes`.

    Raises UnreadableMinutes, in Danish and with what to do, for a file that is empty, larger than 50 MB, damaged,
    protected, without text, of two meetings, without items, or with a table that lacks cells.
    """
    check_size(len(content), filename=filename)
    if content.lstrip()[:1] == b"{" and FORMAT.encode() in content:
        return from_json(_json(content))
    source = _source(content)
    return _with_lost_text(assemble(source), source)


def check_size(size: int, *, filename: str) -> None:
    """Raises UnreadableMinutes for a file of so many bytes where it is empty or too large to be read."""
    if size == 0:
        raise unreadable(what=f"Filen “{filename}” er tom.", advice="Vælg en fil med indhold, og prøv igen.")
    if size > LARGEST_FILE:
        fills, limit = size / 1024 / 1024, LARGEST_FILE // 1024 // 1024
        raise unreadable(
            what=f"Filen “{filename}” fylder {fills:.0f} MB; grænsen er {limit} MB.",
            advice="Fjern billeder og vedlagte dokumenter fra filen, og prøv igen.",
        )


def _json(content: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(content))
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise unreadable(
            what="Filen ligner JSON herfra, men er ikke gyldig JSON" + (f" (linje {line})." if line else "."),
            advice="Hent filen igen, eller ret fejlen, og prøv igen.",
            line=line,
        ) from error


def _source(content: bytes) -> Source:
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        return read_docx(content)
    if _PDF in content[:_PDF_WITHIN]:
        return read_pdf(content)
    opening, inside = _LOCKED_OFFICE
    if content.startswith(opening) and inside in content:
        raise unreadable(what="Filen er beskyttet med adgangskode.", advice="Fjern beskyttelsen i Word, og prøv igen.")
    for opening, what in _OTHER_FILES:
        if content.startswith(opening):
            raise unreadable(
                what=f"Filen er {what} og kan ikke læses her.",
                advice="Gem dokumentet som .docx, PDF eller tekst, og prøv igen.",
            )
    source = read_text_file(content)
    if not source.visible_text.strip():
        raise unreadable(what="Filen rummer ingen tekst.", advice="Vælg en fil med indhold, og prøv igen.")
    return source


def _with_lost_text(minutes: Minutes, source: Source) -> Minutes:
    """The minutes, with any text that no reader's rule found a place for kept as unplaced."""
    lost = lost_text(visible_text=source.visible_text, minutes=minutes)
    if not lost:
        return minutes
    note = Note("Teksten kunne ikke læses på sin plads i filen og er lagt for sig selv.", excerpt=lost[0][:80])
    unplaced = (*minutes.unplaced, *(Paragraph(text) for text in lost))
    return dataclasses.replace(minutes, unplaced=unplaced, notes=(*minutes.notes, note))
