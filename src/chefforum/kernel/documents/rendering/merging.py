"""A document with its enclosures in one PDF, with bookmarks: the tagged document, then the files chapter by chapter.

Before each chapter's files stands a page that lists them. A file that cannot become pages (office files, damaged or
locked PDFs) is named there, with why: one bad file never costs the reader the others. Memory stays bounded: contents
lie in a temporary folder, and at most `_FILES_AT_ONCE` files, or `_BYTES_AT_ONCE` of them, are copied together.

The merged file is no longer PDF/UA, and says so: added pages have lost their tags. The document alone still is.
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf

from chefforum.kernel.documents.rendering.characters import breakable, for_print
from chefforum.kernel.documents.rendering.document import Document
from chefforum.kernel.documents.rendering.pages import Unprintable, compile_template, to_pages
from chefforum.kernel.documents.rendering.pdf import to_pdf

logger = logging.getLogger("chefforum.documents")

_FILES_AT_ONCE = 50  # open together
_BYTES_AT_ONCE = 100 * 1024 * 1024
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b"))
_CLAIMS = (
    "{http://www.aiim.org/pdfua/ns/id/}part",
    "{http://www.aiim.org/pdfa/ns/id/}part",
    "{http://www.aiim.org/pdfa/ns/id/}conformance",
)
_PROGRAMS = ("/JavaScript", "/Launch")


@dataclass(frozen=True)
class Content:
    """A file to be merged: its type, for text its character set, and how to open it when its turn comes."""

    content_type: str
    charset: str
    open: Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True)
class Enclosure:
    """A file under the title that bookmarks and lists give it; without content, `note` says why there is none."""

    title: str
    content: Content | None = None
    note: str = ""


@dataclass(frozen=True)
class Chapter:
    """Enclosures that belong together. `under` is the document's heading whose bookmark they are put under."""

    under: str
    title: str
    subtitle: str
    enclosures: tuple[Enclosure, ...]


@dataclass(frozen=True)
class _Prepared:
    """An enclosure as pages in a file of its own; without pages it is only named, with a note."""

    title: str
    path: Path | None
    pages: int
    note: str


