"""The start page shows the cards that are for the person, under the three questions that it answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from chefforum.web import start_cards
from chefforum.web.start_cards import CardContent, CardGroup, CardRow, StartCard, cards_for, register_start_card

TODAY = dt.date(2026, 2, 3)
NOTHING = CardContent(rows=(), empty="Her er ikke noget.")


@dataclass(frozen=True)
class Only:
    name: str

    def allows(self, actor: object) -> bool:
        return actor == self.name


@pytest.fixture(autouse=True)
def _cards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_cards, "_cards", {})


def register(
    name: str, *, group: CardGroup = CardGroup.WAITING, order: int = 1, rule: str = "chief", content=None
) -> None:
    card = StartCard(name, name.title(), Only(rule), content or (lambda actor, on: NOTHING), order=order, group=group)
    register_start_card(card)


def titles(actor: str = "chief") -> list[tuple[str, list[str]]]:
    return [(group.value, [card.title for card in cards]) for group, cards in cards_for(actor, TODAY)]


def test_cards_stand_in_order_under_their_question_and_a_question_without_a_card_is_left_out() -> None:
    register("tal", group=CardGroup.FIGURES)
    register("sidst", order=20)
    register("først", order=10)
    assert titles() == [("Venter på dig", ["Først", "Sidst"]), ("Dine tal", ["Tal"])]


def test_a_card_that_is_not_for_the_person_is_not_even_asked_for_its_content() -> None:
    def never(actor: object, on: dt.date) -> CardContent:
        raise AssertionError("asked")

    register("hemmelig", rule="auditor", content=never)
    assert titles("chief") == []


def test_a_card_with_nothing_to_say_stays_and_one_that_is_not_there_goes() -> None:
    register("tom")
    register("borte", content=lambda actor, on: None)
    assert titles() == [("Venter på dig", ["Tom"])]


def test_content_is_made_for_the_person_and_the_date() -> None:
    register("hvem", content=lambda actor, on: CardContent(rows=(CardRow(text=f"{actor} {on}"),), empty=""))
    ((_, (card,)),) = cards_for("chief", TODAY)
    assert card.content.rows[0].text == "chief 2026-02-03"
