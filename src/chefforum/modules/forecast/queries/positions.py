"""A unit's positions in a year: each with what it costs and why, for who leads them; sums of many for others."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from chefforum.calc.fixed_pay import PayMonth, PieceState, day_after_month, first_day, fixed_pay
from chefforum.calc.pay_tables import Leave, PayTables
from chefforum.calc.periods import months_between, period_of
from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.modules.ledger import queries as ledger

from ..access import may_see_persons_pay
from ..rules.pay_words import LACKING, why
from ..rules.positions import FEWEST, Event, GroupSum, StaffPeriod, agreed_changes, events_of, matters, shown_groups
from .fixed_pay import loaded_positions, position_of_row
from .pay_tables import tables_for_method
from .units import Workplace

OPENED = 25  # positions that are shown at once; more are folded by group
IN_POST = (PieceState.WORKING, PieceState.LEAVE)
VACANT = (PieceState.VACANT, PieceState.BUDGETED)


class PositionNotFound(LookupError):
    """The unit has no such position in the year."""


@dataclass(frozen=True)
class ShownPosition:
    """One position in the year. `months` are its twelve; `left` of them are not closed."""

    position_id: str
    periods: tuple[StaffPeriod, ...]
    leaves: tuple[Leave, ...]
    months: tuple[PayMonth, ...]
    left: int
    events: tuple[Event, ...]
    on: dt.date

    @property
    def now(self) -> StaffPeriod:
        """As it is on the day, or the nearest to it."""
        begun = [one for one in self.periods if one.valid_from <= self.on]
        return begun[-1] if begun else self.periods[0]

    @property
    def is_vacant(self) -> bool:
        now = self.now
        return not now.employee_ref or (
            now.valid_to is not None and now.valid_to <= self.on and self.periods[-1].valid_from > self.on
        )

    @property
    def state_name(self) -> str:
        """How it is on the day; empty where somebody is at work in it."""
        if self.is_vacant:
            return "Ledig, budgetteret" if self.now.is_budgeted else "Ledig"
        return self.leave_now.capitalize()

    @property
    def leave_now(self) -> str:
        """The kind of leave that holds on the day; empty where none does."""
        holding = [
            one for one in self.leaves if one.valid_from <= self.on and not (one.valid_to and one.valid_to <= self.on)
        ]
        return holding[-1].kind if holding else ""

    @property
    def lacking(self) -> list[str]:
        """Which rates are missing, in words."""
        return [LACKING[name] for name in dict.fromkeys(name for month in self.months for name in month.missing)]

    @property
    def total(self) -> int | None:
        """Of the year, less what comes back; None where a rate is missing."""
        return _summed(self.months)

    @property
    def total_left(self) -> int | None:
        return _summed(self.months[12 - self.left :])

    @property
    def next_month(self) -> PayMonth:
        """The first that is not closed, or December."""
        return self.months[-max(self.left, 1)]

    @property
    def reimbursement(self) -> int:
        return sum(month.reimbursement for month in self.months)

    @property
    def reasons(self) -> list[tuple[PayMonth, list[str]]]:
        """Each month that it is there in, with what its pieces are made of."""
        return [(month, [why(piece) for piece in month.pieces]) for month in self.months if month.pieces]


@dataclass(frozen=True)
class StaffMonth:
    """A month of all the positions: how many are held, in full-time hours, vacant, on leave; øre,
    None where unknown."""

    period: int
    held: int
    full_time: Fraction
    vacant: int
    away: int
    pay: int | None
    reimbursement: int
    booked: int | None


@dataclass(frozen=True)
class PositionGroup:
    """Positions of a kind, for who may see each of them. `left` and `total` are of what is known, øre."""

    name: str
    positions: tuple[ShownPosition, ...]

    @property
    def left(self) -> int:
        return sum(month.known for one in self.positions for month in one.months[12 - one.left :])

    @property
    def total(self) -> int:
        return sum(month.known for one in self.positions for month in one.months)


@dataclass(frozen=True)
class UnitPositions:
    """`positions` is empty for who may not see each person's pay: then `groups` are the sums that they may see, and
    `months` is empty where some month has too few. `left_oere` and `total_oere` are of what is known, less what comes
    back; `lacking`: how many positions a rate is missing of; `unknown_rules`: rules of leave that no table has."""

    place: Workplace
    year: int
    closed_through: int | None
    sees_persons: bool
    account: str
    accounts: tuple[str, ...]
    count: int
    positions: tuple[ShownPosition, ...]
    groups: tuple[GroupSum, ...]
    months: tuple[StaffMonth, ...]
    left: int
    left_oere: int | None
    total_oere: int | None
    lacking: tuple[str, ...]
    lacking_count: int
    unknown_rules: tuple[str, ...]
    agreed: tuple[Event, ...]

    @property
    def events(self) -> list[tuple[Event, ShownPosition]]:
        """Of every position, by day."""
        return sorted(
            ((event, one) for one in self.positions for event in one.events),
            key=lambda pair: (pair[0].on, pair[1].position_id),
        )

    @property
    def by_group(self) -> list[PositionGroup]:
        """The positions by what kind of post it is, by name."""
        found: dict[str, list[ShownPosition]] = defaultdict(list)
        for one in self.positions:
            found[one.now.group].append(one)
        return [PositionGroup(name, tuple(found[name])) for name in sorted(found)]

    @property
    def is_long(self) -> bool:
        return self.count > OPENED

    @property
    def this_month(self) -> StaffMonth | None:
        return self.months[-max(self.left, 1)] if self.months else None


def positions_of_unit(*, actor: Actor, place: Workplace, year: int, on: dt.date, account: str = "") -> UnitPositions:
    """The unit's own positions in the year, as it is on the day; on one account, for who may see each of them.

    Reckoned by the same method and tables as the forecast: what the months left come to is its fixed pay, to the øre.
    """
    sees_persons = may_see_persons_pay(actor, place.id)
    account = account if sees_persons else ""
    found = _all_of(actor, place.id, year=year, on=on)
    closed = ledger.closed_through()
    left = sum(period > (closed or 0) for period in found.periods)
    accounts = tuple(sorted({row.account for one in found.positions for row in one.periods}))
    chosen = [one for one in found.positions if not account or any(row.account == account for row in one.periods)]
    months = _months(chosen, _booked(actor, place.id, found, accounts if not account else (account,), closed))
    lacking = [one for one in chosen if one.lacking]
    is_few = len(_people(chosen)) < FEWEST and not sees_persons
    return UnitPositions(
        place=place,
        year=year,
        closed_through=closed,
        sees_persons=sees_persons,
        account=account,
        accounts=accounts,
        count=len(chosen),
        positions=tuple(chosen) if sees_persons else (),
        groups=() if sees_persons else tuple(_groups(chosen)),
        months=months if sees_persons or all(month.held >= FEWEST or not month.held for month in months) else (),
        left=left,
        left_oere=None if is_few else sum(month.known for one in chosen for month in one.months[12 - left :]),
        total_oere=None if is_few else sum(month.known for one in chosen for month in one.months),
        lacking=tuple(dict.fromkeys(word for one in lacking for word in one.lacking)),
        lacking_count=len(lacking),
        unknown_rules=_unknown_rules(chosen, found.tables) if sees_persons else (),
        agreed=tuple(
            agreed_changes(
                found.tables,
                steps={(row.group, row.step) for one in chosen for row in one.periods} if sees_persons else set(),
                first=dt.date(year, 1, 1),
                until=dt.date(year + 1, 1, 1),
            )
        ),
    )


def find_position(*, actor: Actor, place: Workplace, year: int, on: dt.date, position_id: str) -> ShownPosition:
    """Raises AccessDenied for who may not see each person's pay, and PositionNotFound."""
    if not may_see_persons_pay(actor, place.id):
        raise AccessDenied("Kun arbejdspladsens leder, og lederne over den, ser løn for den enkelte stilling.")
    found = _all_of(actor, place.id, year=year, on=on)
    one = next((one for one in found.positions if one.position_id == position_id), None)
    if one is None:
        raise PositionNotFound(position_id)
    return one


