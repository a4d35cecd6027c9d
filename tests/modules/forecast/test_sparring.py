"""Sparring: alike is measured, notes are shared by choice, and nothing else of another unit is told."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.likeness import most_alike, overlap, shares
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.organisation.models import UnitPeriod
from chefforum.modules.forecast.queries.sparring import NoteNotFound, find_note, notes_beside, units_alike
from chefforum.modules.forecast.queries.units import UnitNotFound, find_workplace
from chefforum.modules.forecast.services.sharing import NoteRefused, share_note, withdraw_note
from tests.modules.forecast.conftest import NOW, TODAY, YEAR

pytestmark = pytest.mark.django_db
amounts = st.dictionaries(st.sampled_from("abcdef"), st.integers(-(10**9), 10**9))


def beside(town, who: str = "leader", unit=None):
    actor = town.as_(who)
    place = find_workplace(actor=actor, unit_id=(unit or town.north).pk, on=TODAY)
    return notes_beside(actor=actor, place=place, year=YEAR, on=TODAY)


def share(town, who: str = "leader", text: str = "Vi delte vikarer med Sydskolen."):
    return share_note(actor=town.as_(who), unit_id=town.north.pk, year=YEAR, text=text, at=NOW)


@given(amounts, amounts)
def test_likeness_goes_both_ways_and_is_between_nought_and_one(one: dict[str, int], other: dict[str, int]) -> None:
    there, back = overlap(shares(one), shares(other)), overlap(shares(other), shares(one))
    assert there == pytest.approx(back)
    assert -1e-9 <= there <= 1 + 1e-9


@given(amounts)
def test_everybody_is_most_like_themselves(one: dict[str, int]) -> None:
    found = most_alike(one, {"same": one}, count=1)
    assert not shares(one) or found[0].likeness == pytest.approx(1)


def test_units_of_the_same_kind_that_spend_alike_are_shown_without_amounts(town, classes, budget) -> None:
    UnitPeriod.objects.filter(unit__in=[town.north, town.south]).update(kind="skole")
    budget(
        ("4020", "4711", "100"),
        ("4120", "4711", "100"),
        ("4020", "4712", "40"),
        ("4120", "4712", "40"),
        ("4020", "4800", "100"),
        ("4120", "4800", "100"),
    )
    found = units_alike(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)
    assert [(one.name, one.pct, one.size_words) for one in found] == [("Sydskolen", 63, "mindre")]
    assert {one.name for one in dataclasses.fields(found[0])} == {"name", "leaders", "like", "is_larger"}


def test_without_a_budget_nobody_is_alike(town) -> None:
    assert units_alike(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY) == []


def test_a_shared_note_is_read_by_other_leaders(town) -> None:
    share(town)
    found = beside(town, "other_leader", town.south)
    assert [(one.unit_name, one.text, one.may_withdraw) for one in found] == [
        ("Nordskolen", "Vi delte vikarer med Sydskolen.", False)
    ]
    assert beside(town)[0].may_withdraw


def test_who_leads_nothing_is_told_nothing(town) -> None:
    share(town)
    assert beside(town, "controller") == []
    for who in ("colleague", "auditor", "admin"):
        with pytest.raises(UnitNotFound):
            beside(town, who)


def test_a_note_taken_back_is_seen_by_nobody(town) -> None:
    note = share(town)
    withdraw_note(actor=town.leader, note=note, at=NOW)
    assert beside(town, "other_leader", town.south) == []
    assert beside(town) == []


def test_another_units_leader_neither_writes_nor_takes_back(town) -> None:
    note = share(town)
    with pytest.raises(AccessDenied):
        share(town, "other_leader")
    with pytest.raises(AccessDenied):
        withdraw_note(actor=town.as_("other_leader"), note=note, at=NOW)
    with pytest.raises(NoteNotFound):
        find_note(actor=town.as_("other_leader"), note_id=note.pk, on=TODAY)


def test_a_note_says_something(town) -> None:
    with pytest.raises(NoteRefused):
        share(town, text="  ")
