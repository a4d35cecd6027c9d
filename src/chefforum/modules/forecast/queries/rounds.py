"""Rounds and what was frozen in them, as an actor may read it; and what would be frozen now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet, Sum

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on

from ..models import EntryMonth, FrozenFigure, Round
from ..rules.rounds import FigurePart
from .units import PlacedWorkplace, Workplace, list_workplaces


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


@dataclass(frozen=True)
class RoundRow:
    """A unit's figures in a round, its own without those below it, and in the round beside."""

    depth: int
    place: Workplace
    amounts: dict[str, int | None]
    beside: dict[str, int | None]

    @property
    def entries_oere(self) -> int | None:
        return self.amounts.get(FigurePart.ENTRIES.value)

    @property
    def expected_oere(self) -> int | None:
        return self.amounts.get(FigurePart.EXPECTED.value)

    @property
    def entries_beside_oere(self) -> int | None:
        return self.beside.get(FigurePart.ENTRIES.value)

    @property
    def expected_beside_oere(self) -> int | None:
        return self.beside.get(FigurePart.EXPECTED.value)

    @property
    def difference_oere(self) -> int | None:
        now, then = self.entries_oere, self.entries_beside_oere
        return None if now is None and then is None else (now or 0) - (then or 0)


def figures_of_round(*, actor: Actor, shown: Round, beside: Round | None, on: dt.date) -> list[RoundRow]:
    """The round's figures of the units that the actor may read; of a round that is open, as they are now."""
    tree = tree_on(on)
    placed = list_workplaces(actor=actor, on=on, tree=tree)
    ids = {one.place.id for one in placed}
    now, then = _sums(shown, ids), _sums(beside, ids) if beside else {}
    return [_row(one, now, then) for one in placed]


def _row(
    one: PlacedWorkplace, now: dict[UUID, dict[str, int | None]], then: dict[UUID, dict[str, int | None]]
) -> RoundRow:
    return RoundRow(one.depth, one.place, now.get(one.place.id, {}), then.get(one.place.id, {}))


def _sums(of: Round, unit_ids: Iterable[UUID]) -> dict[UUID, dict[str, int | None]]:
    wanted = set(unit_ids)
    found: dict[UUID, dict[str, int | None]] = defaultdict(dict)
    if of.frozen_at is None:
        for figure in entries_to_freeze(year=of.year):
            if figure.unit_id in wanted:
                so_far = found[figure.unit_id].get(figure.part.value) or 0
                found[figure.unit_id][figure.part.value] = so_far + (figure.amount_oere or 0)
        return found
    rows = FrozenFigure.objects.filter(round=of, unit__in=wanted).order_by()
    for unit_id, part, amount in rows.values_list("unit", "part").annotate(amount=Sum("amount_oere")):
        found[unit_id][part] = amount
    return found
