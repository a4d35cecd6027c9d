"""What a line's number was made by, in words, and which version of the methods made it."""

from __future__ import annotations

from enum import IntEnum

METHOD_VERSION = 2  # counted up when the same ledger would give other numbers


class MadeBy(IntEnum):
    """How a line's rest is known. Up to BUDGET, and CHOSEN, they are those of calc.forecasting.lines.Method."""

    NOTHING = 0  # ikke vurderet
    STEADY = 1
    STOPPED = 2
    RHYTHM = 3
    LAST_YEAR = 4
    REFUND = 5
    BUDGET = 6
    POSITIONS = 7
    LEADER = 8
    OVERRIDE = 9
    SILENT = 10  # nothing posted for a year and no budget: there is nothing to assess
    CLOSED = 11  # the whole year is closed
    CHOSEN = 12  # as in Method


MADE_BY_NAMES = {
    MadeBy.NOTHING: "Ikke vurderet",
    MadeBy.STEADY: "De seneste måneders niveau",
    MadeBy.STOPPED: "Der kommer ikke mere",
    MadeBy.RHYTHM: "Fast betaling",
    MadeBy.LAST_YEAR: "Samme måneder sidste år",
    MadeBy.REFUND: "Refusionsregel",
    MadeBy.BUDGET: "Rest af budgettet",
    MadeBy.POSITIONS: "Stillinger",
    MadeBy.LEADER: "Lederens poster",
    MadeBy.OVERRIDE: "Sat af lederen",
    MadeBy.SILENT: "Intet forbrug det seneste år",
    MadeBy.CLOSED: "Året er lukket",
    MadeBy.CHOSEN: "Metode valgt af økonomi",
}
NOT_ASSESSED = MADE_BY_NAMES[MadeBy.NOTHING]


class NothingClosed(ValueError):
    """The ledger is not closed so far that the year can be forecast; the message tells the person."""
