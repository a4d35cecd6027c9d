"""How many database queries a page may cost: the numbers stand in query_counts.json, so that a page that grows slow
as its list grows is seen in review.

    def test_list(client, assert_queries):
        with assert_queries("meetings.list"):
            client.get("/moeder/")

A new name, and a count that has changed for a reason, is written by `pytest --update-query-counts`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).with_name("query_counts.json")


class QueryCounts:
    """The allowed numbers, and what was counted in this run."""

    def __init__(self, *, update: bool) -> None:
        self.allowed: dict[str, int] = json.loads(FILE.read_text()) if FILE.exists() else {}
        self.update = update
        self.counted: dict[str, int] = {}

    @contextmanager
    def assert_queries(self, name: str) -> Iterator[None]:
        with CaptureQueriesContext(connection) as captured:
            yield
        count = len(captured)
        self.counted[name] = max(count, self.counted.get(name, 0))
        if self.update:
            return
        if name not in self.allowed:
            pytest.fail(f"{name} has no number in query_counts.json: run pytest --update-query-counts", pytrace=False)
        if count > self.allowed[name]:
            asked = "\n".join(query["sql"][:300] for query in captured.captured_queries)
            pytest.fail(f"{name}: {count} queries, {self.allowed[name]} allowed\n{asked}", pytrace=False)

    def write(self) -> None:
        """Keeps the numbers of the tests that did not run."""
        numbers = self.allowed | self.counted
        FILE.write_text(json.dumps(numbers, indent=2, sort_keys=True) + "\n")
