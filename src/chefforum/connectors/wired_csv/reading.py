"""What a list of systems from Wired Relations says, whatever its columns are called there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chefforum.calc.cells import Cell, NoHeads, as_text, lines_under_heads

from ..asking import StrangeAnswer

# Wired has no published format: the words that its lists, and KITOS' where it took them, use for our columns.
HEADS = {
    "id": "id",
    "uuid": "id",
    "system id": "id",
    "system-id": "id",
    "systemid": "id",
    "name": "name",
    "navn": "name",
    "system": "name",
    "systemnavn": "name",
    "system name": "name",
    "it-system": "name",
    "beskrivelse": "description",
    "systembeskrivelse": "description",
    "description": "description",
    "formål": "description",
    "leverandør": "vendor",
    "supplier": "vendor",
    "vendor": "vendor",
    "cvr": "vendor_cvr",
    "leverandør cvr": "vendor_cvr",
    "forretningskritisk": "is_business_critical",
    "business critical": "is_business_critical",
    "forretningskritikalitet": "is_business_critical",
    "bruger ai": "uses_ai",
    "anvender ai": "uses_ai",
    "ai": "uses_ai",
    "indeholder ai": "uses_ai",
    "kitos id": "kitos_id",
    "kitos-id": "kitos_id",
    "kitos uuid": "kitos_id",
    "ansvarlig": "owner",
    "systemejer": "owner",
    "owner": "owner",
}
YES, NO = frozenset({"ja", "yes", "true", "1"}), frozenset({"nej", "no", "false", "0"})
UNSAID = frozenset({"", "ved ikke", "ikke oplyst", "unknown", "ikke vurderet", "-"})
ANSWERS = ("is_business_critical", "uses_ai")
LONGEST = 200


@dataclass(frozen=True)
class WiredRow:
    """A system of the list; `line` in the file. Answers are "yes", "no" or "unknown"."""

    line: int
    id: str
    name: str
    fields: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class WiredList:
    """`unknown`: columns that we do not know; `repeated`: lines that tell of one that stood before."""

    rows: tuple[WiredRow, ...]
    unknown: tuple[str, ...]
    repeated: tuple[int, ...]


def rows_of(table: Sequence[Sequence[Cell]]) -> WiredList:
    """Each system once, the first time. Raises StrangeAnswer where no line names a column of names."""
    try:
        found = lines_under_heads(table, heads=HEADS, needed=("name",))
    except NoHeads:
        raise StrangeAnswer("Filen har ingen linje med kolonnen “Navn” eller “System”.") from None
    rows: dict[str, WiredRow] = {}
    repeated = []
    for line, cells in found.lines:
        row = _row(line, cells)
        if row is None:
            continue
        if row.id.casefold() in rows:
            repeated.append(line)
        else:
            rows[row.id.casefold()] = row
    if not rows:
        raise StrangeAnswer("Filen har ingen systemer under kolonnernes navne.")
    return WiredList(tuple(rows.values()), found.unknown, tuple(repeated))


def _row(line: int, cells: Mapping[str, Cell]) -> WiredRow | None:
    name = as_text(cells.get("name"))[:LONGEST]
    if not name:
        return None
    fields, remarks = {}, []
    for column, cell in cells.items():
        text = as_text(cell)
        if column in ("id", "name"):
            continue
        if column in ANSWERS:
            word = text.casefold()
            fields[column] = "yes" if word in YES else "no" if word in NO else "unknown"
            if word not in YES | NO | UNSAID:
                remarks.append(f"“{text[:40]}” er hverken ja eller nej")
        else:
            fields[column] = text
    number = as_text(cells.get("id"))[:100] or f"navn:{name}"[:100]
    return WiredRow(line, number, name, fields, tuple(remarks))


def only_in_wired(rows: Iterable[WiredRow], *, kitos_ids: Iterable[str], kitos_names: Iterable[str]) -> list[WiredRow]:
    """Those that are not in KITOS any more: Wired keeps what KITOS deleted. By KITOS' number, else by name."""
    ids, names = {one.casefold() for one in kitos_ids}, {one.casefold().strip() for one in kitos_names}
    return [
        row
        for row in rows
        if not (row.fields.get("kitos_id", "").casefold() in ids or row.name.casefold().strip() in names)
    ]
