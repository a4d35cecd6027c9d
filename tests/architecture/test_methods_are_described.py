"""A public method of calc says what it answers."""

from __future__ import annotations

import ast

from tests.architecture.source import PACKAGE, at, python_files, refuse, tree


def test_every_public_function_of_calc_has_a_docstring() -> None:
    found = [
        at(path, node.lineno, node.name)
        for path in python_files(PACKAGE / "calc")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    refuse(found)


def test_every_file_of_calc_says_what_it_is_about() -> None:
    found = [
        at(path, 1, "no docstring")
        for path in python_files(PACKAGE)
        if path.relative_to(PACKAGE).parts[0] in {"calc", "kernel", "modules"}
        and path.name not in {"__init__.py", "apps.py", "urls.py"}
        and "migrations" not in path.parts
        and not ast.get_docstring(tree(path))
    ]
    refuse(found)


def test_every_method_of_calc_has_a_page_with_source_and_example() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in (PACKAGE.parents[1] / "docs" / "methods").glob("*.md"))
    found = [
        at(path, 1, "not named in docs/methods")
        for path in python_files(PACKAGE / "calc")
        if path.name != "__init__.py" and f"calc/{path.name}" not in pages
    ]
    refuse(found)