@dataclass(frozen=True)
class _All:
    tables: PayTables
    periods: tuple[int, ...]
    positions: tuple[ShownPosition, ...]


def _all_of(actor: Actor, unit_id: UUID, *, year: int, on: dt.date) -> _All:
    periods = months_between(year * 100 + 1, year * 100 + 12)
    first, until = first_day(periods[0]), day_after_month(periods[-1])
    as_of = min(max(period_of(on), periods[0]), periods[-1])
    rows, leaves = loaded_positions(
        actor=actor, first=first, last=until - dt.timedelta(days=1), units=[unit_id], as_of=as_of
    )
    tables = tables_for_method()
    reckoned = fixed_pay(
        positions=map(position_of_row, rows), leaves=leaves, tables=tables, first=periods[0], last=periods[-1]
    )
    of_position: dict[str, list[StaffPeriod]] = defaultdict(list)
    for row in rows:
        said = position_of_row(row)
        of_position[said.position_id].append(
            StaffPeriod(
                row["employee_ref"] or "",
                row["account"],
                said.group,
                said.step,
                said.hours_share,
                said.valid_from,
                said.valid_to,
                said.is_budgeted,
            )
        )
    closed = ledger.closed_through() or 0
    left = sum(period > closed for period in periods)
    return _All(
        tables,
        periods,
        tuple(
            _shown(position_id, of_position[position_id], leaves, months, left, tables, (first, until), on)
            for position_id, months in sorted(reckoned.positions.items())
        ),
    )


