"""What differs between two versions of a meeting's minutes is told where it is, in words, and nothing else is."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings

from chefforum.connectors.minutes import Change, differences, read_minutes
from chefforum.connectors.minutes.minutes import Note
from tests.connectors.minutes.strategies import minutes

OLD = """# REFERAT Ledergruppen d. 03-03-2026

**Mødested** Store sal

**Deltagere** Ea Lind (Direktør), Bo Ask (Skolechef)

## Punkt 1: Ny skolebus

13.05.00-A00-7-26

### Indstilling

Skolechefen indstiller,

1. at bussen bestilles
2. at ruten drøftes

### Økonomi

| Tur | Pris |
|---|---|
| Morgen | 1.200 |
| Aften | 900 |

### Beslutning

Godkendt.

## Punkt 2: Eventuelt

00.01.00-A00-1-26

### Beslutning

Intet.
"""


def read(text: str):
    return read_minutes(content=text.encode(), filename="x.md")


def told(before: str, after: str) -> list[tuple[str, str, str | None, str | None]]:
    """The differences where `before` in the old minutes is replaced by `after`."""
    assert before in OLD
    found = differences(read(OLD), read(OLD.replace(before, after)))
    return [(one.where, one.kind.value, one.before, one.after) for one in found]


@pytest.mark.parametrize(
    ("before", "after", "where", "said_before", "said_after"),
    [
        ("Godkendt.", "Udsat.", "Punkt 1, Beslutning", "Godkendt.", "Udsat."),
        ("| 900 |", "| 950 |", "Punkt 1, Økonomi", "Aften | 900", "Aften | 950"),
        ("ruten drøftes", "ruten udsættes", "Punkt 1, Indstilling", "2. at ruten drøftes", "2. at ruten udsættes"),
        ("-7-26", "-8-26", "Punkt 1, journalnummer", "13.05.00-A00-7-26", "13.05.00-A00-8-26"),
        ("## Punkt 2: Eventuelt", "## Punkt 3: Eventuelt", "Punkt 3, nummer", "2", "3"),
    ],
)
def test_a_change_is_told_where_it_is(before, after, where, said_before, said_after):
    found = told(before, after)
    assert (where, "changed", said_before, said_after) in found
    assert {one[0].split(",")[0] for one in found} == {where.split(",")[0]}


def test_a_change_in_the_head_is_told_by_its_name():
    found = told("Bo Ask (Skolechef)", "Ib Dal (Økonomichef)")
    assert ("Mødet, deltagere", "changed", "Bo Ask (Skolechef)", "Ib Dal (Økonomichef)") in found
    assert {one[0] for one in found} == {"Mødet, hoved", "Mødet, deltagere"}


def test_a_new_line_is_added_and_a_removed_one_is_gone():
    assert told("2. at ruten drøftes", "2. at ruten drøftes\n3. at prisen drøftes") == [
        ("Punkt 1, Indstilling", "added", None, "3. at prisen drøftes")
    ]
    assert told("| Aften | 900 |\n", "") == [("Punkt 1, Økonomi", "removed", "Aften | 900", None)]


def test_a_new_section_is_told_whole():
    found = told("### Økonomi", "### Lovgrundlag\n\nLov om skolebusser.\n\n### Økonomi")
    assert found == [("Punkt 1, Lovgrundlag", "added", None, "Lov om skolebusser.")]


def test_an_item_that_moved_is_known_again():
    first, second = read(OLD).items
    moved = dataclasses.replace(read(OLD), items=(second, first))
    assert [(one.where, one.before, one.after) for one in differences(read(OLD), moved)] == [
        ("Mødet, rækkefølge", "1 Ny skolebus, 2 Eventuelt", "2 Eventuelt, 1 Ny skolebus")
    ]


def test_an_item_that_is_gone_and_one_that_is_new():
    old = read(OLD)
    fewer = dataclasses.replace(old, items=old.items[:1])
    assert [(one.where, one.kind, one.before) for one in differences(old, fewer)] == [
        ("Punkt 2", Change.REMOVED, "Eventuelt")
    ]
    assert [(one.where, one.kind, one.after) for one in differences(fewer, old)] == [
        ("Punkt 2", Change.ADDED, "Eventuelt")
    ]


def test_the_same_words_set_in_another_way_are_a_difference_too():
    same = "Samme ord i en anden opstilling"
    assert told("Intet.", "#### *Intet.*") == [("Punkt 2, Beslutning", "changed", same, same)]


def test_notes_are_no_difference():
    old = read(OLD)
    assert differences(old, dataclasses.replace(old, notes=(Note("En bemærkning."),))) == ()


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(minutes(), minutes())
def test_nothing_is_told_if_and_only_if_the_minutes_are_the_same(old, new):
    assert differences(old, old) == ()
    same = dataclasses.replace(old, notes=()) == dataclasses.replace(new, notes=())
    assert (differences(old, new) == ()) is same
