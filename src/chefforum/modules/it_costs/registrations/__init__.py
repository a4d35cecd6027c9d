"""What it_costs offers the rest of the house."""

from __future__ import annotations

from . import documents, figures, imports, searching, volumes, ways_in


def register() -> None:
    for offered in (ways_in, imports, documents, searching, figures, volumes):
        offered.register()
