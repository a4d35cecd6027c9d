"""A batch of text columns as lines of a table: what is read, and the first thing that is wrong with each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import reading_sql as sql
from .mapping import AccountKind, DateFormat, EndDay, Mapping, NumberFormat
from .sources.batches import UnreadableSource
from .tables import SHAPES, Field, FieldKind, Shape

PARTED = "\x1f"  # between the column's name and the reason, in one text
BACKWARDS = "Perioden slutter, før den begynder."
LOOKED_AT = 200_000  # lines of the first batch that the file's way of writing is found from


@dataclass(frozen=True)
class Reading:
    """A mapping settled for one file: fields by the batch's column names, and the forms that were found."""

    mapping: Mapping
    columns: dict[str, str]
    number_format: NumberFormat
    date_format: DateFormat

    @property
    def shape(self) -> Shape:
        return SHAPES[self.mapping.table]


def wanted_columns(mapping: Mapping, heads: Sequence[str]) -> dict[str, int]:
    """The number of each mapped field's column. Raises UnreadableSource where one is not in the file."""
    by_head = {head.strip(): number for number, head in reversed(list(enumerate(heads)))}
    missing = sorted({head for head in mapping.columns.values() if head and head.strip() not in by_head})
    if missing:
        raise UnreadableSource(
            f"Filen mangler kolonner, som koblingen bruger: {', '.join(missing)}. Filens kolonner er: "
            f"{', '.join(heads)}. Ret koblingen, eller vælg en anden fil."
        )
    lacking = mapping.missing()
    if lacking:
        raise UnreadableSource(f"Koblingen siger ikke, hvor disse står: {', '.join(lacking)}. Ret koblingen.")
    return {name: by_head[head.strip()] for name, head in mapping.columns.items() if head}


def settle(connection: Any, mapping: Mapping, wanted: dict[str, int], batch: Any) -> tuple[Reading, list[str]]:
    """The forms of numbers and dates in the file, found from its first lines where the mapping does not say them."""
    columns = {name: f"c{number}" for name, number in wanted.items()}
    connection.register("looked_at", batch.slice(0, LOOKED_AT))
    shape, told = SHAPES[mapping.table], list[str]()
    number_format, date_format = mapping.writing.number_format, mapping.writing.date_format
    if number_format == NumberFormat.FOUND:
        number_format = _found_numbers(connection, columns, shape, told)
    if date_format == DateFormat.FOUND:
        date_format = _found_dates(connection, columns, shape, told)
    connection.unregister("looked_at")
    return Reading(mapping, columns, number_format, date_format), told


def _found_numbers(connection: Any, columns: dict[str, str], shape: Shape, told: list[str]) -> NumberFormat:
    there = [columns[one.name] for one in shape.fields if one.kind == FieldKind.AMOUNT and one.name in columns]
    if not there:
        return NumberFormat.DANISH
    danish, english = NumberFormat.DANISH, NumberFormat.ENGLISH
    counts = [
        f"count(*) FILTER ({sql.number_matches(column, one)} AND NOT {sql.number_matches(column, other)})"
        for column in there
        for one, other in ((danish, english), (english, danish))
    ]
    row = connection.execute(f"SELECT {', '.join(counts)} FROM looked_at").fetchall()[0]
    of_danish, of_english = sum(row[0::2]), sum(row[1::2])
    if of_danish and of_english:
        told.append(
            f"Beløbene er skrevet på to måder: {of_danish} som 1.234,56 og {of_english} som 1,234.56 blandt de første "
            "linjer. De, der ikke er skrevet som de fleste, er afvist."
        )
    return english if of_english > of_danish else danish


