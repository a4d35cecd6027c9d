"""Every kind of element that a document can hold is written by each writer: its words are found in the file.

A new kind must be given a sample here; the spreadsheet holds tables and what stands over them, and nothing else.
"""

from __future__ import annotations

import io
import typing
import zipfile

import pypdfium2
import pytest
from rendering_samples import document, table

from chefforum.calc.blocks import Heading, List, Paragraph, Table
from chefforum.kernel.documents.rendering import (
    Definitions,
    Fact,
    Figure,
    Section,
    SmallPrint,
    to_docx,
    to_html,
    to_pdf,
)
from chefforum.kernel.documents.rendering import document as model

SAMPLES = {
    Paragraph: Paragraph("kvæderne"),
    Heading: Heading("kvæderne"),
    List: List(((Paragraph("kvæderne"),),)),
    Table: table(("Frugt",), ("kvæderne",)),
    Section: Section("Frugt", (Paragraph("kvæderne"),)),
    Definitions: Definitions((Fact("Frugt", ("kvæderne",)),)),
    Figure: Figure("Frugt", numbers=table(("Frugt",), ("kvæderne",))),
    SmallPrint: SmallPrint("kvæderne"),
}


def words_of_docx(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def words_of_pdf(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as file:
        return "\n".join(page.get_textpage().get_text_bounded() for page in file)


WRITERS = {
    "html": to_html,
    "docx": lambda written: words_of_docx(to_docx(written)),
    "pdf": lambda written: words_of_pdf(to_pdf(written)),
}


def test_there_is_a_sample_of_every_kind_of_element():
    assert set(typing.get_args(model.Element)) == set(SAMPLES)


@pytest.mark.parametrize("kind", SAMPLES, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("writer", WRITERS)
def test_every_writer_writes_the_words_of_every_kind(writer, kind):
    assert "kvæderne" in WRITERS[writer](document(SAMPLES[kind]))
    assert "kvæderne" not in WRITERS[writer](document(Paragraph("Frugt")))
