"""What it_portfolio offers the rest of the house."""

from __future__ import annotations

from types import ModuleType

from . import plan, readiness, report, ways_in

OFFERED: tuple[ModuleType, ...] = (plan, readiness, report, ways_in)


def register() -> None:
    for offered in OFFERED:
        offered.register()