def _found_dates(connection: Any, columns: dict[str, str], shape: Shape, told: list[str]) -> DateFormat:
    there = [columns[one.name] for one in shape.fields if one.kind == FieldKind.DATE and one.name in columns]
    if not there:
        return DateFormat.ISO
    counts = ["+".join(f"count(*) FILTER ({sql.date_matches(column, form)})" for column in there) for form in sql.DATES]
    row = connection.execute(f"SELECT {', '.join(counts)} FROM looked_at").fetchall()[0]
    by_form = dict(zip(sql.DATES, row, strict=True))
    if sum(count > 0 for count in by_form.values()) > 1:
        many = ", ".join(f"{count} som {sql.DATE_FORMAT_NAMES[form]}" for form, count in by_form.items() if count)
        told.append(
            f"Datoerne er skrevet på flere måder blandt de første linjer: {many}. De, der ikke er skrevet som de "
            "fleste, er afvist."
        )
    return max(by_form, key=lambda form: by_form[form]) if any(by_form.values()) else DateFormat.ISO


def statement(reading: Reading) -> str:
    """The SELECT that reads the table `batch`: the stored columns, `problem` (null where the line is good) and, for
    tables with amounts, `read_amount`, what could be read of the amount whatever else is wrong.

    What is wrong is worked out only where a value could not be read.
    """
    build = _Builder(reading)
    stored = [(name, kind, build.value(name)) for name, kind in reading.shape.stored]
    inner = ", ".join(f'{value} AS "{name}"' for name, _, value in stored if name != "line")
    outer = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind, _ in stored)
    problems = [*build.problems, *([build.backwards] if build.backwards else [])]
    problem = f"coalesce({', '.join(problems)})" if problems else "NULL"
    amounts = ", amount AS read_amount" if reading.shape.has_amounts else ""
    hidden = "".join(f", {value} AS {name}" for name, value in build.hidden.items())
    return f"SELECT {outer}, {problem} AS problem{amounts} FROM (SELECT *, {inner}{hidden} FROM batch)"


