"""What the pages of meetings say in one place: how far the reader is with an item, and a section with its marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from chefforum.calc.redline import Mark, Piece, redline_text
from chefforum.connectors.minutes import Difference
from chefforum.kernel.documents.page_text import Line, PageText
from chefforum.web.annotations import annotate
from chefforum.web.blocks import blocks_to_html
from chefforum.web.templatetags.chefforum import icon

from ..queries.changes import Annotations
from ..queries.preparing import ItemToRead
from ..queries.reading import SectionOnPage
from ..rules.reading_marks import STANDINGS, Standing

register = template.Library()
ICONS = {
    Standing.READ: "check",
    Standing.NEW: "star-fill",
    Standing.CHANGED: "edit",
    Standing.HIDDEN: "lock",
    Standing.UNSENT: "time",
}
SHORT = {Standing.CHANGED: "Ændret"}
ALIKE = 0.4  # of the letters: less than this, and one text has been replaced by another


@dataclass(frozen=True)
class BeforeAndAfter:
    """A text as it was and as it is, each with its own words marked; a text that is new or gone is so as a whole."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@register.simple_tag
def before_and_after(change: Difference) -> BeforeAndAfter:
    """What a version changed in one place."""
    old, new = change.before or "", change.after or ""
    pieces = redline_text(old, new)
    same = sum(len(piece.text) for piece in pieces if piece.mark == Mark.SAME)
    if same < ALIKE * max(len(old), len(new)):
        pieces = (*([Piece(Mark.REMOVED, old)] if old else []), *([Piece(Mark.ADDED, new)] if new else []))
    return BeforeAndAfter(
        tuple(piece for piece in pieces if piece.mark != Mark.ADDED),
        tuple(piece for piece in pieces if piece.mark != Mark.REMOVED),
    )


@register.simple_tag
def standing_mark(standing: str) -> SafeString:
    """Icon and word for how far the reader is with an item."""
    found = Standing(standing)
    words = SHORT.get(found, STANDINGS[found])
    return format_html('<span class="mark-word mark-{}">{}{}</span>', found.value, icon(ICONS[found]), words)


@register.simple_tag
def reading_mark(marks: Mapping[UUID, ItemToRead] | str, item_id: UUID) -> SafeString:
    """The marks of an item among `marks`; nothing where the page has none."""
    one = marks.get(item_id) if isinstance(marks, Mapping) else None
    if one is None:
        return SafeString("")
    said = [standing_mark(one.standing)] if one.standing not in {Standing.HIDDEN, Standing.UNSENT} else []
    if one.is_mine:
        said.append(format_html('<span class="mark-word mark-mine">{}Dit punkt</span>', icon("person")))
    return mark_safe("".join(said))  # noqa: S308 - made of the above


@register.simple_tag(takes_context=True)
def section_text(context: Any, section: SectionOnPage, place: int, heading_level: int) -> SafeString:
    """A section's text; with the reader's highlights and what is new, on pages that have them in `annotated`."""
    content = blocks_to_html(section.blocks, heading_level=heading_level)
    marks = context.get("annotated")
    if not isinstance(marks, Annotations):
        return content
    return format_html('<div data-quotable="{}">{}</div>', place, _marked(content, marks, place))


@register.simple_tag(takes_context=True)
def page_text(context: Any, page: PageText, place: int) -> SafeString:
    """The text of a page of a bilag, with where its words stand in the picture, and the reader's highlights."""
    return _marked(mark_safe("".join(map(_line, page.lines))), context.get("annotated"), place)  # noqa: S308 - ours


@register.simple_tag(takes_context=True)
def plain_text(context: Any, text: str) -> SafeString:
    """The text of a bilag without pages, with the reader's highlights."""
    return _marked(escape(text), context.get("annotated"), 0)


def _marked(content: SafeString, marks: Any, place: int) -> SafeString:
    if not isinstance(marks, Annotations):
        return content
    return annotate(content, spans=marks.spans.get(place, ()), removed=marks.removed.get(place, ()))


def _line(line: Line) -> str:
    """Its text is the same as that of `PageText.text`: the space after a word stands in the word's own tag."""
    last = len(line.words) - 1
    words = "".join(
        f'<span data-wide="{word.width} {word.gap}">{escape(word.text)}{" " if number < last else ""}</span>'
        for number, word in enumerate(line.words)
    )
    return f'<span data-at="{line.left} {line.top} {line.height}">{words}</span>{line.ending}'
