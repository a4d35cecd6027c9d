"""A page cannot reach a table: it asks queries and services, where access is applied."""

from __future__ import annotations

import ast
from enum import Enum
from importlib import import_module
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, at, imported, layer, python_files, refuse, tree

PAGES = ("views", "urls", "forms", "api")


def views() -> list[Path]:
    return [*layer(*PAGES), *(path for path in python_files(PACKAGE / "project") if path.stem in PAGES)]


def is_table(name: str) -> bool:
    """Enumerations stand in models.py too, and forms offer their choices."""
    module, _, attribute = name.rpartition(".")
    if not name.startswith("chefforum.") or "models" not in name.split("."):
        return False
    named = getattr(import_module(module), attribute, None)
    return not (isinstance(named, type) and issubclass(named, Enum))


def test_views_and_forms_import_no_tables() -> None:
    """Not but for type checkers: `if TYPE_CHECKING:`."""
    found = [at(path, line, name) for path in views() for line, name in imported(path) if is_table(name)]
    refuse(found)


@pytest.mark.parametrize("attribute", ["objects", "_default_manager", "_base_manager"])
def test_views_and_forms_use_no_managers(attribute: str) -> None:
    found = [
        at(path, node.lineno, attribute)
        for path in views()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == attribute
    ]
    refuse(found)


def test_views_do_not_write_rows() -> None:
    """A row that a query gave may not be saved outside a service."""
    found = [
        at(path, node.lineno, f".{node.func.attr}()")
        for path in views()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"save", "delete", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
    ]
    refuse(found)
