"""The start page's short lists: what waits for me, what has changed, how do my figures stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .navigation import Allows


class CardGroup(StrEnum):
    """The three questions that the start page answers, in their order; the words are the headings."""

    WAITING = "Venter på dig"
    CHANGED = "Nyt siden sidst"
    FIGURES = "Dine tal"


@dataclass(frozen=True)
class CardRow:
    text: str
    url: str = ""
    meta: str = ""


@dataclass(frozen=True)
class CardContent:
    """Rows, and what to say and do where there are none."""

    rows: tuple[CardRow, ...]
    empty: str
    more_url: str = ""
    more_text: str = ""


@dataclass(frozen=True)
class StartCard:
    """`content(actor=, on=)` reads in a fixed number of queries; None leaves the card out."""

    name: str
    title: str
    rule: Allows
    content: Callable[..., CardContent | None]
    order: int = 100
    group: CardGroup = CardGroup.WAITING


@dataclass(frozen=True)
class FilledCard:
    title: str
    content: CardContent


_cards: dict[str, StartCard] = {}


def register_start_card(card: StartCard) -> None:
    _cards[card.name] = card


def cards_for(actor: Any, on: Any) -> list[tuple[CardGroup, list[FilledCard]]]:
    """The cards that the actor may see, in order within the three groups; a group without a card is left out."""
    allowed = sorted((card for card in _cards.values() if card.rule.allows(actor)), key=lambda card: card.order)
    found = [(card, card.content(actor=actor, on=on)) for card in allowed]
    grouped = [
        (group, [FilledCard(card.title, content) for card, content in found if content and card.group == group])
        for group in CardGroup
    ]
    return [(group, cards) for group, cards in grouped if cards]
