"""HTML from a browser's editor or clipboard as blocks: structure is kept, everything else is dropped.

What Word, Google Docs and Outlook put on the clipboard is read for what it looks like: Word's lists are paragraphs with
a marker in them, Google Docs wraps all in a bold element, Outlook lays out mails in tables of one cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape as _unescaped
from typing import Any

from lxml import etree, html

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table
from chefforum.connectors.rich_text.clean import clean_blocks
from chefforum.connectors.rich_text.word_lists import IGNORED_MARK, ListedParagraph, fold_lists, listed_paragraph

# With all that is in them: programs, pictures, forms' choices, what a browser never shows, and Word's own data.
_DROPPED = frozenset(
    re.findall(
        r"\S+",
        "applet area audio base basefont canvas datalist del embed frame frameset head iframe img input link "
        "map math meta noembed noframes noscript object option optgroup param picture script select source "
        "style svg template title track video xml",
    )
)
_PARTS_OF_PAGE = frozenset(
    re.findall(
        r"\S+",
        "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption "
        "figure footer form header hgroup html legend li main menu nav p pre search section summary caption "
        "tbody td tfoot th thead tr hr listing plaintext xmp",
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"<[^<>]*>")
_UNPARSED = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*comment|mso-special-character\s*:\s*comment",
    re.IGNORECASE,
)
_COMMENT_CLASS = re.compile(r"\bmsocom|\bMsoComment", re.IGNORECASE)
_DEEPEST = 60  # elements nested deeper are taken for their text alone
_MOST_SPANNED = 100  # a cell that says it spans more is damaged

Part = Block | ListedParagraph


def blocks_from_html(source: str) -> tuple[Block, ...]:
    """The blocks of a fragment or a whole page of HTML. Never raises; time is linear in the length of `source`.

    Letters and digits are kept but for those in dropped elements (scripts, pictures, comments, deleted text) and
    for the markers of lists. Bold words, colours and addresses of links are dropped, their text is kept.
    """
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    text = _UNPARSED.sub("", source)
    if not text.strip():
        return ()
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return ()  # nothing but marks
    if any(error.type_name == "ERR_RESOURCE_LIMIT" or "depth" in error.message for error in parser.error_log):
        # Nested thousands deep, which no person writes: what the parser gave up on is kept as bare text.
        return clean_blocks([Paragraph(_unescaped(_TAG.sub(" ", text)))])
    reader = _Reader()
    reader.read(root, 0)
    return clean_blocks(reader.done())


class _Reader:
    """Walks the elements in order; running text gathers until a part of the page begins or ends."""

    def __init__(self, skips: Callable[[Any], bool] = lambda element: False) -> None:
        self.parts: list[Part] = []
        self.inline: list[str] = []
        self.skips = skips

    def done(self) -> tuple[Block, ...]:
        self.flush()
        return fold_lists(self.parts)

    def flush(self) -> None:
        text = "".join(self.inline)
        self.inline.clear()
        self.parts.extend(Paragraph(piece) for piece in _paragraphs(text))

    def read(self, element: Any, depth: int) -> None:
        """What is inside an element; what follows it is its parent's."""
        self.say(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self.read_child(child, depth + 1)
            self.say(child.tail)

    def say(self, text: str | None) -> None:
        if text:
            self.inline.append(_SPACES.sub(" ", text))

    def read_child(self, child: Any, depth: int) -> None:
        tag = child.tag.lower()
        if tag in _DROPPED or _is_hidden(child) or self.skips(child):
            return
        if depth > _DEEPEST:
            self.say(" ".join(_deep_text(child)))
        elif tag == "br":
            self.inline.append("\n")
        elif tag in ("ul", "ol"):
            self.flush()
            self.parts.extend(_list(child, depth))
        elif tag == "table":
            self.flush()
            self.parts.extend(_table(child, depth))
        elif tag in _HEADINGS:
            self.flush()
            self.parts.extend(_heading(child, _HEADINGS[tag], depth))
        elif tag == "p" and (listed := listed_paragraph(child)) is not None:
            self.flush()
            self.parts.append(listed.holding(_inside(child, depth, skips=_is_marker)))
        elif tag == "pre":
            self.flush()
            self.inline.append(_preformatted(child))
            self.flush()
        elif tag in _PARTS_OF_PAGE:
            self.flush()
            self.read(child, depth)
            self.flush()
        else:
            self.read(child, depth)


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of running text: an empty line parts two, as people write them with two line breaks."""
    lines = [line.replace("\u00a0", " ").strip() for line in text.split("\n")]
    yield from (piece for piece in "\n".join(lines).split("\n\n") if piece.strip())


def _is_hidden(element: Any) -> bool:
    return bool(
        _HIDDEN_STYLE.search(element.get("style", ""))
        or _COMMENT_CLASS.search(element.get("class", ""))
        or element.get("hidden") is not None
    )


def _is_marker(element: Any) -> bool:
    return IGNORED_MARK.search(element.get("style", "")) is not None


def _deep_text(element: Any) -> Iterator[str]:
    """The text of what is nested too deep to be walked, without what is dropped."""
    ends: Any = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if ends is None and event == "start":
            dropped = not isinstance(node.tag, str) or node.tag.lower() in _DROPPED or _is_hidden(node)
            if dropped:
                ends = node
            elif node.text:
                yield node.text
        elif ends is node and event == "end":
            ends = None
        if ends is None and event == "end" and node is not element and node.tail:
            yield node.tail


def _preformatted(element: Any) -> str:
    return "".join(_deep_text(element))


def _inside(element: Any, depth: int, skips: Callable[[Any], bool] = lambda element: False) -> tuple[Block, ...]:
    reader = _Reader(skips)
    reader.read(element, depth)
    return reader.done()


def _heading(element: Any, level: int, depth: int) -> Iterator[Block]:
    """A heading; a list or table that somebody has put into one stands after it."""
    for block in _inside(element, depth):
        yield Heading(block.text, level) if isinstance(block, Paragraph) else block


def _list(element: Any, depth: int) -> Iterator[Part]:
    """The list. A list right inside it belongs to the item before; Word on the web says the level on each item."""
    is_ordered = element.tag.lower() == "ol"
    if element.find("li[@data-aria-level]") is not None:
        yield from _leveled_items(element, is_ordered, depth)
        return
    items: list[list[Block]] = []
    loose = _Reader()

    def take_loose() -> None:
        items.extend([block] for block in loose.done())
        loose.parts.clear()

    loose.say(element.text)
    for child in element:
        tag = child.tag.lower() if isinstance(child.tag, str) else ""
        if tag in ("ul", "ol", "li"):
            take_loose()
        if tag in ("ul", "ol") and items and depth < _DEEPEST:
            items[-1].extend(fold_lists(_list(child, depth + 1)))
        elif tag == "li" and not _is_hidden(child):
            items.append(list(_item(child, depth + 1)))
        elif tag:
            loose.read_child(child, depth + 1)
        loose.say(child.tail)
    take_loose()
    yield List(tuple(map(tuple, items)), is_ordered, _number(element, "start", 1))


def _item(element: Any, depth: int) -> tuple[Block, ...]:
    return _inside(element, depth) if depth <= _DEEPEST else (Paragraph(" ".join(_deep_text(element))),)


def _leveled_items(element: Any, is_ordered: bool, depth: int) -> Iterator[ListedParagraph]:
    for child in element.iterchildren("li"):
        level = _number(child, "data-aria-level", 1)
        number = _number(child, "data-aria-posinset", 1)
        yield ListedParagraph(child.get("data-listid", ""), level, is_ordered, number, _inside(child, depth + 1))


def _number(element: Any, name: str, default: int) -> int:
    value = element.get(name, "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else default


def _table(element: Any, depth: int) -> Iterator[Block]:
    """Cells that span several columns or rows are followed by empty ones; what stands outside cells comes before."""
    rows: list[list[tuple[Block, ...]]] = []
    heads = 0
    open_spans: dict[int, int] = {}
    around = _Reader()
    for row, is_head in _rows(element, depth, around):
        cells = _cells(row, depth, open_spans, around)
        if not cells:
            continue
        if heads == len(rows) and (is_head or (not rows and _is_all_bold(row))):
            heads += 1
        rows.append(cells)
    yield from around.done()
    width = max((len(row) for row in rows), default=0)
    yield Table(tuple(tuple(row) + ((),) * (width - len(row)) for row in rows), heads)


def _rows(element: Any, depth: int, around: _Reader) -> Iterator[tuple[Any, bool]]:
    around.say(element.text)
    for child in element:
        tag = child.tag.lower() if isinstance(child.tag, str) else ""
        if tag in ("thead", "tbody", "tfoot"):
            for row, is_head in _rows(child, depth, around):
                yield row, is_head or tag == "thead"
        elif tag == "tr":
            cells = [cell for cell in child if isinstance(cell.tag, str)]
            yield child, bool(cells) and all(cell.tag.lower() == "th" for cell in cells)
        elif tag:
            around.read_child(child, depth + 1)
        around.say(child.tail)


def _cells(row: Any, depth: int, open_spans: dict[int, int], around: _Reader) -> list[tuple[Block, ...]]:
    cells: list[tuple[Block, ...]] = []

    def fill() -> None:
        while open_spans.get(len(cells), 0) > 0:
            open_spans[len(cells)] -= 1
            cells.append(())

    around.say(row.text)
    for child in row:
        tag = child.tag.lower() if isinstance(child.tag, str) else ""
        if tag in ("td", "th") and not _is_hidden(child):
            fill()
            columns = min(max(1, _number(child, "colspan", 1)), _MOST_SPANNED)
            below = min(max(1, _number(child, "rowspan", 1)), _MOST_SPANNED) - 1
            said = _inside(child, depth + 1)
            for column in range(columns):
                if below:
                    open_spans[len(cells)] = below
                cells.append(() if column else said)
        elif tag:
            around.read_child(child, depth + 1)
        around.say(child.tail)
    fill()
    return cells


def _is_all_bold(row: Any) -> bool:
    """Whether every word of a row is bold: how people mark the heads of columns in Word and Google Docs."""
    words = [node for node in row.iter() if isinstance(node.tag, str) and (node.text or "").strip()]
    bold = {"b", "strong"}
    return bool(words) and all(
        node.tag.lower() in bold
        or any(
            above.tag in bold or "font-weight:700" in above.get("style", "").replace(" ", "")
            for above in _up(node, row)
        )
        for node in words
    )


def _up(node: Any, top: Any) -> Iterator[Any]:
    while node is not None and node is not top:
        yield node
        node = node.getparent()
