"""The pages of actions: the buttons are those that the person may press, and what is pressed happens."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from html import unescape
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.connectors.minutes import read_minutes
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.documents.models import Document
from chefforum.modules.meetings.models import Action, Meeting
from chefforum.modules.meetings.rules.action_states import ACTION_STEPS, ActionPart, ActionState
from chefforum.modules.meetings.rules.states import steps_from
from chefforum.modules.meetings.services.importing import import_minutes
from tests.people import PEOPLE
from tests.world import World

CLOSED_TEXT, CLOSED_TITLE = "Bestil nødgeneratorer til plejehjemmene", "Temadrøftelse om robusthed og beredskab"
PARTS = {"secretariat": {ActionPart.SECRETARIAT}, "job_consultant": {ActionPart.OWNER}}
READERS = {"secretariat", "job_consultant", "forum_member", "forum_chair", "observer", "substitute"}
MAY_READ_CLOSED = {"secretariat", "forum_member", "forum_chair", "colleague"}


@pytest.fixture
def there(fresh_world: World) -> World:
    """Without the meetings before the coming one, so that it is the forum's next."""
    Meeting.objects.filter(pk__in=[fresh_world.running.pk, fresh_world.agenda.pk]).delete()
    return fresh_world


def signed_in(there: World, name: str) -> Client:
    client = Client()
    if name != "anonymous":
        client.force_login(there.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("name", PEOPLE)
def test_the_buttons_are_those_that_may_be_pressed(there: World, name: str) -> None:
    client = signed_in(there, name)
    url = reverse("meetings:action", args=[there.action.pk])
    for state in ActionState:
        Action.objects.filter(pk=there.action.pk).update(state=state, evidence="Sket")
        page = client.get(url).content.decode()
        allowed = {step.name for step in steps_from(ACTION_STEPS, state=state, parts=PARTS.get(name, set()))}
        for step in ACTION_STEPS:
            address = reverse("meetings:action_step", args=[there.action.pk, step])
            assert (address in page) == (step in allowed), (state, step)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_step_is_answered_as_the_table_says(there: World, name: str) -> None:
    client = signed_in(there, name)
    for state, step in product(ActionState, ACTION_STEPS.values()):
        Action.objects.filter(pk=there.action.pk).update(state=state, evidence="Sket")
        answer = client.post(reverse("meetings:action_step", args=[there.action.pk, step.name]), {"reason": "Derfor"})
        there.action.refresh_from_db()
        if name == "anonymous":
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("access:login"))
        elif name not in READERS:
            assert answer.status_code == 404
        elif not step.parts & PARTS.get(name, set()):
            assert answer.status_code == 403
        else:
            assert answer.status_code == (302 if state in step.sources else 422)
            assert there.action.state == (step.target if state in step.sources else state)


def test_what_was_written_is_there_when_a_step_is_refused(there: World) -> None:
    client = signed_in(there, "job_consultant")
    url = reverse("meetings:action_step", args=[there.action.pk, "finish"])
    file = SimpleUploadedFile("virus.exe", b"MZ\x90\x00" + b"\x00" * 100)
    answer = client.post(url, {"reason": "De er kommet", "file": file})
    assert answer.status_code == 422
    assert "De er kommet" in answer.content.decode()
    there.action.refresh_from_db()
    assert there.action.state == "open"


def test_the_file_that_shows_it_is_read_by_those_who_read_the_action(there: World) -> None:
    owner = signed_in(there, "colleague")
    url = reverse("meetings:action_step", args=[there.closed_action.pk, "finish"])
    file = SimpleUploadedFile("kvittering.txt", b"To generatorer")
    assert owner.post(url, {"reason": "De er bestilt", "file": file}).status_code == 302
    there.closed_action.refresh_from_db()
    shown = reverse("documents:newest_version", args=[there.closed_action.document_id])
    readers = {name for name in PEOPLE if signed_in(there, name).get(shown).status_code == 302} - {"anonymous"}
    assert readers == MAY_READ_CLOSED


def test_no_file_is_taken_in_from_somebody_who_may_not_say_that_it_is_done(there: World) -> None:
    before = Document.objects.count()
    url = reverse("meetings:action_step", args=[there.action.pk, "finish"])
    file = SimpleUploadedFile("kvittering.txt", b"To generatorer")
    assert signed_in(there, "observer").post(url, {"reason": "Ja", "file": file}).status_code == 403
    assert Document.objects.count() == before


