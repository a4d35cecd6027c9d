"""What stands in the way of sending something on, each in words that say what to do. Empty: nothing does.

The linter's findings are advice and are not among these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chefforum.connectors.minutes.minutes import Item, SectionKind

from .content import ItemContent
from .section_places import anchor_of
from .states import ItemState


@dataclass(frozen=True)
class Lack:
    """What is wanting, in words that say what to do, and where on the editor's page that is done."""

    words: str
    anchor: str


def stops_submission(*, item: Item, mandatory: Sequence[tuple[SectionKind, str]]) -> list[Lack]:
    """A title, and something in every section that the forum asks for; "Intet at bemærke" is something."""
    said = {(section.kind, section.heading) for section in item.sections if section.blocks}
    kinds = {kind for kind, _ in said}
    lacks = [] if item.title.strip() else [Lack("Punktet mangler en titel.", "id_title")]
    for kind, heading in mandatory:
        is_there = (kind, heading) in said if kind == SectionKind.OTHER else kind in kinds
        if not is_there:
            words = f"“{heading}” er tomt. Skriv noget, eller vælg “Intet at bemærke”."
            lacks.append(Lack(words, anchor_of(kind, heading)))
    return lacks


def stops_agenda(items: Sequence[Item]) -> list[str]:
    """Why the agenda cannot go out, in words for the secretariat; empty where nothing stops it."""
    return [] if items else ["Der er ingen punkter på dagsordenen."]


def stops_minutes(items: Sequence[tuple[int | None, str, ItemContent]]) -> list[str]:
    """Every item has been treated and says what was decided; every promised bilag has come."""
    reasons = []
    for number, state, content in items:
        if state not in {ItemState.TREATED, ItemState.CLOSED}:
            reasons.append(f"Punkt {number} er ikke markeret som behandlet.")
        elif content.item.decision is None and not any(content.outcomes):
            reasons.append(f"Punkt {number} mangler en beslutning.")
        reasons += [
            f"Punkt {number}: bilaget “{attachment.title}” er lovet, men er ikke kommet."
            for attachment in content.attachments
            if attachment.is_promised and attachment.document_id is None
        ]
    return reasons
