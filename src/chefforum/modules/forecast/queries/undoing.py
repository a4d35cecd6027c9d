"""What a person may take back on the leader's sheet, and put back again: their own of the last day, and no plan of a
closed month.

An undo writes the opposite of each change, in a batch of its own whose rows are undone from the moment that they are
written. To do it again is to take that batch back, where what it left still stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish

from ..models import Entry, EntryChange
from ..rules.entries import CELL, THERE, UNDO_WITHIN, ChangeState, kept, reaches_closed, value_of
from .entries import current_of, name_of_entry, place_of, told
from .ledger_side import closed_through

CLOSED = "Måneden er lukket i regnskabet, så planen for den kan ikke ændres."
OTHERS = "En anden har skrevet i rækken siden."
SHOWN = (CELL, "rate", "confidence")  # the fields whose value is short enough to be named


@dataclass(frozen=True)
class Undoable:
    """What was changed in one go, and what taking it back would take, in words."""

    batch: UUID
    words: str


def own_changes(*, actor: Actor, unit_id: UUID, year: int, at: dt.datetime) -> QuerySet[EntryChange]:
    """The actor's changes of the recent past that stand, newest first."""
    return EntryChange.objects.filter(
        entry__unit_id=unit_id,
        entry__year=year,
        person_id=actor.person_id,  # type: ignore[misc]
        state=ChangeState.APPLIED.value,
        undone_at=None,
        at__gte=at - UNDO_WITHIN,
    )


def own_undone(*, actor: Actor, unit_id: UUID, year: int, at: dt.datetime) -> QuerySet[EntryChange]:
    """What the actor's undoing of the recent past wrote and has not been done again, newest first."""
    return EntryChange.objects.filter(
        entry__unit_id=unit_id,
        entry__year=year,
        person_id=actor.person_id,  # type: ignore[misc]
        state=ChangeState.APPLIED.value,
        undone_at=F("at"),
        at__gte=at - UNDO_WITHIN,
    )


def kept_in_undo(
    *,
    actor: Actor,
    year: int,
    changes: Sequence[EntryChange],
    planned: Mapping[UUID, Collection[int]],
    closed: int | None,
) -> dict[int, str]:
    """The changes that an undo must leave, by key, each with the reason. `planned` holds each row's months.

    A new row is taken off whole or not at all: not where another has written in it, nor where it has closed months.
    """
    new = [change for change in changes if _is_new_row(change)]
    others = _written_by_others(actor, {change.entry_id for change in new}) if new else set()
    reasons = {
        change.pk: CLOSED
        for change in changes
        if reaches_closed(
            year=year,
            field=change.field,
            month=change.month,
            before=change.before,
            planned=planned[change.entry_id],
            closed=closed,
        )
    }
    reasons |= {change.pk: OTHERS for change in new if change.entry_id in others}
    whole = {(one.batch, one.entry_id): reasons[one.pk] for one in new if one.pk in reasons}
    return reasons | {one.pk: whole[one.batch, one.entry_id] for one in changes if (one.batch, one.entry_id) in whole}


def _is_new_row(change: EntryChange) -> bool:
    return change.field == THERE and change.before is None


def _written_by_others(actor: Actor, entry_ids: set[UUID]) -> set[UUID]:
    stands = EntryChange.objects.filter(entry__in=entry_ids, state=ChangeState.APPLIED.value, undone_at=None)
    return set(stands.exclude(person_id=actor.person_id).values_list("entry_id", flat=True))  # type: ignore[misc]


def undoable_of(*, actor: Actor, unit_id: UUID, year: int, at: dt.datetime) -> Undoable | None:
    """What the actor did last on the sheet and may take back; None where there is nothing. Five queries at most."""
    # Of what is undone in part, the rest was refused: it would be refused again.
    in_part = EntryChange.objects.filter(undone_at__isnull=False, entry__unit_id=unit_id, entry__year=year)
    own = own_changes(actor=actor, unit_id=unit_id, year=year, at=at)
    return _newest(actor, unit_id, year, list(own.exclude(batch__in=in_part.values("batch"))), _words)


def redoable_of(*, actor: Actor, unit_id: UUID, year: int, at: dt.datetime) -> Undoable | None:
    """What the actor undid last and may have again; None where there is nothing. Five queries at most."""
    changes = list(own_undone(actor=actor, unit_id=unit_id, year=year, at=at))
    return _newest(actor, unit_id, year, changes, _words_again)


def _newest(
    actor: Actor,
    unit_id: UUID,
    year: int,
    changes: Sequence[EntryChange],
    words: Callable[[Sequence[EntryChange], Mapping[UUID, Entry]], str],
) -> Undoable | None:
    """The newest batch of the changes of which anything can be taken back."""
    if not changes:
        return None
    found = Entry.objects.filter(unit_id=unit_id, year=year, pk__in={change.entry_id for change in changes})
    entries = {entry.pk: entry for entry in found.select_related("category").prefetch_related("months")}
    planned = {pk: {month.month for month in entry.months.all()} for pk, entry in entries.items()}
    left = kept_in_undo(actor=actor, year=year, changes=changes, planned=planned, closed=closed_through())
    by_batch: dict[UUID, list[EntryChange]] = {}
    for change in changes:
        entry = entries[change.entry_id]
        if change.pk not in left and _stands(entry, change):
            by_batch.setdefault(change.batch, []).append(change)
    for batch, last in by_batch.items():
        return Undoable(batch, words(last, entries))
    return None


def _stands(entry: Entry, change: EntryChange) -> bool:
    """What was written is what stands there now, on a row that is there (or that was taken off by this)."""
    if change.field != CELL:
        return current_of(entry, change.field) == change.after
    is_income = entry.category.is_income
    now = {
        one.month: kept(value_of(quantity=one.quantity, amount_oere=one.amount_oere, is_income=is_income))
        for one in entry.months.all()
    }
    return now.get(change.month or 0) == change.after


def _words_again(changes: Sequence[EntryChange], entries: Mapping[UUID, Entry]) -> str:
    """As _words, of what the undoing took: the opposite of what it wrote."""
    opposite = [
        EntryChange(entry_id=one.entry_id, field=one.field, month=one.month, before=one.after, after=one.before)
        for one in changes
    ]
    return _words(opposite, entries)


def _words(changes: Sequence[EntryChange], entries: Mapping[UUID, Entry]) -> str:
    """ "Vikarer: barsel, november 1.234,50", "2 felter", "den nye række Vikarer"."""
    new = [one for one in changes if _is_new_row(one)]
    gone = [one for one in changes if one.field == THERE and one.before is not None]
    rows = {one.entry_id for one in new}
    fields = [one for one in changes if one.field != THERE and one.entry_id not in rows]
    parts = []
    for found, one_is, many_are in (
        (new, "den nye række {}", "ny række,nye rækker"),
        (gone, "at {} blev fjernet", "fjernet række,fjernede rækker"),
    ):
        if len(found) == 1:
            parts.append(one_is.format(name_of_entry(entries[found[0].entry_id])))
        elif found:
            parts.append(danish.counted(len(found), many_are))
    if len(fields) == 1:
        parts.append(_field(fields[0], entries[fields[0].entry_id]))
    elif fields:
        parts.append(danish.counted(len(fields), "felt,felter"))
    return danish.listed(parts)


def _field(change: EntryChange, entry: Entry) -> str:
    place = place_of(name_of_entry(entry), change)
    return f"{place} {told(change.field, change.after) or 'tømt'}" if change.field in SHOWN else place
