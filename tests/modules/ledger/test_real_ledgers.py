"""The public ledgers of two councils load whole, and every sum is what the files themselves say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chefforum.modules.ledger import queries
from chefforum.modules.ledger.lake.engine import cursor
from chefforum.modules.ledger.lake.manifest import read_manifest


@pytest.mark.parametrize(
    ("council", "columns"),
    [
        ("gateshead", {"period": "month", "account": "account2", "cost_centre": "unit", "amount": "amount"}),
        ("harrogate", {"period": "month", "account": "account1", "cost_centre": "costcentre", "amount": "amount"}),
    ],
)
def test_a_councils_postings_load_whole_and_tie_out(shared, load, mapped, council, columns):
    path = shared(f"data/finance/{council}_postings.parquet")
    extract = load(path, mapping=mapped(columns=columns))
    manifest = read_manifest(str(extract.pk))
    connection = cursor()
    lines, good, oere = connection.execute(
        f"SELECT count(*), count(*) FILTER (coalesce(trim({columns['account']}), '') <> '' "
        f"AND coalesce(trim({columns['cost_centre']}), '') <> ''), "
        f"sum(CAST(round(amount * 100) AS BIGINT)) FROM read_parquet(?)",
        [str(path)],
    ).fetchall()[0]
    by_month = connection.execute(
        "SELECT CAST(replace(month, '-', '') AS INTEGER), sum(CAST(round(amount * 100) AS BIGINT)) "
        f"FROM read_parquet(?) WHERE coalesce(trim({columns['account']}), '') <> '' "
        f"AND coalesce(trim({columns['cost_centre']}), '') <> '' GROUP BY 1 ORDER BY 1",
        [str(path)],
    ).fetchall()
    connection.close()
    assert manifest.ties_out
    assert manifest.lines_read == lines
    assert manifest.lines_loaded == good
    assert Decimal(manifest.amount_read) == oere
    assert [(one.period, one.amount_loaded) for one in manifest.periods if one.lines_loaded] == [
        (month, int(amount)) for month, amount in by_month
    ]
    cube = queries.cube(actor=None, first=manifest.first_period, last=manifest.last_period, with_unmapped=True)
    assert cube.total == manifest.amount_loaded
    assert int(cube.counts.sum()) == manifest.lines_loaded
