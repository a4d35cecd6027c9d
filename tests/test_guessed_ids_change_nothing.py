"""Whoever guesses the ids of what they may not know of, and posts to every address with them, changes nothing and is
told nothing: neither of a closed item, nor of a draft, nor of a forum that is not theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.urls import URLPattern, reverse

from chefforum.kernel.notifications import urls as notification_urls
from chefforum.kernel.notifications.models import Notification
from chefforum.modules.meetings import urls as meeting_urls
from chefforum.modules.meetings.services.notes import write_note
from tests.test_closed_items_leak_nowhere import acting, close
from tests.world import World

# Strangers to the forum, to its units and to each of the things below.
STRANGERS = ("colleague", "former_member", "other_secretariat", "auditor", "administrator", "it_manager")
# Those who may know of the meeting and not of what is closed in it; the last leads a department that is not asked.
MEMBERS = ("observer", "substitute", "workplace_leader")
NAMES = ("step", "submit", "approve", "place", "withdraw", "confirm", "finish", "drop", "open", "publish", "zip")


def addresses(there: World, secret: dict[str, list[Any]]) -> Iterator[str]:
    """Every address with an id in it, with the ids of things that are secret."""
    for app, patterns in (("meetings", meeting_urls.urlpatterns), ("notifications", notification_urls.urlpatterns)):
        for pattern in patterns:
            assert isinstance(pattern, URLPattern)
            wanted = list(pattern.pattern.converters)
            if not wanted or wanted == ["secret"] or wanted == ["format"]:
                continue
            lists = [secret.get(name, list(NAMES)) for name in wanted]
            for turn in range(max(map(len, lists))):
                chosen = [values[turn % len(values)] for values in lists]
                yield reverse(f"{app}:{pattern.name}", args=chosen)


def posted(secret: dict[str, list[Any]]) -> dict[str, Any]:
    """What forms send, of every kind, with the ids too."""
    item = str(secret["item_id"][0])
    words = ("text", "decision", "reason", "title", "answer", "message", "quote", "s0-text", "html", "new_name")
    return {
        **dict.fromkeys(words, "Indbrud"),
        "is_confidential": "",
        "has_remarks": "no",
        "settled": "yes",
        "item": item,
        "items": item,
        "punkt": item,
        "begin": f"item:{item}",
        "meeting": str(secret["meeting_id"][0]),
        "key": "a",
        "read": "yes",
        "action": "approve",
        "do": "nothing",
        "choose": "mine",
        "kind": "decision",
        "token": "0",
        "seen": "0",
        "mark": "a",
        "back": "1",
        "take": "on",
    }


def everything() -> dict[str, str]:
    """All rows of meetings and notifications, by table."""
    models = [model for name in ("meetings", "notifications") for model in apps.get_app_config(name).get_models()]
    return {model.__name__: serializers.serialize("json", model.objects.order_by("pk")) for model in models}


@pytest.fixture
def there(fresh_world: World) -> World:
    built = fresh_world
    close(built, built.heard_item)
    return built


def secrets_of_closed_items(there: World) -> dict[str, list[Any]]:
    hearing, comment = there.heard_item.hearings.get(), there.heard_item.comments.get()
    note = write_note(
        actor=acting(there, "secretariat"), item=there.closed_item, text="Egen note", at=there.correction.at
    )
    told = Notification.objects.exclude(person__in=[there.person(name) for name in (*STRANGERS, *MEMBERS)])
    return {
        "item_id": [there.closed_item.pk, there.heard_item.pk],
        "meeting_id": [there.sent.pk, there.coming.pk],
        "attachment_id": [there.attachment(there.closed_item).pk],
        "action_id": [there.closed_action.pk],
        "comment_id": [comment.pk],
        "hearing_id": [hearing.pk],
        "conflict_id": [there.conflict.pk],
        "note_id": [note.pk, there.note.pk],
        "correction_id": [there.correction.pk],
        "theme_id": [there.theme.pk],
        "standing_id": [there.standing.pk],
        "forum_id": [there.lindeby.forum.pk],
        "notification_id": list(told.values_list("pk", flat=True)[:3]),
        "number": [1],
        "format": ["zip", "json", "pdf"],
    }


def test_strangers_change_nothing_and_read_nothing_by_guessing(there: World) -> None:
    secret = secrets_of_closed_items(there)
    before = everything()
    for name in STRANGERS:
        # Whose the closed action is may follow it up: it is theirs.
        own = {**secret, "action_id": [there.action.pk]} if name == "colleague" else secret
        assert told_by_posting(there, name, own) == [], name
        assert changed(before) == [], name


def test_members_do_not_reach_what_is_closed_by_guessing(there: World) -> None:
    secret = secrets_of_closed_items(there)
    before = everything()
    for name in MEMBERS:
        client = signed_in(there, name)
        for url in addresses(there, secret):
            if any(str(pk) in url for key in ("item_id", "note_id", "notification_id") for pk in secret[key]):
                answer = client.post(url, posted(secret))
                assert answer.status_code in {302, 403, 404, 405}, (name, url)
        assert changed(before) == [], name


def signed_in(there: World, name: str) -> Client:
    client = Client()
    client.force_login(there.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def told_by_posting(there: World, name: str, secret: dict[str, list[Any]]) -> list[tuple[str, int]]:
    """Addresses that answered anything but no."""
    client = signed_in(there, name)
    answers = [(url, client.post(url, posted(secret))) for url in addresses(there, secret)]
    return [(url, answer.status_code) for url, answer in answers if answer.status_code not in {403, 404, 405}]


def changed(before: dict[str, str]) -> list[str]:
    now = everything()
    return [name for name in before if json.loads(before[name]) != json.loads(now[name])]


def test_who_may_does_change_something_with_the_same_posts(there: World) -> None:
    """Else the tests above would pass on posts that nobody could use."""
    secret = secrets_of_closed_items(there)
    before = everything()
    assert told_by_posting(there, "secretariat", secret)
    assert {"Item", "Comment", "Notification", "Theme"} <= set(changed(before))
