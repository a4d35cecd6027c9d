"""The leader's sheet comes back from a spreadsheet, with each change and each fault by its cell."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from chefforum.calc.danish_dates import MONTHS as MONTH_NAMES
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.imports.tables import tables_of
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish

from ..access import may_write
from ..models import EntryCategory
from ..queries.entries import SheetRow, current_of, list_categories, rows_of, template_rates, told
from ..queries.ledger_side import closed_through
from ..rules.entries import CELL, FIELD_NAMES, comes_to_too_much, kept, read_cell, why_absurd, written
from ..rules.sheet import FIRST_MONTH, RATE, NotASheet, ReadSheet, SheetLine, cell_name, read_sheet
from ..services.entries import TOO_MUCH, NewEntry, Write, add_entries, write


def read_leader_sheet(
    *,
    actor: Actor,
    content: bytes,
    filename: str,
    options: Mapping[str, Any],
    at: dt.datetime,
    progress: Any = None,
) -> registry.Preview:
    """What the sheet would change, with every problem by its cell. Raises UnreadableFile."""
    try:
        read = read_sheet(tables_of(content)[0])
    except NotASheet as wrong:
        raise registry.UnreadableFile(str(wrong)) from None
    unit = next((one for one in tree_on(timezone.localdate(at)).units if one.code == read.unit_code), None)
    if unit is None or not may_write(actor, unit.id):
        raise registry.UnreadableFile(
            f"Arket hører til enheden {read.unit_code}, som ikke findes, eller som du ikke kan skrive for."
        )
    fingerprint = _sheet_fingerprint(unit.id, read.year)
    rates = template_rates(on=timezone.localdate(at))
    compared = _Compared(read, rows_of(unit_id=unit.id, year=read.year), closed_through(), rates)
    return registry.Preview(
        summary=(
            f"{unit.name}, {read.year}: {danish.counted(len(read.lines), 'række,rækker')} læst",
            f"{danish.counted(len(compared.writes), 'felt,felter')} ændres, "
            f"{danish.counted(len(compared.new), 'ny række,nye rækker')}",
        ),
        payload={
            "unit": str(unit.id),
            "year": read.year,
            "writes": [[str(one.entry_id), one.field, one.after, one.seen, one.month] for one in compared.writes],
            "new": [_new_json(one) for one in compared.new],
        },
        fingerprint=fingerprint,
        changes=tuple(compared.changes),
        problems=tuple(sorted(compared.problems, key=lambda one: one.line or 0)),
        nothing_to_do=not compared.changes,
    )


class _Compared:
    """The sheet that came beside the sheet that stands."""

    def __init__(self, read: ReadSheet, rows: Sequence[SheetRow], closed: int | None, rates: Mapping[int, int]) -> None:
        self.year, self.closed, self.rates = read.year, closed, rates
        self.rows = {row.entry.pk: row for row in rows}
        self.categories = {name.casefold(): one for one in list_categories() for name in (one.code, one.name)}
        self.writes: list[Write] = []
        self.new: list[NewEntry] = []
        self.changes: list[registry.Change] = []
        self.problems = [registry.Problem(str(one), one.line, registry.Level.ERROR) for one in read.problems]
        for line in read.lines:
            if line.entry_id is None:
                self._new(line)
            elif line.entry_id in self.rows:
                self._same(line, self.rows[line.entry_id])
            else:
                self._problem(line, 0, "Rækken findes ikke længere. Den er sprunget over.")
        missing = set(self.rows) - {line.entry_id for line in read.lines}
        if missing:
            stays = danish.plural(len(missing), "Den bliver stående: fjern den,De bliver stående: fjern dem")
            ending = danish.plural(len(missing), "hvis den skal væk,hvis de skal væk")
            count = danish.counted(len(missing), "række,rækker")
            text = f"{count} er ikke i filen. {stays} på siden, {ending}."
            self.problems.append(registry.Problem(text, level=registry.Level.NOTE))

    def _problem(self, line: SheetLine, column: int, text: str) -> None:
        told_text = f"Celle {cell_name(line.line - 1, column)}: {text}"
        self.problems.append(registry.Problem(told_text, line.line, registry.Level.ERROR))

    def _is_closed(self, month: int) -> bool:
        return self.closed is not None and self.year * 100 + month <= self.closed

    def _same(self, line: SheetLine, row: SheetRow) -> None:
        entry = row.entry
        rate_oere = entry.rate_oere
        said: dict[str, str | None] = {"text": line.text, "comment": line.comment}
        if entry.rate_oere is None and line.rate is not None:
            self._problem(line, RATE, "Rækken er i kroner og kan ikke få en sats. Lav en ny række.")
        elif entry.rate_oere is not None and RATE not in line.wrong:
            if line.rate is None:
                self._problem(line, RATE, "Satsen mangler.")
            elif comes_to_too_much(values=line.values, rate_oere=int(line.rate * 100)):
                self._problem(line, RATE, TOO_MUCH)
            else:
                rate_oere = int(line.rate * 100)
                said["rate"] = str(rate_oere)
        for name, after in said.items():
            before = current_of(entry, name)
            if (before or "").replace("\r\n", "\n") != (after or ""):
                self._write(row, Write(entry.pk, name, after, before))
        for cell, value in zip(row.cells, line.values, strict=True):
            column = FIRST_MONTH + cell.month - 1
            if column in line.wrong or cell.text == written(value):
                continue
            if self._is_closed(cell.month):
                self._problem(line, column, "Måneden er lukket i regnskabet, så planen for den kan ikke ændres.")
                continue
            if reason := why_absurd(value=value, rate_oere=rate_oere):
                self._problem(line, column, reason)
                continue
            before = self._kept(row, cell.month)
            self._write(row, Write(entry.pk, CELL, kept(value), before, cell.month))

    def _kept(self, row: SheetRow, month: int) -> str | None:
        return kept(read_cell(row.cells[month - 1].text))

    def _write(self, row: SheetRow, one: Write) -> None:
        self.writes.append(one)
        where = MONTH_NAMES[one.month - 1] if one.month else FIELD_NAMES[one.field].lower()
        before, after = told(one.field, one.seen), told(one.field, one.after)
        self.changes.append(registry.Change(f"{row.name}, {where}", registry.ChangeKind.CHANGED, before, after))

    def _new(self, line: SheetLine) -> None:
        category = self.categories.get(line.category.casefold())
        if category is None:
            self._problem(line, 1, f"Kategorien “{line.category[:40]}” findes ikke. Rækken er sprunget over.")
            return
        if RATE in line.wrong:
            self._problem(line, RATE, "Rækken er ny og er sprunget over, fordi satsen ikke kan bruges.")
            return
        rate_oere = self.rates.get(category.pk) if line.rate is None else int(line.rate * 100)
        values = []
        for month, value in enumerate(line.values, 1):
            if value is None:
                continue
            if self._is_closed(month):
                self._problem(line, FIRST_MONTH + month - 1, "Måneden er lukket i regnskabet.")
            elif reason := why_absurd(value=value, rate_oere=rate_oere):
                self._problem(line, FIRST_MONTH + month - 1, reason)
            else:
                values.append((month, value))
        entry = NewEntry(
            category_id=category.pk,
            text=line.text,
            rate_oere=rate_oere,
            comment=line.comment,
            copied_from="Excel",
            values=tuple(values),
        )
        self.new.append(entry)
        told_months = "\n".join(
            f"{MONTH_NAMES[month - 1]}: {written(value)} {_counted_in(category, rate_oere)}" for month, value in values
        )
        name = f"{category.name}: {line.text}" if line.text else category.name
        self.changes.append(registry.Change(name, registry.ChangeKind.ADDED, "", told_months or "uden tal"))


def _counted_in(category: EntryCategory, rate_oere: int | None) -> str:
    """ "timer à 380 kr.", or "kr." where the row is in kroner."""
    return "kr." if rate_oere is None else f"{category.unit_name or 'stk.'} à {told('rate', str(rate_oere))}"


def _new_json(one: NewEntry) -> dict[str, Any]:
    return dataclasses.asdict(one) | {"values": [[month, str(value)] for month, value in one.values]}


def _sheet_fingerprint(unit_id: UUID, year: int) -> str:
    said = [
        (
            str(row.entry.pk),
            row.entry.text,
            row.entry.comment,
            row.entry.rate_oere,
            row.entry.category_id,
            [cell.text for cell in row.cells],
        )
        for row in rows_of(unit_id=unit_id, year=year)
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def fingerprint_of_sheet(payload: Any) -> str:
    """The sheet as it stands."""
    return _sheet_fingerprint(UUID(payload["unit"]), payload["year"])


def apply_leader_sheet(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out, each change with its row in the history. Raises AccessDenied."""
    unit_id, year = UUID(payload["unit"]), payload["year"]
    writes = [Write(UUID(entry), name, after, seen, month) for entry, name, after, seen, month in payload["writes"]]
    new = [
        NewEntry(**one | {"values": tuple((month, Decimal(value)) for month, value in one["values"])})
        for one in payload["new"]
    ]
    saved = write(actor=actor, unit_id=unit_id, year=year, writes=writes, at=at)
    made = add_entries(actor=actor, unit_id=unit_id, year=year, new=new, at=at)
    link = registry.Link("Se posterne", f"{reverse('forecast:entries', args=[unit_id])}?aar={year}")
    return registry.Receipt(
        (
            f"{danish.counted(len(saved.applied), 'felt,felter')} ændret, "
            f"{danish.counted(len(made), 'ny række,nye rækker')}",
        ),
        (link,),
    )
