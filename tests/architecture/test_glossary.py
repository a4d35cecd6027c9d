"""One word for one thing, decided once: every table and its columns stand in docs/glossary.csv."""

from __future__ import annotations

import csv
from collections import Counter

from django.apps import apps

from chefforum.kernel.access.rules import ROLE_NAMES, Role
from tests.architecture.source import REPOSITORY

FILE = REPOSITORY / "docs" / "glossary.csv"
COLUMNS = ["identifier", "english", "danish", "definition", "source"]
# Said of anything, they need no definition.
PLAIN = {"id", "name", "title", "text", "number", "code", "description", "order", "position", "kind", "state", "data"}


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words_of_the_tables() -> dict[str, str]:
    """Every word that a table uses, with the place that it is used."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        if not model.__module__.startswith("chefforum."):
            continue
        found.setdefault(model.__name__, model._meta.label)
        for field in model._meta.get_fields():
            if not field.auto_created and field.name not in PLAIN:
                found.setdefault(field.name, f"{model._meta.label}.{field.name}")
    return found


def test_every_word_of_the_tables_is_explained() -> None:
    known = {row["identifier"] for row in rows()}
    missing = [f"{word} ({place})" for word, place in sorted(words_of_the_tables().items()) if word not in known]
    assert not missing, "docs/glossary.csv lacks:\n" + "\n".join(missing)


def test_every_row_is_whole() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == COLUMNS
    for row in rows():
        assert all(row[column] for column in COLUMNS[:4]), row
        assert None not in row, row


def test_no_word_is_explained_twice() -> None:
    counted = Counter(row["identifier"] for row in rows())
    assert not [word for word, times in counted.items() if times > 1]


def test_the_words_come_in_order() -> None:
    words = [row["identifier"].casefold() for row in rows()]
    assert words == sorted(words)


def test_every_role_is_explained_with_the_word_that_people_see() -> None:
    danish = {row["identifier"]: row["danish"] for row in rows()}
    assert {role.value: danish.get(role.value) for role in Role} == {
        role.value: name.lower() for role, name in ROLE_NAMES.items()
    }
