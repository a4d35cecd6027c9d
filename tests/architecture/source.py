"""The source as data: files, parts and syntax trees, for tests that hold the house rules."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "src" / "chefforum"


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = (REPOSITORY / name for name in listed.split("\0") if name)
    return tuple(sorted({path for path in paths if path.is_file()}))


def python_files(below: Path = REPOSITORY) -> list[Path]:
    return [path for path in files() if path.suffix == ".py" and path.is_relative_to(below)]


def parts() -> list[Path]:
    """The folders of the kernel's parts and of the modules."""
    found = {
        path.relative_to(PACKAGE).parts[:2]
        for path in python_files()
        if any(path.is_relative_to(PACKAGE / room) and path.parent != PACKAGE / room for room in ("kernel", "modules"))
    }
    return [PACKAGE.joinpath(*names) for names in sorted(found)]


def layer(*names: str) -> list[Path]:
    """The files of those layers in every part: queries.py, or what is in the folder queries/."""
    return [
        path
        for part in parts()
        for path in python_files(part)
        if path.relative_to(part).parts[0].removesuffix(".py") in names
    ]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an expression of names and attributes; what is not a name is a question mark."""
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(value, name):
            return f"{dotted(value)}.{name}"
    return "?"


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that is imported anywhere in the file, but for type checkers.

    Relative imports are made absolute.
    """
    package = path.relative_to(REPOSITORY / "src").parent.parts if path.is_relative_to(REPOSITORY / "src") else ()
    for node in _outside_type_checking(tree(path)):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            for name in node.names:
                yield node.lineno, f"{module}.{name.name}"


def _outside_type_checking(node: ast.AST) -> Iterator[ast.AST]:
    if not (isinstance(node, ast.If) and dotted(node.test).endswith("TYPE_CHECKING")):
        yield node
        for child in ast.iter_child_nodes(node):
            yield from _outside_type_checking(child)


def at(path: Path, line: int, what: str) -> str:
    return f"{path.relative_to(REPOSITORY)}:{line}: {what}"


def refuse(problems: Iterable[str]) -> None:
    """Fails with a line for each problem; passes where there is none."""
    if found := sorted(problems):
        pytest.fail("\n".join(found), pytrace=False)
