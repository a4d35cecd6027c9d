"""The kinds of import that placements offer."""

from __future__ import annotations


def register() -> None:
    """Called once, when the house opens."""
