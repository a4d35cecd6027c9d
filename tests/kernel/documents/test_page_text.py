"""The words of a PDF page are read in order, with their place in its picture, however the page is turned or cut."""

from __future__ import annotations

import io
import struct

import pypdfium2
import pytest
import typst

from chefforum.kernel.documents.page_text import SOFT_HYPHEN, Line, PageText
from chefforum.kernel.documents.pages import picture_of_page, text_of_pages

A4 = '#set page(paper: "a4", margin: 2cm)\n#set text(lang: "da")\n'
LONG = "sundhedsforebyggelsesarbejde og beskæftigelsesindsatsen i kommunalbestyrelsen "


def pdf(source: str) -> bytes:
    return typst.compile((A4 + source).encode())


def pages(content: bytes) -> tuple[PageText, ...]:
    return text_of_pages(content).pages


def line_with(page: PageText, word: str) -> Line:
    return next(line for line in page.lines if any(one.text == word for one in line.words))


def right(line: Line) -> int:
    return line.left + sum(word.width + word.gap for word in line.words)


def changed(content: bytes, *, turned: int = 0, cut: tuple[float, float, float, float] | None = None) -> bytes:
    document = pypdfium2.PdfDocument(content)
    if turned:
        document[0].set_rotation(turned)
    if cut:
        document[0].set_cropbox(*cut)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def test_the_text_of_each_page_is_read_line_by_line() -> None:
    first, second = pages(pdf("Første linje\n\nAnden linje\n#pagebreak()\nNæste side"))
    assert first.text == "Første linje\nAnden linje"
    assert second.text == "Næste side"


def test_a_page_has_the_size_of_its_picture() -> None:
    content = pdf("Tal\n#pagebreak()\n#set page(flipped: true)\nTal")
    for number, page in enumerate(pages(content), start=1):
        assert struct.unpack(">II", picture_of_page(content, number)[16:24]) == (page.width, page.height)


def test_words_stand_where_they_are_set() -> None:
    (page,) = pages(pdf("#place(top + left, dx: 8.5cm, dy: 10cm)[Midt på siden]"))
    (line,) = page.lines
    assert line.left == pytest.approx(10.5 / 21 * 10_000, abs=10)
    assert line.top == pytest.approx(12 / 21 * 10_000, abs=100)
    assert all(word.width > 100 and word.gap >= 0 for word in line.words)
    assert right(line) < 7_000


def test_the_cells_of_a_row_stand_apart_in_one_line() -> None:
    (page,) = pages(pdf("#table(columns: (8cm, 4cm), [Post], [Budget])"))
    (line,) = page.lines
    assert [word.text for word in line.words] == ["Post", "Budget"]
    assert line.words[0].gap > 2_000


def test_columns_are_read_one_after_the_other() -> None:
    (page,) = pages(pdf("#columns(2)[venstre spalte \\ under den #colbreak() højre spalte \\ under den]"))
    assert page.text.split() == ["venstre", "spalte", "under", "den", "højre", "spalte", "under", "den"]
    left, beside = line_with(page, "venstre"), line_with(page, "højre")
    assert right(left) < 5_000 < beside.left


def test_a_divided_word_is_one_word_with_a_soft_hyphen() -> None:
    (page,) = pages(pdf(f"#set par(justify: true)\n#block(width: 6cm)[{LONG * 3}]"))
    assert SOFT_HYPHEN in page.text
    assert " ".join(page.text.replace(SOFT_HYPHEN, "").split()) == (LONG * 3).strip()
    assert all(ord(letter) >= 32 or letter == "\n" for letter in page.text)


def test_a_page_that_is_turned_by_the_file_has_its_words_where_they_are_seen() -> None:
    content = pdf("#rotate(-90deg, reflow: true)[Liggende side]")
    (upright,) = pages(changed(content, turned=90))
    (line,) = upright.lines
    assert line.height > 0
    assert upright.width > upright.height
    (sideways,) = pages(content)
    assert sideways.text == upright.text
    assert not any(line.height for line in sideways.lines)


def test_a_page_that_is_cut_has_its_words_where_they_are_seen() -> None:
    content = pdf("#place(top + left, dx: 8cm, dy: 8cm)[Midt]")
    (whole,), (cut,) = pages(content), pages(changed(content, cut=(141.7, 400, 425.2, 700)))
    # The cut page begins 5 cm further in and is 10 cm wide; the words begin 10 cm in.
    assert whole.lines[0].left == pytest.approx(10 / 21 * 10_000, abs=10)
    assert cut.lines[0].left == pytest.approx(5 / 10 * 10_000, abs=20)


def test_a_page_without_text_has_no_lines() -> None:
    assert pages(pdf("#rect(width: 3cm, fill: black)"))[0].lines == ()


def test_signs_outside_the_first_plane_and_marks_of_html_are_read_as_they_are() -> None:
    (page,) = pages(pdf('a < b & "c" \U0001d538'))
    assert page.text == "a < b & “c” \U0001d538"
