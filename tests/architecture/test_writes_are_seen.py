"""What a write does is read in the service that does it: no signals, and no save() or delete() with more to it."""

from __future__ import annotations

import ast

from tests.architecture.source import PACKAGE, at, imported, layer, python_files, refuse, tree

SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.db.backends.signals")


def test_nothing_happens_by_signal() -> None:
    found = [
        at(path, line, name)
        for path in python_files(PACKAGE)
        for line, name in imported(path)
        if name.startswith(SIGNALS)
    ]
    refuse(found)


def test_no_model_changes_what_saving_and_deleting_mean() -> None:
    methods = {"save", "delete", "asave", "adelete", "bulk_create"}
    found = [
        at(path, node.lineno, f"{owner.name}.{node.name}")
        for path in layer("models")
        for owner in ast.walk(tree(path))
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, ast.FunctionDef) and node.name in methods
    ]
    refuse(found)
