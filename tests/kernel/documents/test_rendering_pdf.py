"""PDF that a screen reader, an archive and a printer can all use."""

from __future__ import annotations

import io
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from rendering_samples import PLACEMENTS, SVG, bullets, document, documents, minutes, table, texts_of

from chefforum.calc.blocks import Heading, List, Paragraph, Table
from chefforum.kernel.documents.rendering import (
    Definitions,
    Document,
    Fact,
    Figure,
    Part,
    PdfError,
    Section,
    SmallPrint,
    Tone,
    fonts,
    to_pdf,
    unprintable,
)
from chefforum.kernel.documents.rendering.fonts import FontsMissingError, shown_characters


@dataclass(frozen=True)
class Tag:
    """A node of the tag tree: its name, those of its ancestors, and what a screen reader gets beside the text."""

    name: str
    above: tuple[str, ...]
    title: str
    alternative: str
    scope: str


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return to_pdf(minutes())


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def tags(pdf: bytes) -> list[Tag]:
    with opened(pdf) as file:
        return list(_walk(file.Root.StructTreeRoot.K, ()))


def _walk(node: object, above: tuple[str, ...]) -> Iterator[Tag]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _walk(child, above)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        name = str(node.S)[1:]
        attributes = node.get("/A", [])
        scopes = [str(found.get("/Scope", "")) for found in _each(attributes) if isinstance(found, pikepdf.Dictionary)]
        title, alternative = str(node.get("/T", "")), str(node.get("/Alt", ""))
        yield Tag(name, above, title, alternative, "".join(scopes))
        yield from _walk(node.get("/K", []), (*above, name))


def _each(value: object) -> list[object]:
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def page_texts(pdf: bytes) -> list[str]:
    file = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in file]
    finally:
        file.close()


def text_of(pdf: bytes) -> str:
    return "\n".join(page_texts(pdf))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\ufffe\u0002]+", "", text)


def headings(pdf: bytes) -> list[tuple[int, str]]:
    return [(int(tag.name[1]), tag.title) for tag in tags(pdf) if re.fullmatch("H[1-6]", tag.name)]


def test_the_file_claims_ua_1_and_a_3a_and_says_that_it_is_danish_and_tagged(pdf: bytes) -> None:
    with opened(pdf) as file:
        metadata = file.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert str(file.Root.Lang).lower().startswith("da")
        assert bool(file.Root.MarkInfo.Marked)


def test_a_reader_shows_the_title_and_not_the_file_name(pdf: bytes) -> None:
    with opened(pdf) as file:
        assert str(file.docinfo.Title) == "Referat"
        assert str(file.docinfo.Author) == "Lindeby Kommune"
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)


