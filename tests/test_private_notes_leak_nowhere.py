"""A private note is in no page, file, search, list or table that anybody but its writer can open, the audit
trail and the search index among them. The writer finds the same words, so the test looks for what would be seen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.modules.meetings.models import PrivateNote
from chefforum.modules.meetings.services.attachments import AttachmentChanges, write_attachments
from chefforum.modules.meetings.services.notes import change_note, delete_note, write_note
from chefforum.modules.meetings.services.sending import send_changes
from tests.access_matrix import CALLS
from tests.people import NAMES, first_on_both
from tests.test_closed_items_leak_nowhere import places, text_of
from tests.world import World

SECRET = "kvalmfuldt"
# Marked in a bilag.
MARKED = "kvalmfuldt ordvalg"
WRITER = "forum_member"
# Modules that know nothing of meetings: pyproject.toml's contracts hold their code to it. What they show of a meeting
# could come by way of the kernel's tables alone, and those are read whole below. So their pages are read by those who
# open most of them, and everybody reads all the others.
WITHOUT_MEETINGS = frozenset({"ledger", "forecast", "placements", "it_costs", "it_portfolio", "it_benchmark"})
THEIR_READERS = ("controller", "it_manager", "job_consultant", "administrator")
# They end a session or begin one.
LEFT_OUT = {"access:logout", "access:demo_login"}


@pytest.fixture(scope="module")
def world_of_module(world_of_module: World) -> World:
    """The member has notes to an open item, a closed one, one on the agenda and a bilag; one of them is deleted."""
    made = world_of_module
    at = made.agenda.published_at
    assert at is not None
    actor = actor_for(person=made.person(WRITER), on=made.lindeby.on)
    bilag = made.attachment(made.item)
    write_note(actor=actor, item=made.item, text=f"{SECRET} tal", quote="budgetforslag", at=at)
    write_note(actor=actor, item=made.closed_item, text=f"{SECRET} dilemma", at=at)
    write_note(actor=actor, item=made.item, text=f"{SECRET} bilag", attachment_id=bilag.pk, at=at)
    marked_words = {"quote": MARKED, "before": f"{SECRET} før", "after": f"{SECRET} efter", "page": 0}
    write_note(actor=actor, item=made.item, attachment_id=bilag.pk, at=at, **marked_words)
    gone = write_note(actor=actor, item=made.agenda.items.all()[2], text=f"{SECRET} slettet", at=at)
    delete_note(actor=actor, note_id=gone.pk, at=at)
    change_note(actor=actor, note_id=made.note.pk, text=f"{SECRET} tidsplan", at=at)
    return made


@pytest.fixture
def there(fresh_world: World) -> World:
    return fresh_world


def urls(there: World, *, without: Collection[str] = ()) -> list[str]:
    """Every address that is read, but those of the modules that are named."""
    read = [
        call.url(url_name, there)
        for url_name, calls in CALLS.items()
        for call in calls.values()
        if call.posted is None and url_name not in LEFT_OUT and url_name.partition(":")[0] not in without
    ]
    item = there.agenda.items.all()[2]
    return [
        *read,
        *places(there),
        reverse("meetings:item", args=[there.note.item_id]),
        reverse("meetings:prepare_item", args=[there.agenda.pk, item.pk]),
        reverse("meetings:print_with_notes", args=[there.agenda.pk]),
        *(
            reverse("meetings:export", args=[there.agenda.pk, format])
            for format in ("html", "json", "md", "pdf", "docx")
        ),
        reverse("search:search") + "?q=tidsplan",
    ]


def words_of(client: Client, url: str) -> str:
    """What the address answers, as text; of a file made of parts the text of every part."""
    response = client.get(url, follow=True)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return text_of(client, url) if content[:2] == b"%P" else content.decode(errors="replace")


def seen_by(there: World, name: str, addresses: Iterable[str]) -> dict[str, str]:
    """What the addresses answer the person, where it has the secret words."""
    client = Client()
    client.force_login(there.person(name), backend="django.contrib.auth.backends.ModelBackend")
    answers = ((url, words_of(client, url)) for url in dict.fromkeys(addresses))
    return {url: text for url, text in answers if SECRET in text}


def with_words(seen: dict[str, str], words: str) -> set[str]:
    return {url for url, text in seen.items() if words in text}


@pytest.mark.parametrize("name", first_on_both(name for name in NAMES if name != WRITER))
def test_nobody_else_reads_a_word_of_a_private_note(name: str, there: World) -> None:
    addresses = urls(there, without=() if name in THEIR_READERS else WITHOUT_MEETINGS)
    assert set(seen_by(there, name, addresses)) == set()


def test_the_writer_reads_them_beside_the_text_on_the_list_and_on_paper(there: World) -> None:
    """And words marked in a bilag where its notes are."""
    seen = seen_by(there, WRITER, urls(there))
    assert set(seen) == {
        reverse("meetings:item", args=[there.item.pk]),
        reverse("meetings:item", args=[there.closed_item.pk]),
        reverse("meetings:item", args=[there.note.item_id]),
        reverse("meetings:attachment", args=[there.attachment(there.item).pk]),
        reverse("meetings:my_notes"),
        reverse("meetings:note_change", args=[there.note.pk]),
        reverse("meetings:prepare_meeting", args=[there.agenda.pk]),
        reverse("meetings:prepare_item", args=[there.agenda.pk, there.note.item_id]),
        reverse("meetings:prepare_item", args=[there.sent.pk, there.closed_item.pk]),
        reverse("meetings:print_with_notes", args=[there.agenda.pk]),
        reverse("meetings:print_with_notes", args=[there.sent.pk]),
    }
    assert with_words(seen, MARKED) == {
        reverse("meetings:item", args=[there.item.pk]),
        reverse("meetings:attachment", args=[there.attachment(there.item).pk]),
        reverse("meetings:my_notes"),
        reverse("meetings:print_with_notes", args=[there.sent.pk]),
    }


def close_bilag(there: World) -> None:
    """The bilag with the marked words is closed, its item stays open."""
    secretariat = actor_for(person=there.person("secretariat"), on=there.lindeby.on)
    closed = AttachmentChanges(fields={there.attachment(there.item).pk: {"is_confidential": True}})
    _change_bilag(there, secretariat, closed)


def remove_bilag(there: World) -> None:
    secretariat = actor_for(person=there.person("secretariat"), on=there.lindeby.on)
    _change_bilag(there, secretariat, AttachmentChanges(removed=there.attachment(there.item).pk))


def _change_bilag(there: World, secretariat: Actor, changes: AttachmentChanges) -> None:
    at = there.agenda.published_at
    assert at is not None
    write_attachments(actor=secretariat, item=there.item, changes=changes, at=at)
    send_changes(actor=secretariat, meeting=there.sent, reason="Bilag", at=at)


def test_words_marked_in_a_bilag_that_is_closed_later_are_seen_nowhere_though_the_item_is_read(there: World) -> None:
    close_bilag(there)
    seen = seen_by(there, WRITER, urls(there, without=WITHOUT_MEETINGS))
    assert reverse("meetings:item", args=[there.item.pk]) in with_words(seen, f"{SECRET} bilag")
    assert with_words(seen, MARKED) == set()


def test_nor_are_they_when_the_closed_bilag_is_removed(there: World) -> None:
    addresses = urls(there, without=WITHOUT_MEETINGS)
    close_bilag(there)
    remove_bilag(there)
    assert with_words(seen_by(there, WRITER, addresses), MARKED) == set()


def test_no_other_table_has_a_word_of_a_private_note(there: World) -> None:
    """The audit trail, the index and every other table: read whole."""
    found = [
        model._meta.label
        for model in apps.get_models()
        if model is not PrivateNote and SECRET in str(list(model._default_manager.values()))
    ]
    assert found == []
    assert SECRET in str(list(PrivateNote.objects.values()))
