"""What a DOCX file has around its text: styles, numbering, fields, links, header and footer, and its packing."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENTATION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

FACT, DETAILS, QUIET, SMALL = "Oplysning", "Sagslinje", "Intet at bemærke", "Småt"
CONTENTS_LINE, TABLE = "toc 1", "Chefforum tabel"
_FONT = "Calibri"  # on every machine with Word; LibreOffice has Carlito with the same widths
_ACCENT, _GREY = RGBColor(0x12, 0x50, 0x6B), RGBColor(0x59, 0x59, 0x59)
_LANGUAGE = "da-DK"
_HEADINGS = {1: 17, 2: 13, 3: 11.5, 4: 11, 5: 11, 6: 11}  # points
_BULLETS, _NUMBERS = 90, 91
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say; the document's date stands in its properties
# What the schema of Word puts after a paragraph's border; some readers refuse another order.
_AFTER_BORDER = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct"),
    *("w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind"),
    *("w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment"),
    *("w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange"),
)


def dress(word: WordDocument, *, head: str, organisation: str, told: str = "", lies: bool = False) -> None:
    """Gives an empty document our styles, numbering, page (on its side where it `lies`), header and footer."""
    _page(word, head=head, organisation=organisation, told=told, lies=lies)
    _language(word)
    _styles(word)
    _table_style(word)
    _numbering(word)


def _page(word: WordDocument, *, head: str, organisation: str, told: str, lies: bool) -> None:
    section = word.sections[0]
    width, height = (29.7, 21) if lies else (21, 29.7)
    section.orientation = WD_ORIENTATION.LANDSCAPE if lies else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.5)
    section.header.paragraphs[0].text = head
    footer = section.footer.paragraphs[0]
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(width - 5.6), WD_TAB_ALIGNMENT.RIGHT)
    footer.add_run(f"{organisation}\tSide ")
    add_field(footer, "PAGE", cached="1")
    footer.add_run(" af ")
    add_field(footer, "NUMPAGES", cached="1")
    if told:
        section.footer.add_paragraph(told, "Footer")
    for name in ("Header", "Footer"):
        style = word.styles[name]
        style.font.size, style.font.color.rgb = Pt(9), _GREY
        style.paragraph_format.tab_stops.clear_all()


def _language(word: WordDocument) -> None:
    for element in word.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), _LANGUAGE)
        element.set(qn("w:eastAsia"), _LANGUAGE)
    for element in word.settings.element.iter(qn("w:themeFontLang")):
        element.set(qn("w:val"), _LANGUAGE)


def _styles(word: WordDocument) -> None:
    _style(word, "Normal", size=11, after=7)
    _style(word, "Title", size=27, colour=_ACCENT, bold=True, after=2)
    _style(word, "Subtitle", size=14, colour=_GREY, after=14).font.italic = False
    _style(word, "Caption", size=10, bold=True, colour=RGBColor(0, 0, 0), before=8, after=4)
    _style(word, "TOC Heading", size=13, bold=True, colour=_ACCENT, before=16, after=6)
    _style(word, "List Paragraph", size=11, after=4)
    for level, size in _HEADINGS.items():
        before = {1: 26, 2: 16}.get(level, 12)
        style = _style(word, f"Heading {level}", size=size, bold=level <= 3, colour=_ACCENT, before=before, after=5)
        style.font.italic = level > 3
        style.paragraph_format.keep_with_next = True
    fact = _style(word, FACT, size=11, after=4)
    fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = Cm(3.5), Cm(-3.5)
    fact.paragraph_format.tab_stops.add_tab_stop(Cm(3.5))
    _style(word, DETAILS, size=10, colour=_GREY, after=2)
    _style(word, QUIET, size=10.5, colour=_GREY, after=4)
    _style(word, SMALL, size=9, colour=_GREY, after=6)
    _style(word, CONTENTS_LINE, size=11, after=4)


def _style(
    word: WordDocument,
    name: str,
    *,
    size: float,
    after: float,
    before: float = 0,
    bold: bool = False,
    colour: RGBColor | None = None,
) -> Any:
    known = name in {style.name for style in word.styles}
    style = word.styles[name] if known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not known:
        style.base_style = word.styles["Normal"]
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    fonts = style.element.rPr.rFonts
    for attribute in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[attribute]  # the theme's font would win over ours
    if colour is not None:
        style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    border = style.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)
    return style


def _table_style(word: WordDocument) -> None:
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C4CCD0"/>' for side in ("top", "bottom", "insideH")
    )
    word.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ChefforumTabel">'
            f'<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>'
            f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr>"
            '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
            '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="12506B"/></w:tcBorders>'
            '<w:shd w:val="clear" w:color="auto" w:fill="EEF4F7"/></w:tcPr></w:tblStylePr></w:style>'
        )
    )


def _numbering(word: WordDocument) -> None:
    """Our two kinds of list, nine levels deep; Word wants kinds before the lists that use them."""
    numbering = word.part.numbering_part.element
    first = numbering.find(qn("w:num"))
    for kind in (_kind(_BULLETS, ordered=False), _kind(_NUMBERS, ordered=True)):
        first.addprevious(kind)


def _kind(number: int, *, ordered: bool) -> Any:
    levels = "".join(_level(level, ordered=ordered) for level in range(9))
    return parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )


def _level(level: int, *, ordered: bool) -> str:
    left, hanging = 425 * (level + 1), 425  # twentieths of a point: 0.75 cm
    kinds = ("decimal", "lowerLetter", "lowerRoman")
    form = kinds[level % 3] if ordered else "bullet"
    sign = f"%{level + 1}." if ordered else ("•", "–")[level % 2]
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{sign}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )


def new_list(word: WordDocument, *, ordered: bool, level: int, start: int) -> int:
    """The number of a new list whose count begins at `start` on the given level (0 is outermost)."""
    numbering = word.part.numbering_part.element
    number = numbering.add_num(_NUMBERS if ordered else _BULLETS)
    if ordered:
        number.add_lvlOverride(ilvl=level).add_startOverride(start)
    return number.numId


def stand_out(paragraph: WordParagraph) -> None:
    """A bar to the left and a light ground, as a decision has; the paragraph keeps its style."""
    properties = paragraph._p.get_or_add_pPr()
    bar = '<w:left w:val="single" w:sz="24" w:space="8" w:color="12506B"/>'
    properties.insert_element_before(parse_xml(f"<w:pBdr {nsdecls('w')}>{bar}</w:pBdr>"), *_AFTER_BORDER)
    ground = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="EEF4F7"/>')
    properties.insert_element_before(ground, *_AFTER_BORDER[1:])


def add_field(paragraph: WordParagraph, code: str, *, cached: str = "", part: str = "whole") -> None:
    """A field with the text that it shows until Word counts itself; `part` "begin" or "end" of one with much text."""
    if part != "end":
        _field_mark(paragraph, "begin")
        instruction = OxmlElement("w:instrText")
        instruction.set(qn("xml:space"), "preserve")
        instruction.text = f" {code} "
        paragraph.add_run()._r.append(instruction)
        _field_mark(paragraph, "separate")
    if cached:
        paragraph.add_run(cached)
    if part != "begin":
        _field_mark(paragraph, "end")


def _field_mark(paragraph: WordParagraph, kind: str) -> None:
    mark_ = OxmlElement("w:fldChar")
    mark_.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark_)


def add_link(paragraph: WordParagraph, *, bookmark: str, text: str) -> None:
    """A link to a place in the same document."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    link.set(qn("w:history"), "1")
    link.append(paragraph.add_run(text)._r)
    paragraph._p.append(link)


def mark(paragraph: WordParagraph, *, name: str, number: int) -> None:
    """Makes the paragraph's text a place that links can lead to."""
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    begin.set(qn("w:id"), str(number))
    begin.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    paragraph._p.insert(1, begin)
    paragraph._p.append(end)


def packed(word: WordDocument, *, title: str, organisation: str, at: dt.datetime) -> bytes:
    """The file's bytes, which depend on the document alone: its own moment in the properties, none in the zip."""
    properties = word.core_properties
    moment = at.astimezone(dt.UTC).replace(tzinfo=None)
    properties.title, properties.author, properties.last_modified_by = title[:255], organisation[:255], ""
    properties.created = properties.modified = moment
    properties.language, properties.comments, properties.revision = _LANGUAGE, "", 1
    package = word.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # a picture of the empty document we began with
            del package.rels[name]
    saved = io.BytesIO()
    word.save(saved)
    return _without_dates(saved)


def _without_dates(saved: io.BytesIO) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, _ZIP_DATE), before.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
