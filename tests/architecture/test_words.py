"""Nothing is left for later, and no file knows the machine that it was written on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.source import REPOSITORY, at, files, refuse

THIS = Path(__file__)
LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE = re.compile(r"(?<![\w.<])/(work|root|tmp|home/\w+|Users/\w+)(/|\b)")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|npmjs\.com|/simple/|index-url", re.IGNORECASE)


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in files():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return [(path, text) for path, text in found if path != THIS and path.name not in {"LICENSE", "package-lock.json"}]


@pytest.mark.parametrize("words", [LATER, MACHINE, REGISTRY], ids=["left for later", "machine path", "registry"])
def test_no_file_says(words: re.Pattern[str]) -> None:
    found = [
        at(path, number, line.strip()[:100])
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if words.search(line)
    ]
    refuse(found)


def test_locks_hold_hashes_and_no_addresses() -> None:
    locks = sorted((REPOSITORY / "requirements").glob("*.lock"))
    assert locks
    for lock in locks:
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
    assert '"resolved"' not in (REPOSITORY / "package-lock.json").read_text()
