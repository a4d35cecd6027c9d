"""How every module makes documents: describe one as a `Document`, then ask for PDF, DOCX, HTML or XLSX."""

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
)
from chefforum.kernel.documents.rendering.html import to_html
from chefforum.kernel.documents.rendering.pdf import PdfError, to_pdf, unprintable
from chefforum.kernel.documents.rendering.spreadsheet import NoTableError, TooLargeForSpreadsheetError, to_xlsx
from chefforum.kernel.documents.rendering.word import to_docx

__all__ = [
    "Definitions",
    "Document",
    "Element",
    "Fact",
    "Figure",
    "NoTableError",
    "Part",
    "PdfError",
    "Section",
    "SmallPrint",
    "Tone",
    "TooLargeForSpreadsheetError",
    "to_docx",
    "to_html",
    "to_pdf",
    "to_xlsx",
    "unprintable",
]
