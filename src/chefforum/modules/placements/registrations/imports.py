"""The kinds of import that placements offer."""

from __future__ import annotations

from . import places


def register() -> None:
    """Called once, when the house opens."""
    places.register_imports()
