"""What it_portfolio offers the rest of the house."""

from __future__ import annotations

from types import ModuleType

from . import overlaps, ways_in

OFFERED: tuple[ModuleType, ...] = (ways_in, overlaps)


def register() -> None:
    for offered in OFFERED:
        offered.register()
