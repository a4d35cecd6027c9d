"""What stands on every page of a PDF: running heads and feet, told apart from the text between them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from chefforum.connectors.minutes.pdf.lines import TextLine, lines_of
from chefforum.connectors.minutes.pdf.pages import Page, Piece
from chefforum.connectors.minutes.sections import is_strong_line
from chefforum.connectors.minutes.source import Leftover

_EDGE = 0.25  # share of a page's height, at its top and at its foot, where running heads stand
_PAGE_NUMBERS = 0.12  # ... and where a page number is one that no other page confirms
_OUTERMOST = 3  # lines at the top and at the foot of a page that may be running ones
_SHARE = 0.4  # of the pages: a line at the same height of so many is a running one
_NUMBER = re.compile(r"[0-9]+")
_PAGE_NUMBER = re.compile(r"(?:side|s\.)\s*[0-9]+(?:\s*(?:af|/)\s*[0-9]+)?", re.IGNORECASE)
_ON_EVERY_PAGE = "Teksten står øverst eller nederst på siderne (sidehoved eller sidefod)."


def running_pieces(pages: Sequence[Page]) -> set[Piece]:
    """The pieces of lines that come again at the same height of many pages, numbers apart, and of page numbers."""
    again: dict[tuple[str, int], list[TextLine]] = defaultdict(list)
    running: set[Piece] = set()
    for page in pages:
        for line in _outermost(page):
            if not is_strong_line(line.text):  # "Beslutning" may well begin several pages
                again[_pattern(line.text), round(line.bottom)].append(line)
            if _is_at_edge(line, page, _PAGE_NUMBERS) and _is_number_of(page, line.text):
                running.update(line.pieces)
    for lines in again.values():
        if 1 < len(lines) >= _SHARE * len(pages):
            running.update(piece for line in lines for piece in line.pieces)
    return running


def _outermost(page: Page) -> Iterator[TextLine]:
    lines = sorted(lines_of(page.pieces), key=lambda line: -line.bottom)
    for line in dict.fromkeys((*lines[:_OUTERMOST], *lines[-_OUTERMOST:])):
        if _is_at_edge(line, page, _EDGE):
            yield line


def _is_number_of(page: Page, text: str) -> bool:
    """Whether the text is the page's number; another number alone may be a figure of a table."""
    return text == str(page.number + 1) or _PAGE_NUMBER.fullmatch(text) is not None


def _is_at_edge(line: TextLine, page: Page, share: float) -> bool:
    return not page.height * share < line.bottom < page.height * (1 - share)


def leftovers(pieces: Iterable[Piece]) -> Iterator[Leftover]:
    """Each text once: lines that differ only in numbers, as "Side 3 af 17", are told together."""
    told: dict[str, dict[str, None]] = defaultdict(dict)
    for line in lines_of(pieces):
        if any(map(str.isalnum, line.text)):
            told[_pattern(line.text)][line.text] = None
    for texts in told.values():
        yield Leftover(" · ".join(texts), _ON_EVERY_PAGE)


def _pattern(text: str) -> str:
    return _NUMBER.sub("#", text)
