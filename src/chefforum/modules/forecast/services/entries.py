"""Writing on the leader's sheet. Each change is a row of the history; what two write in one place is all kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.organisation.models import Unit

from ..access import require_writer
from ..models import Entry, EntryCategory, EntryChange, EntryMonth
from ..queries.entries import current_of
from ..queries.ledger_side import closed_through
from ..queries.undoing import CLOSED, kept_in_undo, own_changes, own_undone
from ..rules.entries import (
    CELL,
    THERE,
    ChangeState,
    amount_of,
    comes_to_too_much,
    is_closed,
    is_too_much,
    kept,
    unkept,
    value_of,
    why_absurd,
)

FIELDS = ("category", "account", "text", "rate", "comment", "confidence")


TOO_MUCH = "Det bliver for stort et beløb. Se, om antal og sats er rigtige."


class EntryRefused(ValueError):
    """What was asked cannot be done; the message tells the person why, and what to do."""


@dataclass(frozen=True)
class Write:
    """One place of the sheet: a month's cell or a field of the row. `seen` is what stood there when it was written,
    both as the history keeps values."""

    entry_id: UUID
    field: str
    after: str | None
    seen: str | None
    month: int | None = None

    @classmethod
    def cell(cls, *, entry_id: UUID, month: int, value: Decimal | None, seen: Decimal | None) -> Write:
        return cls(entry_id, CELL, kept(value), kept(seen), month)


@dataclass
class Saved:
    """`batch` is what was changed, to be undone in one go. What was refused stands beside its reason."""

    batch: UUID
    applied: list[EntryChange] = field(default_factory=list)
    waiting: list[EntryChange] = field(default_factory=list)
    refused: list[tuple[Write, str]] = field(default_factory=list)


@dataclass(frozen=True)
class NewEntry:
    """A row to be. `values` are its months: quantities where it has a rate, kroner where not."""

    category_id: int
    text: str = ""
    account: str = ""
    rate_oere: int | None = None
    comment: str = ""
    confidence: str = ""
    copied_from: str = ""
    values: tuple[tuple[int, Decimal], ...] = ()


@transaction.atomic
def write(*, actor: Actor, unit_id: UUID, year: int, writes: Sequence[Write], at: dt.datetime) -> Saved:
    """Puts values on the sheet, each where nobody else has changed it since it was seen; the others are kept as waiting
    for a choice. A closed month, and a row that is not there any more, is refused by itself.

    Raises AccessDenied.
    """
    require_writer(actor, unit_id)
    saved = Saved(uuid4())
    entries = _locked(unit_id, year, {one.entry_id for one in writes})
    closed = closed_through()
    for one in writes:
        entry = entries.get(one.entry_id)
        if entry is None or entry.removed_at is not None:
            saved.refused.append((one, "Rækken er fjernet. Hent siden igen."))
        elif is_closed(year=year, month=one.month, closed=closed):
            saved.refused.append((one, CLOSED))
        elif reason := _why_absurd(entry, one):
            saved.refused.append((one, reason))
        else:
            _put(actor=actor, entry=entry, one=one, saved=saved, at=at)
    _record(actor=actor, unit_id=unit_id, year=year, saved=saved, at=at)
    return saved


@transaction.atomic
def add_entries(*, actor: Actor, unit_id: UUID, year: int, new: Sequence[NewEntry], at: dt.datetime) -> list[Entry]:
    """New rows, last in their category. Raises AccessDenied, and EntryRefused for a category that is not in use, for a
    month that is closed and for a value that cannot be meant."""
    require_writer(actor, unit_id)
    Unit.objects.select_for_update().get(pk=unit_id)  # two who add at once get their places one after the other
    position = Entry.objects.filter(unit_id=unit_id, year=year).count()
    categories = {one.pk: one for one in EntryCategory.objects.filter(is_active=True)}
    saved, made, closed = Saved(uuid4()), [], closed_through()
    for place, one in enumerate(new):
        if any(is_closed(year=year, month=month, closed=closed) for month, _ in one.values):
            raise EntryRefused(CLOSED)
        for _, value in one.values:
            if reason := why_absurd(value=value, rate_oere=one.rate_oere):
                raise EntryRefused(reason)
        category = categories.get(one.category_id)
        if category is None:
            raise EntryRefused("Kategorien er ikke i brug længere. Vælg en anden.")
        entry = Entry.objects.create(
            unit_id=unit_id,
            year=year,
            category=category,
            text=one.text,
            account=one.account,
            rate_oere=one.rate_oere,
            comment=one.comment,
            confidence=one.confidence,
            copied_from=one.copied_from,
            created_at=at,
            position=position + place,
        )
        _note(actor=actor, entry=entry, one=Write(entry.pk, THERE, "1", None), before=None, saved=saved, at=at)
        for month, value in one.values:
            _put(actor=actor, entry=entry, one=Write(entry.pk, CELL, kept(value), None, month), saved=saved, at=at)
        made.append(entry)
    _record(actor=actor, unit_id=unit_id, year=year, saved=saved, at=at)
    return made


def remove_entry(*, actor: Actor, entry: Entry, at: dt.datetime) -> Saved:
    """Takes a row off the sheet; it is kept with its history, and undoing brings it back. Raises AccessDenied."""
    gone = Write(entry.pk, THERE, None, "1")
    return write(actor=actor, unit_id=entry.unit_id, year=entry.year, writes=[gone], at=at)


@transaction.atomic
def undo(*, actor: Actor, unit_id: UUID, year: int, batch: UUID, at: dt.datetime) -> Saved:
    """Takes back what the actor changed in one go within the last day, but for what somebody has changed after and for
    closed months: that is refused by itself.

    Raises AccessDenied, and EntryRefused where there is nothing of the actor's to undo.
    """
    require_writer(actor, unit_id)
    own = own_changes(actor=actor, unit_id=unit_id, year=year, at=at).filter(batch=batch)
    changes = list(own.select_for_update(of=("self",)).order_by("-pk"))
    if not changes:
        raise EntryRefused("Der er ikke noget at fortryde.")
    return _take_back(actor=actor, unit_id=unit_id, year=year, changes=changes, at=at, is_undone=True)


@transaction.atomic
def redo(*, actor: Actor, unit_id: UUID, year: int, batch: UUID, at: dt.datetime) -> Saved:
    """Puts back what an undo of the actor's took (`batch` is the undo's), but for what somebody has changed after and
    for closed months: that is refused by itself. What is put back can be undone again.

    Raises AccessDenied, and EntryRefused where there is nothing to do again.
    """
    require_writer(actor, unit_id)
    own = own_undone(actor=actor, unit_id=unit_id, year=year, at=at).filter(batch=batch)
    changes = list(own.select_for_update(of=("self",)).order_by("-pk"))
    if not changes:
        raise EntryRefused("Der er ikke noget at gøre om.")
    return _take_back(actor=actor, unit_id=unit_id, year=year, changes=changes, at=at, is_undone=False)


def _take_back(
    *, actor: Actor, unit_id: UUID, year: int, changes: Sequence[EntryChange], at: dt.datetime, is_undone: bool
) -> Saved:
    """Writes the opposite of each change. `is_undone`: what is written is an undo, and not to be undone itself."""
    entries = _locked(unit_id, year, {change.entry_id for change in changes})
    planned = {pk: set(_months(entry)) for pk, entry in entries.items()}
    left = kept_in_undo(actor=actor, year=year, changes=changes, planned=planned, closed=closed_through())
    saved = Saved(uuid4())
    for change in changes:
        back = Write(change.entry_id, change.field, change.before, change.after, change.month)
        entry = entries[change.entry_id]
        if change.pk in left:
            saved.refused.append((back, left[change.pk]))
            continue
        if _current(entry, back) != change.after:
            saved.refused.append((back, "Der er skrevet noget andet siden."))
            continue
        if _is_too_much(entry, back):
            saved.refused.append((back, TOO_MUCH))
            continue
        _set(entry, back, at)
        _note(
            actor=actor,
            entry=entry,
            one=back,
            before=change.after,
            saved=saved,
            at=at,
            undone_at=at if is_undone else None,
        )
        change.undone_at = at
    EntryChange.objects.bulk_update(changes, ["undone_at"])
    _record(actor=actor, unit_id=unit_id, year=year, saved=saved, at=at)
    return saved


@transaction.atomic
def settle(*, actor: Actor, change: EntryChange, takes_it: bool, at: dt.datetime) -> None:
    """Chooses between what stands and what waits; both stay in the history.

    Raises AccessDenied, and EntryRefused where somebody has chosen already, for what waits in a closed month, and for
    what cannot be meant.
    """
    entry = change.entry
    require_writer(actor, entry.unit_id)
    locked = _locked(entry.unit_id, entry.year, {entry.pk})[entry.pk]
    fresh = EntryChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if fresh.state != ChangeState.WAITING.value:
        raise EntryRefused("Der er allerede valgt. Intet er ændret.")
    if takes_it and is_closed(year=entry.year, month=fresh.month, closed=closed_through()):
        raise EntryRefused(CLOSED)
    wanted = Write(entry.pk, fresh.field, fresh.after, None, fresh.month)
    if takes_it and (reason := _why_absurd(locked, wanted)):
        raise EntryRefused(reason)
    fresh.state = (ChangeState.CHOSEN if takes_it else ChangeState.DROPPED).value
    fresh.save(update_fields=["state"])
    saved = Saved(uuid4())
    if takes_it:
        one = Write(entry.pk, fresh.field, fresh.after, None, fresh.month)
        before = _current(locked, one)
        if before != fresh.after:
            _set(locked, one, at)
            _note(actor=actor, entry=locked, one=one, before=before, saved=saved, at=at)
    _record(actor=actor, unit_id=entry.unit_id, year=entry.year, saved=saved, at=at)


def _why_absurd(entry: Entry, one: Write) -> str:
    """Why what is written in the row cannot be meant; of a rate, what its months would come to."""
    if one.field == CELL:
        return why_absurd(value=unkept(one.after), rate_oere=entry.rate_oere)
    if one.field == "rate" and one.after is not None:
        return TOO_MUCH if comes_to_too_much(values=_values(entry).values(), rate_oere=int(one.after)) else ""
    return ""


def _is_too_much(entry: Entry, one: Write) -> bool:
    """Whether a cell of the row would come to more than an amount may be."""
    if one.field == CELL:
        return is_too_much(value=unkept(one.after), rate_oere=entry.rate_oere)
    if one.field == "rate" and one.after is not None:
        return any(is_too_much(value=value, rate_oere=int(one.after)) for value in _values(entry).values())
    return False


def _locked(unit_id: UUID, year: int, ids: Iterable[UUID]) -> dict[UUID, Entry]:
    """The rows with their months, locked in one order so that two who write at once wait and never stop each other."""
    entries = Entry.objects.select_for_update(of=("self",)).filter(unit_id=unit_id, year=year, pk__in=set(ids))
    found = list(entries.select_related("category").order_by("pk"))
    # After the lock: another's months are in by now.
    months: dict[UUID, dict[int, EntryMonth]] = {entry.pk: {} for entry in found}
    for month in EntryMonth.objects.filter(entry__in=months):
        months[month.entry_id][month.month] = month
    for entry in found:
        entry.by_month = months[entry.pk]  # type: ignore[attr-defined]
    return {entry.pk: entry for entry in found}


def _put(*, actor: Actor, entry: Entry, one: Write, saved: Saved, at: dt.datetime) -> None:
    before = _current(entry, one)
    if before == one.after:
        return  # the same again: an answer that got lost, or two who agree
    if before != one.seen:
        waiting = EntryChange.objects.filter(
            entry=entry,
            field=one.field,
            month=one.month,
            after=one.after,
            person_id=actor.person_id,  # type: ignore[misc]
            state=ChangeState.WAITING.value,
        ).first()
        if waiting is None:
            waiting = _note(
                actor=actor, entry=entry, one=one, before=one.seen, saved=saved, at=at, state=ChangeState.WAITING
            )
        else:
            saved.waiting.append(waiting)
        return
    _set(entry, one, at)
    _note(actor=actor, entry=entry, one=one, before=before, saved=saved, at=at)


def _current(entry: Entry, one: Write) -> str | None:
    if one.field != CELL:
        return current_of(entry, one.field)
    month = _months(entry).get(one.month or 0)
    if month is None:
        return None
    return kept(value_of(quantity=month.quantity, amount_oere=month.amount_oere, is_income=entry.category.is_income))


def _set(entry: Entry, one: Write, at: dt.datetime) -> None:
    if one.field == CELL:
        _set_month(entry, one.month or 0, unkept(one.after))
        return
    if one.field == THERE:
        entry.removed_at = None if one.after else at
    elif one.field == "rate":
        entry.rate_oere = None if one.after is None else int(one.after)
    elif one.field == "category":
        values = _values(entry)
        entry.category = EntryCategory.objects.get(pk=int(one.after or 0))
        entry.save(update_fields=["category"])
        _reckon(entry, values)
        return
    else:
        setattr(entry, one.field, one.after or "")
    name = {THERE: "removed_at", "rate": "rate_oere"}.get(one.field, one.field)
    entry.save(update_fields=[name])
    if one.field == "rate":
        _reckon(entry, _values(entry))


def _values(entry: Entry) -> dict[int, Decimal]:
    return {
        number: value_of(quantity=row.quantity, amount_oere=row.amount_oere, is_income=entry.category.is_income)
        for number, row in _months(entry).items()
    }


def _reckon(entry: Entry, values: dict[int, Decimal]) -> None:
    """What stands in the cells stays, what it comes to follows the new rate or category."""
    for number, value in values.items():
        _set_month(entry, number, value)


def _set_month(entry: Entry, number: int, value: Decimal | None) -> None:
    months = _months(entry)
    if value is None:
        months.pop(number).delete()
        return
    row = months.get(number) or EntryMonth(entry=entry, month=number)
    row.quantity = None if entry.rate_oere is None else value
    row.amount_oere = amount_of(value=value, rate_oere=entry.rate_oere, is_income=entry.category.is_income)
    row.save()
    months[number] = row


def _months(entry: Entry) -> dict[int, EntryMonth]:
    if not hasattr(entry, "by_month"):
        entry.by_month = {}  # type: ignore[attr-defined]
    return entry.by_month  # type: ignore[attr-defined,no-any-return]


def _note(
    *,
    actor: Actor,
    entry: Entry,
    one: Write,
    before: str | None,
    saved: Saved,
    at: dt.datetime,
    state: ChangeState = ChangeState.APPLIED,
    undone_at: dt.datetime | None = None,
) -> EntryChange:
    change = EntryChange.objects.create(
        entry=entry,
        batch=saved.batch,
        field=one.field,
        month=one.month,
        before=before,
        after=one.after,
        state=state.value,
        person_id=actor.person_id,
        at=at,
        undone_at=undone_at,
    )
    (saved.applied if state is ChangeState.APPLIED else saved.waiting).append(change)
    return change


def _record(*, actor: Actor, unit_id: UUID, year: int, saved: Saved, at: dt.datetime) -> None:
    if not saved.applied and not saved.waiting:
        return
    record(
        actor=actor,
        at=at,
        action="forecast.write_entries",
        object_kind="unit",
        object_id=unit_id,
        data={"year": year, "batch": str(saved.batch), "changes": len(saved.applied), "waiting": len(saved.waiting)},
    )
