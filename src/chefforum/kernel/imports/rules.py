"""The states of an import, and what may follow."""

from __future__ import annotations

from enum import StrEnum


class ImportState(StrEnum):
    READING = "reading"
    READY = "ready"
    REFUSED = "refused"
    CARRYING_OUT = "carrying_out"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


STATE_NAMES = {
    ImportState.READING: "Læses",
    ImportState.READY: "Klar til at gennemføre",
    ImportState.REFUSED: "Kan ikke importeres",
    ImportState.CARRYING_OUT: "Gennemføres",
    ImportState.DONE: "Gennemført",
    ImportState.FAILED: "Fejlet",
    ImportState.CANCELLED: "Fortrudt",
}

NO_CHANGES = "Ingen ændringer"
NOTHING_CHANGED = "Intet er ændret. Prøv igen."

AT_WORK = frozenset({ImportState.READING, ImportState.CARRYING_OUT})


def state_on(*, state: ImportState, is_at_work: bool) -> ImportState:
    """The state as it must be understood when one knows whether its job still lives.

    A job that died took its whole transaction with it, so the import has failed and nothing is changed.
    """
    return ImportState.FAILED if state in AT_WORK and not is_at_work else state


def may_carry_out(state: ImportState) -> bool:
    return state == ImportState.READY


def may_cancel(state: ImportState) -> bool:
    """Not while it is being carried out, and not what has been: that is changed by a new import."""
    return state in (ImportState.READING, ImportState.READY, ImportState.REFUSED, ImportState.FAILED)


def may_read_again(state: ImportState) -> bool:
    """A file that was refused is the same when read again; it must be mended and chosen anew."""
    return state in (ImportState.READY, ImportState.FAILED)
