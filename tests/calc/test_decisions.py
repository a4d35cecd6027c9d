"""What a decision decided: in the active and the passive voice, by part, and what it only tells of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.decisions import Outcome, read_decision

APPROVE = ("at planen godkendes",)
NOTE = ("at orienteringen tages til efterretning",)
DISCUSS = ("at temaet drøftes",)


def outcomes(text: str, parts: tuple[str, ...] = APPROVE) -> str:
    return " ".join(read_decision(text=text, parts=parts).outcomes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Godkendt", "approved"),
        ("Godkendt.", "approved"),
        ("Indstillingen tiltrådt.", "approved"),
        ("Indstillingen tiltrædes.", "approved"),
        ("Indstillingen blev godkendt.", "approved"),
        ("Forvaltningens indstilling blev tiltrådt uden afstemning.", "approved"),
        ("Anbefales", "approved"),
        ("Indstilles godkendt.", "approved"),
        ("Som indstillet.", "approved"),
        ("Besluttet som indstillet.", "approved"),
        ("Det blev besluttet at udsætte punktet.", "postponed"),
        ("Til efterretning", "noted"),
        ("Taget til efterretning.", "noted"),
        ("Orienteringen tages til efterretning.", "noted"),
        ("Drøftet.", "discussed"),
        ("Drøftet og taget til efterretning.", "noted discussed"),
        ("Sagen udsættes", "postponed"),
        ("Udsat.", "postponed"),
        ("Punktet blev udsat til mødet den 11. februar 2026.", "postponed"),
        ("Sagen henvises til Økonomiudvalget.", "referred"),
        ("Punktet oversendes til Direktionen.", "referred"),
        ("Sagen sendes tilbage til forvaltningen.", "referred"),
        ("Punktet udgår.", "lapsed"),
        ("Sagen blev trukket.", "lapsed"),
        ("Punktet blev taget af dagsordenen.", "lapsed"),
        ("Indstillingen blev ikke godkendt.", "rejected"),
        ("Afvist.", "rejected"),
        ("Der var ingen bemærkninger til planen, der blev godkendt.", "approved"),
    ],
)
def test_passive_forms(text, expected) -> None:
    assert sorted(outcomes(text).split()) == sorted(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Direktionen godkendte planen.", "approved"),
        ("Direktionen fulgte indstillingen.", "approved"),
        ("Direktionen tilsluttede sig indstillingen.", "approved"),
        ("Chefgruppen bakkede op om planen.", "approved"),
        ("Der var enighed om at godkende planen.", "approved"),
        ("Herefter godkendte Chefforum planen.", "approved"),
        ("Udvalget besluttede at godkende indstillingen.", "approved"),
        ("Udvalget besluttede, at sagen udsættes, så økonomien kan belyses.", "postponed"),
        ("Udvalget besluttede, at sagen skulle genfremlægges med flere tal.", "postponed"),
        ("Direktionen blev enige om at afvise planen.", "rejected"),
        ("Udvalget kan ikke godkende indstillingen.", "rejected"),
        ("Chefforum godkendte ikke planen.", "rejected"),
        ("Chefforum tog oversigten, som var sendt ud før mødet, til efterretning.", "noted"),
        ("Chefgruppen havde en god drøftelse af udkastet.", "discussed"),
        ("Chefforum delte erfaringer og gav input til planen.", "discussed"),
    ],
)
def test_active_forms(text, expected) -> None:
    assert outcomes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Udvalget godkendte planen med den ændring, at fristen forlænges til 1. maj.", "approved_with_changes"),
        ("Godkendt med den tilføjelse, at planen evalueres om et år.", "approved_with_changes"),
        ("Godkendt med følgende ændringer: Punkt 10 udvides.", "approved_with_changes"),
        ("Ændringsforslaget blev vedtaget. Indstillingen blev herefter godkendt.", "approved_with_changes"),
        ("Ændringsforslaget blev forkastet. Indstillingen blev herefter godkendt.", "approved"),
        ("Godkendt uden ændringer.", "approved"),
        ("Godkendt med følgende bemærkninger: Udvalget lægger vægt på inddragelse.", "approved"),
    ],
)
def test_with_and_without_changes(text, expected) -> None:
    assert outcomes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ingen.",
        "-",
        "Ingen bemærkninger.",
        "Der henvises til bilag 2 i sagen.",
        "Kommunaldirektøren oplyste, at planen blev godkendt af Byrådet.",
        "Administrationen har godkendt regnskabet.",
        "Chefforum ønsker at drøfte sagen igen på næste møde.",
        "Chefforum drøfter planen igen på et senere møde.",
        "Planen skal godkendes af Kommunalbestyrelsen.",
        "Chefforum besluttede den 4. juni 2025 at holde kurset hvert år.",
        "Direktionen har tidligere godkendt en lignende plan.",
        "Fristen for høringssvar udsættes til den 1. maj.",
        "Udvalget takkede for den godkendte plan.",
        "Forvaltningen arbejder videre med den vedtagne strategi.",
        "Opfølgning på sager vedtaget ved de seneste forhandlinger.",
        "Udvalget ønsker sagen forelagt igen, når økonomien er afklaret.",
        "Liste B stemte imod, idet de ønsker en afgørelse af sagen.",
        "Et mindretal kunne ikke godkende planen.",
        "En gruppe lod føre til protokollen: “Det er ikke muligt for os at godkende planen, og den burde afvises.”",
        "Der er ikke hjemmel til at imødekomme henvendelsen.",
        "For så vidt angår punkt 4 foreslog formanden, at sagen genoptages i februar.",
        "Bilag til punkt 13 vedhæftes referatet.",
        "Direktøren bød velkommen og præsenterede programmet.",
        "• godkender udmøntningen af planen",
        "Lone Falk deltog ikke under punktet.",
    ],
)
def test_what_only_tells_of_decisions_is_none(text) -> None:
    assert outcomes(text) == ""


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
