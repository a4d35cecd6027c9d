"""Documents as accessible PDF: PDF/UA-1 and PDF/A-3a in one file, tagged, with outline, made by Typst.

The words travel as JSON beside the template and never become part of its source, so no text can run as code.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias, TypeGuard

import typst

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table, texts
from chefforum.calc.heading_levels import LOWEST, without_gaps
from chefforum.kernel.documents.rendering.characters import breakable, for_print, substituted
from chefforum.kernel.documents.rendering.document import (
    Definitions,
    Document,
    Element,
    Fact,
    Figure,
    Part,
    Section,
    SmallPrint,
    Tone,
    with_texts,
)
from chefforum.kernel.documents.rendering.fonts import document_fonts
from chefforum.web.blocks import numeric_table_columns

Json: TypeAlias = dict[str, Any]
_TEMPLATE = (Path(__file__).parent / "templates" / "document.typ").read_bytes()
_STANDARDS = ["ua-1", "a-3a"]
_WIDE = 9  # columns, from which a table lies on its side
_SHORT_ROWS, _SHORT_LETTERS = 15, 600  # a table within both fits on any page and is not split between two
_SHORT_CALLOUT = 1500  # letters, where each paragraph counts as one line more
# Letters of a word that surely fit on a line there; longer ones get places to break.
_IN_TEXT, _IN_HEADING, _IN_TITLE, _IN_LABEL, _IN_CELL, _IN_NARROW_CELL = 40, 30, 24, 18, 24, 10
_NOTHING: Json = {"kind": "paragraph", "text": "", "wide": False}
_DEEPEST = 8  # lists and tables inside each other; what lies deeper is set as its text


class PdfError(RuntimeError):
    """The document could not be set as accessible PDF; nothing was saved and nothing was changed."""


def to_pdf(document: Document) -> bytes:
    """The document as PDF; the same document gives the same bytes.

    Characters that the font lacks stand as their number, "[U+1F600]", and a note at the end says so. Raises
    FontsMissingError, and PdfError with the typesetter's own words.
    """
    data = json.dumps(_document(document), ensure_ascii=False).encode()
    try:
        return typst.compile(  # type: ignore[call-overload]  # its types do not know several files
            {"main": _TEMPLATE, "data.json": data},
            font_paths=document_fonts(),
            pdf_standards=_STANDARDS,
            timestamp=document.issued_at.astimezone(dt.UTC).replace(microsecond=0),
        )
    except typst.TypstError as error:
        reason = "; ".join([str(error), *error.hints])
        raise PdfError(
            f"Dokumentet “{document.title}” kunne ikke sættes som PDF. Intet er gemt eller ændret. "
            f"Hent det som DOCX eller HTML, og send denne besked til driften: {reason}"
        ) from error


def unprintable(document: Document) -> tuple[str, ...]:
    """The substitutes, as "[U+1F600]", that the PDF will show for characters that the font lacks."""
    found: dict[str, None] = {}

    def note(text: str) -> str:
        found.update(dict.fromkeys(substituted(text, for_print(text))))
        return text

    with_texts(document, note)
    return tuple(found)


def _document(document: Document) -> Json:
    lost = unprintable(document)
    shown = with_texts(document, for_print)
    return {
        "title": breakable(_line(shown.title), longest=_IN_TITLE),
        "subtitle": breakable(shown.subtitle, longest=_IN_HEADING),
        "organisation": breakable(_line(shown.organisation), longest=_IN_TEXT),
        "head": breakable(_line(shown.head), longest=_IN_TEXT),
        "told": breakable(shown.told, longest=_IN_TEXT),
        "facts": [_fact(fact, longest=_IN_LABEL) for fact in shown.facts],
        "slides": shown.is_slides,
        "contents": shown.with_contents and any(_line(part.heading) for part in shown.parts),
        "parts": [_part(part, on_new_page=part.on_new_page or shown.is_slides) for part in shown.parts],
        "note": _note(lost),
    }


def _note(lost: tuple[str, ...]) -> str:
    if not lost:
        return ""
    return (
        "Nogle tegn findes ikke i dokumentets skrift og står som deres Unicode-nummer i kantede parenteser: "
        f"{', '.join(lost[:10])}{' m.fl.' if len(lost) > 10 else ''}."
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _fact(fact: Fact, *, longest: int) -> Json:
    values = [breakable(value, longest=_IN_TEXT) for value in fact.values]
    return {"label": breakable(fact.label, longest=longest), "values": values}


def _part(part: Part, *, on_new_page: bool) -> Json:
    heading = _line(part.heading)
    details = [breakable(detail, longest=_IN_TEXT) for detail in part.details if detail.strip()]
    stream = [_heading(heading, 1)] if heading else []
    stream += [{"kind": "details", "lines": details}] if details else []
    stream += _elements(part.elements, top=2 if heading else 1)
    return {"on_new_page": on_new_page, "elements": _with_heads(stream)}


def _with_heads(stream: Iterable[Json]) -> list[Json]:
    """The same elements, where the headings just above a wide table stand in it, since it turns the page."""
    kept: list[Json] = []
    for element in stream:
        before: list[Json] = []
        while element.get("wide") and kept and kept[-1]["kind"] in ("heading", "details"):
            before.insert(0, kept.pop())
        kept.append(element | {"before": before} if element.get("wide") else element)
    return kept


def _elements(elements: Iterable[Element], *, top: int) -> Iterator[Json]:
    """The elements as the template takes them; headings among them start at level `top`."""
    elements = tuple(elements)
    levels = without_gaps((element.level for element in elements if _is_heading(element)), top=top)
    for element in elements:
        match element:
            case Heading(text):
                if _line(text):
                    yield _heading(text, next(levels))
            case Section():
                yield from _section(element, top)
            case Definitions(facts):
                yield {"kind": "definitions", "facts": [_fact(fact, longest=_IN_TEXT) for fact in facts]}
            case Figure():
                yield _figure(element)
            case SmallPrint(text):
                yield {"kind": "small", "text": breakable(text, longest=_IN_TEXT)}
            case _:
                yield _inside(element, depth=1)


def _is_heading(element: Element) -> TypeGuard[Heading]:
    """Whether it is a heading with a word in it; PDF/UA refuses an empty one."""
    return isinstance(element, Heading) and bool(_line(element.text))


def _heading(text: str, level: int) -> Json:
    return {"kind": "heading", "level": level, "text": breakable(_line(text), longest=_IN_HEADING)}


def _section(section: Section, level: int) -> Iterator[Json]:
    level = min(level, LOWEST)
    heading = _line(section.heading)
    if section.tone is Tone.QUIET and heading and (text := _only_text(section.elements)):
        yield _heading(heading, level) | {"kind": "quiet", "said": breakable(text, longest=_IN_HEADING)}
        return
    body = [_heading(heading, level)] if heading else []
    body += _elements(section.elements, top=level + 1 if heading else level)
    if section.tone is Tone.CALLOUT:
        yield {"kind": "callout", "elements": body, "short": _is_short(section)}
    else:
        yield from body


def _is_short(section: Section) -> bool:
    """Whether it surely fits on a page, so that it need not be split between two."""
    words = [element for element in section.elements if isinstance(element, Paragraph | Heading | List)]
    letters = sum(map(len, texts(words)))
    return len(words) == len(section.elements) and letters + 80 * len(tuple(texts(words))) <= _SHORT_CALLOUT


def _only_text(elements: tuple[Element, ...]) -> str:
    match elements:
        case (Paragraph(text),):
            return text
    return ""


def _figure(figure: Figure) -> Json:
    numbers = _inside(figure.numbers, depth=1) if figure.numbers else None
    return {
        "kind": "figure",
        "wide": numbers is not None and numbers["wide"] and not figure.svg,
        "caption": breakable(figure.caption, longest=_IN_TEXT),
        "svg": for_print(figure.svg),
        "alternative": figure.alternative,
        "numbers": numbers,
        "source": breakable(figure.source, longest=_IN_TEXT),
    }


def _inside(block: Block, *, depth: int, longest: int = _IN_TEXT) -> Json:
    """A block in a list item or cell; a heading there is no place to jump to and stands as strong text."""
    match block:
        case Paragraph(text):
            return {"kind": "paragraph", "text": breakable(text, longest=longest)}
        case Heading(text):
            return {"kind": "strong", "text": breakable(text, longest=longest)}
        case _ if depth > _DEEPEST:
            return {"kind": "paragraph", "text": breakable("\n".join(texts([block])), longest=longest)}
        case List(items, ordered, start):
            held = [[_inside(inner, depth=depth + 1, longest=longest) for inner in item] for item in items]
            return {"kind": "list", "ordered": ordered, "start": max(start, 0), "items": held}
        case Table(rows):
            return _table(block, depth=depth) if rows and rows[0] else _NOTHING


def _table(table: Table, *, depth: int) -> Json:
    numeric = numeric_table_columns(table)
    columns = len(table.rows[0])
    longest = _IN_CELL if columns < _WIDE and depth == 1 else _IN_NARROW_CELL
    rows = [
        [[_inside(block, depth=depth + 1, longest=longest) for block in cell] for cell in row] for row in table.rows
    ]
    return {
        "kind": "table",
        "columns": columns,
        "wide": columns >= _WIDE,
        "short": len(rows) <= _SHORT_ROWS and sum(map(len, texts([table]))) <= _SHORT_LETTERS,
        "numeric": [place in numeric for place in range(columns)],
        "head": rows[: table.header_rows],
        "body": rows[table.header_rows :],
    }
