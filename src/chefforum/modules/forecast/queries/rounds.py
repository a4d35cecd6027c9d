"""Rounds and what was frozen in them, as an actor may read it; and what would be frozen now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet, Sum

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.lake.storage import MissingFile

from ..models import EntryMonth, FrozenFigure, Round
from ..rules.rounds import FigurePart
from ..rules.running import NothingClosed
from .expected import AgainstBudget, Expected, expected_of_units
from .units import Workplace, keeps_forecast, list_workplaces

UNMAPPED, CLOSED = "Uden arbejdsplads", "Lukkede arbejdspladser"  # what is in the whole and in no unit's row


class RoundNotFound(LookupError):
    pass


@dataclass(frozen=True)
class Figure:
    """A figure to freeze; no amount means that it is missing."""

    unit_id: UUID | None
    part: FigurePart
    account: str = ""
    label: str = ""
    amount_oere: int | None = None
    low_oere: int | None = None
    high_oere: int | None = None


def list_rounds() -> QuerySet[Round]:
    return Round.objects.select_related("opened_by", "frozen_by")


def find_round(round_id: UUID) -> Round:
    """Raises RoundNotFound."""
    found = list_rounds().filter(pk=round_id).first()
    if found is None:
        raise RoundNotFound(round_id)
    return found


def open_round() -> Round | None:
    """The newest round that is not frozen."""
    return list_rounds().filter(frozen_at=None).first()


def entries_to_freeze(*, year: int) -> list[Figure]:
    """Every unit's entries of the year, a figure for each category and account. One query."""
    months = EntryMonth.objects.filter(entry__year=year, entry__removed_at=None).order_by()
    summed = months.values_list("entry__unit", "entry__account", "entry__category__name").annotate(
        amount=Sum("amount_oere")
    )
    return [
        Figure(unit_id=unit_id, part=FigurePart.ENTRIES, account=account, label=name, amount_oere=amount)
        for unit_id, account, name, amount in summed
    ]


def entries_of_the_year(*, year: int) -> list[Figure]:
    """Each unit's entries in all, where no month of the year is closed: all of it is left. One query."""
    months = EntryMonth.objects.filter(entry__year=year, entry__removed_at=None).order_by()
    summed = months.values_list("entry__unit").annotate(amount=Sum("amount_oere"))
    return [Figure(unit_id=unit_id, part=FigurePart.ENTRIES_LEFT, amount_oere=amount) for unit_id, amount in summed]


def figures_of(expected: Expected) -> Iterator[Figure]:
    """Each unit's own sums by part, and those of what maps to no unit. The label of what it is expected to end at says
    how many accounts are not assessed."""
    for unit_id, one in expected.by_unit().items():
        amounts = {
            FigurePart.BUDGET: one.budget,
            FigurePart.BUDGET_ASSESSED: one.budget_assessed,
            FigurePart.ACTUAL: one.actual,
            FigurePart.FIXED_PAY: one.fixed_pay,
            FigurePart.REST: one.rest,
            FigurePart.ENTRIES_LEFT: one.entries,
            FigurePart.OVERRIDE: one.override,
        }
        for part, amount in amounts.items():
            yield Figure(unit_id=unit_id, part=part, amount_oere=amount)
        yield Figure(
            unit_id=unit_id,
            part=FigurePart.EXPECTED,
            label=one.lacking,
            amount_oere=one.expected,
            low_oere=one.low,
            high_oere=one.high,
        )


@dataclass(frozen=True)
class Standing(AgainstBudget):
    """What a unit stood at in a round. `entries`: for the months that were left, None where it is not known."""

    entries: int | None = None

    @property
    def is_known(self) -> bool:
        """Something is forecast for it, whether any of it is assessed or not."""
        return self.expected is not None or not self.is_complete

    @property
    def shown(self) -> Standing | None:
        """None where nothing is known but what leaders entered."""
        return self if self.is_known or self.budget is not None else None

    @property
    def is_assessed(self) -> bool:
        return self.expected is not None and self.is_complete


@dataclass(frozen=True)
class RoundRow:
    """A unit's figures in a round, its own without those below it, and in the round beside. `place` None: what is in
    no unit's."""

    depth: int
    name: str
    place: Workplace | None
    now: Standing
    beside: Standing

    @property
    def moved(self) -> int | None:
        """How much more it is expected to end at than in the round beside; None where it is not assessed in full in
        both, since the two are not of the same accounts then."""
        if not self.now.is_assessed or not self.beside.is_assessed:
            return None
        return (self.now.expected or 0) - (self.beside.expected or 0)


