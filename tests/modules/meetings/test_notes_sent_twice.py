"""A note that is sent again is the same note: whoever leaves the page does not wait for an answer, and nothing that was
written is lost or stands twice, whichever of two savings comes first."""

from __future__ import annotations

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.meetings.models import Attachment, PrivateNote
from chefforum.modules.meetings.services.notes import NoteNotFound, change_note, delete_note, write_note
from tests import world
from tests.world import World

pytestmark = pytest.mark.django_db
ID = uuid.UUID(int=7)


def write(forum_world, text, *, name="member", note_id=ID, number=3, minutes=0, **more):
    return write_note(
        actor=forum_world.as_(name),
        item=forum_world.meeting.items.get(number=number),
        text=text,
        note_id=note_id,
        at=forum_world.now + dt.timedelta(minutes=minutes),
        **more,
    )


def change(forum_world, text, *, minutes, **more):
    at = forum_world.now + dt.timedelta(minutes=minutes)
    return change_note(actor=forum_world.as_("member"), note_id=ID, text=text, at=at, **more)


def texts():
    return sorted(PrivateNote.objects.values_list("text", flat=True))


def test_the_same_note_sent_twice_is_one(forum_world):
    assert write(forum_world, "Husk").pk == write(forum_world, "Husk", minutes=1).pk == ID
    assert texts() == ["Husk"]


def test_a_highlight_sent_twice_is_one(forum_world):
    for _ in range(2):
        write(forum_world, "", quote="ordene")
    assert PrivateNote.objects.count() == 1


def test_what_is_written_on_while_the_first_saving_is_under_way_is_the_same_note(forum_world):
    write(forum_world, "Husk tallene")
    write(forum_world, "Husk de andre tal", sent="Husk tallene", minutes=1)
    assert texts() == ["Husk de andre tal"]


def test_a_saving_that_comes_late_takes_nothing_away(forum_world):
    write(forum_world, "Husk tallene fra maj", sent="Husk tallene")
    assert write(forum_world, "Husk tallene", minutes=1).text == "Husk tallene fra maj"
    assert texts() == ["Husk tallene fra maj"]


def test_a_note_whose_first_answer_never_came_is_written_on(forum_world):
    write(forum_world, "Husk")
    write(forum_world, "Husk tallene", minutes=1)
    assert texts() == ["Husk tallene"]


def test_a_change_whose_answer_never_came_is_written_on(forum_world):
    seen = write(forum_world, "Husk tallene").at
    change(forum_world, "Glem tallene", minutes=1, seen_at=seen)
    change(forum_world, "Glem alle tal", minutes=2, seen_at=seen, sent="Glem tallene")
    assert texts() == ["Glem alle tal"]


def test_what_was_changed_elsewhere_is_kept_beside_what_is_sent_again(forum_world):
    seen = write(forum_world, "Husk tallene").at
    change(forum_world, "Fra tavlen", minutes=1, seen_at=seen)
    write(forum_world, "Fra telefonen", sent="Husk tallene", minutes=2)
    assert texts() == ["Fra tavlen", "Fra telefonen"]


@pytest.mark.parametrize("stored", ["Ja", "Ja, men", "Nej", "Måske"])
@pytest.mark.parametrize("coming", ["Ja", "Ja, men", "Nej", "Måske"])
@pytest.mark.parametrize("sent", ["", "Ja"])
def test_every_word_of_two_texts_stands_somewhere_unless_its_writer_replaced_it(forum_world, stored, coming, sent):
    write(forum_world, stored)
    write(forum_world, coming, sent=sent, minutes=1)
    kept = texts()
    assert any(text.startswith(coming) for text in kept)
    assert stored == sent or any(text.startswith(stored) for text in kept)
    assert len(kept) <= 2


def test_what_a_note_is_to_can_be_chosen_after_it_was_saved(forum_world):
    attachment = Attachment.objects.filter(item__meeting=forum_world.meeting).first()
    number = attachment.item.number
    write(forum_world, "Husk", number=number)
    assert write(forum_world, "Husk", number=number, attachment_id=attachment.pk, page=4).pk == ID
    note = PrivateNote.objects.get()
    assert (note.attachment_id, note.page) == (attachment.pk, 4)
    change(forum_world, "Husk", minutes=1, place=(attachment.pk, 5))
    assert PrivateNote.objects.get().page == 5
    change(forum_world, "Husk tallene", minutes=2)
    assert PrivateNote.objects.get().page == 5
    change(forum_world, "Husk tallene", minutes=3, place=(None, 5))
    note = PrivateNote.objects.get()
    assert (note.attachment_id, note.page, note.text) == (None, None, "Husk tallene")


