"""What can go wrong, in words for who asked: what happened, and what to do. None holds the token."""

from __future__ import annotations


class JobindsatsError(Exception):
    """No figures came."""


class NotSetUp(JobindsatsError):
    """There is no token, or the address is one that a token must not be sent to."""


class NotAllowed(JobindsatsError):
    """The token is not taken."""


class UnknownTable(JobindsatsError):
    """There is no such table, or it cannot be asked so."""


class UnknownPeriod(JobindsatsError):
    """The table has no figures of a period that was asked for."""


class NotReached(JobindsatsError):
    """Nobody answered in time, or the connection broke, as often as it was tried."""


class StrangeAnswer(JobindsatsError):
    """What came is not what the table's description says. `line` counts rows from 1, None where none is to blame."""

    def __init__(self, words: str, line: int | None = None) -> None:
        super().__init__(words)
        self.line = line


class NoFigures(StrangeAnswer):
    """An answer in order, without a single row."""
