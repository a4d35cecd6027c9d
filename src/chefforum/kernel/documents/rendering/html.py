"""Documents as one HTML page that stands alone: no script, nothing fetched from elsewhere, good on paper too."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TypeGuard

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table
from chefforum.calc.heading_levels import LOWEST
from chefforum.kernel.documents.rendering.characters import for_xml
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
from chefforum.web.blocks import blocks_to_html

_STYLE = mark_safe((Path(__file__).parent / "templates" / "document.css").read_text())  # noqa: S308 - our own file
_NOTHING = SafeString("")
_PAGE = """<!doctype html>
<html lang="da">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<header>
<p class="organisation">{organisation}</p>
<h1>{heading}</h1>
{subtitle}{facts}{told}</header>
{contents}<main>
{parts}
</main>
<footer>{head}{told}</footer>
</body>
</html>
"""


def to_html(document: Document) -> str:
    """The document as a whole HTML page; every text is escaped, headings never skip a level.

    Characters that HTML cannot hold stand as their number, "[U+0001]".
    """
    shown = with_texts(document, for_xml)
    return format_html(
        _PAGE,
        style=_STYLE,
        title=_line(f"{shown.title} – {shown.subtitle}" if shown.subtitle else shown.title),
        organisation=shown.organisation,
        heading=shown.title,
        subtitle=_paragraph(shown.subtitle, "subtitle"),
        facts=_facts(shown.facts, "facts"),
        contents=_contents(shown),
        parts=_lines(_part(part, place) for place, part in enumerate(shown.parts, start=1)),
        head=shown.head,
        told=_paragraph(shown.told, "small"),
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(parts: Iterable[str]) -> SafeString:
    return format_html_join("\n", "{}", ((part,) for part in parts))


def _paragraph(text: str, css_class: str) -> SafeString:
    return format_html('<p class="{}">{}</p>\n', css_class, text) if text.strip() else _NOTHING


def _facts(facts: tuple[Fact, ...], css_class: str) -> SafeString:
    if not facts:
        return _NOTHING
    pairs = (format_html("<dt>{}</dt><dd>{}</dd>", fact.label, _values(fact.values)) for fact in facts)
    return format_html('<dl class="{}">\n{}\n</dl>\n', css_class, _lines(pairs))


def _values(values: tuple[str, ...]) -> SafeString:
    return format_html_join(mark_safe("<br>\n"), "{}", ((value,) for value in values))


def _contents(document: Document) -> SafeString:
    titles = [(place, _line(part.heading)) for place, part in enumerate(document.parts, start=1)]
    links = [format_html('<li><a href="#del-{}">{}</a></li>', place, title) for place, title in titles if title]
    if not links or not document.with_contents:
        return _NOTHING
    return format_html(
        '<nav aria-labelledby="indhold">\n<h2 id="indhold">Indhold</h2>\n<ul>\n{}\n</ul>\n</nav>\n', _lines(links)
    )


def _part(part: Part, place: int) -> SafeString:
    title = _line(part.heading)
    return format_html(
        "<section{}{}>\n{}{}{}\n</section>",
        mark_safe(' class="new-page"') if part.on_new_page else "",
        format_html(' aria-labelledby="del-{}"', place) if title else "",
        format_html('<h2 id="del-{}">{}</h2>\n', place, title) if title else "",
        _details(part.details),
        _elements(part.elements, level=3 if title else 2),
    )


def _details(details: tuple[str, ...]) -> SafeString:
    if not details:
        return _NOTHING
    lines = _lines(format_html("<p>{}</p>", detail) for detail in details)
    return format_html('<div class="details">\n{}\n</div>\n', lines)


def _elements(elements: Iterable[Element], *, level: int) -> SafeString:
    """The elements; neighbouring blocks go to the web's own renderer, so that text looks alike everywhere."""
    html: list[SafeString] = []
    for _, neighbours in groupby(elements, key=_is_block):
        run = tuple(neighbours)
        blocks = [element for element in run if _is_block(element)]
        html += [blocks_to_html(blocks, level)] if blocks else [_element(element, level) for element in run]
    return _lines(html)


def _is_block(element: Element) -> TypeGuard[Block]:
    return isinstance(element, Paragraph | Heading | List | Table)


def _element(element: Element, level: int) -> SafeString:
    match element:
        case Section():
            return _section(element, min(level, LOWEST))
        case Definitions(facts):
            return _facts(facts, "definitions")
        case Figure():
            return _figure(element)
        case SmallPrint(text):
            return _paragraph(text, "small")
    raise TypeError(f"no HTML for {type(element).__name__}")


def _section(section: Section, level: int) -> SafeString:
    title = _line(section.heading)
    heading = format_html("<h{}>{}</h{}>\n", level, title, level) if title else _NOTHING
    body = _elements(section.elements, level=level + 1 if title else level)
    if section.tone is Tone.PLAIN:
        return heading + body
    return format_html('<div class="{}">\n{}{}\n</div>', section.tone.value, heading, body)


def _figure(figure: Figure) -> SafeString:
    caption = format_html("<figcaption>{}</figcaption>\n", figure.caption) if figure.caption.strip() else _NOTHING
    numbers = blocks_to_html([figure.numbers]) if figure.numbers else _NOTHING
    source = _paragraph(figure.source, "small")
    return format_html("<figure>\n{}{}{}\n{}</figure>", caption, _picture(figure), numbers, source)


def _picture(figure: Figure) -> SafeString:
    """As an image, not as mark-up in the page: what is in it can then neither run nor reach the page."""
    if not figure.svg:
        return _NOTHING
    data = b64encode(figure.svg.encode(errors="replace")).decode()
    return format_html('<img src="data:image/svg+xml;base64,{}" alt="{}">\n', data, figure.alternative)