def _shown(
    position_id: str,
    periods: Sequence[StaffPeriod],
    leaves: Sequence[Leave],
    months: tuple[PayMonth, ...],
    left: int,
    tables: PayTables,
    days: tuple[dt.date, dt.date],
    on: dt.date,
) -> ShownPosition:
    mine = [leave for leave in leaves if leave.position_id == position_id]
    first, until = days
    return ShownPosition(
        position_id=position_id,
        periods=tuple(sorted(periods, key=lambda one: one.valid_from)),
        leaves=tuple(filter(matters, mine)),
        months=months,
        left=left,
        events=tuple(events_of(periods, mine, tables=tables, first=first, until=until)),
        on=on,
    )


def _booked(actor: Actor, unit_id: UUID, found: _All, accounts: Sequence[str], closed: int | None) -> dict[int, int]:
    """What was booked on the accounts in each closed month of the year."""
    first, last = found.periods[0], min(closed or 0, found.periods[-1])
    if last < first or not accounts:
        return {}
    cube = ledger.cube(actor=actor, first=first, last=last, units=[unit_id], as_of=found.periods[-1])
    here = [line for line in range(len(cube)) if cube.accounts[cube.account_of[line]] in accounts]
    return dict(zip(cube.periods, (int(one) for one in cube.amounts[here].sum(axis=0)), strict=True))


def _months(positions: Sequence[ShownPosition], booked: dict[int, int]) -> tuple[StaffMonth, ...]:
    return tuple(_month([one.months[place] for one in positions], booked) for place in range(12)) if positions else ()


def _month(months: Sequence[PayMonth], booked: dict[int, int]) -> StaffMonth:
    pieces = [piece for month in months for piece in month.pieces]
    period = months[0].period
    held = [any(piece.terms.state in IN_POST for piece in month.pieces) for month in months]
    return StaffMonth(
        period=period,
        held=sum(held),
        full_time=sum(
            (
                piece.terms.hours_share * Fraction(piece.days, piece.days_of_month)
                for piece in pieces
                if piece.terms.state in IN_POST
            ),
            Fraction(0),
        ),
        vacant=sum(any(piece.terms.state in VACANT for piece in month.pieces) for month in months),
        away=sum(
            any(
                piece.terms.leave_kind and (piece.terms.pay_share != 1 or piece.terms.reimbursement_rule)
                for piece in month.pieces
            )
            for month in months
        ),
        pay=None
        if any(month.missing for month in months)
        else sum(month.known - month.reimbursement for month in months),
        reimbursement=sum(month.reimbursement for month in months),
        booked=booked.get(period),
    )


def _groups(positions: Sequence[ShownPosition]) -> list[GroupSum]:
    people: dict[str, set[str]] = defaultdict(set)
    sums: dict[str, list[int | None]] = defaultdict(lambda: [0, 0])
    for one in positions:
        name = one.now.group
        people[name] |= _people([one])
        for place, amount in enumerate((one.total_left, one.total)):
            so_far = sums[name][place]
            sums[name][place] = None if amount is None or so_far is None else so_far + amount
    return shown_groups(people, {name: (left, total) for name, (left, total) in sums.items()})


def _people(positions: Sequence[ShownPosition]) -> set[str]:
    return {row.employee_ref for one in positions for row in one.periods if row.employee_ref}


def _unknown_rules(positions: Sequence[ShownPosition], tables: PayTables) -> tuple[str, ...]:
    known = {rule.name for rule in tables.reimbursements} | {""}
    said = [leave.reimbursement_rule for one in positions for leave in one.leaves]
    return tuple(sorted(set(said) - known))


def _summed(months: Sequence[PayMonth]) -> int | None:
    return None if any(month.missing for month in months) else sum(month.known for month in months)
