"""Which item of a new file is which item of the old one."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from chefforum.connectors.minutes.minutes import Item, ItemKind
from chefforum.modules.meetings.rules.matching import KnownItem, match_items


def read(number: int, title: str, journal_number: str | None) -> Item:
    return Item(number, f"Punkt {number}: {title}", title, journal_number, None, ItemKind.UNKNOWN, None, (), None, ())


def known(number: int, title: str, journal_number: str | None) -> KnownItem:
    return KnownItem(uuid.uuid4(), number, title, journal_number)


def test_items_keep_their_identity_when_the_order_changes():
    first, second = known(1, "Budget", "00.30.04-A00-1-26"), known(2, "Praktik", "15.20.00-A00-1-23")
    new = [read(1, "Praktik", "15.20.00-A00-1-23"), read(2, "Budget", "00.30.04-A00-1-26")]
    assert match_items(known=[first, second], new=new) == [second.id, first.id]


def test_an_item_with_a_mended_title_is_the_same_item_by_its_case():
    item = known(1, "Bugdet", "00.30.04-A00-1-26")
    assert match_items(known=[item], new=[read(4, "Budget", "00.30.04-A00-1-26")]) == [item.id]


def test_two_items_of_one_case_are_told_apart_by_title():
    dull, bright = known(1, "Første", "00.01.00-A00-1-26"), known(2, "Anden", "00.01.00-A00-1-26")
    new = [read(1, "Anden", "00.01.00-A00-1-26"), read(2, "Første", "00.01.00-A00-1-26")]
    assert match_items(known=[dull, bright], new=new) == [bright.id, dull.id]


def test_items_without_case_and_with_new_title_are_matched_by_number():
    item = known(3, "Eventuelt", None)
    assert match_items(known=[item], new=[read(3, "Temaer", None)]) == [item.id]


def test_an_item_that_is_new_matches_nothing():
    item = known(1, "Budget", "00.30.04-A00-1-26")
    new = [read(1, "Budget", "00.30.04-A00-1-26"), read(2, "Nyt", None)]
    assert match_items(known=[item], new=new) == [item.id, None]


journal_numbers = st.sampled_from([None, "00.30.04-A00-1-26", "15.20.00-A00-1-23", "85.15.00-A00-1-24"])
titles = st.sampled_from(["Budget", "Praktik", "Beredskab", "Temaer"])
numbers = st.integers(1, 4)


@given(
    st.lists(st.tuples(numbers, titles, journal_numbers), max_size=6),
    st.lists(st.tuples(numbers, titles, journal_numbers), max_size=6),
)
def test_no_stored_item_is_used_twice(stored, new):
    matches = match_items(known=[known(*row) for row in stored], new=[read(*row) for row in new])
    used = [match for match in matches if match is not None]
    assert len(matches) == len(new)
    assert len(used) == len(set(used))


@given(st.lists(st.tuples(numbers, titles, journal_numbers), max_size=6, unique=True))
def test_the_same_items_match_themselves_completely(rows):
    stored = [known(*row) for row in rows]
    matches = match_items(known=stored, new=[read(*row) for row in rows])
    assert {item.id for item in stored} == set(matches)
