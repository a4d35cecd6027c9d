"""The tags of a PDF: which of its marked pieces are headings, paragraphs, lists and tables.

Word, LibreOffice and our own documents tag what they write. A file without tags, or with damaged ones, has no tree here
and is read by its layout instead.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral

_DEEPEST = 60
_MOST_ELEMENTS = 200_000


@dataclass(frozen=True)
class Mark:
    """A marked piece of a page, counted from 0."""

    page: int
    number: int


@dataclass
class Tag:
    """An element of the tree: its standard role ("H1", "P", "LI") and its children in order."""

    role: str
    children: list[Tag | Mark] = field(default_factory=list)
    columns: int = 1  # how many columns a cell spans
    rows: int = 1

    def marks(self) -> Iterator[Mark]:
        """Every marked piece under the element, in order."""
        for child in self.children:
            if isinstance(child, Mark):
                yield child
            else:
                yield from child.marks()

    def tags(self) -> Iterator[Tag]:
        return (child for child in self.children if isinstance(child, Tag))


def read_tags(content: bytes) -> Tag | None:
    """The tree of tags of a PDF, None where there is none that can be read."""
    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        root = _mapping(document.catalog.get("StructTreeRoot"))
        if not root:
            return None
        pages = {page.pageid: number for number, page in enumerate(PDFPage.create_pages(document))}
        reader = _Reader(pages, {str(key): _name(role) for key, role in _mapping(root.get("RoleMap")).items()})
        return Tag("Document", list(reader.children(root.get("K"), None, 0)))
    except Exception:  # pdfminer raises whatever a damaged object leads it to: the looks of the pages can still be read
        return None


@dataclass
class _Reader:
    pages: Mapping[Any, int]
    roles: Mapping[str, str]
    seen: set[int] = field(default_factory=set)

    def children(self, kids: Any, page: int | None, depth: int) -> Iterator[Tag | Mark]:
        """The children that an entry K names: a number, an element, or a list of them."""
        values = resolve1(kids)
        for value in values if isinstance(values, list) else [kids]:
            yield from self._child(value, page, depth)

    def _child(self, value: Any, page: int | None, depth: int) -> Iterator[Tag | Mark]:
        if isinstance(value, PDFObjRef):
            if value.objid in self.seen or len(self.seen) > _MOST_ELEMENTS:
                return  # a tree that bites its tail
            self.seen.add(value.objid)
        resolved = resolve1(value)
        if isinstance(resolved, int):
            if page is not None:
                yield Mark(page, resolved)
            return
        entry = _mapping(resolved)
        own_page = self.pages.get(getattr(entry.get("Pg"), "objid", None), page)
        if "MCID" in entry:
            number = resolve1(entry["MCID"])
            if own_page is not None and isinstance(number, int):
                yield Mark(own_page, number)
        elif "S" in entry and depth < _DEEPEST:
            role = _name(entry["S"])
            columns, rows = _spans(entry.get("A"))
            inside = list(self.children(entry.get("K"), own_page, depth + 1))
            yield Tag(self.roles.get(role, role), inside, columns, rows)


def _mapping(value: Any) -> Mapping[str, Any]:
    resolved = resolve1(value)
    return resolved if isinstance(resolved, dict) else {}


def _name(value: Any) -> str:
    resolved = resolve1(value)
    if not isinstance(resolved, PSLiteral):
        return ""
    return resolved.name if isinstance(resolved.name, str) else resolved.name.decode("latin-1")


def _spans(attributes: Any) -> tuple[int, int]:
    resolved = resolve1(attributes)
    columns = rows = 1
    for entry in map(_mapping, resolved if isinstance(resolved, list) else [resolved]):
        columns, rows = _span(entry.get("ColSpan"), columns), _span(entry.get("RowSpan"), rows)
    return columns, rows


def _span(value: Any, otherwise: int) -> int:
    resolved = resolve1(value)
    return min(max(resolved, 1), 100) if isinstance(resolved, int) else otherwise
