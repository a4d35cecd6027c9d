"""What the forecast asks of the ledger: what came, by month, and how far the ledger is closed."""

from __future__ import annotations

from uuid import UUID

from chefforum.kernel.access.rules import Actor


def came(*, actor: Actor, unit_id: UUID, first: int, last: int) -> dict[tuple[str, int], int]:
    """What was posted on the unit: (account, yyyymm) → øre, from `first` to `last`, both included."""
    return {}


def closed_through(*, actor: Actor) -> int | None:
    """The month (yyyymm) up to which the ledger is closed; None where nothing is."""
    return None
