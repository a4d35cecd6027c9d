"""Documents to test the writers with, and strategies that make arbitrary ones."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from chefforum.calc.blocks import Heading, List, Paragraph, Table
from chefforum.kernel.documents.rendering import (
    Definitions,
    Document,
    Fact,
    Figure,
    Part,
    Section,
    SmallPrint,
    Tone,
)
from chefforum.kernel.documents.rendering.document import with_texts

ISSUED_AT = dt.datetime(2026, 1, 29, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 200 80' width='200' height='80' font-family='IBM Plex Sans'>"
    "<rect x='20' y='20' width='40' height='40' fill='#12506b'/><text x='20' y='76'>Året 2025</text></svg>"
)


def table(*rows: tuple[str, ...], header_rows: int = 1) -> Table:
    """A table of plain texts; an empty text is an empty cell."""
    return Table(tuple(tuple((Paragraph(text),) if text else () for text in row) for row in rows), header_rows)


def bullets(*texts: str, ordered: bool = False, start: int = 1) -> List:
    return List(tuple((Paragraph(text),) for text in texts), ordered, start)


def document(*elements: object, **fields: object) -> Document:
    """A document with one part that holds the elements."""
    fields = {"title": "Notat", "organisation": "Lindeby Kommune", "issued_at": ISSUED_AT} | fields
    return Document(parts=(Part(title="Første del", elements=elements),), **fields)  # type: ignore[arg-type]


PLACEMENTS = table(
    ("Afdeling", "Mål", "Praktik", "Andel"),
    ("Skole", "1.260", "635", "50,4 %"),
    ("Miljø & Teknik", "12", "–", "0 %"),
    ("Ældre", "80", "−3", "−3,8 %"),
)


def minutes() -> Document:
    """Minutes with everything that the writers know, in eight items."""
    first = Part(
        label="Punkt 1",
        title="Godkendelse af dagsorden",
        details=("00.01.00-A00-4-26 · Kommunens styrelse", "Planlagt tid: 20 min."),
        elements=(
            Section("Indstilling", (Paragraph("Direktøren indstiller,"), bullets("at a", "at b", ordered=True))),
            Section("Sagsfremstilling", (Heading("Baggrund"), Paragraph("Tekst."), Heading("For dybt", 3), PLACEMENTS)),
            Section("Økonomi", (Paragraph("Intet at bemærke."),), Tone.QUIET),
            Section("Beslutning", (Paragraph("Chefforum godkendte."), bullets("Følges op")), Tone.CALLOUT),
        ),
    )
    second = Part(
        label="Punkt 2",
        title="Status",
        on_new_page=True,
        elements=(
            Figure("Praktikker", SVG, "Søjle for 2025", PLACEMENTS, "Kilde: fagsystemet"),
            Figure("Alene i tal", numbers=PLACEMENTS),
            Definitions((Fact("Praktik", ("Et forløb uden løn",)),)),
            SmallPrint("Opgjort uden fratrådte."),
            List(((Paragraph("Ydre"), List(((Paragraph("Indre"),),), ordered=True, start=3)),)),
        ),
    )
    others = tuple(
        Part(label=f"Punkt {number}", title=f"Emne {number}", elements=(Section("Resumé", (Paragraph("Kort."),)),))
        for number in range(3, 9)
    )
    return Document(
        title="Referat",
        subtitle="Chefforum den 28. januar 2026",
        organisation="Lindeby Kommune",
        issued_at=ISSUED_AT,
        facts=(
            Fact("Mødested", ("Lokale 3",)),
            Fact("Deltagere", ("Astrid Holmgaard (Kommunaldirektør)", "Bo Sandvig (Direktør)")),
        ),
        with_contents=True,
        parts=(first, second, *others),
    )


# Every code point, lone surrogates too: text out of broken files holds anything.
any_text = st.text(st.characters(exclude_categories=()), max_size=40)
_paragraphs = st.builds(Paragraph, any_text)
_headings = st.builds(Heading, any_text, st.integers(1, 3))


def _tables(cells: st.SearchStrategy[tuple[object, ...]]) -> st.SearchStrategy[Table]:
    widths = st.integers(0, 4)
    rows = widths.flatmap(lambda width: st.lists(st.tuples(*[cells] * width), max_size=3).map(tuple))
    return st.builds(Table, rows, st.integers(0, 2))


def _containers(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    several = st.lists(inner, max_size=3).map(tuple)
    lists = st.builds(List, st.lists(several, max_size=3).map(tuple), st.booleans(), st.integers(0, 30))
    return lists | _tables(several)


blocks = st.recursive(_paragraphs | _headings, _containers, max_leaves=8)
_sections = st.builds(Section, any_text, st.lists(blocks, max_size=3).map(tuple), st.sampled_from(Tone))
_inside_sections = st.lists(_sections | blocks, max_size=3).map(tuple)
_deep_sections = st.builds(Section, any_text, _inside_sections, st.sampled_from(Tone))
_facts = st.builds(Fact, any_text, st.lists(any_text, max_size=3).map(tuple))
elements = blocks | _deep_sections | st.builds(SmallPrint, any_text) | st.builds(Definitions, st.tuples(_facts))
parts = st.builds(
    Part,
    title=any_text,
    elements=st.lists(elements, max_size=3).map(tuple),
    label=any_text,
    details=st.lists(any_text, max_size=2).map(tuple),
    on_new_page=st.booleans(),
)
documents = st.builds(
    Document,
    title=any_text.map(lambda text: f"Notat {text}"),
    organisation=any_text,
    issued_at=st.just(ISSUED_AT),
    parts=st.lists(parts, max_size=2).map(tuple),
    subtitle=any_text,
    running_head=any_text,
    facts=st.lists(_facts, max_size=2).map(tuple),
    with_contents=st.booleans(),
)


def texts_of(value: object) -> list[str]:
    """Every text in a document, the letters of pictures left out."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    with_texts(value, note)
    return found
