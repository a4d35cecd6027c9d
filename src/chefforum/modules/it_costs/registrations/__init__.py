"""What it_costs offers the rest of the house."""

from __future__ import annotations

from . import sources, ways_in


def register() -> None:
    sources.register()
    ways_in.register()
