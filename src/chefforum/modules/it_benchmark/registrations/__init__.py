"""What it_benchmark offers the rest of the house."""

from __future__ import annotations

from types import ModuleType

from . import benchmark

OFFERED: tuple[ModuleType, ...] = (benchmark,)


def register() -> None:
    for offered in OFFERED:
        offered.register()
