"""Stored runs: the newest of a year, what was said on a day, and the lines as they lie in the lake."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import QuerySet
from numpy.typing import NDArray
from pyarrow import parquet

from chefforum.calc.forecasting.backtest import DEFAULT
from chefforum.calc.forecasting.intervals import Intervals, Usual
from chefforum.calc.forecasting.lines import Forecast, Oere
from chefforum.kernel.lake import storage
from chefforum.modules.ledger import queries as ledger
from chefforum.modules.ledger.queries import LineClass
from chefforum.modules.ledger.queries.accounts import class_rules

from ..models import ForecastRun, RefundRule
from ..rules.running import METHOD_VERSION
from .methods import choice_on
from .pay_tables import fingerprint_of_tables
from .system_side import SystemSide

FLOATS = ("low", "high", "scale", "error", "lean")


def list_runs(*, year: int | None = None) -> QuerySet[ForecastRun]:
    """Newest first."""
    runs = ForecastRun.objects.select_related("made_by")
    return runs if year is None else runs.filter(year=year)


def newest_run(*, year: int) -> ForecastRun | None:
    """One query."""
    return ForecastRun.objects.filter(year=year).order_by("-made_at").first()


def newest_year(*, on: dt.date) -> int | None:
    """This year where a run of it is kept, else the year before. One query."""
    years = ForecastRun.objects.filter(year__in=[on.year, on.year - 1]).values_list("year", flat=True)
    found: int | None = years.order_by("-year").first()
    return found


def usual_of(run: ForecastRun | None) -> dict[int, Usual] | None:
    """What lines of each class usually miss by, as that run found."""
    if run is None:
        return None
    return {
        int(kind): Usual(*(float("nan") if value is None else value for value in said))
        for kind, said in run.usual.items()
    }


def usual_to_keep(usual: Mapping[int, Usual]) -> dict[str, list[float | None]]:
    """The same as JSON holds it."""
    return {
        str(kind): [None if np.isnan(value) else value for value in (one.share, one.low, one.high)]
        for kind, one in usual.items()
    }


def basis_now(*, year: int, on: dt.date) -> str:
    """Names what a run made now would be made from: extracts, closing, whose each code is, pay tables, classes, refunds
    and methods. Runs with the same basis differ in leaders' entries alone. Eight queries."""
    said: list[Any] = [METHOD_VERSION, year, ledger.closed_through(), fingerprint_of_tables()]
    said += [repr(class_rules(on=on)), str(list(RefundRule.objects.order_by("pk").values_list()))]
    choice = choice_on(on)
    said += [choice.method] if choice is not None and choice.method != DEFAULT else []
    said += [str(one) for one in ledger.loaded_now()]
    said += [repr(one) for one in ledger.coded_now()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def is_behind(run: ForecastRun | None, *, year: int, on: dt.date) -> bool:
    """Something was loaded, closed or changed since the run was made, so that a new one would say otherwise."""
    return run is None or run.made_from != basis_now(year=year, on=on)


@dataclass(frozen=True)
class StoredLines:
    """What was expected of each line when the run was made: øre by unit and account."""

    run: ForecastRun
    units: tuple[UUID | None, ...]
    accounts: tuple[str, ...]
    expected: Oere
    is_assessed: NDArray[np.bool_]


def stored_lines(run: ForecastRun, *, units: Collection[UUID] | None = None) -> StoredLines:
    """Raises MissingFile."""
    table = _table(run, ["unit", "account", "expected", "assessed"], units=units, with_unmapped=units is None)
    return StoredLines(
        run=run,
        units=tuple(UUID(unit) if unit else None for unit in table.column("unit").to_pylist()),
        accounts=tuple(table.column("account").to_pylist()),
        expected=_numbers(table, "expected", np.int64),
        is_assessed=_numbers(table, "assessed", np.bool_),
    )


@dataclass(frozen=True)
class StoredMonths:
    """What was expected of each line in each month that was left when the run was made: lines × months, øre."""

    run: ForecastRun
    units: tuple[UUID | None, ...]
    accounts: tuple[str, ...]
    months: Oere
    is_assessed: NDArray[np.bool_]


def stored_months(run: ForecastRun, *, units: Collection[UUID] | None = None) -> StoredMonths:
    """Raises MissingFile."""
    table = _table(run, ["unit", "account", "months", "assessed"], units=units, with_unmapped=units is None)
    return StoredMonths(
        run=run,
        units=tuple(UUID(unit) if unit else None for unit in table.column("unit").to_pylist()),
        accounts=tuple(table.column("account").to_pylist()),
        months=_matrix(table, "months", np.int64),
        is_assessed=_numbers(table, "assessed", np.bool_),
    )


def table_of(system: SystemSide, *, columns: Mapping[str, NDArray[Any]]) -> pa.Table:
    """The lines as a run stores them, with more columns beside."""
    forecast, intervals = system.forecast, system.forecast.intervals
    units = pa.array([*(str(unit) for unit in system.units), None], pa.string())
    accounts = pa.array(system.accounts, pa.string())
    classes = pa.array([one.value if one else None for one in system.line_classes], pa.string())
    place = np.where(system.unit_of < 0, len(system.units), system.unit_of)
    said: dict[str, Any] = {
        "unit": units.take(pa.array(place)).dictionary_encode(),
        "account": accounts.take(pa.array(system.account_of)).dictionary_encode(),
        "line_class": classes.take(pa.array(system.account_of)).dictionary_encode(),
        "budget": pa.array(system.budget, mask=~system.has_budget),
        "budget_months": monthly(system.budget_months),
        "actual": system.actual,
        "recent": system.recent,
        "history": monthly(system.history),
        "fixed_pay": monthly(system.fixed_pay),
        "rest": monthly(forecast.months),
        "by_positions": system.by_positions,
        "method": forecast.method,
        "months_used": forecast.months_used,
        "rhythm": forecast.rhythm,
        "seasonal": forecast.seasonal,
        "excess": forecast.excess,
        "errors": monthly(forecast.errors),
        "size": forecast.size,
        "origins": intervals.origins,
    }
    said |= {name: getattr(intervals, name) for name in FLOATS}
    return pa.table({**said, **columns})


def stored_system_side(
    run: ForecastRun, *, units: Collection[UUID] | None = None, with_unmapped: bool = True
) -> SystemSide:
    """What the system said when the run was made. Raises MissingFile."""
    table = _table(run, None, units=units, with_unmapped=with_unmapped)
    words, unit_of = _codes(table, "unit")
    ids = sorted((word for word in words if word), key=str)
    place = np.array([ids.index(word) if word else -1 for word in words], dtype=np.int32)
    codes, account_of = _codes(table, "account")
    said = dict(zip(table.column("account").to_pylist(), table.column("line_class").to_pylist(), strict=True))
    budget = table.column("budget").combine_chunks()
    periods = json.loads(table.schema.metadata[b"periods"])
    return SystemSide(
        year=run.year,
        closed_through=run.closed_through,
        periods=tuple(periods),
        units=tuple(UUID(one) for one in ids),
        accounts=tuple(codes),
        line_classes=tuple(LineClass(said[code]) if said[code] else None for code in codes),
        unit_of=place[unit_of] if len(words) else np.empty(0, dtype=np.int32),
        account_of=account_of,
        budget=np.asarray(pc.fill_null(budget, 0).to_numpy(zero_copy_only=False), dtype=np.int64),
        budget_months=_matrix(table, "budget_months", np.int64),
        has_budget=np.asarray(pc.is_valid(budget).to_numpy(zero_copy_only=False)),
        actual=_numbers(table, "actual", np.int64),
        recent=_numbers(table, "recent", np.int64),
        history=_matrix(table, "history", np.int64),
        fixed_pay=_matrix(table, "fixed_pay", np.int64),
        by_positions=_numbers(table, "by_positions", np.bool_),
        forecast=Forecast(
            closed_through=run.closed_through,
            months=_matrix(table, "rest", np.int64),
            method=_numbers(table, "method", np.int8),
            intervals=Intervals(
                **{name: _numbers(table, name, np.float64) for name in FLOATS},
                origins=_numbers(table, "origins", np.int64),
                usual=usual_of(run) or {},
            ),
            months_used=_numbers(table, "months_used", np.int64),
            rhythm=_numbers(table, "rhythm", np.int8),
            seasonal=_numbers(table, "seasonal", np.bool_),
            excess=_numbers(table, "excess", np.int64),
            errors=_matrix(table, "errors", np.float32),
            size=_numbers(table, "size", np.float64),
        ),
    )


def _table(
    run: ForecastRun, columns: list[str] | None, *, units: Collection[UUID] | None, with_unmapped: bool
) -> pa.Table:
    with parquet.ParquetFile(storage.local_path(run.file), read_dictionary=["unit", "account", "line_class"]) as opened:
        table = opened.read(columns=columns).unify_dictionaries()
    unit = table.column("unit").combine_chunks().cast(pa.string())
    if units is None:
        return table if with_unmapped else table.filter(pc.is_valid(unit))
    return table.filter(pc.is_in(unit, value_set=pa.array([str(one) for one in units], pa.string())))


def _codes(table: pa.Table, name: str) -> tuple[list[Any], NDArray[np.int32]]:
    column = table.column(name).combine_chunks().cast(pa.string()).dictionary_encode(null_encoding="encode")
    return column.dictionary.to_pylist(), np.asarray(column.indices, dtype=np.int32)


def monthly(matrix: NDArray[Any]) -> pa.Array:
    """Lines × months as a column of lists."""
    flat = pa.array(np.ascontiguousarray(matrix).ravel())
    return pa.FixedSizeListArray.from_arrays(flat, matrix.shape[1]) if matrix.shape[1] else pa.nulls(len(matrix))


def _matrix(table: pa.Table, name: str, kind: type) -> NDArray[Any]:
    column = table.column(name).combine_chunks()
    if pa.types.is_null(column.type):
        return np.empty((len(table), 0), dtype=kind)
    return np.asarray(column.flatten().to_numpy(zero_copy_only=False), dtype=kind).reshape(
        len(table), column.type.list_size
    )


def _numbers(table: pa.Table, name: str, kind: type) -> NDArray[Any]:
    return np.asarray(table.column(name).to_numpy(), dtype=kind)
