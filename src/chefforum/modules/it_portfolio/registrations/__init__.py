"""What it_portfolio offers the rest of the house."""

from __future__ import annotations

from types import ModuleType

OFFERED: tuple[ModuleType, ...] = ()


def register() -> None:
    for offered in OFFERED:
        offered.register()
