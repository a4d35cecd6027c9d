"""What it_portfolio offers the rest of the house."""

from __future__ import annotations

from types import ModuleType

from . import competences, compliance, overlaps, plan, readiness, report, selection, steering_group, ways_in

OFFERED: tuple[ModuleType, ...] = (
    selection,
    steering_group,
    ways_in,
    overlaps,
    compliance,
    competences,
    plan,
    readiness,
    report,
)


def register() -> None:
    for offered in OFFERED:
        offered.register()
