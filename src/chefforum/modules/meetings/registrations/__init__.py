"""What meetings offer the rest of the house, a file for each thing offered."""

from __future__ import annotations

from . import cases, documents, imports, notifications, rounds, searching, start_page, ways_in


def register() -> None:
    """Called once, when all parts are loaded."""
    for offered in (imports, documents, cases, ways_in, start_page, notifications, searching, rounds):
        offered.register()
