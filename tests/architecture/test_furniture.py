"""Every part has the same furniture under the same names, so that who knows one knows them all."""

from __future__ import annotations

import pytest

from tests.architecture.source import PACKAGE, REPOSITORY, parts

FURNITURE = {
    "__init__.py",
    "README.md",
    "access",
    "apps.py",
    "cards",  # what the part puts on the start page
    "documents",  # the documents that it makes
    "forms",
    "imports",  # the kinds of import that it offers
    "jobs.py",
    "management",
    "middleware.py",
    "migrations",
    "models",
    "queries",
    "registrations",  # what apps.py tells the kernel
    "registry.py",  # what a kernel part lets others tell it
    "rules",
    "search.py",  # what it lets people search
    "services",
    "static",
    "templates",
    "templatetags",
    "urls.py",
    "views",
}
OWN = {
    "modules/ledger": {"lake"},
    "modules/meetings": {"linter"},
    "kernel/figures": {"in_text.py"},
    "kernel/imports": {"tables.py"},
    "kernel/lake": {"storage.py"},
    "kernel/documents": {
        "downloads.py",
        "page_text.py",
        "pages.py",
        "rendering",
        "sniffing.py",
        "storage.py",
        "uploads.py",
    },
}


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.name)
def test_a_part_holds_its_furniture_and_nothing_else(part) -> None:
    allowed = FURNITURE | OWN.get(part.relative_to(PACKAGE).as_posix(), set())
    there = {path.name for path in part.iterdir() if path.name != "__pycache__"}
    assert not {name for name in there if name not in allowed and name.removesuffix(".py") not in allowed}


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.name)
def test_a_part_says_what_it_is_for(part) -> None:
    readme = part / "README.md"
    assert readme.is_file(), f"{readme.relative_to(REPOSITORY)} is missing"
    assert len(readme.read_text(encoding="utf-8").split()) >= 30


def test_the_kernel_and_the_modules_hold_parts_only() -> None:
    for room in ("kernel", "modules"):
        files = {path.name for path in (PACKAGE / room).iterdir() if path.is_file()}
        assert files <= {"__init__.py", "README.md"}


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "misc", "common"}
    found = [path for path in PACKAGE.rglob("*.py") if path.stem in drawers or path.parent.name in drawers]
    assert not found