def merge(
    *,
    document: Document,
    chapters: Sequence[Chapter],
    target: BinaryIO,
    elsewhere: str = "",
    said: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Writes the document and its enclosures to `target` as one PDF; gives the number of pages.

    `elsewhere` ends the sentence about files that cannot become pages ("ligger i ZIP-filen"). `said` hears how many
    of the enclosures are done. The same input gives the same bytes. Raises what `to_pdf` raises on the document itself.
    """
    with tempfile.TemporaryDirectory(prefix="chefforum-") as name:
        folder = Path(name)
        base = folder / "document.pdf"
        base.write_bytes(to_pdf(document))
        prepared = _prepare_all(chapters, folder, organisation=document.organisation, elsewhere=elsewhere, said=said)
        lists, sizes = _lists(document, chapters, prepared, base=base, folder=folder)
        order = _in_order(prepared, lists, sizes)
        whole = _append(base, order, folder)
        return _finish(whole, chapters, prepared, sizes, target, before=_page_count(base))


def _prepare_all(
    chapters: Sequence[Chapter],
    folder: Path,
    *,
    organisation: str,
    elsewhere: str,
    said: Callable[[int, int], None],
) -> list[list[_Prepared]]:
    total = sum(len(chapter.enclosures) for chapter in chapters)
    done = 0
    prepared: list[list[_Prepared]] = []
    for chapter in chapters:
        prepared.append([])
        for enclosure in chapter.enclosures:
            said(done, total)
            path = folder / f"{done}.pdf"
            prepared[-1].append(_prepare(enclosure, path, organisation=organisation, elsewhere=elsewhere))
            done += 1
    said(total, total)
    return prepared


def _prepare(enclosure: Enclosure, path: Path, *, organisation: str, elsewhere: str) -> _Prepared:
    if enclosure.content is None:
        return _Prepared(enclosure.title, None, 0, enclosure.note)
    try:
        with enclosure.content.open() as file:
            made = to_pages(
                file,
                content_type=enclosure.content.content_type,
                charset=enclosure.content.charset,
                title=enclosure.title,
                organisation=organisation,
            )
            pages = _cleaned(made, path)
    except Unprintable as reason:
        note = f"{reason} og {elsewhere}." if elsewhere else f"{reason}."
        return _Prepared(enclosure.title, None, 0, note)
    except Exception as failure:  # whatever a file makes the libraries raise, it does not spoil the others
        logger.info("an enclosure could not be merged: %s", type(failure).__name__)
        note = "Bilaget er beskadiget eller låst med en adgangskode"
        return _Prepared(enclosure.title, None, 0, f"{note}; originalen {elsewhere}." if elsewhere else f"{note}.")
    return _Prepared(enclosure.title, path, pages, enclosure.note)


def _cleaned(file: BinaryIO, path: Path) -> int:
    """The pages alone, in a new file, without what points into a structure or runs programs. Raises on bad files."""
    with pikepdf.open(file) as source, pikepdf.new() as copy:
        copy.pages.extend(source.pages)
        if not len(copy.pages):
            raise ValueError("no pages")
        for page in copy.pages:
            _clean(page.obj)
        copy.save(path, compress_streams=False)
        return len(copy.pages)


def _clean(page: pikepdf.Object) -> None:
    for key in ("/StructParents", "/AA", "/Tabs"):
        if key in page:
            del page[key]
    annotations = page.get("/Annots")
    for annotation in annotations if isinstance(annotations, pikepdf.Array) else ():
        if not isinstance(annotation, pikepdf.Dictionary):
            continue
        action = annotation.get("/A")
        runs = isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) in _PROGRAMS
        for key in ("/StructParent", "/AA", *(("/A",) if runs else ())):
            if key in annotation:
                del annotation[key]


def _lists(
    document: Document,
    chapters: Sequence[Chapter],
    prepared: list[list[_Prepared]],
    *,
    base: Path,
    folder: Path,
) -> tuple[Path, list[int]]:
    """The lists of the chapters as one file, and how many pages each takes.

    They are set twice: page numbers are known when the lists' own lengths are.
    """
    path = folder / "lists.pdf"
    if not chapters:
        return path, []
    path.write_bytes(_set_lists(document, chapters, prepared, [["000"] * len(rows) for rows in prepared]))
    sizes = _sizes(path, len(chapters))
    page = _page_count(base)
    numbers: list[list[str]] = []
    for rows, size in zip(prepared, sizes, strict=True):
        page += size
        numbers.append([])
        for row in rows:
            numbers[-1].append(str(page + 1) if row.pages else "–")
            page += row.pages
    path.write_bytes(_set_lists(document, chapters, prepared, numbers))
    return path, sizes


def _set_lists(
    document: Document, chapters: Sequence[Chapter], prepared: list[list[_Prepared]], numbers: list[list[str]]
) -> bytes:
    def shown(text: str, longest: int) -> str:
        return breakable(for_print(" ".join(text.split())), longest=longest)

    data: dict[str, Any] = {
        "title": shown(document.title, 40),
        "head": shown(document.head, 40),
        "chapters": [
            {
                "title": shown(chapter.title, 20),
                "subtitle": shown(chapter.subtitle, 30),
                "rows": [
                    {"title": shown(row.title, 30), "note": shown(row.note, 30), "page": number}
                    for row, number in zip(rows, places, strict=True)
                ],
            }
            for chapter, rows, places in zip(chapters, prepared, numbers, strict=True)
        ],
    }
    files = {"data.json": json.dumps(data, ensure_ascii=False).encode()}
    return compile_template("enclosures.typ", files, at=document.issued_at)


def _sizes(path: Path, count: int) -> list[int]:
    """Pages of each list: they begin where the file's bookmarks point."""
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        places = {page.objgen: number for number, page in enumerate(page.obj for page in pdf.pages)}
        starts = [places[_target(item).objgen] for item in outline.root[:count]]
        return [end - start for start, end in zip(starts, [*starts[1:], len(pdf.pages)], strict=True)]


def _target(item: pikepdf.OutlineItem) -> pikepdf.Object:
    destination: Any = item.destination
    if destination is None and item.action is not None:
        destination = item.action.D
    return destination[0]


def _page_count(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def _in_order(prepared: list[list[_Prepared]], lists: Path, sizes: list[int]) -> list[tuple[Path, int, int]]:
    """Files with the first page and the page after the last that are wanted of each."""
    order: list[tuple[Path, int, int]] = []
    start = 0
    for rows, size in zip(prepared, sizes, strict=True):
        order.append((lists, start, start + size))
        order += [(row.path, 0, row.pages) for row in rows if row.path]
        start += size
    return order


def _append(base: Path, order: list[tuple[Path, int, int]], folder: Path) -> Path:
    """The document with everything after it: extended, not made anew, so that it keeps its tags."""
    for number, some in enumerate(_batches(order)):
        longer = folder / f"whole-{number}.pdf"
        with ExitStack() as opened:
            pdf = opened.enter_context(pikepdf.open(base))
            for path, first, end in some:
                source = opened.enter_context(pikepdf.open(path))
                pdf.pages.extend(source.pages[first:end])
            for page in pdf.pages[-sum(end - first for _, first, end in some) :]:
                _clean(page.obj)
            pdf.save(longer, compress_streams=False)
        base = longer
    return base


def _batches(order: list[tuple[Path, int, int]]) -> Iterator[list[tuple[Path, int, int]]]:
    """What is copied together: pikepdf holds the contents of copied pages in memory until they are saved."""
    batch: list[tuple[Path, int, int]] = []
    size = 0
    for one in order:
        weight = one[0].stat().st_size
        if batch and (len(batch) == _FILES_AT_ONCE or size + weight > _BYTES_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += weight
    if batch:
        yield batch


def _finish(
    whole: Path,
    chapters: Sequence[Chapter],
    prepared: list[list[_Prepared]],
    sizes: list[int],
    target: BinaryIO,
    *,
    before: int,
) -> int:
    """Bookmarks in, claims that no longer hold out; then to `target`."""
    done = whole.with_name("done.pdf")
    with pikepdf.open(whole) as pdf:
        if chapters:
            _bookmark(pdf, chapters, prepared, sizes, before)
            with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
                for claim in _CLAIMS:
                    if claim in metadata:
                        del metadata[claim]
        count = len(pdf.pages)
        pdf.save(done, deterministic_id=True, compress_streams=False)
    with done.open("rb") as file:
        shutil.copyfileobj(file, target)
    return count


def _bookmark(
    pdf: pikepdf.Pdf, chapters: Sequence[Chapter], prepared: list[list[_Prepared]], sizes: list[int], page: int
) -> None:
    """Each chapter's list and files under the bookmark that they belong to; one with no page of its own at the list."""
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        for chapter, rows, size in zip(chapters, prepared, sizes, strict=True):
            above = next((item for item in waiting if _words(item.title) == _words(for_print(chapter.under))), None)
            if above is None:
                above = pikepdf.OutlineItem(chapter.under, page)
                outline.root.append(above)
            else:
                waiting.remove(above)
            start, page = page, page + size
            for row in rows:
                above.children.append(pikepdf.OutlineItem(row.title, page if row.pages else start))
                page += row.pages


def _words(text: str) -> str:
    return " ".join(text.translate(_INVISIBLE).split())
