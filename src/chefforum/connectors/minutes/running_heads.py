"""What stands on every page of a PDF: running heads and feet, told apart from the text between them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from chefforum.connectors.minutes.pdf_lines import TextLine, lines_of
from chefforum.connectors.minutes.pdf_pages import Page, Piece
from chefforum.connectors.minutes.source import Leftover

_EDGE = 0.12  # share of a page's height, at its top and at its foot, where running heads stand
_SHARE = 0.4  # of the pages: a line at the edge of so many is a running one
_NUMBER = re.compile(r"[0-9]+")
_PAGE_OF = re.compile(r"(?:side|s\.)\s*[0-9]+(?:\s*(?:af|/)\s*[0-9]+)?", re.IGNORECASE)
_ON_EVERY_PAGE = "Teksten står øverst eller nederst på siderne (sidehoved eller sidefod)."


def running_pieces(pages: Sequence[Page]) -> set[Piece]:
    """The pieces of lines at the edge of pages that come again on many of them, page numbers apart."""
    at_edge: dict[str, list[TextLine]] = defaultdict(list)
    for page in pages:
        for line in lines_of(page.pieces):
            if not page.height * _EDGE < line.bottom < page.height * (1 - _EDGE):
                at_edge[_pattern(line.text)].append(line)
    running: set[Piece] = set()
    for pattern, lines in at_edge.items():
        on_pages = {line.page for line in lines}
        is_common = len(on_pages) > 1 and len(on_pages) >= _SHARE * len(pages)
        if is_common or _PAGE_OF.fullmatch(lines[0].text) or pattern == "#":
            running.update(piece for line in lines for piece in line.pieces)
    return running


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
