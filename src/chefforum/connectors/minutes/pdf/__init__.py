"""PDF as a stream of source blocks: by its tags where it has them, else by how its pages are set.

Running heads and feet are handed on as leftovers, each text once. A PDF that is a picture of text cannot be read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chefforum.connectors.minutes.errors import unreadable
from chefforum.connectors.minutes.pdf.layout import read_layout
from chefforum.connectors.minutes.pdf.pages import Page, Piece, read_pages
from chefforum.connectors.minutes.pdf.running_heads import leftovers, running_pieces
from chefforum.connectors.minutes.pdf.tagged import has_headings, read_tagged
from chefforum.connectors.minutes.pdf.tags import Mark, Tag, read_tags
from chefforum.connectors.minutes.source import Source, SourceBlock

_TAGGED_FROM = 0.8  # share of the letters that tags must cover for them to be trusted


def read_pdf(content: bytes) -> Source:
    """The blocks of a PDF.

    Raises UnreadableMinutes for a file that is cut off, protected, too long, or a picture without text.
    """
    pages = read_pages(content)
    if not _letters(_all_pieces(pages)):
        raise unreadable(
            what="PDF'en rummer ingen tekst; den er et billede, som når et papir er skannet.",
            advice="Brug det dokument, som teksten er skrevet i, eller kør tekstgenkendelse (OCR), og prøv igen.",
        )
    tree = read_tags(content)
    text = _by_tags(tree, pages) if tree is not None and has_headings(tree) else None
    text = text or _by_looks(content, pages)
    left = tuple(leftovers(piece for piece in _all_pieces(pages) if piece in text.outside))
    inside = (piece for piece in _all_pieces(pages) if piece not in text.outside and piece not in text.repeated)
    visible = "".join(f"{piece.text}\n" if piece.ends_line else piece.text for piece in inside)
    return Source(text.blocks, "\n".join((visible, *(leftover.text for leftover in left))), left)


@dataclass(frozen=True)
class _Text:
    """What the pages say, the pieces that stand outside it on them, and those that only say something again."""

    blocks: tuple[SourceBlock, ...]
    outside: set[Piece]
    repeated: set[Piece]


def _by_tags(tree: Tag, pages: Sequence[Page]) -> _Text | None:
    """None where the tags leave out so much of the text that they are not to be trusted."""
    marks = set(tree.marks())
    outside = {piece for piece in _all_pieces(pages) if not _is_marked(piece, marks)}
    if _letters(outside) > (1 - _TAGGED_FROM) * _letters(_all_pieces(pages)):
        return None
    return _Text(tuple(read_tagged(tree, pages)), outside, set())


def _by_looks(content: bytes, pages: Sequence[Page]) -> _Text:
    outside = running_pieces(pages)
    between = [
        dataclasses.replace(page, pieces=tuple(piece for piece in page.pieces if piece not in outside))
        for page in pages
    ]
    blocks, repeated = read_layout(content, between)
    return _Text(tuple(blocks), outside, repeated)


def _is_marked(piece: Piece, marks: set[Mark]) -> bool:
    return piece.mark is not None and Mark(piece.page, piece.mark) in marks


def _all_pieces(pages: Iterable[Page]) -> Iterator[Piece]:
    return (piece for page in pages for piece in page.pieces)


def _letters(pieces: Iterable[Piece]) -> int:
    return sum(sum(map(str.isalnum, piece.text)) for piece in pieces)
