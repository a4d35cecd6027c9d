"""What it_costs offers the rest of the house."""

from __future__ import annotations

from . import volumes, ways_in


def register() -> None:
    volumes.register()
    ways_in.register()
