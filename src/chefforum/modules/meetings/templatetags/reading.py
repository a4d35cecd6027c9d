"""What the pages of meetings say in one place: how far the reader is with an item, and a section with its marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

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
    marked = annotate(content, spans=marks.spans.get(place, ()), removed=marks.removed.get(place, ()))
    return format_html('<div data-quotable="{}">{}</div>', place, marked)
