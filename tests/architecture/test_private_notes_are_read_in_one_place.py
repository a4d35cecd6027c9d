"""Private notes are nobody else's: the table is touched where they are asked for by their writer, and nowhere else."""

from __future__ import annotations

from tests.architecture.source import PACKAGE, at, python_files, refuse

MEETINGS = PACKAGE / "modules" / "meetings"
ALLOWED = {
    MEETINGS / "models" / "__init__.py",
    MEETINGS / "models" / "preparing.py",
    MEETINGS / "queries" / "notes.py",
    MEETINGS / "services" / "notes.py",
    MEETINGS / "views" / "notes.py",  # names the type; pages reach no table
}


def test_private_notes_are_touched_by_their_own_queries_and_services_alone() -> None:
    found = [
        at(path, number, line.strip())
        for path in python_files(PACKAGE)
        if path not in ALLOWED and "migrations" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if "PrivateNote" in line or "private_notes" in line
    ]
    refuse(found)
