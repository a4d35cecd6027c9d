"""Hearings: departments are asked for their remarks to an item before a day, and their leaders answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import AccessDenied, Actor, Role
from chefforum.kernel.audit.services import record

from .. import search
from ..access import parts_in_item, worked_on_by
from ..models import Hearing, Item
from ..queries.people import heads_of
from ..queries.process import ASKS_HEARINGS
from ..rules.process import is_late
from ..rules.states import PREPARED
from .steps import StepNotPossible, locked_item
from .telling_of_items import settle_heard, tell, tell_heard


@transaction.atomic
def ask_hearing(
    *, actor: Actor, item: Item, unit_ids: Collection[UUID], due_date: dt.date, at: dt.datetime
) -> list[Hearing]:
    """Asks the departments; from now on their leaders read the item, and are told.

    Raises AccessDenied for others than who writes the item, its head and the secretariat. Raises StepNotPossible
    where the item is no longer prepared, no department or a day that is past is chosen, one is asked already, or
    where the item is closed and nobody who leads a department is named on it.
    """
    item = locked_item(item)
    require_asker(actor, item)
    on = timezone.localdate(at)
    if not unit_ids:
        raise StepNotPossible("Vælg mindst én afdeling. Ingen er spurgt.")
    if is_late(due=due_date, on=on):
        raise StepNotPossible("Fristen er overskredet, før nogen er spurgt. Vælg en senere dag. Ingen er spurgt.")
    if item.hearings.filter(unit__in=unit_ids).exists():
        raise StepNotPossible("En af afdelingerne er spurgt i forvejen. Ingen er spurgt igen.")
    if item.is_confidential:
        _require_readers(item, unit_ids, on)
    hearings = [
        Hearing.objects.create(item=item, unit_id=unit_id, due_date=due_date, asked_by_id=actor.person_id, asked_at=at)
        for unit_id in sorted(set(unit_ids))
    ]
    search.index_items([item.pk])
    _record(actor=actor, item=item, at=at, what="ask_hearing", hearings=hearings)
    for hearing in hearings:
        tell_heard(actor=actor, hearing=hearing, at=at)
    return hearings


@transaction.atomic
def remind_hearing(*, actor: Actor, hearing: Hearing, at: dt.datetime) -> None:
    """Reminds the department's leaders, at most once a day. Raises as `ask_hearing`, and where it is answered."""
    item = locked_item(hearing.item)
    require_asker(actor, item)
    if hearing.answered_at is not None:
        raise StepNotPossible("Afdelingen har svaret. Ingen er mindet om det.")
    tell_heard(actor=actor, hearing=hearing, at=at, reminder=True)
    _record(actor=actor, item=item, at=at, what="remind_hearing", hearings=[hearing])


@transaction.atomic
def answer_hearing(*, actor: Actor, hearing: Hearing, has_remarks: bool, text: str, at: dt.datetime) -> None:
    """The department's answer, also when it comes late; its author and who asked are told.

    Raises AccessDenied for others than the department's leader; StepNotPossible where it is answered already, the item
    is no longer prepared, or there are remarks but no text.
    """
    item = locked_item(hearing.item)
    hearing = Hearing.objects.select_for_update(of=("self",)).get(pk=hearing.pk)
    leads = actor.has_role_over(hearing.unit_id, Role.WORKPLACE_LEADER)
    if not leads or not worked_on_by(actor).filter(pk=item.pk).exists():
        raise AccessDenied("Kun afdelingens leder kan svare på høringen.")
    _require_prepared(item)
    if hearing.answered_at is not None:
        raise StepNotPossible("Høringen er besvaret i forvejen. Skriv en kommentar, hvis der er mere at sige.")
    if has_remarks and not text.strip():
        raise StepNotPossible("Skriv bemærkningerne, eller vælg “Ingen bemærkninger”. Intet er gemt.")
    hearing.has_remarks = has_remarks
    hearing.answer = text.strip() if has_remarks else ""
    hearing.answered_by_id, hearing.answered_at = actor.person_id, at
    hearing.save(update_fields=["has_remarks", "answer", "answered_by", "answered_at"])
    _record(actor=actor, item=item, at=at, what="answer_hearing", hearings=[hearing])
    settle_heard(hearing=hearing, at=at)
    persons = [item.author_id, hearing.asked_by_id]
    text = "Der er svar på høringen om {item}."
    tell(actor=actor, item=item, at=at, kind="hearing_answered", text=text, persons=persons)


def require_asker(actor: Actor, item: Item) -> None:
    """Raises AccessDenied for who may not ask departments about the item, StepNotPossible once it is sent out."""
    if not parts_in_item(actor, item) & ASKS_HEARINGS:
        raise AccessDenied("Kun de, der skriver punktet, kan spørge andre afdelinger.")
    _require_prepared(item)


def _require_prepared(item: Item) -> None:
    if item.state not in PREPARED:
        raise StepNotPossible("Punktet er ikke længere ved at blive skrevet. Intet er ændret.")


def _require_readers(item: Item, unit_ids: Collection[UUID], on: dt.date) -> None:
    """Who is asked must be able to read; a closed item is only read by those named on it."""
    named = set(item.readers.values_list("person_id", flat=True))
    if all(named & {head.pk for head in heads_of(unit_id=unit_id, on=on)} for unit_id in unit_ids):
        return
    raise StepNotPossible(
        "Punktet er lukket, og afdelingens leder kan ikke læse det. Bed sekretariatet om at give lederen adgang til "
        "punktet først. Ingen er spurgt."
    )


def _record(*, actor: Actor, item: Item, at: dt.datetime, what: str, hearings: list[Hearing]) -> None:
    data = {"units": [str(hearing.unit_id) for hearing in hearings]}
    record(actor=actor, at=at, action=f"items.{what}", object_kind="item", object_id=item.pk, data=data)
