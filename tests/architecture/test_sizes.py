"""A file fits in a head and a function on a screen."""

from __future__ import annotations

import ast

from tests.architecture.source import at, files, python_files, refuse, tree

LINES_OF_A_FILE = 500
LINES_OF_A_FUNCTION = 60
WRITTEN = {".py", ".html", ".css", ".js", ".typ", ""}


def test_no_file_has_500_lines() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in files()
        if path.suffix in WRITTEN and path.name != "LICENSE" and path.parent.name != "migrations"
    }
    refuse(at(path, length, "too long") for path, length in lengths.items() if length >= LINES_OF_A_FILE)


def test_no_function_has_60_lines() -> None:
    found = [
        at(path, node.lineno, f"{node.name} has {node.end_lineno - node.lineno + 1} lines")
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 >= LINES_OF_A_FUNCTION
    ]
    refuse(found)
