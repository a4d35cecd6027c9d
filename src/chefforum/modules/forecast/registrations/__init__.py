"""What the forecast offers the rest of the house."""

from __future__ import annotations

from . import documents, imports, notifications, roll_out, running, ways_in


def register() -> None:
    documents.register()
    roll_out.register()
    imports.register()
    notifications.register()
    running.register()
    ways_in.register()
