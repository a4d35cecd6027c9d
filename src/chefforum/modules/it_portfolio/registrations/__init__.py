"""What it_portfolio offers the rest of the house."""

from __future__ import annotations

from types import ModuleType

from . import competences, compliance, ways_in

OFFERED: tuple[ModuleType, ...] = (ways_in, compliance, competences)


def register() -> None:
    for offered in OFFERED:
        offered.register()
