"""What an extract holds by year and month, and what is read of its table with it and without: asked before it is
withdrawn or taken into use again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Sum

from chefforum.kernel.lake.storage import MissingFile, local_path

from ..lake.engine import cursor
from ..lake.manifest import Manifest
from ..lake.tables import SHAPES
from ..models import Extract
from ..rules.words import ExtractState, Table
from .closing import closed_through
from .extracts import replacement_of

IN_PLACE = (ExtractState.LOADED.value, ExtractState.REPLACED.value)


@dataclass(frozen=True)
class Total:
    """Lines, and øre where the table has amounts."""

    lines: int
    amount: int | None

    def less(self, other: Total) -> Total:
        amount = None if self.amount is None or other.amount is None else self.amount - other.amount
        return Total(self.lines - other.lines, amount)

    def more(self, other: Total) -> Total:
        amount = None if self.amount is None or other.amount is None else self.amount + other.amount
        return Total(self.lines + other.lines, amount)


@dataclass(frozen=True)
class MonthTotal:
    """`period` None: of the whole year, or of no month."""

    period: int | None
    total: Total


@dataclass(frozen=True)
class YearTotal:
    """`year` None: the table has no months."""

    year: int | None
    months: tuple[MonthTotal, ...]

    @property
    def total(self) -> Total:
        return summed([month.total for month in self.months])


@dataclass(frozen=True)
class Held:
    """`years`: what the extract holds. `now` and `then`: all that is read of its table before and after. `other`: the
    extract that it replaced, or replaces again."""

    years: tuple[YearTotal, ...]
    total: Total
    now: Total
    then: Total
    closed: tuple[int, ...]  # its months that are closed
    other: Extract | None


def held_by(*, extract: Extract, manifest: Manifest) -> Held:
    """Of an extract that the caller has asked for as the actor. Five queries and a scan of its files."""
    years = _years(extract, manifest)
    total = Total(extract.lines_loaded, extract.amount_loaded)
    now = read_now(Table(extract.table))
    is_read = extract.state == ExtractState.LOADED.value
    other = extract.replaces
    then = now.less(total) if is_read else now.more(total)
    if not is_read and other is not None and other.state == ExtractState.LOADED.value:
        then = then.less(Total(other.lines_loaded, other.amount_loaded))
    closed, periods = closed_through(), [one.period for year in years for one in year.months if one.period]
    late = tuple(period for period in periods if closed is not None and period <= closed)
    return Held(years, total, now, then, late, other)


def read_now(table: Table) -> Total:
    """All that is read of the table. One query."""
    loaded = Extract.objects.filter(table=table.value, state=ExtractState.LOADED.value)
    found = loaded.aggregate(lines=Sum("lines_loaded"), amount=Sum("amount_loaded"))
    has_amounts = SHAPES[table].has_amounts
    return Total(found["lines"] or 0, (found["amount"] or 0) if has_amounts else None)


def why_not_withdrawn(extract: Extract) -> str:
    """Why it cannot be withdrawn; "" where it can."""
    return "" if extract.state == ExtractState.LOADED.value else "Udtrækket er ikke i brug. Intet er ændret."


def why_not_restored(extract: Extract) -> str:
    """Why it cannot be taken into use again; "" where it can, as far as the rows say. At most three queries."""
    if extract.state == ExtractState.LOADED.value:
        return "Udtrækket er i brug. Intet er ændret."
    later = replacement_of(extract)
    if later is not None:
        return f"{later.file_name} er indlæst i stedet. Træk det tilbage først."
    beside = Extract.objects.filter(replaces=extract.replaces_id, state__in=IN_PLACE).exclude(pk=extract.pk).first()
    if extract.replaces_id is not None and beside is not None:
        return f"{beside.file_name} er indlæst i stedet for det, som dette erstattede. Træk det tilbage først."
    same = Extract.objects.filter(
        sha256=extract.sha256, table=extract.table, mapping=extract.mapping_id, state=ExtractState.LOADED.value
    ).exclude(pk=extract.replaces_id or extract.pk)
    return "Den samme fil er indlæst igen siden. Intet er ændret." if same.exists() else ""


def counted(extract: Extract) -> Total:
    """Its lines and øre, counted again in the files. Raises MissingFile."""
    return summed([one for _, _, one in _read(extract)])


def vouchers_read(*, extract: Extract, manifest: Manifest) -> int:
    """How many of its lines have vouchers that are read already from other extracts of the same system, but for the one
    that it replaces: as when a file is loaded. Raises MissingFile."""
    if extract.table != Table.POSTINGS.value or not extract.files:
        return 0
    others = Extract.objects.filter(
        table=extract.table,
        state=ExtractState.LOADED.value,
        mapping__source_system=extract.mapping.source_system_id,
        first_period__lte=extract.last_period,
        last_period__gte=extract.first_period,
    ).exclude(pk=extract.replaces_id or extract.pk)
    there = [local_path(name) for files in others.values_list("files", flat=True) for name in files]
    if not there:
        return 0
    is_numbered = "voucher_line" in manifest.mapping["columns"]
    keys = "voucher, voucher_line, period" if is_numbered else "voucher, period, date, account, cost_centre, amount"
    same = " AND ".join(f"a.{key} IS NOT DISTINCT FROM b.{key}" for key in keys.split(", "))
    connection = cursor()
    try:
        ((many,),) = connection.execute(
            f"SELECT count(*) FROM (SELECT * FROM read_parquet(?) WHERE voucher IS NOT NULL) a "
            f"SEMI JOIN (SELECT * FROM read_parquet(?) WHERE voucher IS NOT NULL) b ON {same}",
            [[local_path(name) for name in extract.files], there],
        ).fetchall()
    finally:
        connection.close()
    return int(many)


def summed(totals: list[Total]) -> Total:
    amounts = [one.amount for one in totals if one.amount is not None]
    return Total(sum(one.lines for one in totals), sum(amounts) if amounts else None)


def _years(extract: Extract, manifest: Manifest) -> tuple[YearTotal, ...]:
    """From the files; where one is gone, which is a reason to withdraw it, as it was counted when it was loaded."""
    try:
        rows = _read(extract)
    except MissingFile:
        rows = [
            (
                one.period // 100 if one.period else None,
                one.period,
                Total(one.lines_loaded, one.amount_loaded if extract.amount_loaded is not None else None),
            )
            for one in manifest.periods
            if one.lines_loaded
        ]
    rows.sort(key=lambda row: (row[0] or 0, row[1] or 0))
    return tuple(
        YearTotal(year, tuple(MonthTotal(period, total) for _, period, total in same))
        for year, same in groupby(rows, key=lambda row: row[0])
    )


def _read(extract: Extract) -> list[tuple[int | None, int | None, Total]]:
    """Year, month and total of each month in the files. Raises MissingFile."""
    shape = SHAPES[Table(extract.table)]
    stored = {name for name, _ in shape.stored}
    period = "period" if "period" in stored else "NULL"
    year = "coalesce(period // 100, year)" if {"period", "year"} <= stored else f"CAST({period} AS INTEGER) // 100"
    amount = "CAST(sum(amount) AS BIGINT)" if shape.has_amounts else "NULL"
    if not extract.files:
        return []
    connection = cursor()
    try:
        rows = connection.execute(
            f"SELECT {year}, {period}, count(*), {amount} FROM read_parquet(?) GROUP BY 1, 2",
            [[local_path(name) for name in extract.files]],
        ).fetchall()
    finally:
        connection.close()
    return [(of_year, month, Total(lines, total)) for of_year, month, lines, total in rows]
