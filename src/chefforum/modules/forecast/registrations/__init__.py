"""What the forecast offers the rest of the house."""

from __future__ import annotations

from . import documents, figures, imports, notifications, roll_out, running, ways_in


def register() -> None:
    documents.register()
    figures.register()
    imports.register()
    notifications.register()
    roll_out.register()
    running.register()
    ways_in.register()
