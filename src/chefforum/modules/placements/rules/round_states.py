"""How a round of targets stands beside the others of its year. Pure."""

from __future__ import annotations

from enum import StrEnum


class RoundState(StrEnum):
    """Its words on pages."""

    HOLDS = "Gælder"
    SUPERSEDED = "Afløst"
    COMES = "Kommer"

    @property
    def badge(self) -> str:
        """The kind of badge that it is shown as."""
        return {"HOLDS": "success", "SUPERSEDED": "warning", "COMES": "info"}[self.name]


def state_of(*, holds: bool, is_superseded: bool) -> RoundState:
    """A round that a later one is set after holds all the same until that one begins."""
    if holds:
        return RoundState.HOLDS
    return RoundState.SUPERSEDED if is_superseded else RoundState.COMES
