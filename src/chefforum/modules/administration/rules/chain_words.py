"""Whether the trail's chain holds, in words."""

from __future__ import annotations

from dataclasses import dataclass

from chefforum.calc.chain import Break, BreakKind

WHAT_HAPPENED = {
    BreakKind.CHANGED: "er ændret, efter at den blev skrevet",
    BreakKind.REMOVED: "er fjernet",
    BreakKind.INSERTED: "er sat ind bagefter",
}


@dataclass(frozen=True)
class ChainState:
    holds: bool
    text: str


def chain_in_words(count: int, found: Break | None) -> ChainState:
    """ "Kæden holder: 1.234 hændelser.", or the first event that is not as it was written."""
    if found is None:
        events = "1 hændelse" if count == 1 else f"{count:,} hændelser".replace(",", ".")
        return ChainState(True, f"Kæden holder: {events}.")
    return ChainState(False, f"Kæden holder ikke: hændelse nr. {found.number} {WHAT_HAPPENED[found.kind]}.")
