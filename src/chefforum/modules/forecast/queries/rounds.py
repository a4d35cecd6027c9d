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
from .expected import Expected, expected_of_units
from .units import Workplace, list_workplaces


class RoundNotFound(LookupError):
    pass


@dataclass(frozen=True)
class Figure:
    """A figure to freeze; no amount means that it is missing."""

    unit_id: UUID
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


def figures_of(expected: Expected) -> Iterator[Figure]:
    """Each unit's own sums by part. What a unit is expected to end at is missing where some of it is not assessed."""
    for unit_id, one in expected.by_unit().items():
        if unit_id is None:
            continue
        amounts = {
            FigurePart.BUDGET: one.budget,
            FigurePart.ACTUAL: one.actual,
            FigurePart.FIXED_PAY: one.fixed_pay,
            FigurePart.REST: one.rest,
            FigurePart.OVERRIDE: one.override,
        }
        for part, amount in amounts.items():
            yield Figure(unit_id=unit_id, part=part, amount_oere=amount)
        yield Figure(
            unit_id=unit_id,
            part=FigurePart.EXPECTED,
            label=lacking_words(one.not_assessed),
            amount_oere=one.expected if one.is_complete else None,
            low_oere=one.low,
            high_oere=one.high,
        )


@dataclass(frozen=True)
class Standing:
    """What a unit stood at in a round, øre, None where it is not known. `lacking`: what nobody had assessed."""

    budget_oere: int | None = None
    entries_oere: int | None = None
    expected_oere: int | None = None
    lacking: str = ""

    @property
    def deviation_oere(self) -> int | None:
        return _less(self.expected_oere, self.budget_oere)

    @property
    def is_known(self) -> bool:
        """Something is forecast for it, whether all of it is assessed or not."""
        return self.expected_oere is not None or bool(self.lacking)

    @property
    def has_no_budget(self) -> bool:
        """There is none; where nothing is forecast, nobody knows."""
        return self.is_known and self.budget_oere is None


@dataclass(frozen=True)
class RoundRow:
    """A unit's figures in a round, its own without those below it, and in the round beside."""

    depth: int
    place: Workplace
    now: Standing
    beside: Standing

    @property
    def moved_oere(self) -> int | None:
        """How much more it is expected to end at than in the round beside; None where one of them is not known."""
        return _less(self.now.expected_oere, self.beside.expected_oere)


@dataclass(frozen=True)
class RoundFigures:
    rows: tuple[RoundRow, ...]

    @property
    def complete(self) -> list[RoundRow]:
        """Units of which everything is assessed."""
        return [row for row in self.rows if row.now.expected_oere is not None]

    @property
    def lacking(self) -> int:
        return sum(bool(row.now.lacking) for row in self.rows)

    @property
    def deviation_oere(self) -> int | None:
        """How far from their budget those that are complete and have one end in all; None where there are none."""
        known = [row.now.deviation_oere for row in self.rows if row.now.deviation_oere is not None]
        return sum(known) if known else None

    @property
    def forecast(self) -> int:
        """How many units something is forecast for."""
        return sum(row.now.is_known for row in self.rows)

    @property
    def total(self) -> Standing:
        return _total([row.now for row in self.rows])

    @property
    def total_beside(self) -> Standing:
        return _total([row.beside for row in self.rows])

    @property
    def in_both(self) -> list[RoundRow]:
        return [row for row in self.rows if row.moved_oere is not None]

    @property
    def all_in_both(self) -> bool:
        """Every unit that is forecast in one of the rounds is assessed in both."""
        return bool(self.in_both) and len(self.in_both) == sum(
            row.now.is_known or row.beside.is_known for row in self.rows
        )

    @property
    def moved_oere(self) -> int:
        return sum(row.moved_oere or 0 for row in self.rows)


def figures_of_round(*, actor: Actor, shown: Round, beside: Round | None, on: dt.date) -> RoundFigures:
    """The round's figures of the units that the actor may read; of a round that is open, as they are now."""
    placed = list_workplaces(actor=actor, on=on)
    ids = {one.place.id for one in placed}
    now = _standings(actor, shown, ids, on)
    then = _standings(actor, beside, ids, on) if beside else {}
    nothing = Standing()
    return RoundFigures(
        tuple(
            RoundRow(one.depth, one.place, now.get(one.place.id, nothing), then.get(one.place.id, nothing))
            for one in placed
        )
    )


def _total(of: list[Standing]) -> Standing:
    """Each unit's own figures summed; where it ends is known where all are assessed."""
    without = sum(bool(one.lacking) for one in of)
    return Standing(
        budget_oere=_sum(one.budget_oere for one in of),
        entries_oere=_sum(one.entries_oere for one in of),
        expected_oere=None if without else _sum(one.expected_oere for one in of),
        lacking=f"mangler for {without}" if without else "",
    )


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def lacking_words(count: int) -> str:
    """
    >>> lacking_words(0), lacking_words(1), lacking_words(3)
    ('', '1 konto er ikke vurderet', '3 konti er ikke vurderet')
    """
    return f"{count} {'konto' if count == 1 else 'konti'} er ikke vurderet" if count else ""


def _standings(actor: Actor, of: Round, ids: set[UUID], on: dt.date) -> dict[UUID, Standing]:
    figures = _as_now(actor, of, on) if of.frozen_at is None else _frozen(of, ids)
    amounts: dict[UUID, dict[FigurePart, int | None]] = defaultdict(dict)
    lacking: dict[UUID, str] = {}
    for one in figures:
        if one.unit_id not in ids or one.part not in SHOWN:
            continue
        so_far = amounts[one.unit_id].get(one.part)
        both = None if so_far is None and one.amount_oere is None else (so_far or 0) + (one.amount_oere or 0)
        amounts[one.unit_id][one.part] = both
        if one.part == FigurePart.EXPECTED and one.amount_oere is None:
            lacking[one.unit_id] = one.label
    return {
        unit_id: Standing(
            budget_oere=found.get(FigurePart.BUDGET),
            entries_oere=found.get(FigurePart.ENTRIES),
            expected_oere=found.get(FigurePart.EXPECTED),
            lacking=lacking.get(unit_id, ""),
        )
        for unit_id, found in amounts.items()
    }


SHOWN = (FigurePart.BUDGET, FigurePart.ENTRIES, FigurePart.EXPECTED)


def _as_now(actor: Actor, of: Round, on: dt.date) -> list[Figure]:
    """Entries, and the forecast beside them where the year can be forecast."""
    entries = entries_to_freeze(year=of.year)
    try:
        return [*entries, *figures_of(expected_of_units(actor=actor, year=of.year, on=on))]
    except (NothingClosed, MissingFile):
        return entries


def _frozen(of: Round, ids: set[UUID]) -> Iterator[Figure]:
    rows = FrozenFigure.objects.filter(round=of, unit__in=ids, part__in=[part.value for part in SHOWN]).order_by()
    for unit_id, part, label, amount in rows.values_list("unit", "part", "label", "amount_oere"):
        yield Figure(unit_id=unit_id, part=FigurePart(part), label=label, amount_oere=amount)


def _less(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first - second
