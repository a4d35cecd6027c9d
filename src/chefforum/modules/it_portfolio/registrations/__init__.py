"""What it_portfolio offers the rest of the house."""

from __future__ import annotations

from types import ModuleType

from . import competences, compliance, overlaps, selection, steering_group, ways_in

OFFERED: tuple[ModuleType, ...] = (selection, steering_group, ways_in, overlaps, compliance, competences)


def register() -> None:
    for offered in OFFERED:
        offered.register()
