"""What becomes of what a source says: it fills what is empty and its own, and touches nothing of anybody else's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chefforum.modules.it_costs.rules.field_texts import band_text, list_of, list_text, vendor_of, vendor_text
from chefforum.modules.it_costs.rules.kinds import Source
from chefforum.modules.it_costs.rules.source_fields import NOTHING, Fate, Standing, band_of, fate_of
from chefforum.modules.it_costs.rules.source_rows import likely, words_of

TEXTS = st.sampled_from(["", "unknown", "own", "external", "Bogholderen"])
SOURCES = st.sampled_from([one.value for one in Source])
STANDINGS = st.none() | st.builds(Standing, SOURCES, st.booleans(), st.none() | TEXTS)


@given(TEXTS, TEXTS, SOURCES, STANDINGS)
def test_what_is_validated_is_never_filled(current: str, said: str, source: str, standing: Standing | None) -> None:
    fate = fate_of(current=current, said=said, source=source, standing=standing)
    if standing is not None and standing.is_validated:
        assert fate is not Fate.FILL
    if fate is Fate.FILL and current not in NOTHING:
        assert standing is not None
        assert standing.source == source


@given(TEXTS, TEXTS, SOURCES, STANDINGS)
def test_what_is_left_is_the_same_or_says_nothing_or_was_declined(
    current: str, said: str, source: str, standing: Standing | None
) -> None:
    fate = fate_of(current=current, said=said, source=source, standing=standing)
    assert (fate is Fate.SAME) == (said == current)
    if fate is Fate.LEAVE:
        assert said in NOTHING or (standing is not None and standing.declined == said)
    if fate is Fate.PROPOSE:
        assert said not in NOTHING


COUNTS = st.none() | st.integers(0, 10_000)


@given(COUNTS, COUNTS)
def test_a_band_of_users_comes_back_as_it_went(low: int | None, high: int | None) -> None:
    assert band_of(band_text(low, high)) == (low, high)


@given(st.text("ab ,CVR1", min_size=1), st.none() | st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_a_vendor_comes_back_as_it_went(name: str, cvr: str | None) -> None:
    assert vendor_of(vendor_text(name, cvr)) in {(name, cvr or ""), vendor_of(name)}


@given(st.lists(st.from_regex(r"[0-9]{2}\.[0-9]{2}", fullmatch=True)))
def test_a_list_is_told_in_one_order_whatever_order_it_came_in(numbers: list[str]) -> None:
    assert list_text(numbers) == list_text(numbers[::-1])
    assert list_of(list_text(numbers)) == tuple(sorted(set(numbers)))


def test_systems_that_may_be_the_same_are_found_by_half_their_words() -> None:
    ours = [(words_of(name), name) for name in ("Bogholderen ERP", "Skoleportalen", "Bogholderen", "Vejnettet")]
    assert likely("bogholderen", ours) == ["Bogholderen", "Bogholderen ERP"]
    assert likely("Noget helt andet", ours) == []
