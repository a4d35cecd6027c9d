"""The leader's sheet: entries by month with their sums, what waits for a choice, and who changed what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from chefforum.calc.danish_dates import MONTHS as MONTH_NAMES
from chefforum.kernel.access.rules import Actor

from ..access import may_read
from ..models import CategoryRate, Entry, EntryCategory, EntryChange
from ..rules.entries import (
    CELL,
    CONFIDENCE_NAMES,
    FIELD_NAMES,
    MONTHS,
    THERE,
    ChangeState,
    Confidence,
    unkept,
    value_of,
    written,
)
from .ledger_side import closed_through
from .units import Workplace, find_workplace


class EntryNotFound(LookupError):
    """No such entry, or the actor may not know of it."""


@dataclass(frozen=True)
class Cell:
    """A month of a row as it stands: `text` is what is written, `amount_oere` None where nothing is planned."""

    entry_id: UUID
    month: int
    text: str
    amount_oere: int | None
    is_closed: bool

    @property
    def name(self) -> str:
        return f"c-{self.entry_id}-{self.month}"

    @property
    def seen_name(self) -> str:
        return f"s-{self.entry_id}-{self.month}"


@dataclass(frozen=True)
class SheetRow:
    entry: Entry
    cells: tuple[Cell, ...]

    @property
    def total_oere(self) -> int | None:
        return summed(cell.amount_oere for cell in self.cells)

    @property
    def confidence_name(self) -> str:
        return CONFIDENCE_NAMES[Confidence(self.entry.confidence)] if self.entry.confidence else ""

    @property
    def name(self) -> str:
        return name_of_entry(self.entry)


@dataclass(frozen=True)
class Waiting:
    """Two wrote in one place: what stands there now, and what is kept beside it."""

    change: EntryChange
    place: str
    now: str
    now_by: str
    other: str


@dataclass(frozen=True)
class Sheet:
    place: Workplace
    year: int
    rows: tuple[SheetRow, ...]
    waiting: tuple[Waiting, ...] = ()
    closed: int | None = None
    categories: tuple[EntryCategory, ...] = field(default=())

    @property
    def month_totals(self) -> list[int | None]:
        return [summed(row.cells[month - 1].amount_oere for row in self.rows) for month in MONTHS]

    @property
    def total_oere(self) -> int | None:
        return summed(self.month_totals)


def name_of_entry(entry: Entry) -> str:
    """ "Vikarer: barsel hos 3. b"."""
    return f"{entry.category.name}: {entry.text}" if entry.text else entry.category.name


def summed(amounts: Iterable[int | None]) -> int | None:
    """The sum of what is there; None where nothing is."""
    there = [amount for amount in amounts if amount is not None]
    return sum(there) if there else None


def sheet_of(*, actor: Actor, unit_id: UUID, year: int, on: dt.date) -> Sheet:
    """Raises UnitNotFound."""
    place = find_workplace(actor=actor, unit_id=unit_id, on=on)
    closed = closed_through()
    rows = rows_of(unit_id=unit_id, year=year, closed=closed)
    return Sheet(
        place=place,
        year=year,
        rows=rows,
        waiting=waiting_of(rows),
        closed=closed,
        categories=tuple(EntryCategory.objects.filter(is_active=True)) if place.may_write else (),
    )


def rows_of(*, unit_id: UUID, year: int, closed: int | None = None) -> tuple[SheetRow, ...]:
    """Two queries. The caller has asked whether the unit may be read."""
    entries = Entry.objects.filter(unit_id=unit_id, year=year, removed_at=None)
    found = entries.select_related("category").prefetch_related("months")
    return tuple(SheetRow(entry, cells_of(entry, closed)) for entry in found)


def cells_of(entry: Entry, closed: int | None = None) -> tuple[Cell, ...]:
    """The twelve months of an entry whose months are fetched."""
    there = {month.month: month for month in entry.months.all()}
    cells = []
    for month in MONTHS:
        row = there.get(month)
        cells.append(
            Cell(
                entry_id=entry.pk,
                month=month,
                text=written(
                    value_of(quantity=row.quantity, amount_oere=row.amount_oere, is_income=entry.category.is_income)
                )
                if row
                else "",
                amount_oere=row.amount_oere if row else None,
                is_closed=closed is not None and entry.year * 100 + month <= closed,
            )
        )
    return tuple(cells)


def waiting_of(rows: Sequence[SheetRow]) -> tuple[Waiting, ...]:
    """What waits for a choice in the rows, oldest first, with who wrote what stands there now. Two queries at most."""
    of = {row.entry.pk: row for row in rows}
    changes = EntryChange.objects.filter(entry__in=of, state=ChangeState.WAITING.value).select_related("person")
    found = list(changes.order_by("at", "pk"))
    writers = _last_writers({change.entry_id for change in found}) if found else {}
    return tuple(
        _waiting(change, of[change.entry_id], writers.get((change.entry_id, change.field, change.month), ""))
        for change in found
    )


def _last_writers(entry_ids: set[UUID]) -> dict[tuple[UUID, str, int | None], str]:
    """Who wrote what stands in each place of the entries now."""
    stands = [ChangeState.APPLIED.value, ChangeState.CHOSEN.value]
    changes = EntryChange.objects.filter(entry__in=entry_ids, state__in=stands).order_by("at", "pk")
    rows = changes.values_list("entry_id", "field", "month", "person__name")
    return {(entry_id, name, month): writer or "" for entry_id, name, month, writer in rows}


def _waiting(change: EntryChange, row: SheetRow, now_by: str) -> Waiting:
    now = row.cells[change.month - 1].text if change.month else told(change.field, current_of(row.entry, change.field))
    return Waiting(
        change=change,
        place=place_of(row.name, change),
        now=now,
        now_by=now_by,
        other=told(change.field, change.after),
    )


def place_of(name: str, change: EntryChange) -> str:
    """Where a change was made, in words."""
    return f"{name}, {MONTH_NAMES[change.month - 1] if change.month else FIELD_NAMES[change.field].lower()}"


def current_of(entry: Entry, name: str) -> str | None:
    """A field of an entry as the history keeps it."""
    match name:
        case "category":
            return str(entry.category_id)
        case "rate":
            return None if entry.rate_oere is None else str(entry.rate_oere)
        case "there":
            return None if entry.removed_at else "1"
    return getattr(entry, name)


def told(name: str, value: str | None) -> str:
    """A kept value in words."""
    if name == CELL:
        return written(unkept(value))
    if name == "rate" and value is not None:
        return f"{written(Decimal(value) / 100)} kr."
    if name == "confidence" and value:
        return CONFIDENCE_NAMES[Confidence(value)]
    if name == "there":
        return "på arket" if value else "fjernet"
    return value or ""


def find_entry(*, actor: Actor, entry_id: UUID) -> Entry:
    """Raises EntryNotFound."""
    found = Entry.objects.select_related("category", "unit").prefetch_related("months").filter(pk=entry_id).first()
    if found is None or not may_read(actor, found.unit_id):
        raise EntryNotFound(entry_id)
    return found


def find_waiting(*, actor: Actor, change_id: int) -> EntryChange:
    """A change that waits for a choice. Raises EntryNotFound."""
    change = EntryChange.objects.select_related("entry").filter(pk=change_id).first()
    if change is None or not may_read(actor, change.entry.unit_id):
        raise EntryNotFound(change_id)
    return change


@dataclass(frozen=True)
class HistoryLine:
    at: dt.datetime
    who: str
    place: str
    before: str
    after: str
    state: str
    is_undone: bool


def history_of(*, actor: Actor, unit_id: UUID, year: int, on: dt.date) -> QuerySet[EntryChange]:
    """Every change of the unit's entries of the year, newest first. Raises UnitNotFound."""
    find_workplace(actor=actor, unit_id=unit_id, on=on)
    return EntryChange.objects.filter(entry__unit_id=unit_id, entry__year=year).select_related(
        "entry__category", "person"
    )


