"""A document and its enclosures in one PDF: every page is there, every file has its bookmark, no bad file spoils it."""

from __future__ import annotations

import contextlib
import datetime as dt
import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from chefforum.calc.blocks import Paragraph
from chefforum.kernel.documents.rendering import Document, Part, Section, merging, to_pdf
from chefforum.kernel.documents.rendering.merging import Chapter, Content, Enclosure, merge
from chefforum.kernel.documents.rules import DOCX, JPEG, PDF, PNG, TEXT
from tests.kernel.documents.document_files import word

MOMENT = dt.datetime(2026, 2, 4, 8, 0, tzinfo=dt.UTC)
ELSEWHERE = "ligger i ZIP-filen"


def agenda(items: int = 3) -> Document:
    return Document(
        title="Dagsorden Chefforum",
        organisation="Lindeby Kommune",
        issued_at=MOMENT,
        with_contents=True,
        parts=tuple(
            Part(label=f"Punkt {number}", title="Status", elements=(Section("Indstilling", (Paragraph("Godkend."),)),))
            for number in range(1, items + 1)
        ),
    )


def content(data: bytes, content_type: str = PDF, charset: str = "") -> Content:
    return Content(content_type, charset, lambda: contextlib.nullcontext(io.BytesIO(data)))


def pages(count: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def chapter(number: int, *enclosures: Enclosure) -> Chapter:
    return Chapter(f"Punkt {number}: Status", f"Bilag til punkt {number}", "Status", enclosures)


def merged(*chapters: Chapter, document: Document | None = None) -> bytes:
    out = io.BytesIO()
    merge(document=document or agenda(), chapters=chapters, target=out, elsewhere=ELSEWHERE)
    return out.getvalue()


def bookmarks(data: bytes) -> list[tuple[int, str, int | None]]:
    """Level, words and page (from nought) of each bookmark, in order."""
    with pypdfium2.PdfDocument(data) as pdf:
        found = []
        for one in pdf.get_toc():
            destination = one.get_dest()
            found.append((one.level, one.get_title(), destination.get_index() if destination else None))
        return found


def text(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [" ".join(pdf[number].get_textpage().get_text_range().split()) for number in range(len(pdf))]


def test_ten_items_with_ten_bilag_each_have_their_pages_and_their_bookmarks() -> None:
    document = agenda(10)
    own = len(text(to_pdf(document)))
    chapters = [
        chapter(number, *(Enclosure(f"Bilag {each}: Tal", content(pages(each))) for each in range(1, 11)))
        for number in range(1, 11)
    ]
    whole = merged(*chapters, document=document)
    assert len(text(whole)) == own + 10 * (1 + sum(range(1, 11)))
    found = bookmarks(whole)
    assert [words for level, words, _ in found if level == 0] == [f"Punkt {number}: Status" for number in range(1, 11)]
    assert [words for level, words, _ in found if level == 1][:11] == [
        "Indstilling",
        *(f"Bilag {each}: Tal" for each in range(1, 11)),
    ]
    page = own
    for number in range(10):
        page += 1  # the list
        for each in range(1, 11):
            assert found[number * 12 + 1 + each] == (1, f"Bilag {each}: Tal", page)
            page += each


def test_the_list_before_the_files_says_on_which_page_each_begins() -> None:
    whole = text(
        merged(chapter(2, Enclosure("Bilag 1: Budget", content(pages(4))), Enclosure("B 2", content(pages(1)))))
    )
    (place,) = (number for number, words in enumerate(whole) if "Bilag til punkt 2" in words)
    assert f"Bilag 1: Budget {place + 2} B 2 {place + 6}" in whole[place]


def test_what_cannot_become_pages_is_named_with_why_and_the_others_are_there() -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages(1))) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="chef", user="hemmelig"))
    whole = merged(
        chapter(
            1,
            Enclosure("Bilag 1: Notat", content(word(), DOCX)),
            Enclosure("Bilag 2: Ødelagt", content(to_pdf(agenda())[:2000])),
            Enclosure("Bilag 3: Låst", content(locked.getvalue())),
            Enclosure("Bilag 4: Eftersendes", note="Eftersendes senest 3. februar 2026."),
            Enclosure("Bilag 5: Helt", content(pages(2))),
        )
    )
    (said,) = (words for words in text(whole) if "Bilag til punkt 1" in words)
    assert "Bilaget er en Word-fil og ligger i ZIP-filen." in said
    assert said.count("Bilaget er beskadiget eller låst med en adgangskode; originalen ligger i ZIP-filen.") == 2
    assert "Eftersendes senest 3. februar 2026." in said
    (where,) = (place for place, words in enumerate(text(whole)) if words == said)
    targets = {words: page for level, words, page in bookmarks(whole) if level == 1 and words.startswith("Bilag")}
    assert targets == {
        "Bilag 1: Notat": where,
        "Bilag 2: Ødelagt": where,
        "Bilag 3: Låst": where,
        "Bilag 4: Eftersendes": where,
        "Bilag 5: Helt": where + 1,
    }


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\ntrailer<</Root 1 0 R>>", bytes(range(256)) * 20])
def test_no_bytes_make_it_fail(data: bytes) -> None:
    for kind in (PDF, PNG, JPEG):
        said = " ".join(text(merged(chapter(1, Enclosure("Bilag 1", content(data, kind))))))
        assert "Bilaget er beskadiget" in said