def test_it_cannot_be_moved_to_a_bilag_of_another_item(forum_world):
    first, *_, other = Attachment.objects.filter(item__meeting=forum_world.meeting).order_by("pk")
    write(forum_world, "Husk", number=first.item.number)
    with pytest.raises(AccessDenied):
        change(forum_world, "Husk", minutes=1, place=(other.pk, None))


def test_words_that_are_marked_stay_where_they_are(forum_world):
    attachment = Attachment.objects.filter(item__meeting=forum_world.meeting).first()
    write(forum_world, "", quote="ordene", number=attachment.item.number)
    change(forum_world, "Husk", minutes=1, place=(attachment.pk, 2))
    note = PrivateNote.objects.get()
    assert (note.attachment_id, note.page, note.text) == (None, None, "Husk")


@pytest.mark.django_db(transaction=True)
def test_two_savings_at_once_are_one_note(forum_world):
    barrier = Barrier(2)

    def save(text: str) -> None:
        try:
            barrier.wait(timeout=20)
            write(forum_world, text)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(save, text) for text in ("Husk", "Husk tallene")]:
            done.result(timeout=60)
    assert texts() == ["Husk tallene"]


@pytest.mark.parametrize("name", ["chair", "substitute", "secretary_of_unit"])
def test_the_id_of_somebody_elses_note_is_refused(name, forum_world):
    write(forum_world, "Husk")
    with pytest.raises(NoteNotFound):
        write(forum_world, "Husk", name=name)
    assert texts() == ["Husk"]
    assert PrivateNote.objects.get().person == forum_world.persons["member"]


@pytest.mark.parametrize("other", [{"number": 4}, {"quote": "andre ord"}])
def test_a_form_that_is_used_again_for_something_else_makes_another_note(other, forum_world):
    write(forum_world, "Husk")
    assert write(forum_world, "Husk", **other).pk != ID
    assert texts() == ["Husk", "Husk"]


def test_what_is_written_to_a_note_that_was_deleted_meanwhile_is_a_note_of_its_own(forum_world):
    write(forum_world, "Husk")
    delete_note(actor=forum_world.as_("member"), note_id=ID, at=forum_world.now)
    assert write(forum_world, "Husk tallene").pk != ID
    assert PrivateNote.objects.get(deleted_at=None).text == "Husk tallene"


@pytest.fixture
def there() -> World:
    return world.build()


def post(there: World, name: str, **said: str):
    client = Client()
    client.force_login(there.person(name), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("meetings:note_write", args=[there.item.pk])
    return client.post(url, said, headers={"X-Autosave": "1"})


def test_the_page_gives_each_of_its_forms_the_id_of_the_note_that_it_makes(there: World):
    client = Client()
    client.force_login(there.person("forum_member"), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("meetings:item", args=[there.item.pk]))
    text = response.content.decode()
    ids = {response.context["new_note_id"], response.context["new_mark_id"]}
    assert len(ids) == 2
    assert all(f'name="note" value="{one}"' in text for one in ids)


def test_saving_twice_from_a_page_answers_with_the_same_note(there: World):
    before = PrivateNote.objects.count()
    answers = [post(there, "forum_member", note=str(ID), text=text, sent="") for text in ("Husk", "Husk tallene")]
    assert {answer.json()["url"] for answer in answers} == {reverse("meetings:note_change", args=[ID])}
    assert PrivateNote.objects.count() == before + 1


def test_a_page_that_is_written_after_the_note_was_saved_is_kept(there: World):
    bilag = there.attachment(there.item)
    said = {"note": str(ID), "text": "Husk", "attachment": str(bilag.pk), "page": ""}
    url = post(there, "forum_member", **said).json()["url"]
    client = Client()
    client.force_login(there.person("forum_member"), backend="django.contrib.auth.backends.ModelBackend")
    client.post(url, said | {"page": "4"}, headers={"X-Autosave": "1"})
    assert PrivateNote.objects.get(pk=ID).page == 4
    client.post(url, {"text": "Husk tallene"}, headers={"X-Autosave": "1"})
    assert PrivateNote.objects.get(pk=ID).page == 4


def test_somebody_elses_id_is_not_found_from_a_page(there: World):
    assert post(there, "forum_chair", note=str(there.note.pk), text="Husk").status_code == 404


def test_an_id_that_is_none_is_no_reason_to_lose_a_note(there: World):
    answer = post(there, "forum_member", note="ikke et id", text="Husk")
    assert answer.json()["words"].startswith("Gemt")
