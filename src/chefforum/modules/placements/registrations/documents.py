"""The documents that placements make."""

from __future__ import annotations

from . import places


def register() -> None:
    """Called once, when the house opens."""
    places.register_documents()
