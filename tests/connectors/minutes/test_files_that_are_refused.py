"""A file that cannot be read is refused in Danish: what is wrong, that nothing was imported, and what to do."""

from __future__ import annotations

import io
import random
import zipfile

import docx
import pikepdf
import pytest

from chefforum.connectors.minutes import LARGEST_FILE, UnreadableMinutes, check_size, read_minutes
from tests.connectors.minutes.pdf_files import set_with_tags, set_without_tags

ITEM = "## Punkt {}: Status\n\n### Beslutning\n\nGodkendt.\n\n"
MEETING = "# Referat Ledergruppen d. {}\n\n**Mødested** Store sal\n\n" + ITEM.format(1) + ITEM.format(2)


def pdf() -> bytes:
    return set_with_tags("= Punkt 1: Status\n== Beslutning\nGodkendt.")


def locked_pdf() -> bytes:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(locked, encryption=pikepdf.Encryption(user="hemmelig", owner="hemmelig"))
    return locked.getvalue()


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def cut(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


def rubbish(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def table(*rows: str) -> bytes:
    return (ITEM.format(1) + "### Økonomi\n\n" + "\n".join(rows) + "\n").encode()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'
LOCKED_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)

REFUSED = {
    "empty.md": (b"", "er tom", "Vælg en fil med indhold"),
    "blank.md": (b" \n\t\n", "ingen tekst", "Vælg en fil med indhold"),
    "no-items.md": (b"# Referat\n\nVi talte sammen.", "ikke fundet noget punkt", "Punkt 1: Godkendelse af dagsorden"),
    "picture.pdf": (set_without_tags("#rect(width: 5cm, height: 5cm)"), "ingen tekst; den er et billede", "OCR"),
    "locked.pdf": (locked_pdf(), "beskyttet med adgangskode", "uden adgangskode"),
    "cut-early.pdf": (cut(pdf(), 0.1), "ikke hel", "Hent eller gem filen igen"),
    "cut-late.pdf": (cut(pdf(), 0.95), "ikke hel", "Hent eller gem filen igen"),
    "only-its-name.pdf": (b"%PDF-1.7\n%%EOF", "ikke hel", "Hent eller gem filen igen"),
    "cut-early.docx": (cut(word("Punkt 1: Status"), 0.3), "ikke hel", "Hent eller gem filen igen"),
    "cut-late.docx": (cut(word("Punkt 1: Status"), 0.9), "ikke hel", "Hent eller gem filen igen"),
    "empty.docx": (word(), "ingen tekst", "Brug det dokument"),
    "bomb.docx": (zipped({"word/document.xml": b"<w:t>" + b"x" * 60_000_000}), "pakkes ud", "Gem|gem"),
    "many-parts.docx": (zipped({f"word/{n}.xml": b"" for n in range(5_001)}), "pakkes ud", "gem det på ny"),
    "entities.docx": (zipped({"word/document.xml": ENTITY}), "DOCTYPE", "gem det på ny"),
    "locked.docx": (LOCKED_OFFICE, "beskyttet med adgangskode", "Fjern beskyttelsen"),
    "sheet.docx": (zipped({"xl/workbook.xml": b"<x/>"}), "regneark", "Gem dokumentet som Word"),
    "open-document.docx": (zipped({"content.xml": b"<x/>"}), r"\.odt", "Gem dokumentet som Word"),
    "pictures.docx": (zipped({"a.png": b"x"}), "zip-fil uden et Word-dokument", "Gem dokumentet som Word"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"ældre Word-fil", r"\.docx"),
    "rich.md": (b"{\\rtf1\\ansi Punkt 1: Status}", "RTF", r"\.docx"),
    "picture.md": (b"\x89PNG\r\n\x1a\n" + rubbish(300), "billede", r"\.docx"),
    "rubbish.md": (rubbish(5_000), "ikke gyldig UTF-8|ikke en tekstfil", "Gem|gem"),
    "zeroes.md": (bytes(5_000), "ikke en tekstfil", "Gem dokumentet som"),
    "windows.md": ("Punkt 1: Økonomi på tværs".encode("cp1252"), "linje 1", "Windows-1252"),
    "half-utf-16.md": ("Punkt 1: Økonomi".encode("utf-16")[:-1], "UTF-16", "UTF-8"),
    "broken.json": (b'{"format": "chefforum-minutes/1", "items": [', "ikke gyldig JSON", "Hent filen igen"),
    "other.json": (b'{"format": "chefforum-minutes-of-another-kind"}', "feltet “format”", "efter skemaet"),
    "half.json": (b'{"format": "chefforum-minutes", "version": 1}', "Feltet “kind” mangler", "efter skemaet"),
    "later.json": (b'{"format": "chefforum-minutes", "version": 2}', "har version 2", "kun version 1|efter skemaet"),
    "two-titles.md": (
        (MEETING.format("03-03-2026") + MEETING.format("10-03-2026")).encode(),
        r"to møder: .*03-03-2026.*10-03-2026.*linje 17",
        "Del filen",
    ),
    "two-dates.md": (
        (MEETING.format("03-03-2026") + "Mødedato: 10. marts 2026\n\n" + ITEM.format(3)).encode(),
        "to møder: .*10-03-2026",
        "Del filen",
    ),
    "missing-cell.md": (
        table("| A | B | C |", "|---|---|---|", "| 1 | 2 | 3 |", "| 4 | 5 |"),
        "linje 12 har 2 celler, men tabellens første række har 3",
        "en celle må gerne være tom",
    ),
    "cell-too-many.md": (table("| A | B |", "|---|---|", "| 1 | 2 | 3 |"), "linje 11 har 3 celler", "Ret rækken"),
    "missing-cell-in-html.md": (
        table("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"),
        "1 celle, men tabellens første række har 2",
        "Ret rækken",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_in_words(name):
    content, what, advice = REFUSED[name]
    with pytest.raises(
        UnreadableMinutes, match=rf"(?s)(?:{what}).* Der er ikke importeret noget\. .*(?:{advice})"
    ) as told:
        read_minutes(content=content, filename=name)
    assert told.value.message.endswith("prøv igen.")


def test_the_line_of_the_trouble_is_told_for_itself():
    content, _, _ = REFUSED["missing-cell.md"]
    with pytest.raises(UnreadableMinutes) as told:
        read_minutes(content=content, filename="x.md")
    assert told.value.line == 12


def test_a_file_of_the_largest_size_is_taken_and_one_byte_more_is_not():
    check_size(LARGEST_FILE, filename="stor.pdf")
    with pytest.raises(UnreadableMinutes, match=r"“stor\.pdf” fylder 50 MB; grænsen er 50 MB"):
        check_size(LARGEST_FILE + 1, filename="stor.pdf")


@pytest.mark.parametrize("name", ["referat.md", "referat.pdf", "referat.docx", "referat"])
@pytest.mark.parametrize(
    "content",
    [pdf(), word("Punkt 1: Status", "Beslutning", "Godkendt."), ITEM.format(1).encode()],
    ids=["pdf", "word", "text"],
)
def test_a_wrong_name_is_no_hindrance(content, name):
    item = read_minutes(content=content, filename=name).items[0]
    assert (item.title, item.decision) == ("Status", "Godkendt.")
