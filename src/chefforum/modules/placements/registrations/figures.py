"""Living figures of placements."""

from __future__ import annotations


def register() -> None:
    """Called once, when the house opens."""
