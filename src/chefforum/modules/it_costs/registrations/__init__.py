"""What it_costs offers the rest of the house."""

from __future__ import annotations

from . import costs, documents, extracts, figures, imports, requests, searching, sources, volumes, ways_in

OFFERED = (ways_in, imports, costs, documents, searching, figures, sources, volumes, extracts, requests)


def register() -> None:
    for offered in OFFERED:
        offered.register()
