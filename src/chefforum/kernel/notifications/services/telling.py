"""Telling people, and what they have read and chosen."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from chefforum.kernel.access.rules import Actor

from ..access import READ_NOTIFICATIONS, visible_to
from ..models import MailChoice, Notification
from ..rules import KEPT_FOR, Frequency

_NAME = re.compile("“.*”", re.DOTALL)  # to the last quote: a name may have quotes in it


def notify(
    *,
    actor: Actor,
    at: dt.datetime,
    person_ids: Iterable[UUID | None],
    kind: str,
    text: str,
    url: str,
    key: str = "",
) -> None:
    """Tells each person once; the actor and nobody (None) are left out. In the caller's transaction.

    `text` is read in mails: it must not say what something confidential is called. What may become so stands between
    “ and ”, so that `hide_names` finds it. `key` makes the telling happen once a person, however often it is called.
    """
    told = {person_id for person_id in person_ids if person_id is not None and person_id != actor.person_id}
    Notification.objects.bulk_create(
        (
            Notification(person_id=person_id, kind=kind, text=text, url=url, key=key, at=at)
            for person_id in sorted(told)
        ),
        ignore_conflicts=True,
    )


def hide_names(*, urls: Collection[str], instead: str) -> None:
    """What is told of these pages no longer says what they are about, in the list and in mails that are not sent yet.

    For what has become confidential after people were told of it. In the caller's transaction.
    """
    named = [one for one in Notification.objects.filter(url__in=urls, text__contains="“") if _NAME.search(one.text)]
    for one in named:
        one.text = _NAME.sub(lambda found: instead, one.text)
    Notification.objects.bulk_update(named, ["text"], batch_size=500)


def mark_read(*, actor: Actor, at: dt.datetime, notification_id: UUID | None = None) -> None:
    """The one, or everything that the actor is told, is read; what is nobody's, or another's, stays as it is."""
    READ_NOTIFICATIONS.require(actor)
    unread = visible_to(actor).filter(read_at__isnull=True)
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    unread.update(read_at=at)


def settle(*, kinds: Iterable[str], url: str, at: dt.datetime, key: str = "") -> None:
    """What these lines asked for is done, whoever did it: they wait for nobody. In the caller's transaction.

    With `key` those alone that were told under it, or under "key:…", of a page that asks several things.
    """
    lines = Notification.objects.filter(kind__in=list(kinds), url=url, read_at__isnull=True)
    if key:
        lines = lines.filter(Q(key=key) | Q(key__startswith=f"{key}:"))
    lines.update(read_at=at)


@transaction.atomic
def choose_mail(*, actor: Actor, choices: Mapping[str, Frequency]) -> None:
    """How the actor wants mails of each family; families that are not named keep what was chosen."""
    READ_NOTIFICATIONS.require(actor)
    if actor.person_id is None:
        return
    for family, frequency in choices.items():
        MailChoice.objects.update_or_create(
            person_id=actor.person_id, family=family, defaults={"frequency": frequency.value}
        )


def remove_old(*, at: dt.datetime) -> int:
    """Removes what was told more than a year ago; says how much."""
    gone, _ = Notification.objects.filter(at__lt=at - KEPT_FOR).delete()
    return gone
