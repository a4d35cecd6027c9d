"""What placements offer the rest of the house."""

from __future__ import annotations

from . import documents, figures, imports, notifications, public_figures, status_paper, ways_in


def register() -> None:
    documents.register()
    figures.register()
    imports.register()
    notifications.register()
    public_figures.register()
    status_paper.register()
    ways_in.register()