class _Builder:
    def __init__(self, reading: Reading) -> None:
        self.reading, self.columns = reading, reading.columns
        self.problems: list[str] = []
        self.hidden: dict[str, str] = {}  # what is read and not stored, so that its problems are told
        self.backwards = ""  # the problem of what ends before it begins, told when every field can be read

    def value(self, name: str) -> str:
        """The field's value as SQL; what may be wrong with it is added to the problems."""
        if name == "line":
            return "line"
        if name == "amount":
            return self._amount()
        if name == "period":
            return self._period()
        if name == "year":
            return self._year()
        if name == "cost_centre" and name not in self.columns and "account" in self.columns:
            return f"substr({self._read('account', is_told=False)}, 8, 4)"
        return self._read(name)

    def _field(self, name: str) -> Field:
        return self.reading.shape.field(name)

    def _read(self, name: str, *, is_told: bool = True) -> str:
        column, field = self.columns.get(name), self._field(name)
        if column is None:
            is_budget_kind = field.kind == FieldKind.BUDGET_KIND
            return sql.quoted(self.reading.mapping.writing.budget_kind) if is_budget_kind else "NULL"
        read = self._as_kind(field, column)
        if is_told:
            self._tell(field, read)
        return read.value

    def _as_kind(self, field: Field, column: str) -> sql.Read:
        if field.kind == FieldKind.DATE:
            return self._day(field, column)
        if field.kind == FieldKind.YES:
            return sql.yes(column, field.danish)
        if field.name == "employee_ref":
            return sql.employee(column)
        if field.kind == FieldKind.SHARE:
            return sql.share(column, field.danish)
        if field.kind == FieldKind.BUDGET_KIND:
            return sql.budget_kind(column, field.danish, self.reading.mapping.writing.budget_kind)
        if field.name == "account" and self.reading.mapping.writing.account_kind == AccountKind.AUTHORISED:
            return sql.authorised_account(column, field.danish)
        needed = field.is_required or field.name == "cost_centre"
        return sql.text(column, field.danish, is_required=needed)

    def _day(self, field: Field, column: str) -> sql.Read:
        form = self.reading.date_format
        if field.name == "valid_to":
            is_included = self.reading.mapping.writing.end_day == EndDay.LAST
            self.backwards = (
                f"CASE WHEN valid_to <= valid_from THEN {sql.quoted(field.danish + PARTED + BACKWARDS)} END"
            )
            return sql.end_date(column, field.danish, form, is_included=is_included)
        if field.name == "valid_from":
            since = sql.FIRST_YEAR_OF_EMPLOYMENT
            return sql.date(column, field.danish, form, is_required=True, first_year=since)
        needed = field.is_required or "period" not in self.columns
        return sql.date(column, field.danish, form, is_required=needed)

    def _tell(self, field: Field, read: sql.Read, *, stored_as: str | None = None) -> None:
        """Adds what may be wrong with the field, asked where the column that it is stored as is null."""
        if read.problem != "NULL":
            name = f'"{stored_as or field.name}"'
            told = f"{sql.quoted(field.danish + PARTED)} || ({read.problem})"
            self.problems.append(f"CASE WHEN {name} IS NULL THEN {told} END")

    def _amount(self) -> str:
        form, sign = self.reading.number_format, "-" if self.reading.mapping.writing.is_sign_reversed else ""
        if "amount" in self.columns:
            field = self._field("amount")
            read = sql.amount(self.columns["amount"], field.danish, form)
            self._tell(field, read)
            return f"{sign}({read.value})"
        debit, credit = (self._field(name) for name in ("debit", "credit"))
        sides = [sql.amount(self.columns[one.name], one.danish, form, is_required=False) for one in (debit, credit)]
        for one, side in zip((debit, credit), sides, strict=True):
            told = f"CASE WHEN ({side.value}) IS NULL THEN {side.problem} END"
            self._tell(one, sql.Read("", told), stored_as="amount")
        both_empty = " AND ".join(f"trim({self.columns[one.name]}) = ''" for one in (debit, credit))
        missing = f"CASE WHEN {both_empty} THEN 'Debet og kredit er begge tomme.' END"
        self._tell(debit, sql.Read("", missing), stored_as="amount")
        total = f"coalesce({sides[0].value}, 0) - coalesce({sides[1].value}, 0)"
        unread = " OR ".join(
            f"(({side.value}) IS NULL AND trim({self.columns[one.name]}) <> '')"
            for one, side in zip((debit, credit), sides, strict=True)
        )
        return f"{sign}(CASE WHEN NOT ({unread}) AND NOT ({both_empty}) THEN {total} END)"

    def _period(self) -> str:
        if "period" in self.columns:
            field = self._field("period")
            may_lack = "year" in self.columns or "date" in self.columns
            read = sql.period(self.columns["period"], field.danish, is_required=not may_lack)
            self._tell(field, read)
            if "date" not in self.columns:
                return read.value
            # What is written and cannot be read is not replaced by the date's month.
            empty = f"trim({self.columns['period']}) = ''"
            return f"CASE WHEN {empty} THEN {self._month_of_date()} ELSE {read.value} END"
        return self._month_of_date() if "date" in self.columns else "NULL"

    def _month_of_date(self) -> str:
        day = self._read("date", is_told=False)
        return f"year({day}) * 100 + month({day})"

    def _year(self) -> str:
        if "year" in self.columns:
            field = self._field("year")
            read = sql.year(self.columns["year"], field.danish)
            self._tell(field, read)
            return read.value
        read_period = sql.period(self.columns["period"], self._field("period").danish, is_required=True)
        return f"({read_period.value}) // 100"


def cpr_columns(connection: Any, reading: Reading, batch: Any) -> list[str]:
    """The heads of columns, among those that hold a person's number, whose values are CPR numbers."""
    there = [one for one in reading.shape.fields if one.kind == FieldKind.REFERENCE and one.name in reading.columns]
    if not there:
        return []
    connection.register("looked_at", batch)
    found = []
    for field in there:
        value = sql.plain(reading.columns[field.name])
        hyphened = f"count(*) FILTER (regexp_full_match({value}, {sql.quoted(sql.CPR)}))"
        bare = f"count(*) FILTER (regexp_full_match({value}, {sql.quoted(sql.CPR_BARE)}))"
        counts = connection.execute(f"SELECT {hyphened}, {bare}, count(*) FROM looked_at").fetchall()[0]
        if counts[0] or counts[1] * 2 > counts[2] > 0:
            found.append(reading.mapping.columns[field.name])
    connection.unregister("looked_at")
    return found
