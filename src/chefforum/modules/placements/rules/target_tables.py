"""The table of a round as the forum's paper has it: a row for each department, a column for each kind a year and at a
time; and the same beside another round, what began, and what plain rounding would have given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chefforum.web import danish

from .kinds import KIND_NAMES, TARGETED, PlacementKind
from .target_words import cell, told_rounding, told_ties
from .targets import Reckoned, ShareFacts

YEARLY, RUNNING = "pr. år", "løbende"


@dataclass(frozen=True)
class TargetCell:
    """A number of the table; `quota` is what the key gave before it was made whole. Text says 0 as "0 (≈0,5)"."""

    value: int
    quota: Decimal
    by_tie: bool = False

    @property
    def text(self) -> str:
        return cell(self.value, self.quota)


@dataclass(frozen=True)
class TargetRow:
    code: str
    name: str
    cells: tuple[TargetCell | None, ...]


@dataclass(frozen=True)
class TargetTable:
    """`columns`: kind and whether it is a year's; the cells and totals of each stand in that order."""

    columns: tuple[tuple[PlacementKind, bool], ...]
    rows: tuple[TargetRow, ...]
    totals: tuple[int, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(head_of(kind, is_yearly) for kind, is_yearly in self.columns)

    @property
    def kinds(self) -> tuple[PlacementKind, ...]:
        return tuple(dict.fromkeys(kind for kind, _ in self.columns))

    @property
    def kind_names(self) -> tuple[str, ...]:
        return tuple(KIND_NAMES[kind] for kind in self.kinds)

    def value(self, code: str, kind: PlacementKind, *, is_yearly: bool) -> int | None:
        """A department's number, None where the table has none."""
        if (kind, is_yearly) not in self.columns:
            return None
        at = self.columns.index((kind, is_yearly))
        found = next((row.cells[at] for row in self.rows if row.code == code), None)
        return found.value if found else None

    def total(self, kind: PlacementKind, *, is_yearly: bool) -> int | None:
        column = (kind, is_yearly)
        return self.totals[self.columns.index(column)] if column in self.columns else None


def head_of(kind: PlacementKind, is_yearly: bool) -> str:
    return f"{KIND_NAMES[kind]} {YEARLY if is_yearly else RUNNING}"


def table_from(
    *,
    shares: Mapping[str, Sequence[ShareFacts]],
    totals: Mapping[str, tuple[int, int]],
    names: Mapping[str, str],
) -> TargetTable:
    """The table of some kinds. `totals`: of each kind, a year and at a time; `names`: departments in their order."""
    kinds = [kind for kind in TARGETED if kind in shares]
    by_code = {kind: {one.code: one for one in shares[kind]} for kind in kinds}
    columns = tuple((kind, is_yearly) for kind in kinds for is_yearly in (True, False))
    return TargetTable(
        columns,
        tuple(
            TargetRow(code, name, tuple(_cell(by_code[kind].get(code), is_yearly) for kind, is_yearly in columns))
            for code, name in names.items()
        ),
        tuple(number for kind in kinds for number in totals[kind]),
    )


def _cell(share: ShareFacts | None, is_yearly: bool) -> TargetCell | None:
    if share is None:
        return None
    if is_yearly:
        return TargetCell(share.yearly, share.yearly_quota, share.by_tie)
    return TargetCell(share.running, share.running_quota, share.by_tie)


@dataclass(frozen=True)
class Beside:
    """A kind's number a year and at a time beside the round before and what began; None is not known."""

    now: int | None
    running: int | None
    before: int | None
    running_before: int | None
    began: int | None

    @property
    def change(self) -> int | None:
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def change_text(self) -> str:
        """The change with its sign, "–" where one of the two is not there."""
        return _signed(self.change)

    @property
    def running_change_text(self) -> str:
        if self.running is None or self.running_before is None:
            return _signed(None)
        return _signed(self.running - self.running_before)


def _signed(change: int | None) -> str:
    if change is None:
        return "–"
    return f"+{danish.number(change)}" if change > 0 else danish.number(change)


@dataclass(frozen=True)
class BesideRow:
    name: str
    kinds: tuple[Beside, ...]


def rows_beside(
    *, table: TargetTable, before: TargetTable | None, began: Mapping[PlacementKind, Mapping[str, int]]
) -> tuple[BesideRow, ...]:
    """The table's departments in its order, then those that only the round before had; last the total.

    `began`: of each kind that is known, how many began by code of the department, under "" in all.
    """
    names = {row.code: row.name for row in table.rows}
    names |= {row.code: row.name for row in (before.rows if before else ()) if row.code not in names}

    def beside(code: str | None, kind: PlacementKind) -> Beside:
        def of(one: TargetTable | None, is_yearly: bool) -> int | None:
            if one is None:
                return None
            return one.total(kind, is_yearly=is_yearly) if code is None else one.value(code, kind, is_yearly=is_yearly)

        known = began.get(kind)
        count = None if known is None else known.get(code or "", 0)
        return Beside(of(table, True), of(table, False), of(before, True), of(before, False), count)

    kinds = table.kinds
    found = [BesideRow(name, tuple(beside(code, kind) for kind in kinds)) for code, name in names.items()]
    return (*found, BesideRow("I alt", tuple(beside(None, kind) for kind in kinds)))


@dataclass(frozen=True)
class Rounded:
    """What plain rounding gives in each cell, and the round's own number where that is another."""

    name: str
    cells: tuple[tuple[int, int | None], ...]


@dataclass(frozen=True)
class PlainRounding:
    heads: tuple[str, ...]
    rows: tuple[Rounded, ...]
    totals: tuple[int, ...]
    told: tuple[str, ...]
    misses: bool


def plainly_rounded(reckoned: Sequence[Reckoned], names: Mapping[str, str]) -> PlainRounding:
    """What a spreadsheet would have given, and by how much each column misses its sum."""
    columns = [
        (head_of(one.settings.kind, is_yearly), plain, shared)
        for one in reckoned
        for is_yearly, plain, shared in ((True, one.plain_yearly, one.yearly), (False, one.plain_running, one.running))
    ]
    rows = tuple(
        Rounded(
            name,
            tuple((plain.seats[code], _other(plain.seats[code], shared.seats[code])) for _, plain, shared in columns),
        )
        for code, name in names.items()
        if all(code in plain.seats for _, plain, _ in columns)
    )
    return PlainRounding(
        heads=tuple(head for head, _, _ in columns),
        rows=rows,
        totals=tuple(sum(plain.seats.values()) for _, plain, _ in columns),
        told=tuple(told_rounding(head, plain) for head, plain, _ in columns),
        misses=any(plain.missing for _, plain, _ in columns),
    )


def _other(plain: int, shared: int) -> int | None:
    return None if plain == shared else shared


def ties_of(reckoned: Sequence[Reckoned], names: Mapping[str, str]) -> tuple[str, ...]:
    """Which seats a tie decided, in words."""
    return tuple(
        told for one in reckoned for told in told_ties(title=KIND_NAMES[one.settings.kind], of=one, names=names)
    )
