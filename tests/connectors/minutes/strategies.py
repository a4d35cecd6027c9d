"""Arbitrary minutes for properties: texts that look like everything a reader steers by."""

from __future__ import annotations

import dataclasses

from hypothesis import strategies as st

from chefforum.calc.blocks import Heading, List, Paragraph, Table
from chefforum.connectors.minutes import build_item, build_minutes, section_kind
from chefforum.connectors.minutes.minutes import ContentsLine, HeadLine, Minutes, Section

TRAPS = (
    "Fortroligt",
    "Punkt 3: Økonomi",
    "Punkt 4",
    "pkt. 2 - x",
    "1. at sagen godkendes",
    "3. Noget",
    "28. januar",
    "07. x",
    "# x",
    "###",
    "#### *x*",
    "x #",
    "| a |",
    "|---|---|",
    "a | b",
    "- x",
    "* y",
    "+ z",
    "• punkt",
    "– og så",
    "-",
    "---",
    "===",
    "***",
    "<b>",
    "</b>",
    "<p>",
    "<table>",
    "<ul><li>1. a</li></ul>",
    "<br>",
    "<br/>",
    "<!-- -->",
    "<navn@lindeby.example>",
    "&amp;",
    "&#66;ilag",
    "&nbsp;",
    "&",
    "&#0;",
    "&copy",
    "\\",
    "\\*",
    "a\\",
    "*",
    "**",
    "*kursiv*",
    "**fed**",
    "**fed** tekst",
    "_x_",
    "snake_case",
    "2*3*4",
    "***",
    "`kode`",
    "[x](y)",
    "Bilag",
    "BILAG:",
    "Beslutning",
    "Beslutning i Økonomiudvalget den 04-06-2020",
    "Indstilling",
    "Resumé",
    "Baggrund",
    "Intet at bemærke.",
    "Indholdsfortegnelse",
    "PUNKTER",
    "Mødedato",
    "Mødedato: 1. marts 2024",
    "Til stede: Ea Lind (Chef)",
    "UDVALG",
    "Sted",
    "REFERAT Chefforum d. 28-01-2026",
    "Dagsorden",
    "Tekst uden plads i referatet",
    "00.01.00-A00-1-26",
    "Sagsnr.: 00.30.04-Ø00-21-26",
    "(20 min.)",
    "Status....4",
    "Status.....\t4",
    "og så videre.....",
    "a\tb",
    "at noget sker",
    "a) noget",
    "lille begyndelse",
    "ender med komma,",
    "ender med ord",
    "Forvaltningen indstiller, at sagen godkendes",
    " foran",
    "bagefter ",
    "to  mellemrum",
    " ",
    "\u00a0",
    "\u2028",
    "æøåÆØÅéü",
    "é",
    "¾",
    "٣. x",
    "x\n\ny",
    "\nx",
    "x\n",
    "x\n- y",
    "x\n=====",
    "x\n| --- |",
    "a | b\n--- | ---",
    "lang " * 20 + "linje\nog fortsat",
    "Kl. 09.00 – 15.00",
)

_any_text = st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n\t"), min_size=1, max_size=12)
_piece = st.sampled_from(TRAPS) | _any_text
texts = st.lists(_piece, min_size=1, max_size=3).map("".join) | st.lists(_piece, min_size=1, max_size=3).map(" ".join)
one_line = texts.map(lambda text: text.replace("\n", " "))

_paragraph = st.builds(Paragraph, texts)
_heading = st.builds(Heading, texts, st.integers(1, 3))
_plain = _paragraph | _heading


@st.composite
def _tables(draw, cells):
    columns = draw(st.integers(1, 3))
    row = st.tuples(*[st.lists(cells, max_size=2).map(tuple)] * columns)
    rows = tuple(draw(st.lists(row, min_size=1, max_size=3)))
    return Table(rows, draw(st.integers(0, len(rows))))


def _lists(inner):
    items = st.lists(st.lists(inner, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple)
    unordered = st.builds(List, items)
    ordered = st.builds(List, items, st.just(True), st.integers(0, 999))
    return unordered | ordered


blocks = st.recursive(_plain, lambda inner: _lists(inner) | _tables(inner), max_leaves=6)
_runs = st.lists(blocks, max_size=4).map(tuple)

_strong = ("Indstilling", "RESUMÉ", "Sagsfremstilling", "Økonomi", "Beslutning", "Bilag", "Sagsgang og sagstype")


@st.composite
def _sections(draw, *, with_heading):
    heading = draw(st.sampled_from(_strong) | texts) if with_heading else ""
    return Section(section_kind(heading), heading, draw(_runs))


@st.composite
def _items(draw, *, number, is_numbered):
    named = st.sampled_from(("Status (20 min.)", "Orientering om drift"))
    title = draw(named | texts.filter(lambda text: text.strip(" \t\n")))
    heading = f"{number}. {title}" if is_numbered else f"Punkt {number}: {title}"
    first = draw(st.booleans())
    sections = ([draw(_sections(with_heading=False).filter(lambda section: section.blocks))] if first else []) + [
        draw(_sections(with_heading=draw(st.integers(0, 9)) > 0)) for _ in range(draw(st.integers(0, 3)))
    ]
    if sections and not sections[0].heading and not sections[0].blocks:
        sections = sections[1:]
    journal = draw(st.none() | st.sampled_from(("00.01.00-A00-1-26", "14.00.08 – Ø00 – 2 – 2025")))
    item = build_item(heading=heading, journal_line=journal, sections=tuple(sections))
    return dataclasses.replace(item, is_confidential=draw(st.booleans()))


@st.composite
def minutes(draw) -> Minutes:
    """Minutes as a reader could have made them of some file, with words that no sane file has."""
    is_numbered = draw(st.booleans())
    first = draw(st.integers(0, 60))
    count = draw(st.integers(1, 3))
    return build_minutes(
        title=draw(
            st.just("") | st.sampled_from(("REFERAT Chefforum d. 28-01-2026", "Dagsorden for Direktionen")) | texts
        ),
        head=tuple(draw(st.lists(st.builds(HeadLine, _labels, st.just("") | texts), max_size=4))),
        contents=tuple(draw(st.lists(st.builds(ContentsLine, texts, _pages), max_size=3))),
        contents_heading=draw(st.sampled_from(("", "Indholdsfortegnelse", "PUNKTER"))),
        items=tuple(draw(_items(number=first + index, is_numbered=is_numbered)) for index in range(count)),
        unplaced=draw(_runs),
    )


_labels = st.sampled_from(("Mødedato", "Mødested", "Mødedeltagere", "Sluttidspunkt", "UDVALG:")) | texts
_pages = st.none() | st.integers(0, 9999).map(str)