def exported(client: Client, url: str) -> str:
    """Every string of the spreadsheet."""
    with zipfile.ZipFile(io.BytesIO(client.get(url).content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "anonymous"])
def test_an_action_of_a_closed_item_is_seen_by_the_same_people_everywhere(there: World, name: str) -> None:
    """List, export, the next meeting and its files, search for the case: and the item's title by fewer still."""
    client = signed_in(there, name)
    every = "?tilstand=all"
    listed = unescape(client.get(reverse("meetings:actions") + every).content.decode())
    sheet = unescape(exported(client, reverse("meetings:actions_export", args=["xlsx"]) + every))
    assert (CLOSED_TEXT in listed) == (name in MAY_READ_CLOSED)
    assert (CLOSED_TEXT in sheet) == (name in MAY_READ_CLOSED)
    reads_title = name in MAY_READ_CLOSED - {"colleague"}
    assert (CLOSED_TITLE in listed) == reads_title
    assert (CLOSED_TITLE in sheet) == reads_title
    meeting = client.get(reverse("meetings:meeting", args=[there.coming.pk]))
    if meeting.status_code == 200:
        assert (CLOSED_TEXT in unescape(meeting.content.decode())) == (name in MAY_READ_CLOSED)
    file = client.get(reverse("meetings:export", args=[there.coming.pk, "html"]))
    if file.status_code == 200:
        assert (CLOSED_TEXT in unescape(file.content.decode())) == (name in MAY_READ_CLOSED)
    case = client.get(reverse("cases:case", args=[there.closed_case.pk]))
    if case.status_code == 200:
        assert (CLOSED_TEXT in unescape(case.content.decode())) == reads_title


def test_the_next_agenda_as_a_file_has_what_is_not_done(there: World) -> None:
    url = reverse("meetings:export", args=[there.coming.pk, "html"])
    text = unescape(signed_in(there, "secretariat").get(url).content.decode())
    assert "Opfølgning fra tidligere møder" in text
    assert CLOSED_TEXT in text
    assert "Åben, over fristen" in text


def test_owners_and_secretariat_find_what_waits_on_the_start_page(there: World) -> None:
    start = reverse("start")
    assert "Indkald styregruppen til første møde" in signed_in(there, "job_consultant").get(start).content.decode()
    assert "Dine opfølgninger" not in signed_in(there, "observer").get(start).content.decode()
    secretariat = signed_in(there, "secretariat")
    assert "Opfølgning at bekræfte" not in secretariat.get(start).content.decode()
    assert "Bilag, der eftersendes" in secretariat.get(start).content.decode()
    Action.objects.filter(pk=there.action.pk).update(state="done", evidence="Sket")
    assert "Opfølgning at bekræfte" in secretariat.get(start).content.decode()
    assert "Indkald styregruppen" not in signed_in(there, "job_consultant").get(start).content.decode()


def test_suggestions_that_are_not_ticked_are_not_made(there: World) -> None:
    client = signed_in(there, "secretariat")
    url = reverse("meetings:action_suggestions", args=[there.item.pk])
    rows = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2"}
    rows |= {"form-0-text": "Ikke denne", "form-1-text": "Men denne", "form-1-take": "on"}
    before = Action.objects.count()
    assert client.post(url, rows).status_code == 302
    assert list(Action.objects.filter(item=there.item).values_list("text", flat=True)).count("Men denne") == 1
    assert Action.objects.count() == before + 1
    assert client.post(url, rows | {"form-1-text": ""}).status_code == 422
    assert Action.objects.count() == before + 1


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_a_file_that_is_read_in_again_does_not_make_the_actions_part_of_the_last_item(
    there: World, format: str
) -> None:
    """They hold what its maker may read of closed items; the agenda goes to everybody."""
    client = signed_in(there, "secretariat")
    answer = client.get(reverse("meetings:export", args=[there.coming.pk, format]))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    secretariat = actor_for(person=there.person("secretariat"), on=there.lindeby.on)
    read = read_minutes(content=content, filename=f"dagsorden.{format}")
    meeting = import_minutes(
        actor=secretariat,
        minutes=dataclasses.replace(read, date=there.coming.date),
        forum=there.lindeby.forum,
        publish=True,
        at=timezone.now(),
    )
    assert meeting.pk == there.coming.pk
    assert not any(CLOSED_TEXT in str(item.published.content) for item in meeting.items.all())
    url = reverse("meetings:meeting", args=[meeting.pk])
    assert CLOSED_TEXT not in unescape(signed_in(there, "observer").get(url).content.decode())
