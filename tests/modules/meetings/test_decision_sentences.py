"""The sentence that is suggested says what was chosen: the reader of decisions reads the same outcomes in it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.decisions import Outcome, read_decision
from chefforum.modules.meetings.rules.decision_sentences import (
    advice_on,
    mark_of,
    outcomes_en_bloc,
    suggest_decision,
    suggest_en_bloc,
)

PARTS = (
    "at dagsordenen godkendes",
    "at referatet godkendes",
    "at orienteringen tages til efterretning",
    "at temaet drøftes",
    "Chefforum udnævner medlemmer til styregruppen iblandt sig",
)
ANSWERS = (None, *Outcome)
FORUMS = ("Chefforum", "Direktionen", "Økonomi & Stab", "Sundhedsudvalget")
some_parts = st.lists(st.sampled_from(PARTS) | st.text(max_size=80), min_size=1, max_size=8)


def read(text: str, parts: tuple[str, ...]) -> tuple[Outcome | None, ...]:
    return read_decision(text=text, parts=parts).parts


@pytest.mark.parametrize("count", [1, 2])
def test_every_combination_of_outcomes_of_one_or_two_parts_reads_back(count: int) -> None:
    for parts, outcomes in product(product(PARTS, repeat=count), product(ANSWERS, repeat=count)):
        text = suggest_decision(forum="Chefforum", parts=parts, outcomes=outcomes)
        assert bool(text) == any(outcomes)
        assert not text or read(text, parts) == outcomes, (parts, outcomes, text)


def test_every_combination_of_outcomes_of_three_parts_reads_back() -> None:
    for outcomes in product(ANSWERS, repeat=3):
        text = suggest_decision(forum="Chefforum", parts=PARTS[1:4], outcomes=outcomes)
        assert not text or read(text, PARTS[1:4]) == outcomes, (outcomes, text)


@given(some_parts, st.data(), st.sampled_from(FORUMS))
def test_any_recommendation_of_any_forum_reads_back(parts: list[str], data: st.DataObject, forum: str) -> None:
    outcomes = tuple(data.draw(st.sampled_from(ANSWERS)) for _ in parts)
    text = suggest_decision(forum=forum, parts=parts, outcomes=outcomes)
    assert not text or read(text, tuple(parts)) == outcomes


@pytest.mark.parametrize("outcome", Outcome)
def test_an_item_without_parts_has_a_sentence_for_each_outcome(outcome: Outcome) -> None:
    text = suggest_decision(forum="Chefforum", parts=(), outcomes=[outcome])
    assert read_decision(text=text).outcomes == (outcome,)


@pytest.mark.parametrize(
    ("parts", "outcomes", "text"),
    [
        (PARTS[:2], "aa", "Chefforum godkendte indstillingen."),
        (PARTS[2:3], "n", "Chefforum tog orienteringen til efterretning."),
        (PARTS[2:4], "nd", "Chefforum tog orienteringen til efterretning og drøftede sagen."),
        (PARTS[:2], "ap", "Ad 1: Godkendt.\n\nAd 2: Udsat."),
        (PARTS[:2], "a ", "Ad 1: Godkendt."),
        (PARTS[:2], "  ", ""),
    ],
)
def test_it_is_said_as_minutes_say_it(parts: tuple[str, ...], outcomes: str, text: str) -> None:
    named = {"a": Outcome.APPROVED, "n": Outcome.NOTED, "d": Outcome.DISCUSSED, "p": Outcome.POSTPONED, " ": None}
    assert suggest_decision(forum="Chefforum", parts=parts, outcomes=[named[one] for one in outcomes]) == text


@pytest.mark.parametrize("count", [1, 2, 3])
def test_what_is_approved_with_others_reads_back_and_says_that_it_was_not_discussed(count: int) -> None:
    for parts in product(PARTS[:3], repeat=count):
        outcomes = outcomes_en_bloc(parts)
        assert outcomes is not None
        text = suggest_en_bloc(forum="Chefforum", parts=parts, outcomes=outcomes)
        decided = read_decision(text=text, parts=parts)
        assert (decided.parts, set(decided.outcomes)) == (outcomes, set(outcomes))
        assert all(line.endswith("uden særskilt drøftelse.") for line in text.split("\n\n"))


@pytest.mark.parametrize("parts", [(), PARTS[3:4], PARTS[4:5], (PARTS[0], PARTS[3])])
def test_what_is_to_be_discussed_or_chosen_is_not_approved_with_others(parts: tuple[str, ...]) -> None:
    assert outcomes_en_bloc(parts) is None


@given(some_parts, st.data())
def test_a_suggestion_gives_no_advice_but_on_parts_that_are_not_answered(parts: list[str], data: st.DataObject) -> None:
    outcomes = [data.draw(st.sampled_from(ANSWERS)) for _ in parts]
    text = suggest_decision(forum="Chefforum", parts=parts, outcomes=outcomes)
    advice = advice_on(text=text, parts=parts, outcomes=outcomes)
    assert len(advice) == outcomes.count(None)
    assert all("ikke besvaret" in one for one in advice)


def test_a_text_that_says_something_else_is_told() -> None:
    (advice,) = advice_on(text="Chefforum udsatte sagen.", parts=["at planen godkendes"], outcomes=[Outcome.APPROVED])
    assert advice == "Indstillingen: Du har valgt “godkendt”, men teksten siger “udsat”."


@given(st.text(max_size=200), st.lists(st.text(max_size=40), max_size=4))
def test_advice_is_given_on_any_text(text: str, parts: list[str]) -> None:
    assert len(advice_on(text=text, parts=parts, outcomes=[None] * len(parts))) == len(parts)


def test_a_text_is_known_again_whatever_the_empty_lines_are() -> None:
    assert mark_of("Et\r\n\r\n  To ") == mark_of("Et\nTo")
    assert mark_of("Et\nTo") != mark_of("Et To")
