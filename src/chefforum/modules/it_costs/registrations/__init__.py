"""What it_costs offers the rest of the house."""

from __future__ import annotations

from . import (costs, documents, extracts, figures, imports, searching, sources, volumes, ways_in, requests)


def register() -> None:
    for offered in (ways_in, imports, costs, documents, searching, figures, sources, volumes, extracts):


    for offered in (ways_in, imports, costs, documents, searching, figures, sources, volumes, requests):
        offered.register()
