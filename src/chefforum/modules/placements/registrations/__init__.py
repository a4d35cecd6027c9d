"""What placements offer the rest of the house."""

from __future__ import annotations

from . import documents, figures, imports, notifications, ways_in


def register() -> None:
    documents.register()
    figures.register()
    imports.register()
    notifications.register()
    ways_in.register()