def test_headings_stand_in_order_and_skip_no_level(pdf: bytes) -> None:
    found = headings(pdf)
    assert found[:7] == [
        (1, "Indhold"),
        (1, "Punkt 1: Godkendelse af dagsorden"),
        (2, "Indstilling"),
        (2, "Sagsfremstilling"),
        (3, "Baggrund"),
        (4, "For dybt"),
        (2, "Økonomi"),
    ]
    levels = [0, *(level for level, _ in found)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_lists_tables_contents_and_pictures_are_tagged_as_what_they_are(pdf: bytes) -> None:
    found = tags(pdf)
    names = Counter(tag.name for tag in found)
    assert {"Title", "L", "LI", "Lbl", "LBody", "TOC", "TOCI", "Link", "Table", "TR", "TH", "TD"} <= set(names)
    assert names["TOCI"] == 8
    assert names["Table"] == 3
    assert [tag.scope for tag in found if tag.name == "TH"] == ["/Column"] * 12
    assert all("THead" in tag.above for tag in found if tag.name == "TH")
    assert [tag.alternative for tag in found if tag.name == "Figure"] == ["Søjle for 2025"]
    assert all({"L", "LI"} <= set(tag.above) for tag in found if tag.name == "LBody")


def test_the_outline_holds_the_parts(pdf: bytes) -> None:
    with opened(pdf) as file, file.open_outline() as outline:
        assert [entry.title for entry in outline.root] == [part.heading for part in minutes().parts]


def test_the_contents_give_the_page_where_each_part_stands(pdf: bytes) -> None:
    pages = page_texts(pdf)
    for part in minutes().parts:
        line = re.search(re.escape(part.heading) + r"[\s.]*(\d+)", pages[0])
        assert line, part.heading
        assert part.heading in pages[int(line[1]) - 1]


def test_every_page_has_the_running_head_and_its_number(pdf: bytes) -> None:
    pages = page_texts(pdf)
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert "Lindeby Kommune · Referat" in text
        assert f"Side {number} af {len(pages)}" in text


def test_only_our_font_is_in_the_file(pdf: bytes) -> None:
    with opened(pdf) as file:
        names = {
            str(item.get("/BaseFont"))
            for item in file.objects
            if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    assert names
    assert all(re.fullmatch(r"/[A-Z]{6}\+IBMPlexSans(-\w+)?(-Identity-H)?", name) for name in names), names


def test_the_same_document_gives_the_same_bytes_and_another_moment_other_ones() -> None:
    again = minutes()
    assert to_pdf(minutes()) == to_pdf(again)
    assert to_pdf(replace(again, issued_at=again.issued_at + timedelta(days=1))) != to_pdf(again)


def test_the_moment_of_the_document_is_the_moment_of_the_file(pdf: bytes) -> None:
    with opened(pdf) as file:
        assert str(file.docinfo.CreationDate).startswith("D:20260129093000Z")


def test_text_that_looks_like_code_comes_out_as_it_was_written() -> None:
    code = '#panic("x") $x^2$ *fed* _skrå_ = Titel // væk /* væk */ @her <der> \\ ` ~ -- ...'
    assert squeezed(code) in squeezed(text_of(to_pdf(document(Paragraph(code), title=code))))


def test_a_heading_row_is_repeated_on_every_page_of_a_long_table() -> None:
    rows = [(f"række {number}", str(number)) for number in range(150)]
    pages = page_texts(to_pdf(document(table(("Kolonnehoved", "Antal"), *rows))))
    assert len(pages) >= 4
    assert all("Kolonnehoved" in text for text in pages)


def test_a_wide_table_turns_its_page_and_takes_its_heading_along() -> None:
    row = tuple(f"{number}.234" for number in range(1, 21))
    pdf = to_pdf(document(Paragraph("Før"), Heading("Bredt"), table(row, *[row] * 5), Paragraph("Efter")))
    with opened(pdf) as file:
        sides = [page.mediabox[2] > page.mediabox[3] for page in file.pages]
    assert sides == [False, True, False]
    assert "Bredt" in page_texts(pdf)[1]
    assert "Side 2 af 3" in page_texts(pdf)[1]


def test_numbers_are_set_to_the_right_and_words_to_the_left() -> None:
    short, long = "7", "1.234.567"
    pdf = to_pdf(document(table(("Navn", "Kroner"), ("Ål", short), ("En meget længere tekst", long))))
    file = pypdfium2.PdfDocument(pdf)
    page = file[0].get_textpage()
    _, _, right_of_short, _ = _box(page, short)
    _, _, right_of_long, _ = _box(page, long)
    left_of_short, *_ = _box(page, "Ål")
    left_of_long, *_ = _box(page, "En meget")
    file.close()
    assert right_of_short == pytest.approx(right_of_long, abs=0.7)
    assert left_of_short == pytest.approx(left_of_long, abs=0.7)


def test_a_word_that_fits_in_its_column_is_not_divided() -> None:
    head = ("Arbejdsplads", "Korrigeret budget, kr.", "Forventet, kr.", "Mod budgettet, kr.", "Procent")
    row = (
        "Udvalget for By, Kultur, Klima og Beskæftigelse",
        "1.380.234.000",
        "1.371.474.453",
        "8.759.547 under",
        "2 %",
    )
    long = ("Specialundervisningskonsulenterne", *row[1:])
    said = text_of(to_pdf(document(table(head, row, long))))
    assert "Beskæftigelse" in said
    assert "Kultur" in said
    assert "Specialundervisningskonsulenterne" not in said, "one that does not is"
    pdf = pypdfium2.PdfDocument(to_pdf(document(table(head, row))))
    page = pdf[0].get_textpage()
    edges = [_box(page, text)[2] for text in ("8.759.547 under", "Mod budgettet, kr.")]
    pdf.close()
    assert edges[0] == pytest.approx(edges[1], abs=4), "differences stand to the right as their head does"


def _box(page: pypdfium2.PdfTextPage, text: str) -> tuple[float, float, float, float]:
    start, count = page.search(text, match_whole_word=len(text) < 3).get_next()
    first, last = page.get_charbox(start), page.get_charbox(start + count - 1)
    return first[0], first[1], last[2], last[3]


def test_an_ordered_list_begins_at_its_number_and_nested_ones_count_by_themselves() -> None:
    nested = List(((Paragraph("ydre"), bullets("indre", ordered=True)),), ordered=True, start=5)
    text = squeezed(text_of(to_pdf(document(bullets("tredje", "fjerde", ordered=True, start=3), nested))))
    assert "3.tredje4.fjerde5.ydrea.indre" in text


def test_characters_that_the_font_lacks_stand_as_their_number_and_a_note_says_so() -> None:
    whole = document(Paragraph("Kære 😀 og 中文, skrevet [U+0041]"), Heading("★"), title="Mødet ☎")
    text = " ".join(text_of(to_pdf(whole)).split())
    assert "Kære [U+1F600] og [U+4E2D U+6587], skrevet [U+0041]" in text
    assert "findes ikke i dokumentets skrift" in text
    assert unprintable(whole) == ("[U+260E]", "[U+1F600]", "[U+4E2D U+6587]", "[U+2605]")


def test_a_document_of_plain_danish_has_no_such_note(pdf: bytes) -> None:
    assert unprintable(minutes()) == ()
    assert "dokumentets skrift" not in text_of(pdf)


def test_letters_with_marks_are_composed_where_the_font_can() -> None:
    text = text_of(to_pdf(document(Paragraph("A\u030arhus cafe\u0301 ﬃ \u2003kr."))))
    assert "Århus café" in unicodedata.normalize("NFC", text)
    assert "[U+" not in text


@given(documents)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(document(Heading("\u200b"), Section("\ufeff", (Paragraph("x"),), Tone.QUIET), running_head="\ufeff"))
@example(document(bullets("a", ordered=True, start=0), Table(()), Table(((), ())), table(("a",), header_rows=2)))
def test_any_document_becomes_a_pdf_and_loses_no_letter_or_digit_that_the_font_has(anything: Document) -> None:
    wanted = Counter(_kept("".join(texts_of(anything))))
    got = Counter(_kept(text_of(to_pdf(anything))))
    assert not wanted - got


def _kept(text: str) -> str:
    """The letters and digits that the font can show; halves of a pair of surrogates do not count as one letter."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in composed if letter.isalnum() and ord(letter) in shown_characters())


def test_every_letter_and_digit_of_the_minutes_is_found_again(pdf: bytes) -> None:
    found = squeezed(text_of(pdf) + "".join(tag.alternative for tag in tags(pdf)))
    assert [text for text in texts_of(minutes()) if squeezed(text) not in found] == []


LONG = "Speciallægepraksisplanlægningsstabiliseringsperiode" * 2


@pytest.mark.parametrize(
    "elements",
    [
        pytest.param((Paragraph("x" * 5000),), id="a word of 5,000 letters"),
        pytest.param((Paragraph("Ord " * 20_000),), id="a paragraph of 20,000 words"),
        pytest.param((table(*[(LONG,) * 30] * 3),), id="thirty columns of long words"),
        pytest.param((table(("Navn", "Tekst"), ("x", "Ord " * 4000)),), id="a cell of several pages"),
        pytest.param((Section("Beslutning", (Paragraph("Ord " * 4000),), Tone.CALLOUT),), id="a decision of pages"),
        pytest.param((Section("Beslutning", (table(*[("kolonne",) * 20] * 3),), Tone.CALLOUT),), id="wide in callout"),
        pytest.param((Definitions((Fact(LONG, (LONG, LONG)), Fact("", ()))),), id="definitions"),
        pytest.param((Figure(LONG, numbers=table(*[("a", "b")] * 200)),), id="a long table with caption"),
        pytest.param((Figure("Bred", numbers=table(*[("12",) * 15] * 4)),), id="a wide table with caption"),
    ],
)
def test_extremes_compile_and_lose_nothing(elements: tuple[object, ...]) -> None:
    whole = document(*elements)
    wanted = Counter(_kept("".join(texts_of(whole))))
    assert not wanted - Counter(_kept(text_of(to_pdf(whole))))


def test_lists_may_lie_forty_deep() -> None:
    inner: object = Paragraph("inderst")
    for level in range(40):
        inner = List(((Paragraph(f"lag {level}"), inner),), ordered=level % 2 == 0)
    text = squeezed(text_of(to_pdf(document(inner))))
    assert all(f"lag{level}" in text for level in range(40))
    assert "inderst" in text


def test_two_thousand_paragraphs_in_two_hundred_parts() -> None:
    parts = tuple(
        Part(
            title=f"Titel {number} med så mange ord at linjen brydes i indholdet mere end en enkelt gang her",
            elements=tuple(Paragraph(f"Afsnit {number}-{line}.") for line in range(10)),
        )
        for number in range(200)
    )
    text = squeezed(text_of(to_pdf(replace(document(with_contents=True), parts=parts))))
    assert all(f"Afsnit{number}-{line}." in text for number in range(200) for line in range(10))


def test_a_part_without_title_lets_its_sections_begin_at_the_top() -> None:
    untitled = Part(title=" ", elements=(Section("Afsnit", (Heading("Under", 2),)),))
    assert headings(to_pdf(replace(document(), parts=(untitled,)))) == [(1, "Afsnit"), (2, "Under")]


def test_sections_in_sections_stop_at_the_sixth_level() -> None:
    inner: object = Paragraph("Bunden")
    for depth in range(8):
        inner = Section(f"Lag {depth}", (inner,))
    assert [level for level, _ in headings(to_pdf(document(inner)))] == [1, 2, 3, 4, 5, 6, 6, 6, 6]


def test_a_picture_that_is_no_svg_is_said_in_danish() -> None:
    with pytest.raises(PdfError, match="Intet er gemt"):
        to_pdf(document(Figure("Billede", "<svg", "Noget")))


def test_without_fonts_the_error_says_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fonts.document_fonts.cache_clear()
    monkeypatch.setattr(fonts, "FONT_DIRECTORY", tmp_path)
    try:
        with pytest.raises(FontsMissingError, match="scripts/assets"):
            to_pdf(document())
    finally:
        fonts.document_fonts.cache_clear()


def test_a_new_minutes_is_set_within_a_second() -> None:
    """Far above what is measured (about 0.1 s), so that only a change of order, such as fonts read each time, fails."""
    to_pdf(minutes())
    text = "Forvaltningen har samlet tallene for året. " * 60
    fresh = document(*[Section(f"Afsnit {number}", (Paragraph(text), PLACEMENTS)) for number in range(17)])
    began = time.perf_counter()
    pages = page_texts(to_pdf(fresh))
    assert time.perf_counter() - began < 1
    assert len(pages) >= 10


def test_small_print_and_picture_and_source_are_all_there() -> None:
    text = text_of(to_pdf(document(Figure("Tallene", SVG, "Et billede", source="Kilde: A"), SmallPrint("Note: B"))))
    assert all(word in text for word in ("Tallene", "Kilde: A", "Note: B", "Året 2025"))


@pytest.mark.parametrize("lines_before", range(20, 45, 3))
def test_a_short_decision_is_never_split_between_two_pages(lines_before: int) -> None:
    before = [Paragraph(f"Linje {number}") for number in range(lines_before)]
    decision = Section("Beslutning", tuple(Paragraph(f"Besluttet {number}") for number in range(6)), Tone.CALLOUT)
    pages = page_texts(to_pdf(document(*before, decision)))
    assert len([text for text in pages if "Beslut" in text]) == 1
