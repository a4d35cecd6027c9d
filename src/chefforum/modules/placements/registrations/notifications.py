"""What consultants are told of."""

from __future__ import annotations

from chefforum.kernel.notifications.registry import Family, register_family


def register() -> None:
    register_family(Family(name="placements", title="Praktik og løntilskud", kinds=("placements.",), order=60))
