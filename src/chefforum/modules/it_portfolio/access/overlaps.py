"""Overlaps and scenarios are read by everybody who works here, without kroner but for who reads all costs; the
coordinator keeps scenarios."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.access import may_write_system


def may_judge(actor: Actor, unit_ids: Collection[UUID | None]) -> bool:
    """Whether two systems overlap: who writes one of them says so. `unit_ids`: the units that answer for them."""
    return any(may_write_system(actor, unit_id) for unit_id in unit_ids)
