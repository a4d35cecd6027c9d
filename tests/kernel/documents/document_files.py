"""Real files of the types that are taken in, as small as they can be."""

import io
import zipfile

import docx
import pikepdf
import xlsxwriter


def pdf(text: str = "") -> bytes:
    file = pikepdf.new()
    file.add_blank_page()
    file.docinfo["/Title"] = text
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def word(text: str = "Hej") -> bytes:
    file = docx.Document()
    file.add_paragraph(text)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def excel() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "Budget")
    return out.getvalue()


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()
