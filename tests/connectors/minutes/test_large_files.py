"""A file that is far too large is refused by its size, before any of it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from chefforum.cli import main

SIZE = 300 * 1024 * 1024


@pytest.fixture
def large_file(tmp_path, monkeypatch):
    file = tmp_path / "referat.pdf"
    with file.open("wb") as hole:
        hole.truncate(SIZE)

    def read_bytes(path: Path) -> bytes:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    return file


@pytest.mark.parametrize("command", ["parse", "import"])
@pytest.mark.django_db
def test_the_command_refuses_it_unread(command, large_file):
    told = CliRunner().invoke(main, ["minutes", command, str(large_file)])
    assert told.exit_code == 1
    assert "grænsen er 5" in told.output
    assert "prøv igen" in told.output or "gem den uden billeder" in told.output
