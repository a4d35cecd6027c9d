"""Documents as DOCX to go on editing: heading styles, Word's own numbering, tables that repeat their head."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table
from chefforum.calc.heading_levels import LOWEST, without_gaps
from chefforum.kernel.documents.rendering.characters import for_xml
from chefforum.kernel.documents.rendering.column_widths import column_letters
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
from chefforum.kernel.documents.rendering.picture import svg_to_png
from chefforum.kernel.documents.rendering.word_file import (
    CONTENTS_LINE,
    DETAILS,
    FACT,
    QUIET,
    SMALL,
    TABLE,
    add_field,
    add_link,
    dress,
    mark,
    new_list,
    packed,
    stand_out,
)
from chefforum.web.blocks import numeric_table_columns

_TEXT_WIDTH = Cm(15.4)
_LETTER, _CELL_MARGINS = Cm(0.2), Cm(0.5)  # a letter of a table's type, and the space beside the text of a cell
_DEEPEST_LIST = 8  # Word numbers nine levels


def to_docx(document: Document) -> bytes:
    """The document as DOCX; the same document gives the same bytes.

    Characters that XML cannot hold stand as their number, "[U+0001]". Raises FontsMissingError where a picture
    must be drawn and the fonts are not there.
    """
    shown = with_texts(document, for_xml)
    word = docx.Document()
    dress(word, head=shown.head, organisation=shown.organisation, told=shown.told, lies=shown.is_slides)
    writer = _Writer(word)
    writer.front(shown)
    for place, part in enumerate(shown.parts):
        begins_page = part.on_new_page or shown.is_slides or (place == 0 and shown.with_contents)
        writer.part(part, place, on_new_page=begins_page)
    return packed(word, title=shown.title, organisation=shown.organisation, at=shown.issued_at)


@dataclass
class _Writer:
    """Writes at the end of `place` (the body or a cell); `stands_out` inside a decision."""

    word: WordDocument
    place: Any = None
    stands_out: bool = False
    style_ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place = self.place or self.word
        self.style_ids = self.style_ids or {style.name: style.style_id for style in self.word.styles if style.name}

    def front(self, document: Document) -> None:
        self.paragraph(document.organisation, DETAILS)
        self.paragraph(document.title, "Title")
        if document.subtitle:
            self.paragraph(document.subtitle, "Subtitle")
        for fact in document.facts:
            self.fact(fact, FACT)
        if document.told:
            self.paragraph(document.told, SMALL)
        headings = [(place, _line(part.heading)) for place, part in enumerate(document.parts) if _line(part.heading)]
        if document.with_contents and headings:
            self.contents(headings)

    def contents(self, headings: list[tuple[int, str]]) -> None:
        """A table of contents that Word can update, already filled in, so that nobody is asked when it opens.

        It has links and no page numbers: those are known only after Word has set the pages.
        """
        self.paragraph("Indhold", "TOC Heading")
        lines = [(self.paragraph("", CONTENTS_LINE), _bookmark(place), heading) for place, heading in headings]
        add_field(lines[0][0], 'TOC \\o "1-1" \\n \\h \\z \\u', part="begin")
        for line, bookmark, heading in lines:
            add_link(line, bookmark=bookmark, text=heading)
        add_field(lines[-1][0], "", part="end")

    def part(self, part: Part, place: int, *, on_new_page: bool) -> None:
        heading = _line(part.heading)
        if heading:
            paragraph = self.heading(heading, 1)
            mark(paragraph, name=_bookmark(place), number=place)
            paragraph.paragraph_format.page_break_before = on_new_page or None
        for detail in part.details:
            self.paragraph(detail, DETAILS)
        self.elements(part.elements, top=2 if heading else 1)

    def elements(self, elements: Iterable[Element], *, top: int) -> None:
        elements = tuple(elements)
        levels = without_gaps((element.level for element in elements if isinstance(element, Heading)), top=top)
        for element in elements:
            match element:
                case Heading(text):
                    self.heading(text, next(levels))
                case Section():
                    self.section(element, min(top, LOWEST))
                case Definitions(facts):
                    for fact in facts:
                        self.fact(fact, "Normal")
                case Figure():
                    self.figure(element)
                case SmallPrint(text):
                    self.paragraph(text, SMALL)
                case _:
                    self.block(element)

    def section(self, section: Section, level: int) -> None:
        outside = self.stands_out
        self.stands_out = outside or section.tone is Tone.CALLOUT
        below = level
        if _line(section.heading):
            self.heading(section.heading, level)
            below = level + 1
        match section.elements:
            case (Paragraph(text),) if section.tone is Tone.QUIET:
                self.paragraph(text, QUIET)
            case _:
                self.elements(section.elements, top=below)
        self.stands_out = outside

    def figure(self, figure: Figure) -> None:
        if figure.caption:
            self.paragraph(figure.caption, "Caption").paragraph_format.keep_with_next = True
        if figure.svg:
            run = self.paragraph("").add_run()
            picture = run.add_picture(io.BytesIO(svg_to_png(figure.svg)), width=_TEXT_WIDTH)
            picture._inline.docPr.set("descr", figure.alternative)
        if figure.numbers:
            self.table(figure.numbers)
        if figure.source:
            self.paragraph(figure.source, SMALL)

    def fact(self, fact: Fact, style: str) -> None:
        paragraph = self.paragraph("", style)
        paragraph.add_run(fact.label).bold = True
        paragraph.add_run("\t" if style == FACT else " ")
        paragraph.add_run("\n".join(fact.values))

    def block(self, block: Block, *, depth: int = 0) -> None:
        match block:
            case Paragraph(text):
                self.paragraph(text)
            case Heading(text):
                self.paragraph("").add_run(text).bold = True
            case List():
                self.list(block, depth=depth)
            case Table():
                self.table(block)

    def list(self, block: List, *, depth: int) -> None:
        """A list of Word's own; what follows the opening paragraph of an item stands below it at the same indent."""
        level = min(depth, _DEEPEST_LIST)
        number = new_list(self.word, ordered=block.ordered, level=level, start=max(block.start, 0))
        for item in block.items:
            opening = item[0] if item and isinstance(item[0], Paragraph | Heading) else Paragraph("")
            paragraph = self.paragraph(opening.text, "List Paragraph")
            numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbering.get_or_add_ilvl().val = level
            numbering.get_or_add_numId().val = number
            for inner in item[1:] if item and opening is item[0] else item:
                if isinstance(inner, Paragraph | Heading):
                    below = self.paragraph(inner.text, "List Paragraph")
                    below.paragraph_format.left_indent = Cm(0.75 * (level + 1))
                else:
                    self.block(inner, depth=depth + 1)

    def table(self, table: Table) -> None:
        columns = len(table.rows[0]) if table.rows else 0
        if not columns:
            return
        numeric = numeric_table_columns(table)
        size = Pt(9.5) if columns <= 5 else Pt(8.5) if columns <= 8 else Pt(7) if columns <= 14 else Pt(5.5)
        wanted = [letters * _LETTER + _CELL_MARGINS for letters in column_letters(table, fewest=5, most=60)]
        widths = [round(width * min(1, _TEXT_WIDTH / sum(wanted))) for width in wanted]
        word_table = self.new_table(len(table.rows), columns)
        for column, width in zip(word_table.columns, widths, strict=True):
            column.width = width
        for at, (row, word_row) in enumerate(zip(table.rows, word_table.rows, strict=True)):
            is_head = at < table.header_rows
            if is_head:
                word_row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for place, (cell, word_cell) in enumerate(zip(row, word_row.cells, strict=True)):
                word_cell.width = widths[place]
                self.cell(word_cell, cell, is_head=is_head, is_number=place in numeric, size=size)

    def new_table(self, rows: int, columns: int) -> Any:
        if self.place is self.word:
            table = self.word.add_table(rows, columns, style=TABLE)
        else:
            table = self.place.add_table(rows, columns)
            table.style = TABLE
        table.autofit = True
        return table

    def cell(self, word_cell: Any, blocks: tuple[Block, ...], *, is_head: bool, is_number: bool, size: Pt) -> None:
        writer = _Writer(self.word, place=word_cell, style_ids=self.style_ids)
        for block in blocks:
            writer.block(block)
        first = word_cell.paragraphs[0]
        if not first.text and len(word_cell._tc.inner_content_elements) > 1:
            first._p.getparent().remove(first._p)
        for paragraph in word_cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(2)
            if is_number:
                paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
            for run in paragraph.runs:
                run.font.size = size
                run.font.bold = True if is_head else run.font.bold

    def heading(self, text: str, level: int) -> WordParagraph:
        if not _line(text):
            return self.paragraph("")
        return self.paragraph(_line(text), f"Heading {min(level, LOWEST)}")

    def paragraph(self, text: str, style: str = "Normal") -> WordParagraph:
        paragraph = self.place.add_paragraph()
        if style != "Normal":
            paragraph._p.style = self.style_ids[style]  # by name, Word's library looks through all styles each time
        if text:
            paragraph.add_run(text)
        if self.stands_out:
            stand_out(paragraph)
        return paragraph


def _line(text: str) -> str:
    return " ".join(text.split())


def _bookmark(place: int) -> str:
    return f"_Toc{place + 1:08d}"
