"""Methods, rules, queries and services are told the date: so they answer the same for any day, also yesterday."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, at, calls, dotted, layer, python_files, refuse, tree

ALWAYS = {"now", "today", "utcnow", "time_ns", "monotonic", "perf_counter", "Now", "CurrentDate", "CurrentTimestamp"}
WITHOUT_ARGUMENTS = {"localdate", "localtime", "gmtime"}


def reads_the_clock(call: ast.Call) -> bool:
    name = dotted(call.func)
    last = name.rpartition(".")[2]
    return name == "time.time" or last in ALWAYS or (last in WITHOUT_ARGUMENTS and not (call.args or call.keywords))


def without_a_clock() -> list[Path]:
    return [*python_files(PACKAGE / "calc"), *layer("rules", "queries", "services", "models", "access")]


def test_dates_are_parameters() -> None:
    found = [
        at(path, call.lineno, dotted(call.func))
        for path in without_a_clock()
        for call in calls(path)
        if reads_the_clock(call)
    ]
    refuse(found)


def test_tables_do_not_read_the_clock_either() -> None:
    """auto_now fields hide a clock, and an audit event could not say the same moment."""
    found = [
        at(path, node.value.lineno, str(node.arg))
        for path in layer("models")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.keyword) and (node.arg or "").startswith("auto_now")
    ]
    refuse(found)


def test_the_day_of_a_moment_is_the_day_in_denmark() -> None:
    """A moment is stored in UTC, where the day begins an hour or two late: `timezone.localdate(at)`."""
    found = [
        at(path, call.lineno, dotted(call.func))
        for path in python_files(PACKAGE)
        for call in calls(path)
        if re.search(r"(^|[._])at\.date$", dotted(call.func))
    ]
    refuse(found)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("dt.date.today()", True),
        ("timezone.now()", True),
        ("timezone.localdate()", True),
        ("timezone.localdate(moment)", False),
        ("time.time()", True),
        ("moment.time()", False),
        ("dt.time(9, 0)", False),
        ("Event.objects.filter(at__lt=Now())", True),
    ],
)
def test_this_test_knows_a_clock_when_it_sees_one(source: str, expected: bool) -> None:
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and reads_the_clock(node)]
    assert bool(found) is expected