@dataclass(frozen=True)
class RoundFigures:
    """The rows sum to the total, which is that of "Mit område" and "Hele kommunen"."""

    rows: tuple[RoundRow, ...]

    @property
    def units(self) -> list[RoundRow]:
        return [row for row in self.rows if row.place is not None]

    @property
    def lacking(self) -> int:
        """How many units are not assessed in full."""
        return sum(not row.now.is_complete for row in self.units)

    @property
    def forecast(self) -> int:
        """How many units something is forecast for."""
        return sum(row.now.is_known for row in self.units)

    @property
    def total(self) -> Standing:
        return _total([row.now for row in self.rows])

    @property
    def total_beside(self) -> Standing:
        return _total([row.beside for row in self.rows])

    @property
    def in_both(self) -> list[RoundRow]:
        return [row for row in self.units if row.moved is not None]

    @property
    def all_in_both(self) -> bool:
        """Everything that is forecast in one of the rounds is assessed in both."""
        known = [row for row in self.rows if row.now.is_known or row.beside.is_known]
        return bool(known) and all(row.moved is not None for row in known)

    @property
    def moved_in_all(self) -> int | None:
        """Of the total: None where it is not of the same accounts in both."""
        return self.moved if self.all_in_both else None

    @property
    def moved(self) -> int:
        """Of the units that are assessed in both."""
        return sum(row.moved or 0 for row in (self.rows if self.all_in_both else self.in_both))


def figures_of_round(*, actor: Actor, shown: Round, beside: Round | None, on: dt.date) -> RoundFigures:
    """The round's figures of the units that the actor may read, and for finance of what is in none of them; of a round
    that is open, as they are now."""
    placed = list_workplaces(actor=actor, on=on)
    ids: set[UUID | None] = {one.place.id for one in placed}
    reads_all = keeps_forecast(actor=actor, on=on)
    now = _standings(actor, shown, ids, reads_all, on)
    then = _standings(actor, beside, ids, reads_all, on) if beside else {}
    nothing = Standing()
    rows = [
        RoundRow(one.depth, one.place.name, one.place, now.get(one.place.id, nothing), then.get(one.place.id, nothing))
        for one in placed
    ]
    gone = (now.keys() | then.keys()) - ids - {None}
    for name, keys in ((UNMAPPED, {None}), (CLOSED, gone)):
        sides = [_total([side[key] for key in keys if key in side]) for side in (now, then)]
        if any(side != nothing for side in sides):
            rows.append(RoundRow(0, name, None, *sides))
    return RoundFigures(tuple(rows))


def _total(of: list[Standing]) -> Standing:
    return Standing(
        budget=_sum(one.budget for one in of),
        budget_assessed=_sum(one.budget_assessed for one in of),
        expected=_sum(one.expected for one in of),
        not_assessed=sum(one.not_assessed for one in of),
        entries=_sum(one.entries for one in of),
    )


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _standings(
    actor: Actor, of: Round, ids: set[UUID | None], reads_all: bool, on: dt.date
) -> dict[UUID | None, Standing]:
    figures = _as_now(actor, of, on) if of.frozen_at is None else _frozen(of, None if reads_all else ids)
    amounts: dict[UUID | None, dict[FigurePart, int | None]] = defaultdict(dict)
    lacking: dict[UUID | None, int] = {}
    for one in figures:
        if one.part in SHOWN and (reads_all or one.unit_id in ids):
            amounts[one.unit_id][one.part] = one.amount_oere
            if one.part == FigurePart.EXPECTED and one.label:
                lacking[one.unit_id] = int(one.label.split()[0])  # "3 konti"
    return {unit_id: _standing(found, lacking.get(unit_id, 0)) for unit_id, found in amounts.items()}


def _standing(found: dict[FigurePart, int | None], lacking: int) -> Standing:
    budget = found.get(FigurePart.BUDGET)
    return Standing(
        budget=budget,
        # An older round kept no number of what was not assessed in full: then none of it is.
        budget_assessed=found.get(FigurePart.BUDGET_ASSESSED, None if lacking else budget),
        expected=found.get(FigurePart.EXPECTED),
        not_assessed=lacking,
        entries=found.get(FigurePart.ENTRIES_LEFT),
    )


SHOWN = (FigurePart.BUDGET, FigurePart.BUDGET_ASSESSED, FigurePart.ENTRIES_LEFT, FigurePart.EXPECTED)


def _as_now(actor: Actor, of: Round, on: dt.date) -> Iterable[Figure]:
    """The forecast; where the year cannot be forecast, what leaders entered."""
    try:
        return figures_of(expected_of_units(actor=actor, year=of.year, on=on))
    except NothingClosed:
        return entries_of_the_year(year=of.year)
    except MissingFile:
        return ()


def _frozen(of: Round, ids: set[UUID | None] | None) -> Iterator[Figure]:
    rows = FrozenFigure.objects.filter(round=of, part__in=[part.value for part in SHOWN]).order_by()
    if ids is not None:
        rows = rows.filter(unit__in=[one for one in ids if one is not None])
    for unit_id, part, label, amount in rows.values_list("unit", "part", "label", "amount_oere"):
        yield Figure(unit_id=unit_id, part=FigurePart(part), label=label, amount_oere=amount)
