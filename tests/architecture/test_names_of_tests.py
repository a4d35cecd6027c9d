"""Tests lie in folders without packages, so that two files of one name would be one to Python."""

from __future__ import annotations

from collections import Counter

from tests.architecture.source import REPOSITORY


def test_no_two_files_of_tests_have_one_name() -> None:
    names = Counter(path.name for path in (REPOSITORY / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []
