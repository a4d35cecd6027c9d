"""A text file: from bytes to the lines that the Markdown reader takes."""

from __future__ import annotations

import codecs

from chefforum.connectors.minutes.errors import UnreadableMinutes, unreadable
from chefforum.connectors.minutes.inline import visible_text
from chefforum.connectors.minutes.markdown import read_markdown
from chefforum.connectors.minutes.preamble import UNPLACED_HEADING
from chefforum.connectors.minutes.source import Source

_CONTROLS = {code: None for code in range(32) if chr(code) not in "\n\t"} | {0x7F: None, 0xFEFF: None}
_LINE_ENDS = ("\r\n", "\r", "\f", "\v")
_MOST_CONTROLS = 0.01  # share of characters: a file with more of them is no text


def read_text_file(content: bytes) -> Source:
    """The blocks of a Markdown or plain text file in UTF-8, or UTF-16 with byte order mark.

    Raises UnreadableMinutes, naming the line, where the file is in another encoding or is no text at all.
    """
    text = clean(_decoded(content))
    visible = visible_text(text).replace(f"## {UNPLACED_HEADING}\n", "\n")
    return Source(read_markdown(text), visible)


def clean(text: str) -> str:
    """The text with one kind of line end and without control characters, which nobody reads."""
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    return text.translate(_CONTROLS)


def _decoded(content: bytes) -> str:
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad_encoding(content, error) from error
    controls = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\n\t\r\f\v")
    if controls > _MOST_CONTROLS * len(text):
        raise unreadable(
            what="Filen er ikke en tekstfil, en Word-fil (.docx) eller en PDF.",
            advice="Gem dokumentet som .docx eller PDF, og prøv igen.",
        )
    return text


def _bad_encoding(content: bytes, error: UnicodeDecodeError) -> UnreadableMinutes:
    if error.encoding != "utf-8":
        return unreadable(
            what="Filen begynder som UTF-16-tekst, men er ikke hel.", advice="Gem den som UTF-8, og prøv igen."
        )
    line = content.count(b"\n", 0, error.start) + 1
    what = f"Filen er ikke gyldig UTF-8: byte {error.start + 1} på linje {line} hører ikke til noget tegn."
    guess = content[max(0, error.start - 12) : error.start + 12].decode("cp1252", errors="replace")
    is_windows = any(character in guess for character in "æøåÆØÅéÉ")
    advice = (
        "Den ser ud til at være gemt som Windows-1252 (“ANSI”). Åbn den i et tekstprogram, vælg Gem som med "
        "tegnkodningen UTF-8, og prøv igen."
        if is_windows
        else "Åbn den i det program, den er lavet i, vælg Gem som med tegnkodningen UTF-8, og prøv igen."
    )
    return unreadable(what=what, advice=advice, line=line)