def test_pictures_and_text_become_pages() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (60, 20), "navy").save(picture, "PNG")
    whole = merged(
        chapter(
            1,
            Enclosure("Bilag 1: Billede", content(picture.getvalue(), PNG)),
            Enclosure("Bilag 2: Æblegrød", content("Først æbler.\r\n\r\nSå grød.".encode("cp1252"), TEXT, "cp1252")),
        )
    )
    assert text(whole)[-1].count("Så grød.") == 1
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        (width, height) = (float(pdf.pages[-2].mediabox[place]) for place in (2, 3))
        assert width > height  # a picture that lies gets a page that lies
        assert len(pdf.pages[-2].get_images()) == 1


def test_a_picture_that_would_fill_the_memory_is_not_set() -> None:
    picture = io.BytesIO()
    Image.new("1", (9000, 9000)).save(picture, "PNG")
    said = " ".join(text(merged(chapter(1, Enclosure("Bilag 1", content(picture.getvalue(), PNG))))))
    assert "Bilaget er et meget stort billede og ligger i ZIP-filen." in said


def test_the_document_keeps_its_tags_and_the_whole_claims_no_more_than_holds() -> None:
    with pikepdf.open(io.BytesIO(merged(chapter(1, Enclosure("Bilag 1", content(to_pdf(agenda()))))))) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert "/StructParents" in pdf.pages[0]
        assert "/StructParents" not in pdf.pages[-1]
        assert str(pdf.Root.Lang).startswith("da")
        metadata = pdf.open_metadata()
        assert not [key for key in metadata if "pdfua/ns/id" in key or "pdfa/ns/id" in key]
        assert metadata["dc:title"] == "Dagsorden Chefforum"


def test_a_document_without_enclosures_is_the_accessible_document_itself() -> None:
    with pikepdf.open(io.BytesIO(merged())) as pdf:
        assert pdf.open_metadata()["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_programs_in_a_file_do_not_come_along() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages(1))) as pdf:
        program = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=program, StructParent=3
        )
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=program)
        pdf.pages[0].obj.Annots = pikepdf.Array([link, 7])
        pdf.Root.OpenAction = program
        pdf.save(out)
    assert b"app.alert" not in merged(chapter(1, Enclosure("Bilag 1", content(out.getvalue()))))


def test_the_same_input_gives_the_same_bytes() -> None:
    one = chapter(1, Enclosure("Bilag 1", content(pages(3))), Enclosure("Bilag 2", content(b"Hej", TEXT, "utf-8")))
    assert merged(one) == merged(one)


def test_a_chapter_that_the_document_has_no_heading_for_gets_a_bookmark_of_its_own() -> None:
    whole = merged(Chapter("Andet", "Andre bilag", "", (Enclosure("Bilag 1", content(pages(1))),)))
    assert [words for level, words, _ in bookmarks(whole) if level == 0][-1] == "Andet"


def test_more_files_than_may_be_open_at_once_come_in_order() -> None:
    many = [Enclosure(f"Bilag {number}", content(pages(1))) for number in range(1, 121)]
    whole = merged(chapter(1, *many))
    found = [page for level, words, page in bookmarks(whole) if words.startswith("Bilag")]
    assert found == list(range(found[0], found[0] + 120))


def test_files_too_large_to_be_copied_together_come_in_order_and_change_nothing(monkeypatch) -> None:
    many = chapter(1, *(Enclosure(f"Bilag {number}", content(pages(number))) for number in range(1, 6)))
    before = text(merged(many)), bookmarks(merged(many))
    monkeypatch.setattr(merging, "_BYTES_AT_ONCE", 1)
    assert (text(merged(many)), bookmarks(merged(many))) == before
