"""A workplace's year as its page shows it: groups and lines with budget, used, expected and last year, and by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from chefforum.calc.periods import period_of, within_year
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.lake.storage import MissingFile
from chefforum.modules.ledger.queries import LINE_CLASS_NAMES, LineClass, accounts_by_code, budget_of

from ..models import EntryCategory, MethodChoice, Override
from ..rules.running import MADE_BY_NAMES, MadeBy, NothingClosed
from ..rules.telling import how_sure, inside, months_lacking, not_assessed, past_error, verdict
from ..rules.why import why_sentence
from .booking import category_of
from .entries import list_categories
from .expected import Expected, ExpectedLine, ExpectedSum, expected_of_unit, expected_of_units
from .methods import choice_on
from .units import Workplace, find_workplace

MONTHS = 12
HISTORY = 36
OTHER = LINE_CLASS_NAMES[LineClass.OTHER]
OPENED = 3  # accounts of it that are named
WITHOUT_ACCOUNT = "Poster uden konto"


class LineNotFound(LookupError):
    """The unit has no such line in the year."""


@dataclass(frozen=True)
class ShownLine:
    """A line with its account's name. `last_year`: what the whole of last year came to, None where nothing came or the
    ledger does not reach back."""

    line: ExpectedLine
    title: str
    name: str
    last_year: int | None
    lacking: tuple[int, ...] = ()  # months that its leader has said nothing of, where they have of others

    @property
    def sum(self) -> ExpectedSum:
        return self.line.sum

    @property
    def account(self) -> str:
        return self.line.account

    @property
    def made_by_name(self) -> str:
        return MADE_BY_NAMES[self.line.made_by]

    @property
    def is_assessed(self) -> bool:
        return self.line.sum.is_complete

    @property
    def months_lacking(self) -> str:
        return months_lacking(self.lacking)

    @property
    def title_and_lacking(self) -> str:
        return f"{self.title} ({self.months_lacking})" if self.lacking else self.title


@dataclass(frozen=True)
class Group:
    """Lines of one kind."""

    name: str
    sum: ExpectedSum
    lines: tuple[ShownLine, ...]
    last_year: int | None

    @property
    def not_assessed(self) -> list[ShownLine]:
        return [line for line in self.lines if not line.is_assessed]

    @property
    def change(self) -> int:
        """What the group moves the result by, from budget to expected."""
        return self.sum.moves


@dataclass(frozen=True)
class Entered:
    """What the leader entered of a group in each of the months left; None where nothing."""

    name: str
    months: tuple[int | None, ...]

    @property
    def total(self) -> int:
        return sum(amount or 0 for amount in self.months)


@dataclass(frozen=True)
class Months:
    """Sums so far, month by month, øre, of the lines that are assessed: they can be held against each other. Where
    nothing is assessed, of all, and nothing is expected. `budget` None where it is not known by month or at all."""

    used: tuple[int | None, ...]
    expected: tuple[int | None, ...]
    budget: tuple[int | None, ...]
    last_year: tuple[int | None, ...]


@dataclass(frozen=True)
class WorkplaceYear:
    """`groups` and their lines: what pushes the result furthest the way that it goes comes first. `last_year_budget`:
    its corrected budget, None where it is not known."""

    place: Workplace
    year: int
    expected: Expected
    total: ExpectedSum
    groups: tuple[Group, ...]
    months: Months
    last_year: int | None
    last_year_so_far: int | None
    last_year_budget: int | None

    @property
    def closed_through(self) -> int:
        return self.expected.closed_through

    @property
    def begins_late(self) -> int | None:
        """The first month (yyyymm) that the ledger holds, where that is within the year; None where it holds it all."""
        first = next((period for period in self.expected.system.periods if period // 100 == self.year), None)
        return first if first is not None and first % 100 > 1 else None

    @property
    def is_closed(self) -> bool:
        return not self.expected.months_left

    @property
    def last_year_over(self) -> int | None:
        """How far last year ended from its budget."""
        if self.last_year is None or self.last_year_budget is None:
            return None
        return self.last_year - self.last_year_budget

    @property
    def months_left(self) -> tuple[int, ...]:
        """The months (1 to 12) that are not closed."""
        return tuple(period % 100 for period in self.expected.months_left)

    @property
    def entered(self) -> list[Entered]:
        """What the leader entered, by group and month; groups with nothing are left out."""
        entries = self.expected.parts.entries
        found = []
        for group in self.groups:
            months = entries[[line.line.number for line in group.lines]].sum(axis=0)
            if months.any():
                found.append(Entered(group.name, tuple(int(amount) or None for amount in months)))
        return found

    @property
    def mostly(self) -> str:
        """The group that pushes the result furthest the way that it goes: the first one. One whose name says nothing
        ("Øvrige") is told with its account that does it."""
        first = self.groups[0] if self.groups else None
        if first is None or first.change * (self.total.deviation or 0) <= 0:
            return ""
        if first.name != OTHER:
            return first.name
        return f"{OTHER} konti, især {inside(next(line.name for line in first.lines if line.is_assessed))}"

    def along(self, change: int) -> int:
        """How far a change pushes the way that the result goes."""
        return _along(change, self.total.deviation or 0)

    @property
    def moves(self) -> list[tuple[str, int]]:
        """What moves the budget to what is expected, the furthest first; they sum to it. A name that says nothing
        ("Øvrige") gives way to its accounts that move most."""
        found: list[tuple[str, int]] = []
        for group in self.groups:
            opened = [line for line in group.lines if line.is_assessed][:OPENED] if group.name == OTHER else []
            named = [(line.name, line.sum.moves) for line in opened]
            rest = group.change - sum(change for _, change in named)
            found += [*named, (f"{group.name}, andre konti" if named else group.name, rest)]
        return sorted((move for move in found if move[1]), key=lambda move: -abs(move[1]))

    @property
    def lines_not_assessed(self) -> list[ShownLine]:
        return [line for group in self.groups for line in group.not_assessed]

    @property
    def sentence(self) -> str:
        return self.sentence_of("I" if self.place.may_write else self.place.name)

    def sentence_of(self, who: str) -> str:
        """Where the year ends, of the workplace as `who` calls it."""
        return verdict(
            who=who,
            year=self.year,
            expected=self.total.expected,
            deviation=self.total.deviation,
            pct=self.total.deviation_pct,
            mostly=self.mostly,
            is_complete=self.total.is_complete,
            is_over=self.is_closed,
        )

    @property
    def sureness(self) -> str:
        """Empty where there is nothing to be unsure of."""
        if self.is_closed or self.total.budget_assessed is None:
            return ""
        low, high = self.total.low, self.total.high
        budget = self.total.budget_assessed
        said = how_sure(low=None if low is None else low - budget, high=None if high is None else high - budget)
        by_hand = self.total.entries or self.total.override
        whose = "jeres" if self.place.may_write else "lederens"
        return f"{said} Usikkerheden i {whose} egne tal er ikke regnet med." if by_hand else said

    @property
    def lacking(self) -> str:
        named = [line.title_and_lacking for line in self.lines_not_assessed]
        return not_assessed(self.total.budget_not_assessed, self.total.lacking, named)


def workplace_year(
    *, actor: Actor, unit_id: UUID, year: int, on: dt.date, place: Workplace | None = None
) -> WorkplaceYear:
    """The unit's own lines, without those of units below it. Raises UnitNotFound, and NothingClosed where the ledger is
    not closed so far that the year can be forecast."""
    place = place or find_workplace(actor=actor, unit_id=unit_id, on=on)
    expected = expected_of_unit(actor=actor, unit_id=unit_id, year=year, on=on)
    as_of = within_year(period_of(on), year)  # by the organisation of the day, as last year's postings are
    budgets = budget_of(actor=actor, year=year - 1, units=[unit_id], as_of=as_of)
    last_year_budget = int(budgets.corrected.sum()) if len(budgets) else None
    return workplace_year_of(place=place, expected=expected, on=on, last_year_budget=last_year_budget)


def named_accounts(*, actor: Actor, unit_id: UUID, year: int, on: dt.date) -> list[tuple[str, str]]:
    """The accounts of the unit's lines with their names, by the newest run; none where the year cannot be forecast."""
    try:
        system = expected_of_units(actor=actor, year=year, on=on, units=[unit_id]).system
    except (NothingClosed, MissingFile):
        return []
    known = accounts_by_code(on=on, codes=set(system.accounts))
    return [(code, known[code].name if code in known else "") for code in sorted(set(system.accounts)) if code]


