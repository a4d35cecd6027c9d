"""Telling people what has become theirs to do. What is said never names a closed item, since it leaves in mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.notifications.services import notify, settle
from chefforum.web import danish

from ..access import approving_unit
from ..models import Hearing, Item
from ..queries.people import heads_of, secretariat_of
from ..rules.process import is_late, spoken_title


def tell(
    *, actor: Actor, item: Item, at: dt.datetime, kind: str, text: str, persons: Iterable[UUID | None], key: str = ""
) -> None:
    """Tells persons of an item; `{item}` in `text` becomes its name, or "Lukket punkt"."""
    name = spoken_title(title=item.title, is_confidential=item.is_confidential)
    notify(
        actor=actor,
        at=at,
        person_ids=persons,
        kind=f"meetings.{kind}",
        text=text.replace("{item}", name),
        url=reverse("meetings:process", args=[item.pk]),
        key=key,
    )


def tell_heads(*, actor: Actor, item: Item, at: dt.datetime) -> None:
    """Those who approve the item, that it waits for them."""
    heads = heads_of(unit_id=approving_unit(item), on=timezone.localdate(at))
    persons = [head.pk for head in heads]
    tell(actor=actor, item=item, at=at, kind="submitted", text="{item} venter på din godkendelse.", persons=persons)


def tell_author(*, actor: Actor, item: Item, at: dt.datetime, kind: str, text: str) -> None:
    """As `tell`, to who writes the item."""
    tell(actor=actor, item=item, at=at, kind=kind, text=text, persons=[item.author_id])


def tell_secretariat(*, actor: Actor, item: Item, at: dt.datetime, kind: str, text: str) -> None:
    """As `tell`, to the forum's secretariat and its secretaries."""
    secretariat = secretariat_of(forum=item.forum, on=timezone.localdate(at))
    tell(actor=actor, item=item, at=at, kind=kind, text=text, persons=[person.pk for person in secretariat])


def tell_heard(*, actor: Actor, hearing: Hearing, at: dt.datetime, reminder: bool = False) -> None:
    """The leaders of the department that is heard, once when asked and at most once a day when reminded."""
    on = timezone.localdate(at)
    due = danish.date(hearing.due_date)
    text = f"Du er bedt om at svare på høringen om {{item}} senest {due}."
    if reminder:
        verb = "skulle have været" if is_late(due=hearing.due_date, on=on) else "skal være"
        text = f"Husk høringen om {{item}}. Svaret {verb} her senest {due}."
    tell(
        actor=actor,
        item=hearing.item,
        at=at,
        kind="hearing_reminder" if reminder else "hearing",
        text=text,
        persons=[head.pk for head in heads_of(unit_id=hearing.unit_id, on=on)],
        key=f"{_key(hearing)}:{on.isoformat()}" if reminder else _key(hearing),
    )


def settle_heard(*, hearing: Hearing, at: dt.datetime) -> None:
    """The department has answered: nobody in it is waited for any more. Other departments are."""
    kinds = ("meetings.hearing", "meetings.hearing_reminder")
    settle(kinds=kinds, url=reverse("meetings:process", args=[hearing.item_id]), at=at, key=_key(hearing))


def _key(hearing: Hearing) -> str:
    return f"hearing:{hearing.pk}"
