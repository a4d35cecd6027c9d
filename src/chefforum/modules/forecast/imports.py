"""Files that come in: pay tables, and the leader's sheet filled in in a spreadsheet. Read, shown, then carried out."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineError, CalamineWorkbook

from chefforum.calc.danish_dates import MONTHS as MONTH_NAMES
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports import registry
from chefforum.kernel.organisation.queries import tree_on

from .access import may_write
from .queries.entries import SheetRow, current_of, list_categories, rows_of, told
from .queries.ledger_side import closed_through
from .queries.pay_tables import fingerprint_of_tables, pay_rows
from .queries.units import require_keeper
from .rules.entries import CELL, FIELD_NAMES, kept, read_cell, written
from .rules.pay_rows import PAY_KIND_NAMES, RULE_NAMES, NoHeads, PayKind, PayRow, PayRule, read_pay_rows
from .rules.sheet import FIRST_MONTH, RATE, Cell, NotASheet, ReadSheet, SheetLine, cell_name, read_sheet
from .services.entries import NewEntry, Write, add_entries, write
from .services.pay_tables import keep_pay_rows

ZIP_BEGINS = b"PK\x03\x04"
MOST_UNPACKED_BYTES = 100 * 1024 * 1024


def tables_of(content: bytes) -> list[list[list[Cell]]]:
    """The sheets of an XLSX, or a CSV as one. CSV is UTF-8 or Windows-1252, parted by semicolon, comma or tab.

    Raises UnreadableFile.
    """
    if not content.strip():
        raise registry.UnreadableFile("Filen er tom.")
    if not content.startswith(ZIP_BEGINS):
        return [_csv_table(content)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED_BYTES:
                raise registry.UnreadableFile("Regnearket er for stort, når det pakkes ud.")
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except (CalamineError, zipfile.BadZipFile) as error:
        raise registry.UnreadableFile("Regnearket kan ikke læses. Gem det igen som XLSX.") from error
    return [[list(row) for row in sheet] for sheet in sheets]


def _csv_table(content: bytes) -> list[list[Cell]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise registry.UnreadableFile("Filen er ikke tekst. Gem den som CSV eller XLSX, og prøv igen.")
    head = next((line for line in text.splitlines() if line.strip()), "")
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=max(";\t,", key=head.count))]
    except csv.Error as error:
        raise registry.UnreadableFile("Filen kan ikke læses som CSV. Gem den igen fra regnearket.") from error


class PayTableOptions(forms.Form):
    """What an import of pay tables asks besides the file."""

    is_complete = forms.BooleanField(
        label="Filen er alle satser",
        required=False,
        help_text="Rækker, der ikke er i filen, fjernes.",
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


def read_pay_tables(
    *,
    actor: Actor,
    content: bytes,
    filename: str,
    options: Mapping[str, Any],
    at: dt.datetime,
    progress: Any = None,
) -> registry.Preview:
    """What the file would change in the tables; bad lines are told, and left out.

    Raises UnreadableFile, AccessDenied.
    """
    require_keeper(actor=actor, on=timezone.localdate(at))
    fingerprint, there = fingerprint_of_tables(), pay_rows()
    try:
        rows, problems = read_pay_rows(tables_of(content)[0])
    except NoHeads:
        raise registry.UnreadableFile(
            "Filen har ingen linje med kolonnernes navne. Den skal mindst have Tabel og Gælder fra."
        ) from None
    read = {row.key: row for row in rows}
    gone = [key for key in there if key not in read] if options.get("is_complete") and not problems else []
    changed = [row for row in rows if there.get(row.key) != row]
    changes = [_pay_change(there.get(row.key), row) for row in changed] + [
        _pay_change(there[key], None) for key in gone
    ]
    return registry.Preview(
        summary=(f"{len(rows)} rækker læst", f"{len(changed)} nye eller ændrede, {len(gone)} udgår"),
        payload={"rows": [_pay_json(row) for row in changed], "gone": [list(key) for key in gone]},
        fingerprint=fingerprint,
        changes=tuple(changes),
        problems=tuple(registry.Problem(one.text, one.line, registry.Level.ERROR) for one in problems),
        nothing_to_do=not changes,
    )


def _pay_change(before: PayRow | None, after: PayRow | None) -> registry.Change:
    row = after or before
    assert row is not None
    kinds = registry.ChangeKind
    kind = kinds.REMOVED if after is None else kinds.ADDED if before is None else kinds.CHANGED
    where = " ".join(part for part in (PAY_KIND_NAMES[row.kind], row.group, row.step) if part)
    return registry.Change(f"{where} fra {row.valid_from:%d-%m-%Y}", kind, _pay_words(before), _pay_words(after))


def _pay_words(row: PayRow | None) -> str:
    if row is None:
        return ""
    said = [
        f"{written(Decimal(row.amount_oere) / 100)} kr." if row.amount_oere is not None else "",
        f"{str(row.pct).replace('.', ',')} %" if row.pct is not None else "",
        f"{row.days} dage" if row.days is not None else "",
        RULE_NAMES[PayRule(row.rule)].lower() if row.rule else "",
        f"konto {row.account}" if row.account else "",
    ]
    return ", ".join(one for one in said if one)


def _pay_json(row: PayRow) -> dict[str, Any]:
    return dataclasses.asdict(row) | {
        "kind": row.kind.value,
        "valid_from": row.valid_from.isoformat(),
        "pct": None if row.pct is None else str(row.pct),
    }


def fingerprint_of_pay_tables(payload: Any) -> str:
    return fingerprint_of_tables()


def apply_pay_tables(*, actor: Actor, payload: Any, at: dt.datetime, progress: Any = None) -> registry.Receipt:
    """Carries the preview out. Raises AccessDenied."""
    rows = [
        PayRow(
            **one
            | {
                "kind": PayKind(one["kind"]),
                "valid_from": dt.date.fromisoformat(one["valid_from"]),
                "pct": None if one["pct"] is None else Decimal(one["pct"]),
            }
        )
        for one in payload["rows"]
    ]
    gone = [(kind, group, step, day) for kind, group, step, day in payload["gone"]]
    keep_pay_rows(actor=actor, rows=rows, gone=gone, at=at, on=timezone.localdate(at))
    link = registry.Link("Se lønsatserne", reverse("forecast:pay_tables"))
    return registry.Receipt((f"{len(rows)} rækker er nye eller ændrede, {len(gone)} er fjernet",), (link,))


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
    compared = _Compared(read, rows_of(unit_id=unit.id, year=read.year), closed_through())
    return registry.Preview(
        summary=(
            f"{unit.name}, {read.year}: {len(read.lines)} rækker læst",
            f"{len(compared.writes)} felter ændres, {len(compared.new)} nye rækker",
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

    def __init__(self, read: ReadSheet, rows: Sequence[SheetRow], closed: int | None) -> None:
        self.year, self.closed = read.year, closed
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
            text = f"{len(missing)} rækker er ikke i filen. De bliver stående: fjern dem på siden, hvis de skal væk."
            self.problems.append(registry.Problem(text, level=registry.Level.NOTE))

    def _problem(self, line: SheetLine, column: int, text: str) -> None:
        told_text = f"Celle {cell_name(line.line - 1, column)}: {text}"
        self.problems.append(registry.Problem(told_text, line.line, registry.Level.ERROR))

    def _is_closed(self, month: int) -> bool:
        return self.closed is not None and self.year * 100 + month <= self.closed

    def _same(self, line: SheetLine, row: SheetRow) -> None:
        entry = row.entry
        said: dict[str, str | None] = {"text": line.text, "comment": line.comment}
        if entry.rate_oere is None and line.rate is not None:
            self._problem(line, RATE, "Rækken er i kroner og kan ikke få en sats. Lav en ny række.")
        elif entry.rate_oere is not None and RATE not in line.wrong:
            if line.rate is None:
                self._problem(line, RATE, "Satsen mangler.")
            else:
                said["rate"] = str(int(line.rate * 100))
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
        values = []
        for month, value in enumerate(line.values, 1):
            if value is None:
                continue
            if self._is_closed(month):
                self._problem(line, FIRST_MONTH + month - 1, "Måneden er lukket i regnskabet.")
            else:
                values.append((month, value))
        entry = NewEntry(
            category_id=category.pk,
            text=line.text,
            rate_oere=None if line.rate is None else int(line.rate * 100),
            comment=line.comment,
            copied_from="Excel",
            values=tuple(values),
        )
        self.new.append(entry)
        told_months = "\n".join(f"{MONTH_NAMES[month - 1]}: {written(value)}" for month, value in values)
        name = f"{category.name}: {line.text}" if line.text else category.name
        self.changes.append(registry.Change(name, registry.ChangeKind.ADDED, "", told_months or "uden tal"))


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
    return registry.Receipt((f"{len(saved.applied)} felter er ændret, {len(made)} rækker er nye",), (link,))
