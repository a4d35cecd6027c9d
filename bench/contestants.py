"""What takes turns in bench/municipality.py: others that sum the lake's Parquet, and what the product itself does.

The others read the files and sum them by cost centre, account and month, and nothing else. Ours is the product's own
code: units by date, access, what maps nowhere, methods and intervals, the run as `chefforum forecast run` makes and
keeps it, a leader's entry and what follows from it, the leader's page through the whole of Django.

What is imported is imported inside, so that a process that measures one holds nothing of the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

KEYS = ["cost_centre", "account", "period"]
Files = list[str]


# --- Others: from the files to a table of sums


def by_duckdb(files: Files) -> Any:
    import duckdb

    with duckdb.connect() as connection:
        sql = "SELECT cost_centre, account, period, sum(amount)::BIGINT AS amount FROM read_parquet(?) GROUP BY ALL"
        return connection.sql(sql, params=[files]).to_arrow_table()


def by_polars(files: Files) -> Any:
    import polars

    lines = polars.scan_parquet(files).group_by(KEYS).agg(polars.col("amount").sum())
    return lines.collect(engine="streaming")


def by_pandas(files: Files) -> Any:
    """As one would write it."""
    import pandas

    table = pandas.concat([pandas.read_parquet(file, columns=[*KEYS, "amount"]) for file in files])
    return table.groupby(KEYS, observed=True, sort=False)["amount"].sum()


def by_pandas_with_categories(files: Files) -> Any:
    """As one would who knows both pandas and Parquet: codes stay numbers into a dictionary."""
    import pyarrow as pa
    from pyarrow import parquet

    coded = ["cost_centre", "account"]
    parts = [parquet.read_table(file, columns=[*KEYS, "amount"], read_dictionary=coded) for file in files]
    table = pa.concat_tables(parts).unify_dictionaries().to_pandas()
    return table.groupby(KEYS, observed=True, sort=False)["amount"].sum()


PEERS: dict[str, Callable[[Files], Any]] = {
    "DuckDB": by_duckdb,
    "Polars": by_polars,
    "pandas": by_pandas,
    "pandas with categories": by_pandas_with_categories,
}


def cells(found: Any) -> Any:
    """The sums of one of the above, or of the ledger's own summing, as one Arrow table in order."""
    import pyarrow as pa

    if hasattr(found, "to_arrow"):
        table = found.to_arrow()
    elif hasattr(found, "reset_index"):
        table = pa.Table.from_pandas(found.reset_index(), preserve_index=False)
    elif isinstance(found, pa.Table):
        table = found
    else:
        place = pa.array(found.cost_centres).take(pa.array(found.cost_centre))
        account = pa.array(found.accounts).take(pa.array(found.account))
        columns = [place, account, pa.array(found.period), pa.array(found.amount)]
        table = pa.table(dict(zip([*KEYS, "amount"], columns, strict=True)))
    kinds = [pa.string(), pa.string(), pa.int32(), pa.int64()]
    plain = [table.column(name).cast(kind) for name, kind in zip([*KEYS, "amount"], kinds, strict=True)]
    summed = pa.table(dict(zip([*KEYS, "amount"], plain, strict=True))).group_by(KEYS).aggregate([("amount", "sum")])
    in_order: pa.Table = summed.sort_by([(name, "ascending") for name in KEYS])
    return in_order.select([*KEYS, "amount_sum"]).combine_chunks()


# --- Ours, in a process over the loaded municipality


def _today() -> dt.date:
    """A day in the month after the last closed one."""
    from chefforum.calc.periods import first_day, shifted
    from chefforum.modules.ledger.queries import closed_through

    return first_day(shifted(closed_through(), 1)).replace(day=12)


def _at() -> dt.datetime:
    return dt.datetime.combine(_today(), dt.time(9), tzinfo=dt.UTC)


def our_cube() -> int:
    from chefforum.modules.ledger.queries import closed_through, cube, first_period

    return cube(actor=None, first=first_period(), last=closed_through(), with_unmapped=True).total


def our_forecast() -> int:
    """From the postings on: every line's months by its method, its interval, and the sums of the units with theirs."""
    from chefforum.calc.forecasting.lines import sums
    from chefforum.modules.ledger.queries import closed_through, cube, first_period

    closed = closed_through()
    found = cube(actor=None, first=first_period(), last=closed, as_of=closed, with_unmapped=True)
    sums(_forecast(found), found.unit_of, count=len(found.units))
    return found.total


