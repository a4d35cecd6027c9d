"""Comments on an item while it is written and reviewed: said, dealt with, and taken up again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record

from ..access import parts_in_item, worked_on_by
from ..models import Comment, Item, Section
from ..queries.process import may_settle
from ..rules.states import PREPARED
from .steps import StepNotPossible, locked_item
from .telling_of_items import tell_author


@transaction.atomic
def write_comment(*, actor: Actor, item: Item, section: Section | None, text: str, at: dt.datetime) -> Comment:
    """A comment on the item or one of its sections; the author is told.

    Raises AccessDenied for others than those who work on the item, StepNotPossible once it is sent out or where
    nothing is said.
    """
    item = locked_item(item)
    if not worked_on_by(actor).filter(pk=item.pk).exists():
        raise AccessDenied("Kun de, der arbejder med punktet, kan skrive kommentarer til det.")
    _require_prepared(item)
    if not text.strip():
        raise StepNotPossible("Skriv en kommentar. Intet er gemt.")
    comment = Comment.objects.create(item=item, section=section, text=text.strip(), person_id=actor.person_id, at=at)
    _record(actor=actor, at=at, comment=comment, what="comment")
    text = f"{actor.name} har skrevet en kommentar til {{item}}."
    tell_author(actor=actor, item=item, at=at, kind="comment", text=text)
    return comment


@transaction.atomic
def settle_comment(*, actor: Actor, comment: Comment, at: dt.datetime) -> None:
    """The comment is dealt with. Raises AccessDenied for others than its author and those who prepare the item."""
    _require_settler(actor, comment)
    comment.settled_at = at
    comment.save(update_fields=["settled_at"])
    _record(actor=actor, at=at, comment=comment, what="settle_comment")


@transaction.atomic
def reopen_comment(*, actor: Actor, comment: Comment, at: dt.datetime) -> None:
    """The comment is not dealt with after all."""
    _require_settler(actor, comment)
    comment.settled_at = None
    comment.save(update_fields=["settled_at"])
    _record(actor=actor, at=at, comment=comment, what="reopen_comment")


def _require_settler(actor: Actor, comment: Comment) -> None:
    item = locked_item(comment.item)
    works = worked_on_by(actor).filter(pk=item.pk).exists()
    if not works or not may_settle(actor=actor, parts=parts_in_item(actor, item), comment=comment):
        raise AccessDenied("Kun den, der skrev kommentaren, og de, der skriver punktet, kan ændre på den.")
    _require_prepared(item)


def _require_prepared(item: Item) -> None:
    if item.state not in PREPARED:
        raise StepNotPossible("Punktet er ikke længere ved at blive skrevet. Intet er ændret.")


def _record(*, actor: Actor, at: dt.datetime, comment: Comment, what: str) -> None:
    data = {"comment": comment.pk}
    record(actor=actor, at=at, action=f"items.{what}", object_kind="item", object_id=comment.item_id, data=data)
