"""What the forecast asks of the ledger: what came, by month, and how far the ledger is closed."""

from __future__ import annotations

from uuid import UUID

import numpy as np

from chefforum.kernel.access.rules import Actor
from chefforum.modules.ledger.queries import closing
from chefforum.modules.ledger.queries.cube import months_of_unit


def came(*, actor: Actor, unit_id: UUID, first: int, last: int) -> dict[tuple[str, int], int]:
    """What was posted on the unit: (account, yyyymm) → øre, from `first` to `last`, both included; only where anything
    was posted."""
    found = months_of_unit(actor=actor, unit_id=unit_id, first=first, last=last)
    lines = found.lines_of(unit_id)
    return {
        (found.accounts[found.account_of[line]], found.periods[month]): int(found.amounts[line, month])
        for line in lines
        for month in np.flatnonzero(found.counts[line])
    }


def closed_through() -> int | None:
    """The month (yyyymm) up to which the ledger is closed; None where nothing is."""
    return closing.closed_through()


def first_period() -> int | None:
    """The first month (yyyymm) that the ledger holds; None where nothing is loaded."""
    return closing.first_period()
