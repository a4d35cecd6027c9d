"""Bilag that were promised ("eftersendes") and are not here yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from chefforum.calc.danish_dates import in_words
from chefforum.kernel.access.rules import Actor, Role

from ..models import Attachment
from ..rules.states import ItemState
from .actions import place_of


@dataclass(frozen=True)
class PromisedAttachment:
    """`who` are those who can be reminded: the item's author and who presents it; "" where there is nobody."""

    id: int
    title: str
    item_id: UUID
    item_title: str
    where: str
    due: str
    is_overdue: bool
    who: str


def promised_attachments(*, actor: Actor, on: dt.date) -> list[PromisedAttachment]:
    """Of items in forums whose secretariat the actor is, the first due first, those without a date last. One query."""
    return [_on_page(row, on) for row in waiting_for().filter(_kept(actor))]


def find_promised(*, actor: Actor, attachment_id: int) -> Attachment | None:
    """None where there is none that waits, or the actor is not the forum's secretariat."""
    return waiting_for().filter(_kept(actor), pk=attachment_id).first()


def waiting_for() -> QuerySet[Attachment]:
    """Every promised bilag without a file, of items that are not withdrawn: callers say of which forums."""
    found = Attachment.objects.filter(is_promised=True, document__isnull=True)
    found = found.exclude(item__state=ItemState.WITHDRAWN)
    found = found.select_related("item__forum", "item__meeting", "item__author", "item__presenter")
    return found.order_by(F("promised_date").asc(nulls_last=True), "pk")


def reminded_of(attachment: Attachment) -> dict[UUID, str]:
    """Who can bring it: the author and the presenter, by id."""
    people = [person for person in (attachment.item.author, attachment.item.presenter) if person and person.is_active]
    return {person.pk: person.name for person in people}


def _kept(actor: Actor) -> Q:
    if actor.everything:
        return Q()
    return Q(item__forum__unit_id__in=actor.units.get(Role.SECRETARIAT, frozenset()))


def _on_page(attachment: Attachment, on: dt.date) -> PromisedAttachment:
    item = attachment.item
    return PromisedAttachment(
        id=attachment.pk,
        title=attachment.title,
        item_id=item.pk,
        item_title=item.title,
        where=place_of(item),
        due=_due(attachment.promised_date, on),
        is_overdue=attachment.promised_date is not None and attachment.promised_date < on,
        who=" og ".join(reminded_of(attachment).values()),
    )


def _due(date: dt.date | None, on: dt.date) -> str:
    if date is None:
        return "uden dato"
    if date == on:
        return "i dag"
    if date < on:
        days = (on - date).days
        return "1 dag over tiden" if days == 1 else f"{days} dage over tiden"
    return f"senest {in_words(date)}"
