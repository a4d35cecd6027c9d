"""HTML as other systems export it, made fit for `connectors.minutes.html_fragments`, which makes blocks of it."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from chefforum.calc.blocks import Block, List, Paragraph, Table
from chefforum.connectors.minutes.errors import UnreadableMinutes
from chefforum.connectors.minutes.html_fragments import source_of_html
from chefforum.connectors.minutes.inline import plain_text_of_html
from chefforum.connectors.minutes.source import SourceTable
from chefforum.connectors.minutes.text_file import clean
from chefforum.connectors.minutes.to_blocks import to_table


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split(" "))


_KEPT = _names("blockquote br caption div h1 h2 h3 h4 h5 h6 li ol p section table tbody td tfoot th thead tr ul")
_LIKE_A_PARAGRAPH = _names(
    "address article aside body center dd details dl dt fieldset figcaption figure footer form header hr html "
    "legend main nav pre summary"
)
_IN_A_LINE = _names(
    "a abbr acronym applet area audio b base bdi bdo big button canvas cite code col colgroup data del dfn em "
    "embed font i iframe img input ins kbd label link map mark meta option param path picture q rp rt ruby s samp "
    "select small source span strike strong sub sup svg textarea time tt u var video wbr"
)
_UNREAD = frozenset(("script", "style", "head", "title", "template", "noscript", "object"))
_TAG = re.compile(
    r"<(?P<closing>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:_-]*)(?=[\s/>])"
    r"(?P<attributes>(?:[^<>\"']|\"[^\"<]{0,2000}\"|'[^'<]{0,2000}'){0,3000}|[^<>]*)/?>|<[!?/][^<>]*>"
)
_DEEPEST = 10  # lists and tables within each other; what is nested deeper is a way of setting text, and read as text
_SPANS = re.compile(r"\b(?:colspan|rowspan|start)\s*=\s*[\"']?[0-9]{1,4}", re.IGNORECASE)
_ADDRESS = re.compile(r"\bhref\s*=\s*[\"'](https?://[^\"'\s<>]{1,2000})[\"']", re.IGNORECASE)
_OPENS = ("<!--", "<![CDATA[")
_CLOSES = {"<!--": "-->", "<![CDATA[": "]]>"}
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")
_LOOKS_LIKE_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!")


@dataclass(frozen=True)
class ReadHtml:
    """The blocks of a text, its visible text for the check that none is lost, and what is not taken along."""

    blocks: tuple[Block, ...]
    visible_text: str
    pictures: int = 0
    hidden: str = ""  # text of scripts and comments, which nobody has read on the page
    mended_tables: int = 0


def readable(text: str) -> str:
    """The text without characters that are no text: controls, halves of a surrogate pair."""
    return clean(text.encode("utf-8", "replace").decode("utf-8"))


def read_html(raw: str) -> ReadHtml:
    """The blocks of a text in HTML, or of a plain text. Never raises; a table with missing cells is filled up."""
    raw = readable(raw)
    if not _LOOKS_LIKE_HTML.search(raw):
        text = readable(html.unescape(raw))
        paragraphs = (part.strip() for part in _PARAGRAPH_BREAK.split(text))
        return ReadHtml(tuple(Paragraph(part) for part in paragraphs if part), text)
    cleaned = _Cleaner(raw)
    read = ReadHtml((), cleaned.said, cleaned.pictures, cleaned.hidden)
    try:
        parts = source_of_html(cleaned.html)
    except UnreadableMinutes:  # a table with missing cells inside another
        return _as_text(read, cleaned.html)
    blocks: list[Block] = []
    mended = 0
    for part in parts:
        if isinstance(part, SourceTable):
            whole = _filled(part)
            mended += whole is not part
            blocks.append(to_table(whole))
        else:
            blocks.append(part)
    if _depth(blocks) > _DEEPEST:
        return dataclasses.replace(_as_text(read, cleaned.html), mended_tables=mended)
    return dataclasses.replace(read, blocks=tuple(blocks), mended_tables=mended)


def _depth(blocks: Iterable[Block]) -> int:
    """How many lists and tables lie within each other."""
    deepest = 0
    for block in blocks:
        if isinstance(block, List):
            deepest = max(deepest, 1, *(1 + _depth(item) for item in block.items))
        elif isinstance(block, Table):
            deepest = max(deepest, 1, *(1 + _depth(cell) for row in block.rows for cell in row))
    return deepest


def _as_text(read: ReadHtml, cleaned: str) -> ReadHtml:
    lines = plain_text_of_html(re.sub(r"<[^<>]*>", "<br>", cleaned)).split("\n")
    blocks = tuple(Paragraph(line.strip()) for line in lines if line.strip())
    return dataclasses.replace(read, blocks=blocks, mended_tables=1)


def _filled(table: SourceTable) -> SourceTable:
    """The table with empty cells where rows are shorter than the longest."""
    columns = max(len(row) for row in table.rows)
    if all(len(row) == columns for row in table.rows):
        return table
    rows = tuple((*row, *((),) * (columns - len(row))) for row in table.rows)
    return dataclasses.replace(table, rows=rows)


class _Cleaner:
    """One pass over the HTML: known tags stay, others become a paragraph or nothing; text is written anew, escaped."""

    def __init__(self, raw: str) -> None:
        self.pictures = 0
        self._out: list[str] = []
        self._said: list[str] = []
        self._hidden: list[str] = []
        self._address = ""
        self._since_address = 0
        self._read(raw)
        self.html = "".join(self._out)
        self.said = "".join(self._said)
        self.hidden = " ".join(" ".join(self._hidden).split())

    def _read(self, raw: str) -> None:
        position, low = 0, raw.lower()
        never_closed: set[str] = set()  # an ending that was looked for in vain is not looked for again
        while position < len(raw):
            start = raw.find("<", position)
            if start < 0:
                break
            self._text(html.unescape(raw[position:start]))
            position = self._special(raw, start, never_closed)
            if position > start:
                continue
            found = _TAG.match(raw, start)
            if found is None:
                self._text("<")
                position = start + 1
                continue
            position = found.end()
            if found["name"]:
                position = self._tag(found, raw, low, position, never_closed)
        self._text(html.unescape(raw[position:]))

    def _special(self, raw: str, start: int, never_closed: set[str]) -> int:
        """Past a comment or a CDATA section that begins here; `start` where none does."""
        for opening in _OPENS:
            if not raw.startswith(opening, start) or opening in never_closed:
                continue
            end = raw.find(_CLOSES[opening], start + len(opening))
            if end < 0:
                never_closed.add(opening)
                return start
            inside = raw[start + len(opening) : end]
            if opening == "<!--":
                self._hidden.append(inside)
            else:
                self._text(inside)
            return end + len(_CLOSES[opening])
        return start

    def _tag(self, found: re.Match[str], raw: str, low: str, position: int, never_closed: set[str]) -> int:
        name, is_closing = found["name"].lower(), bool(found["closing"])
        attributes = found["attributes"] or ""
        if name in _UNREAD and not is_closing:
            end = -1 if name in never_closed else low.find(f"</{name}", position)
            if end < 0:
                never_closed.add(name)
                return position
            self._hidden.append(re.sub(r"<[^<>]*>", " ", raw[position:end]))
            return end
        if name == "img":
            self.pictures += 1
        elif name == "a":
            self._link(is_closing, attributes)
        elif name in _KEPT:
            spans = "" if is_closing else "".join(f" {span[0]}" for span in _SPANS.finditer(attributes))
            spans = re.sub(r"=\s*[\"']?", "=", spans)
            self._mark(f"<{'/' * is_closing}{name}{spans}>")
        elif name in _LIKE_A_PARAGRAPH:
            self._mark(f"<{'/' * is_closing}div>")
        elif name not in _IN_A_LINE | _UNREAD and ":" not in name:
            self._text(found[0])  # "<navn>" is no tag but what somebody wrote
        return position

    def _link(self, is_closing: bool, attributes: str) -> None:
        """A link keeps its address where the words do not say it: text here has no links."""
        if not is_closing:
            found = _ADDRESS.search(attributes)
            self._address = html.unescape(found[1]) if found else ""
            self._since_address = len(self._said)
            return
        if self._address and self._address.rstrip("/") not in "".join(self._said[self._since_address :]):
            self._text(f" ({readable(self._address)})")
        self._address = ""

    def _mark(self, tag: str) -> None:
        self._out.append(tag)
        self._said.append("\n")

    def _text(self, text: str) -> None:
        text = readable(text)
        self._out.append(html.escape(text, quote=False))
        self._said.append(text)