def our_run() -> int | None:
    """As `chefforum forecast run`: with budgets, fixed pay by position, refunds, entries and overrides; and stored."""
    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.forecast.services.running import run_forecast

    run_forecast(actor=Actor.command_line(), year=_today().year, at=_at(), on=_today())
    return None


def an_entry() -> None:
    """The leader writes another amount in the sheet."""
    from chefforum.modules.forecast.models import Entry
    from chefforum.modules.forecast.services.entries import Write, write

    leader, unit_id = _leader()
    entry = Entry.objects.filter(unit_id=unit_id, year=_today().year, removed_at=None).order_by("pk").first()
    cell = entry.months.filter(month=12).first()
    amount = cell.amount_oere
    cell_seen, after = _kroner(amount), _kroner(amount + 100_00)
    one = Write.cell(entry_id=entry.pk, month=12, value=after, seen=cell_seen)
    saved = write(actor=_actor(leader), unit_id=unit_id, year=_today().year, writes=[one], at=_at())
    assert len(saved.applied) == 1, saved


def our_unit() -> None:
    """The unit's lines reckoned anew, as its leader is shown them; nothing is kept between two times."""
    from chefforum.modules.forecast.queries.expected import expected_of_unit

    leader, unit_id = _leader()
    found = expected_of_unit(actor=_actor(leader), unit_id=unit_id, year=_today().year, on=_today())
    assert len(found)
    assert found.total().expected


def our_page() -> None:
    """The leader's page, with sign-in, access, picture and bridge, through all of Django."""
    from django.urls import reverse

    _, unit_id = _leader()
    page = _client().get(reverse("forecast:workplace", args=[unit_id]), {"aar": _today().year})
    assert page.status_code == 200
    assert f"Hvor ender {_today().year}?" in page.content.decode()


CUBE, FORECAST, RUN = "our cube", "our forecast from postings", "our whole run, stored"
UNIT, PAGE = "our forecast of one unit after an entry", "our page for its leader after an entry"
WHOLE: dict[str, Callable[[], int | None]] = {CUBE: our_cube, FORECAST: our_forecast, RUN: our_run}
AFTER_AN_ENTRY: dict[str, Callable[[], None]] = {UNIT: our_unit, PAGE: our_page}


def _forecast(found: Any) -> Any:
    from chefforum.calc.forecasting.lines import LineClass, forecast_lines
    from chefforum.modules.forecast.queries.system_side import CLASSES
    from chefforum.modules.ledger.queries import line_classes

    by_account = line_classes(codes=found.accounts, on=_today())
    kinds = [CLASSES.get(by_account[code], LineClass.OTHER) for code in found.accounts]  # type: ignore[arg-type]
    classes = np.array(kinds, dtype=np.int8)[found.account_of]
    return forecast_lines(found.amounts, closed_through=found.periods[-1], year=_today().year, classes=classes)


@cache
def _leader() -> tuple[Any, Any]:
    """A person who leads a unit of the middle of the list by code, and the unit."""
    from chefforum.kernel.organisation.models import CostCentre
    from chefforum.kernel.people.models import Employment, Person

    rows = CostCentre.objects.filter(valid_to=None).order_by("unit__code")
    units = list(rows.values_list("unit_id", flat=True).distinct())
    unit_id = units[len(units) // 2]
    person, _ = Person.objects.get_or_create(email="leder@maalebaenk.example", defaults={"name": "Leder på målebænk"})
    long_ago = dt.date(2020, 1, 1)
    Employment.objects.get_or_create(
        person=person, unit_id=unit_id, is_leader=True, defaults={"title": "Leder", "valid_from": long_ago}
    )
    return person, unit_id


@cache
def _actor(person: Any) -> Any:
    from chefforum.kernel.access.queries import actor_for

    return actor_for(person=person, on=_today())


@cache
def _client() -> Any:
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(_leader()[0], backend="django.contrib.auth.backends.ModelBackend")
    return client


def _kroner(amount: int) -> Any:
    from decimal import Decimal

    return Decimal(amount) / 100
