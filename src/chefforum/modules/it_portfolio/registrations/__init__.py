"""What it_portfolio offers the rest of the house."""

from __future__ import annotations

from types import ModuleType

from . import overlaps, selection, steering_group, ways_in

OFFERED: tuple[ModuleType, ...] = (selection, steering_group, ways_in, overlaps)


def register() -> None:
    for offered in OFFERED:
        offered.register()
