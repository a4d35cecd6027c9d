"""Slides lie on their side, each part on a page of its own, and are as accessible as any document."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pikepdf
import pypdfium2
from docx.enum.section import WD_ORIENTATION
from rendering_samples import SVG, document

from chefforum.calc.blocks import Paragraph
from chefforum.kernel.documents.rendering import Document, Figure, Part, to_docx, to_pdf

PARTS = (
    Part(title="Hvorfor?", elements=(Paragraph("Fordi."),)),
    Part(title="Hvordan?", elements=(Figure(caption="", svg=SVG, alternative="Et billede."),)),
)


def slides() -> Document:
    return replace(document(), parts=PARTS, is_slides=True)


def test_each_part_has_a_page_that_lies_and_a_picture_stays_on_its_page() -> None:
    with pypdfium2.PdfDocument(to_pdf(slides())) as pdf:
        assert len(pdf) == 1 + len(PARTS)
        assert all(page.get_width() > page.get_height() for page in pdf)
        assert ["Hvorfor?" in page.get_textpage().get_text_bounded() for page in pdf] == [False, True, False]


def test_they_claim_what_every_document_claims() -> None:
    with pikepdf.open(io.BytesIO(to_pdf(slides()))) as pdf:
        said = pdf.open_metadata()
        assert said["pdfuaid:part"] == "1"
        assert pdf.Root.MarkInfo.Marked


def test_in_word_the_page_lies_too() -> None:
    section = docx.Document(io.BytesIO(to_docx(slides()))).sections[0]
    assert section.orientation == WD_ORIENTATION.LANDSCAPE
    assert section.page_width > section.page_height
