"""Every rule of the demo catches something of the newest year of invented books: none is there for show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from chefforum.modules.ledger.lake.sorting import Patterns
from chefforum.modules.ledger.lake.sorting_sums import sums_by_rule
from chefforum.project.books import FULL, invented_town, make_books
from chefforum.project.books.lake import write_lake
from chefforum.project.demo.it_costs import RULES


def test_every_rule_of_the_demo_catches_postings(tmp_path: Path) -> None:
    size = replace(FULL, units=30, accounts=400, postings=40_000, positions=300)
    write_lake(make_books(size, invented_town(size)), tmp_path)
    files = sorted(str(path) for path in tmp_path.glob("postings/*/*/*.parquet"))
    rules = [Patterns(supplier=supplier, account=account) for _, supplier, account, _, _ in RULES]
    found = sums_by_rule(files, first=200001, last=209912, lists=[rules], by=[]).to_pylist()
    newest = max(row["part"] for row in found)
    caught = {row["rule0"] for row in found if row["part"] == newest}
    assert [RULES[number][0] for number in range(len(RULES)) if number not in caught] == []