def workplace_year_of(
    *, place: Workplace, expected: Expected, on: dt.date, last_year_budget: int | None = None
) -> WorkplaceYear:
    """The same of lines that are reckoned already."""
    system, total = expected.system, expected.total()
    lines = _shown(expected, on)
    names = _group_names(expected, lines)
    order = list(dict.fromkeys(names))
    sums = expected.sums(np.array([order.index(name) for name in names], dtype=np.int64), count=len(order))
    mine = {name: [line for line, own in zip(lines, names, strict=True) if own == name] for name in order}
    groups = [
        Group(
            name=name,
            sum=one,
            lines=tuple(sorted(mine[name], key=lambda line, way=one.moves: _furthest_first(line, way))),  # type: ignore[misc]
            last_year=_summed([line.last_year for line in mine[name]]),
        )
        for name, one in zip(order, sums, strict=True)
    ]
    before = _of_year(system.periods, system.history, expected.year - 1)
    closed_month = expected.closed_through % 100 if expected.closed_through // 100 == expected.year else 0
    way = total.deviation or 0
    return WorkplaceYear(
        place=place,
        year=expected.year,
        expected=expected,
        total=total,
        groups=tuple(sorted(groups, key=lambda group: (group.sum.expected is None, -_along(group.change, way)))),
        months=_months(expected, closed_month),
        last_year=None if before is None or not before.any() else int(before.sum()),
        last_year_so_far=None if before is None or not before.any() else int(before[:, :closed_month].sum()),
        last_year_budget=last_year_budget,
    )


