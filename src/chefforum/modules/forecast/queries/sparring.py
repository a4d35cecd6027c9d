"""Workplaces that are like one's own, and what leaders have chosen to tell. No amount of another unit is here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from chefforum.calc.likeness import Like, most_alike
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.people.models import Person
from chefforum.modules.ledger import queries as ledger
from chefforum.modules.ledger.queries import LineClass

from ..models import SharedNote
from .units import UnitNotFound, Workplace, find_workplace, leaders_by_unit

SHOWN = 5
ABOUT_AS_LARGE = 0.8


class NoteNotFound(LookupError):
    """No such note that the actor may take back."""


@dataclass(frozen=True)
class TellingNote:
    note: SharedNote
    unit_name: str
    may_withdraw: bool

    @property
    def text(self) -> str:
        return self.note.text


@dataclass(frozen=True)
class LikeUnit:
    """A unit like one's own: its name, who leads it, and how alike it is. Never an amount."""

    name: str
    leaders: tuple[Person, ...]
    like: Like
    is_larger: bool

    @property
    def pct(self) -> int:
        return round(100 * self.like.likeness)

    @property
    def size_words(self) -> str:
        if self.like.size >= ABOUT_AS_LARGE:
            return "omtrent lige så stor"
        return "større" if self.is_larger else "mindre"


def units_alike(*, actor: Actor, unit_id: UUID, year: int, on: dt.date) -> list[LikeUnit]:
    """Of the same kind, by their budgets' profile (docs/methods/likeness.md). Raises UnitNotFound.

    The house itself reads the budgets; what is answered tells no amount.
    """
    find_workplace(actor=actor, unit_id=unit_id, on=on)
    tree = tree_on(on)
    me = tree.unit(unit_id)
    same = {unit.id: unit for unit in tree.units if me is not None and unit.kind == me.kind}
    profiles = _profiles(frozenset(same), year=year, on=on)
    mine = profiles.pop(unit_id, {})
    found = most_alike(mine, profiles, count=SHOWN)
    leaders = leaders_by_unit(unit_ids=[_id(like) for like in found], on=on)
    size = _size(mine)
    return [
        LikeUnit(
            name=same[_id(like)].name,
            leaders=tuple(leaders.get(_id(like), ())),
            like=like,
            is_larger=_size(profiles[_id(like)]) > size,
        )
        for like in found
    ]


def _profiles(unit_ids: frozenset[UUID], *, year: int, on: dt.date) -> dict[UUID, dict[str, int]]:
    budget = ledger.budget_of(actor=None, year=year, units=unit_ids)
    codes = set(budget.accounts)
    classes, known = ledger.line_classes(codes=codes, on=on), ledger.accounts_by_code(codes=codes, on=on)
    groups = [
        f"{known[code].parts.get('function', '') if code in known else ''} {(classes[code] or LineClass.OTHER).value}"
        for code in budget.accounts
    ]
    found: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for unit, account, amount in zip(
        budget.unit_of.tolist(), budget.account_of.tolist(), budget.corrected.tolist(), strict=True
    ):
        found[budget.units[unit]][groups[account]] += amount
    return dict(found)


def _id(like: Like) -> UUID:
    return like.key  # type: ignore[return-value]


def _size(amounts: dict[str, int]) -> int:
    return sum(amount for amount in amounts.values() if amount > 0)


def notes_beside(*, actor: Actor, place: Workplace, year: int, on: dt.date) -> list[TellingNote]:
    """What leaders tell of the year, the newest first: to leaders alone, of every unit. Two queries.

    A controller who leads nothing is told nothing: notes are shared among leaders.
    """
    if not actor.units.get(Role.WORKPLACE_LEADER) and not actor.everything:
        return []
    names = {unit.id: unit.name for unit in tree_on(on).units}
    return [
        TellingNote(
            note, names.get(note.unit_id, "En enhed, der er lukket"), note.unit_id == place.id and place.may_write
        )
        for note in shared_notes(year=year)
    ]


def shared_notes(*, year: int) -> QuerySet[SharedNote]:
    return SharedNote.objects.filter(year=year, withdrawn_at=None).select_related("person")


def find_note(*, actor: Actor, note_id: int, on: dt.date) -> SharedNote:
    """A note that stands, of a unit that the actor reads. Raises NoteNotFound."""
    found = SharedNote.objects.filter(pk=note_id, withdrawn_at=None).first()
    if found is None:
        raise NoteNotFound(note_id)
    try:
        find_workplace(actor=actor, unit_id=found.unit_id, on=on)
    except UnitNotFound:
        raise NoteNotFound(note_id) from None
    return found
