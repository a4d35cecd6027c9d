"""Spark answers the ledger's own questions as this process does, to the øre: units by dated codes, looking back by
today's organisation, some months, some units, what maps nowhere. The SQL is the same text; so are the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from chefforum.connectors.spark import SparkIsNotThere, session
from chefforum.kernel.organisation.models import CostCentre, Unit
from chefforum.modules.ledger import queries
from chefforum.modules.ledger.lake import summing
from chefforum.modules.ledger.models import CostCentreMapping, Extract
from chefforum.modules.ledger.queries.reading import files_of
from chefforum.modules.ledger.rules.words import Table
from chefforum.project.books import Size, invented_town, make_books, write_lake
from tests.modules.ledger.conftest import NOW

HERE = "local[2]"
SIZE = Size(
    units=60, accounts=200, first=202401, months=18, postings=120_000, positions=600, seed=9, reorganised=202501
)
FIRST, LAST = SIZE.first, 202506
NOBODYS = 3  # cost centres that the organisation does not know
MAPPED = 1  # of them, that is said in the ledger to be a unit's, from a day on


@pytest.fixture(scope="module")
def books():
    return make_books(SIZE, invented_town(SIZE))


@pytest.fixture
def spark(settings) -> Iterator[Any]:
    """Turns Spark on for what is asked inside `with spark:`; skips where it is not there."""
    try:
        session(HERE)
    except SparkIsNotThere as error:
        pytest.skip(str(error))

    class On:
        def __enter__(self) -> None:
            settings.LAKE_SPARK = HERE

        def __exit__(self, *error: object) -> None:
            settings.LAKE_SPARK = ""

    return On()


@pytest.fixture(scope="module", autouse=True)
def _stopped() -> Iterator[None]:
    yield
    if session.cache_info().currsize:
        session(HERE).close()


@pytest.fixture
def loaded(town: SimpleNamespace, mapped, lake, books) -> dict[str, UUID]:
    """The units by code. The lake holds the books, and the organisation is another from 2025 on."""
    write_lake(books, lake)
    files = sorted(str(path.relative_to(lake)) for path in lake.rglob("postings/**/*.parquet"))
    total = sum(int(batch.amount.sum()) for batch in books.delivered())
    lines = sum(len(batch) for batch in books.delivered())
    Extract.objects.create(
        table=Table.POSTINGS.value, mapping=mapped(), file_name="books", sha256="0" * 64, lines_read=lines,
        lines_loaded=lines, lines_rejected=0, amount_read=total, amount_loaded=total, amount_rejected=0,
        first_period=FIRST, last_period=LAST, files=files, loaded_at=NOW,
    )  # fmt: skip
    before, after, changed = books.town.owners(202412), books.town.owners(202501), dt.date(2025, 1, 1)
    codes = sorted({*before.values(), *after.values()})
    units = {unit.code: unit.pk for unit in Unit.objects.bulk_create(Unit(code=code) for code in codes)}
    nobodys, known = sorted(before)[:NOBODYS], sorted(before)[NOBODYS:]
    CostCentre.objects.bulk_create(
        row
        for code in known
        for row in (
            CostCentre(code=code, unit_id=units[before[code]], valid_from=dt.date(2020, 1, 1), valid_to=changed),
            CostCentre(code=code, unit_id=units[after[code]], valid_from=changed),
        )
    )
    for code in nobodys[:MAPPED]:
        CostCentreMapping.objects.create(
            code=code, unit_id=units[before[code]], valid_from=dt.date(2024, 7, 15), created_at=NOW
        )
    return units


QUESTIONS: dict[str, dict[str, Any]] = {
    "everything": {"first": FIRST, "last": LAST, "with_unmapped": True},
    "some months over the reorganisation": {"first": 202411, "last": 202502, "with_unmapped": True},
    "by the organisation of the last month": {"first": FIRST, "last": LAST, "as_of": LAST, "with_unmapped": True},
    "by the organisation of the first month": {"first": FIRST, "last": LAST, "as_of": FIRST},
    "some units": {"first": FIRST, "last": LAST, "units": 7},
    "one unit": {"first": FIRST, "last": LAST, "units": 1, "as_of": LAST},
    "months without postings": {"first": 202001, "last": 202012},
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_cube_is_the_same(loaded, spark, question):
    asked = dict(QUESTIONS[question])
    if "units" in asked:
        asked["units"] = list(loaded.values())[: asked["units"]]
    here = queries.cube(actor=None, **asked)
    with spark:
        there = queries.cube(actor=None, **asked)
    assert (here.units, here.accounts, here.periods) == (there.units, there.accounts, there.periods)
    for name in ("unit_of", "account_of", "amounts", "counts"):
        np.testing.assert_array_equal(getattr(here, name), getattr(there, name), err_msg=name)
    assert (len(here) == 0) == (question == "months without postings")


def test_each_person_is_shown_the_same(town, loaded, spark):
    CostCentre.objects.filter(unit=town.north).delete()
    code = CostCentre.objects.filter(valid_to=None).first()
    CostCentre.objects.filter(pk=code.pk).update(unit=town.north)
    here = queries.cube(actor=town.as_("leader"), first=FIRST, last=LAST)
    with spark:
        there = queries.cube(actor=town.as_("leader"), first=FIRST, last=LAST)
    assert here.units == there.units == (town.north.pk,)
    np.testing.assert_array_equal(here.amounts, there.amounts)


def test_what_maps_nowhere_is_the_same(town, loaded, spark):
    here = queries.unmapped(actor=town.controller, first=FIRST, last=LAST)
    with spark:
        there = queries.unmapped(actor=town.controller, first=FIRST, last=LAST)
    assert here == there
    assert len(here) == NOBODYS  # the mapped one too, for the months before
    nowhere = sum(code.amount for code in here)
    cube = queries.cube(actor=None, first=FIRST, last=LAST, with_unmapped=True)
    assert int(cube.amounts[cube.unit_of == -1].sum()) == nowhere != 0


def test_runs_and_sql_give_the_same_sums(loaded):
    files = files_of(Table.POSTINGS)
    runs = summing.sums_of_runs(files, first=FIRST, last=LAST)
    sql = summing.sums_of(files, first=FIRST, last=LAST)
    assert _cells(runs) == _cells(sql)


def test_the_sums_are_those_of_the_postings(loaded, books):
    total = sum(int(batch.amount.sum()) for batch in books.delivered())
    assert queries.cube(actor=None, first=FIRST, last=LAST, with_unmapped=True).total == total


def _cells(sums: summing.Sums) -> dict[tuple[str, str, int], tuple[int, int]]:
    found: dict[tuple[str, str, int], tuple[int, int]] = {}
    for place, account, period, amount, count in zip(
        *(column.tolist() for column in (sums.cost_centre, sums.account, sums.period, sums.amount, sums.count)),
        strict=True,
    ):
        key = (sums.cost_centres[place], sums.accounts[account], period)
        before = found.get(key, (0, 0))
        found[key] = before[0] + amount, before[1] + count
    return found
