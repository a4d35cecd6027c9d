"""What is raised when a file cannot be read as minutes."""

from __future__ import annotations


class UnreadableMinutes(Exception):
    """The file could not be read. `message` is for the person who chose it: in Danish, with what to do about it.

    `line` is the line of a text file where the trouble is; None where the file has no lines.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        self.message = message
        self.line = line
        super().__init__(message)


def unreadable(*, what: str, advice: str, line: int | None = None) -> UnreadableMinutes:
    """The error in three steps that people always get: what happened, that nothing has changed, what to do."""
    return UnreadableMinutes(f"{what} Der er ikke importeret noget. {advice}", line)
