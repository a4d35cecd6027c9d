"""Words are found in every inflection, by their beginning, and at the end of a compound."""

import pytest
from searching import entry, finds, put

from chefforum.kernel.search.services import index

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("dagsordener", "dagsordenen"),
        ("dagsordenen", "dagsorden"),
        ("dagsordener", "dagsorden"),
        ("dagsorden", "dagsordenerne"),
        ("praktikker", "praktik"),
        ("praktik", "praktikkernes"),
        ("budgetter", "budget"),
        ("licenser", "licens"),
        ("licens", "licenserne"),
        ("indsatser", "indsats"),
        ("kommunen", "kommunernes"),
        ("Møder", "mødet"),
        ("ØKONOMI", "økonomien"),
    ],
)
def test_a_word_finds_its_inflections(word: str, text: str) -> None:
    put(f"Her står {text} i en sætning.", "Noget helt andet.")
    assert finds(word) == ["0"]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("budget", "budgetforslag"),
        ("budgetter", "budgetforslagene"),
        ("praktikker", "praktikpladser"),
        ("mød", "mødelokalet"),
        ("bered", "beredskabsplan"),
        ("jens", "Jensen"),
    ],
)
def test_a_word_finds_what_begins_with_it(word: str, text: str) -> None:
    put(f"Her står {text} i en sætning.", "Noget helt andet.")
    assert finds(word) == ["0"]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("forslag", "budgetforslag"),
        ("forslagene", "budgetforslag"),
        ("tilskud", "løntilskuddene"),
        ("budget", "driftsbudget"),
        ("budget", "driftsbudgetterne"),
        ("omkostninger", "licensomkostning"),
    ],
)
def test_a_word_finds_the_compound_that_ends_with_it(word: str, text: str) -> None:
    put(f"Her står {text} i en sætning.", "Noget helt andet.")
    assert finds(word) == ["0"]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("bo", "borger"),  # two letters are no beginning
        ("for", "forslag"),  # a small word is itself
        ("licens", "licitation"),  # a stem of three letters is no beginning
        ("leder", "ledning"),
        ("får", "far"),
        ("øl", "ol"),
        ("år", "ar"),
        ("plan", "kaplan"),  # four letters are no last part of a compound
        ("vagten", "udvagten"),  # two letters are no first part of one
    ],
)
def test_a_word_does_not_find_what_only_looks_like_it(word: str, text: str) -> None:
    put(f"Her står {text} i en sætning.")
    assert finds(word) == []


def test_all_words_must_be_there_in_title_or_text() -> None:
    index(
        entries=[
            entry("both", "Budgettet er lagt.", title="Status for praktik"),
            entry("one", "Budgettet er lagt.", title="Status"),
        ]
    )
    assert finds("praktik budget") == ["both"]


def test_words_in_quotes_stand_together_in_any_inflection() -> None:
    put("Mit forventede regnskab er klar.", "Regnskabet er mit, som forventet.", "Mine forventede regnskaber.")
    assert set(finds('"forventede regnskabet"')) == {"0", "2"}
    assert finds('"regnskab forventet"') == []


def test_hyphenated_words_stand_together_and_the_last_may_be_a_beginning() -> None:
    put("Vores it-omkostninger stiger.", "Omkostninger til it stiger.")
    assert finds("it-omkost") == ["0"]
    assert set(finds("it omkostninger")) == {"0", "1"}


def test_a_paragraph_is_found_as_a_paragraph() -> None:
    put("Efter § 7 i loven.", "Efter § 17 i loven, og 7 andre.", "Efter §7a, stk. 2.", "Efter §§ 7-9.")
    assert set(finds("§ 7")) == {"0", "2", "3"}
    assert finds("§7 a") == ["2"]
    assert set(finds("7")) == {"0", "1", "3"}


@pytest.mark.parametrize(
    "text",
    ["00.30", "00.30.04", "00.30.04-Ø00", "00.30.04-ø00-2", "00.30.04-Ø00-21-26", "00.30.04–Ø00–21–2026", "Ø00-21-26"],
)
def test_a_journal_number_is_found_whole_or_by_a_part(text: str) -> None:
    index(
        entries=[
            entry("this", "Noget", journal_number="00.30.04-Ø00-21-26"),
            entry("other", "Noget", journal_number="15.20.00-A00-1-23"),
        ]
    )
    assert finds(text) == ["this"]


def test_a_whole_journal_number_is_not_the_beginning_of_another() -> None:
    index(
        entries=[
            entry("2", "Noget", journal_number="00.30.04-Ø00-2-26"),
            entry("21", "Noget", journal_number="00.30.04-Ø00-21-26"),
        ]
    )
    assert finds("00.30.04-Ø00-2-26") == ["2"]
    assert set(finds("00.30.04-Ø00-2")) == {"2", "21"}


def test_a_journal_number_in_the_text_is_found_too() -> None:
    put("Se sag 00.30.04 - Ø00 - 21 - 26 om budget.", "Emnet 00.30.04 alene.")
    assert finds("00.30.04-Ø00-21-26") == ["0"]
    assert set(finds("00.30.04")) == {"0", "1"}


def test_amounts_and_dates_are_found_as_written() -> None:
    put("I alt 2.200.000 kr. i 2026", "I alt 200.000 kr. den 28. januar 2026")
    assert finds("2.200.000") == ["0"]
    assert finds("28. januar 2026") == ["1"]


def test_letters_put_together_from_two_are_the_same_letters() -> None:
    put("\u0041\u030arsværk og cafe\u0301")
    assert finds("årsværk") == ["0"]
    assert finds("caf\u00e9") == ["0"]


def test_other_alphabets_are_found() -> None:
    put("Møde med 東京 og Αθήνα")
    assert finds("東京") == ["0"]
    assert finds("αθήνα") == ["0"]


def test_words_that_begin_with_q_are_not_taken_for_marks() -> None:
    put("qwbudget er et ord", "Budget er et ord")
    assert finds("qwbudget") == ["0"]
    assert finds("qtgalsrof") == []
