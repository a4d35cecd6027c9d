"""What a decision decided: in the active and the passive voice, by part, and what it only tells of."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.decisions import Outcome, read_decision

APPROVE = ("at planen godkendes",)
CASES = [line.split("\t") for line in (Path(__file__).parent / "decisions.tsv").read_text("utf-8").splitlines()[1:]]


def outcomes(text: str, parts: tuple[str, ...] = APPROVE) -> str:
    return " ".join(read_decision(text=text, parts=parts).outcomes)


@pytest.mark.parametrize(("text", "parts", "expected"), CASES, ids=[case[0][:50] for case in CASES])
def test_sentences_as_minutes_have_them(text, parts, expected) -> None:
    asked = tuple(part for part in parts.split(" | ") if part)
    assert outcomes(text.replace(" / ", "\n"), asked) == expected


def test_a_minority_does_not_undo_what_the_majority_decides() -> None:
    assert outcomes("Et mindretal (A) kan ikke godkende planen. Et flertal godkendte indstillingen.") == "approved"


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        ("1. Godkendt\n2. Udsat", ("at a godkendes", "at b godkendes"), ("approved", "postponed")),
        ("Ad 1: Godkendt. Ad 2: Taget til efterretning.", ("at a godkendes", "at b noteres"), ("approved", "noted")),
        (
            "Punkt 1 og 2 blev godkendt. Punkt 3 udsættes.",
            ("at a godkendes", "at b godkendes", "at c godkendes"),
            ("approved", "approved", "postponed"),
        ),
        (
            "Indstillingens punkt 1-2 godkendt. Indstillingens punkt 3 blev ikke godkendt.",
            ("at a godkendes", "at b godkendes", "at c godkendes"),
            ("approved", "approved", "rejected"),
        ),
        ("Begge dele blev godkendt.", ("at a godkendes", "at b godkendes"), ("approved", "approved")),
        (
            "Chefforum godkendte budgettet. Chefforum tog orienteringen til efterretning.",
            ("at budgettet godkendes", "at tidsplanen godkendes", "at status tages til efterretning"),
            ("approved", None, "noted"),
        ),
        ("Chefforum valgte Lene og Per.", ("at rammen godkendes", "at to medlemmer udpeges"), (None, "approved")),
        ("Punktet blev drøftet.", APPROVE, (None,)),
        ("", APPROVE, (None,)),
        (
            "Chefforum besluttede:\n- at godkende budgettet\n- at udsætte sagen om lokaler",
            ("at budgettet godkendes",),
            ("postponed",),
        ),
    ],
)
def test_each_part_gets_its_own_answer_or_none(text, parts, expected) -> None:
    assert read_decision(text=text, parts=parts).parts == expected


def test_unanswered_parts_are_named_by_number() -> None:
    decided = read_decision(
        text="Chefforum godkendte budgettet.", parts=("at lokaler findes", "at budgettet godkendes")
    )
    assert decided.unanswered == (1,)
    assert read_decision(text=None, parts=APPROVE).unanswered == ()


@pytest.mark.parametrize(
    "text",
    [
        "Chefforum bad om en oversigt over konsulenterne.",
        "Chefforum efterspurgte flere tal.",
        "Chefforum besluttede, at der holdes kursus i maj.",
        "Besluttet, at der kommer et fast punkt på dagsordenen.",
        "Hver chef undersøger inden næste møde, hvad det betyder.",
        "Administrationen vender tilbage med et notat.",
        "Afdelingschef Lund skal følge op.",
        "Lars Mose indkalder til et opstartsmøde senest 1. oktober.",
        "Lars Mose (NS) sørger for, at værkstedet står klar.",
        "Anne-Grethe B. Ørsted og Lars Mose laver et udkast.",
        "Chefforum godkendte indstillingen, og Lars Mose indkalder til møde.",
        "Skolelederen indkalder til møde.",
        "Der indkaldes til et nyt møde.",
        "Chefforum drøftede forslagene, og skal kigge videre på dem.",
        "Chefforum valgte Lene og Per til styregruppen.",
    ],
)
def test_orders_are_found(text) -> None:
    assert read_decision(text=text).orders == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "Godkendt.",
        "Chefforum besluttede at godkende indstillingen.",
        "Systemet skal give enhederne overblik.",
        "Økonomi vil understøtte arbejdet med workshops.",
        "Enhederne kan med fordel bruge hinanden.",
        "Chefforum bemærkede vigtigheden af, at Økonomi inddrages.",
        "Lars Mose fremlagde tallene.",
        "Lars Mose oplyste, at Per Bo indkalder til møde.",
        "Lindeby Kommune sender et svar.",
        "Region Midtjylland indkalder til møde.",
        "Danske Regioner udsender en vejledning.",
        "En gruppe ønskede sin holdning ført til protokols.",
        "Liste F stemte imod og ønsker sagen afgjort i dag.",
    ],
)
def test_what_orders_nothing(text) -> None:
    assert read_decision(text=text).orders == ()


_PIECES = st.sampled_from(
    ("Chefforum godkendte", "tog", "til efterretning", "besluttede, at", "sagen udsættes", "ikke", ", som", "og",
     "punkt 2", "1.", "Godkendt", "(", "“", "”", "\n", ". ", "drøftede", "den 4. juni 2025", "i stedet", "skal",
     "Udvalget")
)  # fmt: skip


@given(st.lists(_PIECES, max_size=14).map(" ".join) | st.text(max_size=120), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_can_be_read_and_gives_the_same_again(text, parts) -> None:
    decided = read_decision(text=text, parts=parts)
    assert decided == read_decision(text=text, parts=parts)
    assert len(decided.parts) == len(parts)
    assert len(set(decided.outcomes)) == len(decided.outcomes)
    assert {outcome for outcome in decided.parts if outcome} <= set(decided.outcomes)
    assert all(isinstance(outcome, Outcome) for outcome in decided.outcomes)


@pytest.mark.parametrize(
    "piece",
    ["Chefforum godkendte planen, ", "besluttede, at ", "som ", "(", "“", "tog a ", "1. ", "besluttede:\n- at x\n"],
)
def test_time_grows_with_the_text_and_no_faster(piece) -> None:
    few, many = (_seconds(piece * count) for count in (200, 1600))
    assert many < 0.1 or many < 40 * few


def _seconds(text: str) -> float:
    best = float("inf")
    for _ in range(2):
        began = time.perf_counter()
        read_decision(text=text, parts=("at planen godkendes",))
        best = min(best, time.perf_counter() - began)
    return best
