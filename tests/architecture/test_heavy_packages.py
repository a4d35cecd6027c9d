"""Packages that take a second and much memory are loaded where somebody asks for what they reckon, and not before."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, at, python_files, refuse, tree

LAZY = {"lifelines": "calc/survival.py"}


def names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def _in_functions(path: Path) -> set[int]:
    functions = (one for one in ast.walk(tree(path)) if isinstance(one, ast.FunctionDef))
    return {id(node) for function in functions for node in ast.walk(function)}


@pytest.mark.parametrize(("package", "only"), LAZY.items())
def test_a_heavy_package_is_imported_in_one_place_and_there_within_a_function(package: str, only: str) -> None:
    found = [
        at(path, getattr(node, "lineno", 0), package)
        for path in python_files(PACKAGE)
        for within in [_in_functions(path)]
        for node in ast.walk(tree(path))
        if any(name.partition(".")[0] == package for name in names(node))
        and not (path == PACKAGE / only and id(node) in within)
    ]
    refuse(found)


@pytest.mark.parametrize("package", LAZY)
def test_the_house_opens_without_it(package: str) -> None:
    """All addresses and what every room registers."""
    code = (
        "import django, sys; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; "
        f"import chefforum.modules.placements.views.effect; sys.exit('{package}' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
