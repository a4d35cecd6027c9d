"""What a file is, by its content alone."""

import contextlib
import io
import zipfile

import pytest
from document_files import excel, packed, pdf, word
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.documents.rules import (
    CALENDAR,
    DOCX,
    JPEG,
    JSON,
    ODT,
    PDF,
    PNG,
    TEXT,
    XLSX,
    XML,
    RefusedFile,
)
from chefforum.kernel.documents.sniffing import (
    BrokenFile,
    HasMacros,
    OldOrLocked,
    PackedFile,
    UnknownContent,
    UnpacksTooLarge,
    WebContent,
    sniff,
)

MOST = 100 * 1024 * 1024
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
ODT_FILE = packed(mimetype=b"application/vnd.oasis.opendocument.text", content_dot_xml=b"<office/>")
MACROS = packed(**{"[Content_Types]_dot_xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"})


def sniffed(content: bytes, most: int = MOST):
    file = io.BytesIO(content)
    try:
        return sniff(file, most_unpacked=most)
    finally:
        assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "content_type", "charset"),
    [
        (pdf(), PDF, ""),
        (word(), DOCX, ""),
        (excel(), XLSX, ""),
        (ODT_FILE, ODT, ""),
        (PIXEL, PNG, ""),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 40, JPEG, ""),
        ("# Møde\n\n| a | b |\n|---|---|\n<br>".encode(), TEXT, "utf-8"),
        ("Å;Æ;Ø\r\n1;2;3\r\n".encode("windows-1252"), TEXT, "windows-1252"),
        ("Å;Æ;Ø\r\n".encode("utf-16"), TEXT, "utf-16"),
        (b"\xef\xbb\xbfkode;navn\n", TEXT, "utf-8"),
        (b'{"forum": "Chefforum"}', JSON, "utf-8"),
        (b"[udkast] Referat", TEXT, "utf-8"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", CALENDAR, "utf-8"),
        (b"<?xml version='1.0' encoding='utf-8'?><!-- x --><Emneplan xmlns='urn:kle'/>", XML, "utf-8"),
        (b"a < b og b > c", TEXT, "utf-8"),
    ],
)
def test_a_file_is_what_its_content_says(content, content_type, charset):
    found = sniffed(content)
    assert (found.content_type, found.charset) == (content_type, charset)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"MZ\x90\x00" + b"\x00" * 300, UnknownContent),
        (b"\x7fELF" + b"\x00" * 300, UnknownContent),
        (b"GIF89a" + b"\x00" * 30, UnknownContent),
        (b"{\\rtf1 Hej}", UnknownContent),
        (b"tekst\x00med nul", UnknownContent),
        (b"<!DOCTYPE html><p>hej", WebContent),
        (b"\xef\xbb\xbf  <!-- x -->\n<HTML lang=da>", WebContent),
        (b"<script>alert(1)</script>", WebContent),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", WebContent),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", WebContent),
        (b"<?xml version='1.0'?><x:svg xmlns:x='http://www.w3.org/2000/svg'/>", WebContent),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", WebContent),
        (b"<?xml version='1.0'?>ikke xml", BrokenFile),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, OldOrLocked),
        (MACROS, HasMacros),
        (packed(word__vbaProject_dot_bin=b"x"), HasMacros),
        (packed(notat_dot_txt=b"hej"), PackedFile),
        (word()[:-60], BrokenFile),
        (b"PK\x03\x04 og saa ikke mere", BrokenFile),
    ],
)
def test_what_is_not_taken_in_is_refused_with_a_reason_and_what_to_do(content, refusal):
    with pytest.raises(refusal) as refused:
        sniffed(content)
    words = str(refused.value)
    assert "vælg" in words
    assert isinstance(refused.value, RefusedFile)


def test_a_bomb_is_refused_by_what_it_says_that_it_holds():
    bomb = packed(**{"[Content_Types]_dot_xml": b"x", "word__document_dot_xml": b"\x00" * (20 * 1024 * 1024)})
    assert len(bomb) < 100_000
    with pytest.raises(UnpacksTooLarge, match="pakket ud fylder den mere end 10 MB"):
        sniffed(bomb, most=10 * 1024 * 1024)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked():
    """The type is read from the first megabyte of one small part, whatever else the file holds or claims."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * (30 * 1024 * 1024))
    honest = out.getvalue()
    lying = honest.replace((30 * 1024 * 1024).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(RefusedFile):
        sniffed(lying, most=1024 * 1024)


def test_text_is_judged_to_its_end():
    with pytest.raises(UnknownContent):
        sniffed(b"a" * 3_000_000 + b"\x00")
    assert sniffed(("æ" * 1_500_000).encode()).charset == "utf-8"


def test_an_entity_bomb_in_xml_is_not_expanded():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    document = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a11;</x>'
    assert sniffed(document.encode()).content_type == XML


@given(st.binary(max_size=3000))
def test_whatever_comes_is_either_known_or_refused(content):
    with contextlib.suppress(RefusedFile):
        found = sniffed(content)
        content.decode(found.charset or "latin-1")


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["C"]), min_size=1, max_size=500))
def test_any_plain_text_that_is_no_web_page_is_taken_in(text):
    try:
        assert sniffed(text.encode()).content_type in (TEXT, JSON)
    except WebContent:
        assert "<" in text
    except RefusedFile:
        assert text.lstrip().startswith(("{\\rtf", "PK", "%PDF", "<?xml"))
