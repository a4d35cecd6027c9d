"""The chefforum command as a real process, on a SQLite database of its own that holds the demo municipality."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).with_name("chefforum"))


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Place:
    """A data folder, and commands that work on it."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return kept | {
            "CHEFFORUM_DATA": str(self.folder / "data"),
            "DJANGO_SETTINGS_MODULE": "chefforum.project.settings",
            "SECRET_KEY": "only-for-tests",
            "LANG": "C.UTF-8",
        }

    def run(self, *arguments: str | Path, typed: str | None = None, timeout: int = 120) -> Said:
        done = subprocess.run(
            [COMMAND, *map(str, arguments)],
            env=self.environment,
            cwd=self.folder,
            input=typed or "",
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=timeout,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        nowhere = subprocess.DEVNULL
        return subprocess.Popen(
            [COMMAND, *map(str, arguments)], env=self.environment, cwd=self.folder, stdout=nowhere, stderr=nowhere
        )

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(self.folder / "data" / "chefforum.sqlite3")
        try:
            with connection:
                return connection.execute(statement, values).fetchall()
        finally:
            connection.close()


LOAD = "import django; django.setup(); from chefforum.project import demo; demo.load_municipality()"


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder with the demo's municipality, without its meetings around today; copied for each test."""
    place = Place(tmp_path_factory.mktemp("cli"))
    said = place.run("migrate")
    assert said.status == 0, said.err
    subprocess.run([sys.executable, "-c", LOAD], env=place.environment, check=True, timeout=120)
    return place.folder / "data"


@pytest.fixture(scope="session")
def whole_demo(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The demo as a new user gets it, read and not written to."""
    place = Place(tmp_path_factory.mktemp("demo"))
    for command in (("migrate",), ("demo", "load")):
        said = place.run(*command, timeout=400)  # half a year of a municipality's months
        assert said.status == 0, said.err
    return place


@pytest.fixture
def place(loaded: Path, tmp_path: Path) -> Place:
    shutil.copytree(loaded, tmp_path / "data")
    return Place(tmp_path)


@pytest.fixture
def new_minutes(demo_minutes: Path, tmp_path: Path) -> Path:
    """Minutes of a meeting that is not in the database: the demo's, a month later and about other cases."""
    text = demo_minutes.read_text(encoding="utf-8")
    text = text.replace("4. februar 2026", "4. marts 2026").replace("04-02-2026", "04-03-2026")
    text = re.sub(r"^(\d\d\.\d\d\.\d\d-[A-ZØ]\d\d-\d+)-\d\d$", r"\1-03", text, flags=re.MULTILINE)
    path = tmp_path / "referat-chefforum-2026-03-04.md"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def changed(new_minutes: Path) -> Callable[..., Path]:
    """The same minutes with words changed: changed(("før", "efter"), …)."""

    def change(*words: tuple[str, str]) -> Path:
        text = new_minutes.read_text(encoding="utf-8")
        for before, after in words:
            assert before in text
            text = text.replace(before, after)
        new_minutes.write_text(text, encoding="utf-8")
        return new_minutes

    return change
