"""A marked quote is found again where it stood, whatever the spaces, and nowhere where it no longer stands."""

from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.quotes import Place, find_quote

TEXT = "Vi så på budgettet. Siden blev budgettet godkendt."
WORDS = st.text(alphabet="abc \n", min_size=1, max_size=60)


def test_the_first_of_equal_places_is_chosen_where_nothing_is_known_of_the_surroundings() -> None:
    assert find_quote(texts=[TEXT], quote="budgettet") == Place(0, 9, 18)


def test_the_words_around_say_which_of_two_places_was_meant() -> None:
    found = find_quote(texts=[TEXT], quote="budgettet", before="Siden blev ", after=" godkendt.")
    assert found == Place(0, 31, 40)


def test_the_words_around_say_which_of_two_sections_was_meant() -> None:
    found = find_quote(texts=["Et tal her.", "Nej, et tal her."], quote="tal", before="Nej, et ")
    assert found is not None
    assert found.text == 1


def test_a_quote_is_found_again_after_a_sentence_is_put_in_before_it() -> None:
    later = f"Budgettet er på vej. {TEXT}"
    found = find_quote(texts=[later], quote="budgettet", before="Siden blev ", after=" godkendt.")
    assert found is not None
    assert later[: found.start].endswith("Siden blev ")


def test_line_breaks_and_spaces_do_not_count() -> None:
    assert find_quote(texts=["et\n\nto  tre"], quote="et to\ntre") == Place(0, 0, 11)


def test_of_pages_that_say_the_same_the_one_where_it_was_marked_is_chosen() -> None:
    pages = ["Lindeby Kommune"] * 4
    assert find_quote(texts=pages, quote="Kommune", before="Lindeby ", near=2) == Place(2, 8, 15)
    assert find_quote(texts=pages, quote="Kommune", before="Lindeby ") == Place(0, 8, 15)


def test_the_words_around_count_for_more_than_the_page() -> None:
    pages = ["Budget i alt 400 kr.", "Forbrug i alt 380 kr."]
    assert find_quote(texts=pages, quote="i alt", before="Budget ", near=1) == Place(0, 7, 12)


def test_a_word_that_a_line_divides_is_the_same_word() -> None:
    divided = "i Kommunalbe\u00adstyrelsen"
    assert find_quote(texts=[divided], quote="Kommunalbestyrelsen") == Place(0, 2, len(divided))
    assert find_quote(texts=["Kommunalbestyrelsen"], quote=divided[2:]) == Place(0, 0, 19)


def test_words_that_are_changed_are_not_found() -> None:
    assert find_quote(texts=[TEXT], quote="budgetterne") is None


def test_no_words_are_found_nowhere() -> None:
    assert find_quote(texts=[TEXT], quote=" \n") is None
    assert find_quote(texts=[], quote="budget") is None


@given(text=WORDS, data=st.data())
def test_what_was_marked_is_found_where_it_was_marked(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    found = find_quote(texts=[text], quote=quote, before=text[:start], after=text[end:])
    if not quote.strip():
        assert found is None
        return
    assert found is not None
    assert "".join(text[found.start : found.end].split()) == "".join(quote.split())
    assert "".join(text[: found.start].split()) == "".join(text[:start].split())


@given(text=WORDS, quote=WORDS)
def test_what_is_found_is_what_was_asked_for(text: str, quote: str) -> None:
    found = find_quote(texts=[text], quote=quote)
    there = "".join(quote.split())
    assert (found is not None) == (bool(there) and there in "".join(text.split()))
    if found:
        assert "".join(text[found.start : found.end].split()) == there
