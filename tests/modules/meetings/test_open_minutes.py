"""Open minutes for everybody: what is there, what never is, and that nobody is followed."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.models import Confidentiality
from chefforum.kernel.documents.services import set_confidentiality as set_document_confidentiality
from chefforum.modules.meetings.models import Attachment, ForumPractice, Item, Meeting, Version
from chefforum.modules.meetings.services.approval import reopen_minutes
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.sending import (
    send_changes,
    send_for_comments,
    send_minutes,
)
from tests.world import World

SECRETS = ("robusthed", "kriseledelsen", "dilemmaer", "Slides om beredskab", "14.00.08-A00-3-25", "(60 min.)")


@pytest.fixture
def there(fresh_world: World) -> World:
    show(fresh_world, True)
    return fresh_world


def show(there, is_public):
    ForumPractice.objects.update_or_create(forum=there.lindeby.forum, defaults={"is_public": is_public})


def secretary(there):
    return actor_for(person=there.person("secretariat"), on=there.lindeby.on)


def url(name, *args):
    return reverse(f"public:{name}", args=args)


def pages(there):
    return [
        url("forums"),
        url("forum", there.lindeby.forum.pk),
        url("meeting", there.sent.pk),
        url("export", there.sent.pk, "html"),
        url("export", there.sent.pk, "pdf"),
        url("attachment", there.sent.pk, there.document.pk),
        url("sitemap"),
        url("robots"),
    ]


def content_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def text_of(address):
    content = content_of(Client().get(address))
    if content.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(content) as pdf:
            return " ".join(pdf[number].get_textpage().get_text_range() for number in range(len(pdf)))
    return content.decode()


def test_the_minutes_read_as_they_were_sent_out(there):
    text = text_of(url("meeting", there.sent.pk))
    assert "Punkt 2: Status for Budget 2027" in text
    assert "Begge dele blev godkendt uden bemærkninger." in text
    assert "Solvej Bruun Ravnkilde, Kommunaldirektør" in text
    assert f'<a href="{url("attachment", there.sent.pk, there.document.pk)}">' in text


def test_a_closed_item_is_its_number_and_nothing_else(there):
    for address in pages(there):
        text = text_of(address)
        assert not [secret for secret in SECRETS if secret in text], address
    assert "Punkt 7: Lukket punkt" in text_of(url("meeting", there.sent.pk))
    assert "Lukket punkt" in text_of(url("export", there.sent.pk, "pdf"))


def test_the_words_of_the_closed_item_are_there_once_it_is_open(there):
    """Else the test above would pass on empty pages."""
    set_confidentiality(
        actor=secretary(there), item=there.closed_item, is_confidential=False, reader_ids=[], at=there.sent.published_at
    )
    assert "robusthed" in text_of(url("meeting", there.sent.pk))
    assert "robusthed" in text_of(url("export", there.sent.pk, "pdf"))


def test_an_item_that_is_closed_later_is_gone_at_once(there):
    assert "Status for Budget 2027" in text_of(url("meeting", there.sent.pk))
    item = there.sent.items.get(number=2)
    set_confidentiality(
        actor=secretary(there), item=item, is_confidential=True, reader_ids=[], at=there.sent.published_at
    )
    for address in pages(there):
        assert "Status for Budget 2027" not in text_of(address)


@pytest.mark.parametrize("is_sent_again", [False, True])
def test_a_closed_bilag_is_not_there_at_all(there, is_sent_again):
    attachment = there.attachment(there.item)
    Attachment.objects.filter(pk=attachment.pk).update(is_confidential=True)
    if is_sent_again:
        send_changes(actor=secretary(there), meeting=there.sent, at=there.sent.published_at, reason="Bilag lukket")
    for format in ("html", "pdf"):
        assert attachment.title not in text_of(url("export", there.sent.pk, format))
    page = text_of(url("meeting", there.sent.pk))
    assert attachment.title not in page
    assert "Lukket bilag" not in page
    assert Client().get(url("attachment", there.sent.pk, there.document.pk)).status_code == 404


def test_a_bilag_that_was_closed_when_it_was_sent_out_stays_away_until_sent_again(there):
    attachment = there.attachment(there.item)
    Attachment.objects.filter(pk=attachment.pk).update(is_confidential=True)
    send_changes(actor=secretary(there), meeting=there.sent, at=there.sent.published_at, reason="Lukket")
    Attachment.objects.filter(pk=attachment.pk).update(is_confidential=False)
    assert attachment.title not in text_of(url("meeting", there.sent.pk))
    assert Client().get(url("attachment", there.sent.pk, there.document.pk)).status_code == 404


def test_a_document_that_is_confidential_is_not_given_out(there):
    set_document_confidentiality(
        actor=Actor.command_line(),
        at=there.sent.published_at,
        document_id=there.document.pk,
        confidentiality=Confidentiality.CONFIDENTIAL,
    )
    assert Client().get(url("attachment", there.sent.pk, there.document.pk)).status_code == 404


def test_a_bilag_is_given_out_whole_and_can_do_nothing_in_the_browser(there):
    response = Client().get(url("attachment", there.sent.pk, there.document.pk))
    assert content_of(response).startswith(there.document.title.encode())
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_when_the_forum_is_switched_off_all_of_it_is_gone_at_once(there):
    addresses = pages(there)[1:6]
    etag = Client().get(url("meeting", there.sent.pk))["ETag"]
    show(there, False)
    assert {Client().get(address).status_code for address in addresses} == {404}
    assert Client().get(url("meeting", there.sent.pk), headers={"If-None-Match": etag}).status_code == 404
    assert "<loc>" not in text_of(url("sitemap"))
    assert there.lindeby.forum.name not in text_of(url("forums"))


@pytest.mark.parametrize("state", ["planned", "open", "review", "sent", "running", "cancelled"])
def test_no_meeting_is_public_before_its_minutes_are_sent_out(there, state):
    Meeting.objects.filter(pk=there.sent.pk).update(state=state)
    assert Client().get(url("meeting", there.sent.pk)).status_code == 404


def test_an_agenda_that_is_sent_out_is_not_public(there):
    Version.objects.update(is_final=False)
    assert Client().get(url("meeting", there.sent.pk)).status_code == 404
    assert str(there.sent.pk) not in text_of(url("sitemap"))


def reopened(there):
    meeting = reopen_minutes(
        actor=secretary(there), meeting=there.sent, at=there.sent.published_at, reason="En fejl i punkt 2"
    )
    Item.objects.filter(meeting=meeting, number=2).update(title="Udkast, som ingen må se")
    meeting.corrections.all().delete()  # nobody has commented on it
    return meeting


def test_reopened_minutes_stay_as_they_were_last_sent_out(there):
    meeting = reopened(there)
    Meeting.objects.filter(pk=meeting.pk).update(place="Et hemmeligt sted", title="Hemmelig titel")
    for address in pages(there):
        text = text_of(address)
        assert "Udkast" not in text
        assert "emmelig" not in text
    assert "Status for Budget 2027" in text_of(url("meeting", there.sent.pk))


def test_minutes_out_for_comments_are_not_public_until_they_are_sent_out(there):
    there.correction.delete()  # unanswered, it would hold the minutes back
    meeting = reopened(there)
    send_for_comments(actor=secretary(there), meeting=meeting, at=there.sent.published_at)
    assert "Udkast" not in text_of(url("meeting", there.sent.pk))
    send_minutes(actor=secretary(there), meeting=meeting, at=there.sent.published_at)
    assert "Udkast, som ingen må se" in text_of(url("meeting", there.sent.pk))


def test_minutes_that_nobody_commented_on_become_public_when_they_are_sent_out(there):
    there.correction.delete()  # unanswered, it would hold the minutes back
    Version.objects.update(is_final=False)
    Meeting.objects.filter(pk=there.sent.pk).update(state="commenting")
    assert Client().get(url("meeting", there.sent.pk)).status_code == 404
    send_minutes(actor=secretary(there), meeting=Meeting.objects.get(pk=there.sent.pk), at=there.sent.published_at)
    assert Client().get(url("meeting", there.sent.pk)).status_code == 200


def test_nobody_is_followed(there):
    for address in pages(there):
        response = Client().get(address)
        content = content_of(response)
        assert not response.cookies, address
        assert "Set-Cookie" not in response
        assert "default-src" in response["Content-Security-Policy"]
        if response["Content-Type"].startswith("text/html") and "attachment" not in response.get(
            "Content-Disposition", ""
        ):
            assert b"<script" not in content
            assert b"<form" not in content


def test_a_page_asks_no_other_server_for_anything(there):
    text = text_of(url("meeting", there.sent.pk))
    asked = [part.split('"')[0] for word in ('src="', '<link rel="stylesheet" href="') for part in text.split(word)[1:]]
    assert asked
    assert all(address.startswith("/static/") for address in asked)


def test_who_is_signed_in_gets_the_same_bytes(there):
    client = Client()
    client.force_login(there.person("secretariat"), backend="django.contrib.auth.backends.ModelBackend")
    for address in (url("forums"), url("forum", there.lindeby.forum.pk), url("meeting", there.sent.pk)):
        assert client.get(address).content == Client().get(address).content


def test_a_copy_is_asked_for_again_each_time_and_costs_nothing_when_it_still_holds(there):
    for address in (url("forums"), url("meeting", there.sent.pk), url("export", there.sent.pk, "pdf"), url("sitemap")):
        first = Client().get(address)
        assert first["Cache-Control"] == "public, no-cache"
        assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert "Last-Modified" in Client().get(url("meeting", there.sent.pk))


def test_search_engines_are_told_where_to_look_and_where_not(there):
    robots = text_of(url("robots")).splitlines()
    assert "Disallow: /" in robots
    assert "Allow: /offentligt/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    sitemap = text_of(url("sitemap"))
    assert f"<loc>http://testserver{url('meeting', there.sent.pk)}</loc>" in sitemap
    assert str(there.draft.pk) not in sitemap
    assert sitemap.count("<loc>") == 3


def test_a_page_says_its_title_its_description_and_its_own_address(there):
    text = text_of(url("meeting", there.sent.pk))
    assert "<title>Referat Chefforum 4. februar 2026 – " in text
    assert '<meta name="description" content="Referat fra Chefforum 4. februar 2026' in text
    assert f'<link rel="canonical" href="http://testserver{url("meeting", there.sent.pk)}">' in text


def test_the_page_has_no_way_to_the_inside(there):
    text = text_of(url("meeting", there.sent.pk))
    for inside in ("/moeder/", "/sager/", "/dokumenter/", "/soeg/", "Version ", "hx-"):
        assert inside not in text


def test_the_file_is_the_same_for_everybody_and_has_the_name_of_the_meeting(there):
    response = Client().get(url("export", there.sent.pk, "pdf"))
    assert "Referat Chefforum 2026-02-04.pdf" in response["Content-Disposition"].replace("%20", " ")
    assert io.BytesIO(response.content).read(4) == b"%PDF"
