"""What it_costs offers the rest of the house."""

from __future__ import annotations

from . import costs, ways_in


def register() -> None:
    ways_in.register()
    costs.register()
