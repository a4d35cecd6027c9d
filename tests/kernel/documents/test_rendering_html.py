"""HTML that stands alone: nothing fetched, nothing run, headings and tables that a screen reader can follow."""

from __future__ import annotations

import re
from base64 import b64decode
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from rendering_samples import PLACEMENTS, SVG, bullets, document, documents, minutes, table, texts_of

from chefforum.calc.blocks import Heading, Paragraph
from chefforum.kernel.documents.rendering import Document, Figure, Section, SmallPrint, Tone, to_html
from chefforum.kernel.documents.rendering.characters import for_xml

ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "footer", "section", "div", "p"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "strong", "br", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img"),
}


def parsed(whole: Document) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(to_html(whole))


def squeezed(text: str) -> str:
    return "".join(text.split())


def levels(page: lxml_html.HtmlElement) -> list[int]:
    return [int(node.tag[1]) for node in page.iter() if isinstance(node.tag, str) and re.fullmatch("h[1-6]", node.tag)]


def test_the_page_is_danish_and_has_title_and_landmarks() -> None:
    page = parsed(minutes())
    assert page.get("lang") == "da"
    assert page.findtext(".//title") == "Referat – Chefforum den 28. januar 2026"
    assert page.findtext(".//h1") == "Referat"
    assert [len(page.findall(f".//{name}")) for name in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = parsed(minutes())
    assert not page.findall(".//script")
    addresses = [value for node in page.iter() for name, value in node.attrib.items() if name in ("src", "href")]
    assert addresses
    assert all(address.startswith(("#", "data:image/svg+xml;base64,")) for address in addresses)
    assert "url(" not in page.findtext(".//style")


def test_headings_begin_with_the_title_and_skip_no_level() -> None:
    found = levels(parsed(minutes()))
    assert found[:6] == [1, 2, 2, 3, 3, 4]
    assert all(after <= before + 1 for before, after in pairwise(found))


def test_the_contents_lead_to_the_parts() -> None:
    page = parsed(minutes())
    for link in page.findall(".//nav//a"):
        [there] = page.xpath(f"//*[@id='{link.get('href')[1:]}']")
        assert there.text == link.text
    assert len(page.findall(".//nav//a")) == 8


def test_column_heads_have_a_scope_and_numbers_their_class() -> None:
    page = parsed(document(PLACEMENTS))
    assert [head.get("scope") for head in page.findall(".//th")] == ["col"] * 4
    rows = page.findall(".//tbody/tr")
    assert [[cell.get("class") for cell in row] for row in rows] == [[None, "num", "num", "num"]] * 3


def test_an_empty_column_head_is_no_head() -> None:
    page = parsed(document(table(("", "Antal"), ("Skole", "3"))))
    assert [cell.tag for cell in page.find(".//thead/tr")] == ["td", "th"]


def test_tones_are_told_by_class_and_by_words() -> None:
    page = parsed(
        document(
            Section("Beslutning", (Paragraph("Godkendt."),), Tone.CALLOUT),
            Section("Økonomi", (Paragraph("Intet at bemærke."),), Tone.QUIET),
        )
    )
    assert page.findtext(".//div[@class='callout']/h3") == "Beslutning"
    assert page.findtext(".//div[@class='quiet']/p") == "Intet at bemærke."


def test_a_picture_is_an_image_with_alternative_and_never_part_of_the_page() -> None:
    [image] = parsed(document(Figure("Praktik", SVG, 'Søjle "2025" <b>'))).findall(".//img")
    assert image.get("alt") == 'Søjle "2025" <b>'
    assert b64decode(image.get("src").partition("base64,")[2]).decode() == SVG


def test_every_text_of_the_minutes_is_on_the_page() -> None:
    page = parsed(minutes())
    found = squeezed(page.text_content() + "".join(image.get("alt") for image in page.findall(".//img")))
    assert [text for text in texts_of(minutes()) if squeezed(text) not in found] == []


def test_an_ordered_list_begins_at_its_number() -> None:
    page = parsed(document(bullets("a", ordered=True, start=3), bullets("b", ordered=True)))
    assert [found.get("start") for found in page.findall(".//ol")] == ["3", None]


def test_control_characters_stand_as_their_number() -> None:
    assert "a[U+0000]b" in to_html(document(Paragraph("a\x00b")))


hostile = st.text(st.sampled_from("<>&\"'/=; \nscriptonerralt{}#"), max_size=30).map(
    lambda text: f"<script>x()</script>{text}<img src=x onerror=y()>\"'&amp;"
)


@given(hostile)
@settings(max_examples=60, deadline=None)
def test_mark_up_in_any_text_is_shown_and_does_nothing(text: str) -> None:
    whole = document(
        Paragraph(text), Heading(text), bullets(text), table((text, text), (text, "1")), SmallPrint(text),
        Section(text, (Paragraph(text),), Tone.QUIET), Figure(text, SVG, text, source=text),
        title=text, organisation=text, subtitle=text, running_head=text,
    )  # fmt: skip
    page = parsed(whole)
    assert {node.tag for node in page.iter()} <= ALLOWED
    assert not [node for node in page.iter() if "onerror" in node.attrib]
    assert squeezed(page.text_content()).count(squeezed(text)) >= 11


@given(documents)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_document_keeps_every_letter_and_its_order_of_headings(anything: Document) -> None:
    page = parsed(anything)
    assert {node.tag for node in page.iter()} <= ALLOWED
    found = squeezed(page.text_content())
    assert [text for text in map(for_xml, texts_of(anything)) if squeezed(text) not in found] == []
    assert all(after <= before + 1 for before, after in pairwise(levels(page)))
