"""A chain of hashes tells which entry was changed, removed or inserted first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chefforum.calc.chain import START, Break, BreakKind, Link, first_break, link_hash

contents = st.dictionaries(
    st.sampled_from(["action", "person", "æøå", "data"]),
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.lists(st.integers(), max_size=2)),
    max_size=3,
)


def chain_of(entries: list[dict[str, object]]) -> list[Link]:
    links: list[Link] = []
    previous = START
    for number, content in enumerate(entries, start=1):
        digest = link_hash(number=number, previous=previous, content=content)
        links.append(Link(number=number, previous=previous, content=content, hash=digest))
        previous = digest
    return links


def checked(links: list[Link], noted: list[Link]) -> Break | None:
    """The first break in `links` where `noted` is the chain as it was last seen."""
    return first_break(links, count=len(noted), head=noted[-1].hash if noted else START)


chains = st.lists(contents, min_size=1, max_size=8).map(chain_of)


@given(st.lists(contents, max_size=8).map(chain_of))
def test_a_chain_that_nobody_touched_holds(links: list[Link]) -> None:
    assert checked(links, links) is None
    assert first_break(links) is None


@given(chains, st.data())
def test_a_changed_content_is_found_at_its_number(links: list[Link], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(links) - 1))
    other = data.draw(contents)
    assume(repr(other) != repr(links[place].content) and other != links[place].content)
    changed = [*links[:place], replace(links[place], content=other), *links[place + 1 :]]
    assert checked(changed, links) == Break(place + 1, BreakKind.CHANGED)


@given(chains, st.data())
def test_a_changed_hash_is_found_at_its_number(links: list[Link], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(links) - 1))
    changed = [*links[:place], replace(links[place], hash="f" * 64), *links[place + 1 :]]
    assert checked(changed, links) == Break(place + 1, BreakKind.CHANGED)


@given(chains, st.data())
def test_a_content_changed_with_its_own_hash_made_anew_breaks_the_next_entry(
    links: list[Link], data: st.DataObject
) -> None:
    """A forger who can hash moves the break one entry on, but cannot make it go away."""
    place = data.draw(st.integers(0, len(links) - 1))
    other = {**links[place].content, "forged": True}
    digest = link_hash(number=place + 1, previous=links[place].previous, content=other)
    forged = [*links[:place], replace(links[place], content=other, hash=digest), *links[place + 1 :]]
    found = checked(forged, links)
    assert found is not None
    assert found.number in {place + 1, place + 2}


@given(chains, st.data())
def test_a_removed_entry_is_found_at_its_number(links: list[Link], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(links) - 1))
    assert checked([*links[:place], *links[place + 1 :]], links) == Break(place + 1, BreakKind.REMOVED)


@given(chains, st.data())
def test_entries_cut_off_at_the_end_are_found_at_the_first_that_is_missing(
    links: list[Link], data: st.DataObject
) -> None:
    kept = data.draw(st.integers(0, len(links) - 1))
    assert checked(links[:kept], links) == Break(kept + 1, BreakKind.REMOVED)


@given(chains, st.data(), contents)
def test_an_entry_put_in_between_is_found(links: list[Link], data: st.DataObject, content: dict[str, object]) -> None:
    """The intruder has the number of the entry before it, since the numbers between are taken."""
    place = data.draw(st.integers(1, len(links)))
    before = links[place - 1]
    intruder = Link(
        number=place,
        previous=before.hash,
        content=content,
        hash=link_hash(number=place, previous=before.hash, content=content),
    )
    assert checked([*links[:place], intruder, *links[place:]], links) == Break(place, BreakKind.INSERTED)


@given(chains, st.data(), st.lists(contents, min_size=1, max_size=3))
def test_entries_put_in_between_are_found_though_the_later_ones_get_new_numbers(
    links: list[Link], data: st.DataObject, contents: list[dict[str, object]]
) -> None:
    """The intruders are hashed as they should be; the first of those that were moved up tells on them."""
    place = data.draw(st.integers(0, len(links) - 1))
    intruded = chain_of([*(dict(link.content) for link in links[:place]), *contents])
    moved = [replace(link, number=link.number + len(contents)) for link in links[place:]]
    assert checked([*intruded, *moved], links) == Break(place + 1, BreakKind.INSERTED)


@given(chains, st.data())
def test_removed_entries_are_found_though_the_later_ones_get_their_numbers(
    links: list[Link], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(links) - 1))
    removed = data.draw(st.integers(1, len(links) - place))
    moved = [replace(link, number=link.number - removed) for link in links[place + removed :]]
    assert checked([*links[:place], *moved], links) == Break(place + 1, BreakKind.REMOVED)


@given(chains, contents)
def test_an_entry_put_after_the_last_is_found(links: list[Link], content: dict[str, object]) -> None:
    longer = chain_of([*(dict(link.content) for link in links), content])
    assert checked(longer, links) == Break(len(links) + 1, BreakKind.INSERTED)


@given(st.lists(contents, min_size=2, max_size=8, unique_by=repr).map(chain_of), st.data())
def test_two_entries_that_change_places_are_found_at_the_first(links: list[Link], data: st.DataObject) -> None:
    """They keep each other's numbers, as rows do that somebody swaps by hand."""
    first = data.draw(st.integers(0, len(links) - 2))
    second = data.draw(st.integers(first + 1, len(links) - 1))
    assume(links[first].content != links[second].content)
    swapped = list(links)
    swapped[first] = replace(links[first], content=links[second].content)
    swapped[second] = replace(links[second], content=links[first].content)
    assert checked(swapped, links) == Break(first + 1, BreakKind.CHANGED)


def test_a_whole_chain_written_anew_does_not_have_the_noted_head() -> None:
    noted = chain_of([{"action": "a"}, {"action": "b"}])
    rewritten = chain_of([{"action": "a"}, {"action": "c"}])
    assert checked(rewritten, noted) == Break(2, BreakKind.CHANGED)


def test_a_chain_is_read_once_and_need_not_be_a_list() -> None:
    links = chain_of([{"n": number} for number in range(5)])
    assert first_break(iter(links), count=5, head=links[-1].hash) is None


def test_the_order_of_keys_does_not_matter_but_types_do() -> None:
    def digest(content: dict[str, object]) -> str:
        return link_hash(number=1, previous=START, content=content)

    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"a": 1}) != digest({"a": "1"})


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_chain_holds_only_where_it_was_noted_as_empty(count: int) -> None:
    found = first_break([], count=count, head=START)
    assert found == (Break(1, BreakKind.REMOVED) if count else None)
