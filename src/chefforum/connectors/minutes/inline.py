"""The marks inside a line of Markdown: what people read when the marks are gone, and how to write it back.

The dialect is small and keeps every letter and digit: bold and italic, backslashes, character references, line breaks
and the tags of HTML that carry no text. Links, code and unknown tags stay as they stand.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.entities import html5

BLANK = " \t\n"  # only these are trimmed: other kinds of space belong to the text

_TAGS = (
    "a|abbr|b|big|blockquote|br|caption|center|cite|code|col|colgroup|del|div|em|font|h[1-6]|hr|i|ins|li|mark|ol|p|pre"
    "|s|section|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul"
)
TAG = rf"<(?P<closing>/?)(?P<tag>{_TAGS})(?P<attributes>(?:\s(?:[^<>\n]|\n(?![ \t]*\n))*)?)/?>"
REFERENCE = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_TOKEN = re.compile(
    rf"(?P<escape>\\[!-/:-@\[-`{{-~\n])|(?P<reference>{REFERENCE})|(?P<html>{TAG})|(?P<mark>\*+|_+)", re.IGNORECASE
)
_SPACES = re.compile(r"[ \t\n]+")


@dataclass(frozen=True)
class Inline:
    """A line without its marks. `label` is the text of the bold words that it begins with, `rest` what follows them.

    `bare` is the raw line without the bold marks at its beginning.
    """

    text: str
    bare: str
    is_bold: bool = False
    is_italic: bool = False
    label: str | None = None
    rest: str = ""


@dataclass
class _Piece:
    """A stretch of text, or a run of marks which is shown as text for as long as it has found no partner."""

    text: str
    start: int
    mark: str = ""
    partner: int = -1


def read_inline(raw: str) -> Inline:
    """The text of raw Markdown without marks. Time is linear in the length of `raw`."""
    raw = raw.strip(BLANK)
    if not _TOKEN.search(raw):
        return Inline(raw, raw)
    pieces = _pieces(raw)
    text = "".join(piece.text for piece in pieces)
    first = pieces[0]
    if first.partner < 0:
        return Inline(text, raw)
    inside = "".join(piece.text for piece in pieces[: first.partner])
    rest = "".join(piece.text for piece in pieces[first.partner :])
    is_whole = first.partner == len(pieces) - 1
    is_bold = len(first.mark) in (2, 3)
    width, end = len(first.mark), pieces[first.partner].start
    return Inline(
        text,
        raw[width:end] + raw[end + width :] if is_bold else raw,
        is_bold=is_whole and is_bold,
        is_italic=is_whole and len(first.mark) in (1, 3),
        label=inside if is_bold and not is_whole else None,
        rest=rest.removeprefix(" ") if not is_whole else "",
    )


def plain_text(raw: str) -> str:
    """The text of raw Markdown without marks."""
    return read_inline(raw).text


def plain_text_of_html(raw: str) -> str:
    """The text of raw HTML without tags; spaces run together as in a browser, `<br>` is a line break."""
    without_tags = _TOKEN.sub(_html_without_tags, _SPACES.sub(" ", raw))
    lines = "\n".join(line.strip(" ") for line in without_tags.split("\n"))
    return _TOKEN.sub(lambda found: decode_reference(found[0]) if found["reference"] else found[0], lines.strip("\n"))


def _html_without_tags(found: re.Match[str]) -> str:
    if found["html"]:
        return "\n" if found["tag"].lower() == "br" else ""
    return found[0]


def visible_text(raw: str) -> str:
    """The text of a whole file of Markdown or HTML: without tags, references decoded, marks left as they are."""
    return _TOKEN.sub(lambda found: found[0] if found["mark"] else _token_text(found), raw)


def decode_reference(reference: str) -> str:
    """The character that `&#66;` or `&amp;` stands for; the reference itself where it stands for none."""
    name = reference[1:]
    decoded = html.unescape(reference) if name.startswith("#") else html5.get(name, "")
    is_text = decoded not in ("", "\ufffd") and not (decoded < " " and decoded not in "\t\n")
    return decoded if is_text else reference


def _pieces(raw: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    open_marks: dict[str, list[int]] = {}
    end = 0
    for found in _TOKEN.finditer(raw):
        if found.start() > end:
            pieces.append(_Piece(raw[end : found.start()], end))
        end = found.end()
        if found["mark"]:
            _add_mark(pieces, open_marks, raw, found)
        else:
            pieces.append(_Piece(_token_text(found), found.start()))
    if end < len(raw):
        pieces.append(_Piece(raw[end:], end))
    return pieces


def _token_text(found: re.Match[str]) -> str:
    if found["escape"]:
        return found[0][1:]
    if found["reference"]:
        return decode_reference(found[0])
    return "\n" if found["tag"].lower() == "br" else ""


def _add_mark(pieces: list[_Piece], open_marks: dict[str, list[int]], raw: str, found: re.Match[str]) -> None:
    """Pairs this run of * or _ with the latest open run of the same form, or opens a new one."""
    mark = found[0]
    before, after = raw[found.start() - 1 : found.start()], raw[found.end() : found.end() + 1]
    inside_word = mark[0] == "_" and before.isalnum() and after.isalnum()
    may_close = bool(before.strip(BLANK)) and not inside_word
    may_open = bool(after.strip(BLANK)) and not inside_word and len(mark) <= 3
    waiting = open_marks.setdefault(mark, [])
    if may_close and waiting:
        opened = waiting.pop()
        pieces[opened].text = ""
        pieces[opened].partner = len(pieces)
        pieces.append(_Piece("", found.start(), mark))
        return
    if may_open:
        waiting.append(len(pieces))
    pieces.append(_Piece(mark, found.start(), mark))


_TO_ESCAPE = re.compile(r"[\\*_]|&(?=#?[A-Za-z0-9]+;)|<(?=/?[A-Za-z])")


def reference(character: str) -> str:
    """The character as a numeric reference, which no reader takes for a mark."""
    return f"&#{ord(character)};"


def write_line(text: str) -> str:
    """The text as one line of Markdown which `read_inline` reads as the same text.

    Line breaks, tabs and the spaces that would be trimmed become references.
    """
    escaped = _TO_ESCAPE.sub(lambda found: reference(found[0]) if found[0] in "&<" else f"\\{found[0]}", text)
    return _write_spaces(re.sub(r"[\t\n]", lambda found: reference(found[0]), escaped))


def write_html(text: str) -> str:
    """The text as HTML on one line which `plain_text_of_html` reads as the same text; a line break is `<br>`."""
    inner = text.strip("\n")
    before = len(text) - len(text.lstrip("\n")) if inner else len(text)
    after = len(text) - len(inner) - before
    lines = "<br>".join(_write_html_line(line) for line in inner.split("\n"))
    return reference("\n") * before + lines + reference("\n") * after


def _write_html_line(line: str) -> str:
    escaped = html.escape(line, quote=False).replace("\\", reference("\\")).replace("\t", reference("\t"))
    return _write_spaces(re.sub(r" (?= )", reference(" "), escaped))


def _write_spaces(line: str) -> str:
    inner = line.strip(" ")
    before = len(line) - len(line.lstrip(" ")) if inner else len(line)
    after = len(line) - len(inner) - before
    return reference(" ") * before + inner + reference(" ") * after
