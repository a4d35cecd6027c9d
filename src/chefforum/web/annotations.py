"""Marks in text that is HTML already: a reader's own marks, and words that are new or gone.

The HTML is our own (`web.blocks`), so that every "<" begins a tag and every text is escaped. Places are characters of
`text_of_html`, in which tags have no length.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

_TAG = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True)
class Span:
    """Characters from `start` to `end` (exclusive) in `tag`: mark or ins.

    `note` is the number of a note to them, `anchor` an id by which a page can be opened there.
    """

    start: int
    end: int
    tag: str
    note: int | None = None
    anchor: str = ""


@dataclass(frozen=True)
class Removed:
    """Words that are gone, shown struck out at a place."""

    at: int
    text: str


@dataclass(frozen=True)
class _Text:
    """A text between two tags, and where it begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def says_something(self) -> bool:
        return bool(self.text.strip())


def text_of_html(content: str) -> str:
    """The text of HTML of ours, without its tags."""
    return "".join(html.unescape(part) for part in _TAG.split(content)[::2])


def annotate(content: str, *, spans: Iterable[Span] = (), removed: Iterable[Removed] = ()) -> SafeString:
    """The HTML with the spans set in their tags and the removed words struck out; nothing else is changed.

    A span over several paragraphs or cells is set in each of them. The number of a note stands after its last word,
    as a link to #note-NUMBER that is drawn by the style sheet, so that the text itself stays as it was.
    """
    parts = _TAG.split(content)
    texts, place = [], 0
    for part in parts[::2]:
        texts.append(_Text(html.unescape(part), place))
        place = texts[-1].end
    said = [text for text in texts if text.says_something]
    chosen = [span for span in spans if span.start < span.end]
    gone: dict[int, list[Removed]] = {}
    for one in removed:
        if said:
            gone.setdefault(id(_home(said, one.at)), []).append(one)
    pieces = [_marked(text, chosen, gone.get(id(text), ())) if text.says_something else text.text for text in texts]
    tags = [*parts[1::2], ""]
    return mark_safe("".join(piece + tag for piece, tag in zip(pieces, tags, strict=True)))  # noqa: S308 - escaped below


def _home(said: Sequence[_Text], place: int) -> _Text:
    """The text that a place is in or at the edge of, else the next one, else the last."""
    return next((text for text in said if place <= text.end), said[-1])


def _marked(text: _Text, spans: Sequence[Span], removed: Sequence[Removed]) -> str:
    here = [span for span in spans if span.start < text.end and span.end > text.start]
    edges = {text.start, text.end}
    edges |= {min(max(place, text.start), text.end) for span in here for place in (span.start, span.end)}
    edges |= {min(max(one.at, text.start), text.end) for one in removed}
    cuts = sorted(edges)
    made = [_gone_at(cuts[0], text, removed)]
    for start, end in pairwise(cuts):
        piece = escape(text.text[start - text.start : end - text.start])
        for span in here:
            if span.start <= start and end <= span.end and piece.strip():
                anchor = format_html(' id="{}"', span.anchor) if span.anchor and span.start == start else ""
                piece = format_html("<{0}{2}>{1}</{0}>", mark_safe(span.tag), piece, anchor)  # noqa: S308 - ours
        notes = [_number(span.note) for span in here if span.end == end and span.note is not None]
        made += [piece, *notes, _gone_at(end, text, removed)]
    return "".join(made)


def _gone_at(place: int, text: _Text, removed: Sequence[Removed]) -> str:
    here = [one for one in removed if min(max(one.at, text.start), text.end) == place and one.text]
    return "".join(format_html("<del>{}</del> ", one.text) for one in here)


def _number(note: int) -> str:
    return format_html('<a class="mark-note" href="#note-{0}" aria-label="Din note {0}" data-number="{0}"></a>', note)