def history_lines(changes: Iterable[EntryChange]) -> list[HistoryLine]:
    """The changes of a page in words. One query for the names of categories."""
    categories = dict(EntryCategory.objects.values_list("pk", "name"))

    def words(change: EntryChange, value: str | None) -> str:
        return categories.get(int(value), "") if change.field == "category" and value else told(change.field, value)

    def is_new(change: EntryChange) -> bool:
        return change.field == THERE and change.before is None and change.at == change.entry.created_at

    return [
        HistoryLine(
            at=change.at,
            who=change.person.name if change.person else "Kommandolinjen",
            place=place_of(
                f"{change.entry.category.name}{': ' if change.entry.text else ''}{change.entry.text}", change
            ),
            before="" if is_new(change) else words(change, change.before),
            after="tilføjet" if is_new(change) else words(change, change.after),
            state="" if change.state == ChangeState.APPLIED.value else change.get_state_display(),
            is_undone=change.undone_at is not None,
        )
        for change in changes
    ]


def list_categories(*, only_active: bool = True) -> QuerySet[EntryCategory]:
    found = EntryCategory.objects.all()
    return found.filter(is_active=True) if only_active else found


def template_rates(*, on: dt.date) -> dict[int, int]:
    """Each category's rate in øre on the day; a category without one is not in the answer."""
    rates = CategoryRate.objects.filter(valid_from__lte=on).order_by("valid_from")
    return dict(rates.values_list("category_id", "rate_oere"))
