"""A bilag is read inside the page, a PDF as pictures and text: by those who may read it, and nobody else."""

from __future__ import annotations

import io
import struct

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.documents.models import Document
from chefforum.kernel.documents.pages import NoSuchPage, picture_of_page, text_of_pages
from chefforum.kernel.documents.services import add_document, make
from chefforum.modules.meetings.models import Attachment, Item
from chefforum.modules.meetings.services.keeping import attach_file
from chefforum.modules.meetings.services.sending import send_changes
from chefforum.web.annotations import text_of_html
from tests.world import World


@pytest.fixture
def there(fresh_world: World) -> World:
    return fresh_world


def pdf_of(there: World) -> bytes:
    actor = actor_for(person=there.person("secretariat"), on=there.lindeby.on)
    made = make(
        kind="meetings.minutes",
        actor=actor,
        parameters={"meeting": str(there.sent.pk)},
        format="pdf",
        at=there.agenda.published_at,
    )
    return made.content


def attached(there: World, item: Item, content: bytes, filename: str) -> tuple[Attachment, Document]:
    """The file as the item's first bilag, sent out to the members."""
    secretariat = actor_for(person=there.person("secretariat"), on=there.lindeby.on)
    at = there.agenda.published_at
    attachment = there.attachment(item)
    document = add_document(actor=secretariat, at=at, content=io.BytesIO(content), filename=filename).document
    attach_file(actor=secretariat, attachment=attachment, document=document, at=at)
    send_changes(actor=secretariat, meeting=there.sent, at=at, reason="Bilag")
    return attachment, document


def answer(there: World, name: str, url: str, **headers: str):
    client = Client()
    client.force_login(there.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return client.get(url, headers=headers)


def test_a_pdf_is_shown_as_pictures_with_their_text_beside(there: World) -> None:
    attachment, document = attached(there, there.item, pdf_of(there), "referat.pdf")
    shown = answer(there, "forum_member", reverse("meetings:attachment", args=[attachment.pk]))
    text = shown.content.decode()
    picture = reverse("documents:page", args=[document.pk, 1, 1])
    assert picture in text
    assert "Godkendelse af dagsorden" in text_of_html(text)
    found = answer(there, "forum_member", picture)
    assert (found.status_code, found["Content-Type"]) == (200, "image/png")
    assert "sandbox" in found["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["colleague", "administrator", "auditor", "former_member", "other_secretariat"])
def test_nobody_else_sees_a_page_of_it(name: str, there: World) -> None:
    attachment, document = attached(there, there.item, pdf_of(there), "referat.pdf")
    assert answer(there, name, reverse("meetings:attachment", args=[attachment.pk])).status_code == 404
    assert answer(there, name, reverse("documents:page", args=[document.pk, 1, 1])).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("forum_member", 200), ("observer", 404), ("substitute", 404)])
def test_a_page_of_a_closed_items_bilag_is_seen_by_its_readers_alone(name: str, status: int, there: World) -> None:
    attachment, document = attached(there, there.closed_item, pdf_of(there), "referat.pdf")
    assert answer(there, name, reverse("meetings:attachment", args=[attachment.pk])).status_code == status
    assert answer(there, name, reverse("documents:page", args=[document.pk, 1, 1])).status_code == status


def test_a_bilag_that_is_closed_by_itself_is_not_shown_to_members(there: World) -> None:
    attachment, document = attached(there, there.item, pdf_of(there), "referat.pdf")
    Attachment.objects.filter(pk=attachment.pk).update(is_confidential=True)
    secretariat = actor_for(person=there.person("secretariat"), on=there.lindeby.on)
    send_changes(actor=secretariat, meeting=there.sent, at=there.agenda.published_at, reason="Lukket")
    for url in (
        reverse("meetings:attachment", args=[attachment.pk]),
        reverse("documents:page", args=[document.pk, 1, 1]),
    ):
        assert answer(there, "forum_member", url).status_code == 404
        assert answer(there, "forum_chair", url).status_code == 200


def test_text_is_shown_as_text_and_never_as_tags(there: World) -> None:
    attachment, _ = attached(there, there.item, b"Tal & <b>tal</b>", "tal.txt")
    text = answer(there, "forum_member", reverse("meetings:attachment", args=[attachment.pk])).content.decode()
    assert "Tal &amp; &lt;b&gt;tal&lt;/b&gt;" in text


def test_inside_an_items_page_the_bilag_comes_alone(there: World) -> None:
    url = reverse("meetings:attachment", args=[there.attachment(there.item).pk])
    text = answer(there, "forum_member", url, **{"HX-Request": "true"}).content.decode()
    assert text.lstrip().startswith("<details")
    assert url in answer(there, "forum_member", reverse("meetings:item", args=[there.item.pk])).content.decode()


def test_there_is_no_page_after_the_last_and_none_of_what_is_no_pdf(there: World) -> None:
    content = pdf_of(there)
    count = text_of_pages(content).count
    assert struct.unpack(">I", picture_of_page(content, count)[16:20])[0] > 800
    for number in (0, count + 1):
        with pytest.raises(NoSuchPage):
            picture_of_page(content, number)
    with pytest.raises(NoSuchPage):
        text_of_pages(b"%PDF-1.7 og saa ikke mere")
