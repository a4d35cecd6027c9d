"""A migration's name says what it does, so that a list of them can be read."""

from __future__ import annotations

import re

from tests.architecture.source import PACKAGE, REPOSITORY, files

NAME = re.compile(r"\d{4}_[a-z][a-z0-9_]*\.py")
MADE_UP = re.compile(r"\d{4}_(auto|alter|remove|add|delete|rename|create)?_?\d{8}_\d{4}|_and_more|\d{4}_auto")


def test_every_migration_was_named_by_somebody() -> None:
    migrations = [path for path in files() if path.is_relative_to(PACKAGE) and path.match("migrations/[!_]*.py")]
    assert migrations
    wrong = [
        str(path.relative_to(REPOSITORY))
        for path in migrations
        if not NAME.fullmatch(path.name) or MADE_UP.search(path.name)
    ]
    assert not wrong
