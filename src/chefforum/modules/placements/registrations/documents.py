"""The documents that placements make."""

from __future__ import annotations


def register() -> None:
    """Called once, when the house opens."""