def _along(change: int, way: int) -> int:
    """How far a change pushes the way that all of it goes; where that is nowhere, how far it pushes."""
    return abs(change) if way == 0 else change * (1 if way > 0 else -1)


def _furthest_first(line: ShownLine, way: int) -> tuple[bool, int, str]:
    """What nobody has assessed stands first: it waits for somebody."""
    return line.is_assessed, -_along(line.sum.moves, way), line.account


def _shown(expected: Expected, on: dt.date) -> list[ShownLine]:
    """Lines with nothing to assess and nothing to show are left out of no sum, only of the page."""
    system = expected.system
    known = accounts_by_code(on=on, codes=set(system.accounts))
    before = _of_year(system.periods, system.history, expected.year - 1)
    found = []
    for line in expected.lines():
        account = known.get(line.account)
        title = account.title if account else line.account or WITHOUT_ACCOUNT
        name = account.name if account and account.name else title
        own = None if before is None or not before[line.number].any() else int(before[line.number].sum())
        found.append(ShownLine(line, title, name, own, expected.months_lacking(line.number)))
    return found


def _of_year(periods: Sequence[int], history: NDArray[np.int64], year: int) -> NDArray[np.int64] | None:
    """The twelve months of a year, None where the ledger does not hold them all."""
    inside = [place for place, period in enumerate(periods) if period // 100 == year]
    return history[:, inside] if len(inside) == MONTHS else None


def _group_names(expected: Expected, lines: Sequence[ShownLine]) -> list[str]:
    """A leader thinks in substitutes and purchases: the first category that a line is booked on, else what kind of line
    it is."""
    categories = list(list_categories(only_active=False))
    return [_group_name(line.line, categories) for line in lines]


def _group_name(line: ExpectedLine, categories: Sequence[EntryCategory]) -> str:
    category = category_of(line.account, line.line_class, categories)
    if category is not None:
        return category.name
    if not line.account:
        return WITHOUT_ACCOUNT
    return LINE_CLASS_NAMES[line.line_class or LineClass.OTHER]


def _summed(amounts: Sequence[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _months(expected: Expected, closed: int) -> Months:
    """What is put instead of the system's number is spread evenly over the months left: nobody said when it comes."""
    system, parts = expected.system, expected.parts
    is_told = bool(parts.is_assessed.any())
    among = parts.is_assessed if is_told else np.ones(len(expected), dtype=bool)
    before = _of_year(system.periods, system.history[among], expected.year - 1)
    this_year = [(place, period % 100) for place, period in enumerate(system.periods) if period // 100 == expected.year]
    used: list[int | None] = [None] * MONTHS  # months before the ledger begins are not known
    so_far = 0
    for place, month in this_year:
        so_far += int(system.history[among, place].sum())
        used[month - 1] = so_far
    left = MONTHS - closed if is_told else 0
    coming = sum(part[among].sum(axis=0) for part in (parts.fixed_pay, parts.rest, parts.entries))
    override = int(parts.override[among].sum())
    start = so_far
    ahead = [start + int(coming[: month + 1].sum()) + round(override * (month + 1) / left) for month in range(left)]
    has_budget = bool(system.has_budget[among].any())
    by_month = system.budget_months[among].sum(axis=0)
    whole, by_month = by_month[0], by_month[1:]
    budget = [round(int(whole) * (month + 1) / MONTHS) + int(by_month[: month + 1].sum()) for month in range(MONTHS)]
    last = None if before is None or not before.any() else np.cumsum(before.sum(axis=0))
    blank: list[int | None] = [None] * max(closed - 1, 0)
    from_closed = [start] if closed else []
    return Months(
        used=tuple(used),
        expected=(*blank, *from_closed, *ahead) if left else (None,) * MONTHS,
        budget=tuple(budget) if has_budget else (None,) * MONTHS,
        last_year=(None,) * MONTHS if last is None else tuple(int(one) for one in last),
    )


@dataclass(frozen=True)
class WhyLine:
    """One line opened: what its number is made of and by, how the method did before, and the months behind."""

    shown: ShownLine
    closed_through: int
    year: int
    sentence: str
    error: str
    method_name: str
    low: int | None
    high: int | None
    override: Override | None
    periods: tuple[int, ...]
    history: tuple[int, ...]
    next_months: tuple[tuple[int, int], ...]
    choice: MethodChoice | None  # of its method, where finance has made one

    @property
    def is_leaders(self) -> bool:
        """Only entries give it a number."""
        return self.shown.line.made_by in (MadeBy.LEADER, MadeBy.NOTHING, MadeBy.BUDGET)

    @property
    def is_fixed_pay(self) -> bool:
        return self.shown.line.line_class is LineClass.FIXED_PAY

    @property
    def is_of_positions(self) -> bool:
        """Fixed pay, or what comes back of it during leave."""
        return self.is_fixed_pay or bool(self.shown.sum.fixed_pay)

    @property
    def rest_can_be_nought(self) -> bool:
        """It is for the leader to say that nothing more comes."""
        return not self.shown.is_assessed and self.shown.line.line_class is LineClass.VARIABLE_PAY

    @property
    def parts(self) -> list[tuple[str, int]]:
        """What the number sums from, nought left out but for what was used."""
        found = self.shown.sum
        named = [
            ("Brugt", found.actual),
            ("Fast løn, der kommer", found.fixed_pay),
            ("Beregnet rest", found.rest),
            ("Lederens poster, resten af året", found.entries),
            ("Ændret til det satte tal", found.override),
        ]
        return [(name, amount) for place, (name, amount) in enumerate(named) if amount or place == 0]


def why_line(*, actor: Actor, unit_id: UUID, year: int, account: str, on: dt.date) -> WhyLine:
    """Raises UnitNotFound, NothingClosed and LineNotFound."""
    find_workplace(actor=actor, unit_id=unit_id, on=on)
    expected = expected_of_unit(actor=actor, unit_id=unit_id, year=year, on=on)
    shown = next((line for line in _shown(expected, on) if line.account == account), None)
    if shown is None:
        raise LineNotFound(account)
    number, system, parts = shown.line.number, expected.system, expected.parts
    why, override = expected.why(number), expected.overrides.get(number)
    # What the system would say stands beside an override: its method is told too.
    made_by = MadeBy(int(system.forecast.method[number])) if override else shown.line.made_by
    if override and system.by_positions[number]:
        made_by = MadeBy.POSITIONS
    tail = slice(-HISTORY, None)
    coming = parts.fixed_pay[number] + parts.rest[number] + parts.entries[number]
    rests_on_method = MadeBy.STEADY <= made_by <= MadeBy.BUDGET or made_by is MadeBy.CHOSEN
    return WhyLine(
        shown=shown,
        closed_through=expected.closed_through,
        year=year,
        sentence=why_sentence(
            made_by,
            months_used=why.months_used,
            seasonal=why.seasonal,
            rhythm=why.rhythm,
            excess=why.excess,
            lacking=shown.lacking,
        ),
        error=past_error(error=why.error, lean=why.lean, origins=why.origins) if rests_on_method else "",
        method_name=MADE_BY_NAMES[made_by],
        low=shown.sum.low,
        high=shown.sum.high,
        override=override,
        periods=tuple(system.periods[tail]),
        history=tuple(int(one) for one in system.history[number][tail]),
        next_months=tuple(zip(expected.months_left, (int(one) for one in coming), strict=True)),
        choice=choice_on(on) if made_by is MadeBy.CHOSEN else None,
    )
