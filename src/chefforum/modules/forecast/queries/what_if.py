"""What if: a thought reckoned with by the same code as what is entered, and stored nowhere.

Each thought is an entry that nobody has made: a category, an account, and twelve months.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import numpy as np

from chefforum.calc.danish_dates import MONTHS
from chefforum.calc.fixed_pay import fixed_pay
from chefforum.calc.pay_tables import PositionPeriod
from chefforum.kernel.access.rules import Actor
from chefforum.modules.ledger.queries import LineClass

from ..models import EntryCategory, PayTable
from ..rules.entries import amount_of, is_too_much, written
from ..rules.pay_rows import PayKind
from ..rules.running import MadeBy
from ..rules.telling import about, accounts
from .entries import list_categories
from .expected import Expected, expected_if, expected_of_unit
from .leaders_side import EnteredMonth
from .pay_tables import tables_for_method
from .units import find_workplace
from .workplace import WorkplaceYear, workplace_year_of


class NoAnswer(ValueError):
    """The thought cannot be reckoned; the message tells the person why."""


@dataclass(frozen=True)
class Thought:
    """An entry that nobody has made. `values`: quantities where it has a rate, kroner where not."""

    text: str
    category: EntryCategory
    account: str
    rate_oere: int | None
    values: tuple[tuple[int, Decimal], ...]
    names_category: bool = False  # its text says nothing without the category's name

    @property
    def title(self) -> str:
        return f"{self.category.name}: {self.text}" if self.names_category else self.text

    def months(self, unit_id: UUID) -> list[EnteredMonth]:
        return [
            EnteredMonth(
                unit_id,
                self.account,
                self.category.pk,
                month,
                amount_of(value=value, rate_oere=self.rate_oere, is_income=self.category.is_income),
            )
            for month, value in self.values
        ]

    @property
    def total_oere(self) -> int:
        return sum(
            amount_of(value=value, rate_oere=self.rate_oere, is_income=self.category.is_income)
            for _, value in self.values
        )


@dataclass(frozen=True)
class WhatIf:
    thought: Thought
    before: WorkplaceYear
    after: WorkplaceYear

    @property
    def moves(self) -> int:
        """What it moves the expected result by: not always its own sum, since it may stand instead of something."""
        before, after = ((one.total.expected or 0) + one.total.known_not_assessed for one in (self.before, self.after))
        return after - before

    @property
    def assesses(self) -> str:
        """How many accounts that nobody has assessed the thought would assess, in words; empty where none."""
        return accounts(self.before.total.not_assessed - self.after.total.not_assessed)

    @property
    def moves_words(self) -> str:
        if not self.moves:
            return "Det flytter ikke resultatet"
        return f"Det er ca. {about(self.moves)} {'mere' if self.moves > 0 else 'mindre'} end som det står"


@dataclass(frozen=True)
class Situation:
    """The unit's year as it stands, to think from."""

    unit_id: UUID
    on: dt.date
    expected: Expected
    shown: WorkplaceYear

    @property
    def months_left(self) -> list[int]:
        """1 to 12."""
        return [period % 100 for period in self.expected.months_left]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Accounts that a percentage can be put on, with their names."""
        return sorted(
            (line.account, line.title)
            for group in self.shown.groups
            for line in group.lines
            if line.is_assessed and line.account and line.line.made_by is not MadeBy.OVERRIDE
        )

    def reckon(self, thought: Thought) -> WhatIf:
        after = expected_if(self.expected, units=[self.unit_id], also=thought.months(self.unit_id), on=self.on)
        return WhatIf(thought, self.shown, workplace_year_of(place=self.shown.place, expected=after, on=self.on))


def situation_of(*, actor: Actor, unit_id: UUID, year: int, on: dt.date) -> Situation:
    """Raises UnitNotFound and NothingClosed."""
    place = find_workplace(actor=actor, unit_id=unit_id, on=on)
    expected = expected_of_unit(actor=actor, unit_id=unit_id, year=year, on=on)
    return Situation(unit_id, on, expected, workplace_year_of(place=place, expected=expected, on=on))


def of_quantity(
    situation: Situation, *, category: EntryCategory, quantity: Decimal, rate_oere: int | None, first: int, last: int
) -> Thought:
    """So many a month, from one month to another; without a rate the quantity is kroner. Raises NoAnswer."""
    months = [month for month in situation.months_left if first <= month <= last]
    if not months:
        raise NoAnswer("Vælg måneder, der ikke er lukket endnu.")
    if is_too_much(value=quantity, rate_oere=rate_oere):
        raise NoAnswer("Det bliver for stort et beløb. Skriv et mindre tal.")
    return Thought(
        text=_so_many(category, quantity, rate_oere),
        category=category,
        account="",
        rate_oere=rate_oere,
        values=tuple((month, quantity) for month in months),
        names_category=True,
    )


def _so_many(category: EntryCategory, quantity: Decimal, rate_oere: int | None) -> str:
    """ "40 timer mere om måneden", as it stands beside the category's name."""
    of = "kr." if rate_oere is None else category.unit_name
    more = "mere" if quantity > 0 else "mindre"
    return " ".join(words for words in (written(abs(quantity)), of, more, "om måneden") if words)


def of_position(situation: Situation, *, group: str, step: str, share_pct: Decimal, first: int) -> Thought:
    """Somebody is employed from the first day of a month on: pay, pension and holiday by the loaded tables.

    Raises NoAnswer where a table lacks something.
    """
    year = situation.shown.year
    if first not in situation.months_left:
        raise NoAnswer("Vælg en måned, der ikke er lukket endnu.")
    position = PositionPeriod("", group, step, Fraction(share_pct) / 100, dt.date(year, first, 1))
    months = fixed_pay(
        positions=[position], tables=tables_for_method(), first=year * 100 + first, last=year * 100 + 12
    ).positions[""]
    if any(month.missing for month in months):
        raise NoAnswer("Lønsatserne mangler noget for den gruppe og det løntrin. Økonomi indlæser dem.")
    return Thought(
        text=f"Stilling besat fra {MONTHS[first - 1]}",
        category=_for_amounts(situation),
        account=_pay_account(situation),
        rate_oere=None,
        values=tuple((month.period % 100, Decimal(month.known) / 100) for month in months),
    )


def of_percentage(situation: Situation, *, account: str, pct: Decimal) -> Thought:
    """So many percent more of what is still expected on a line. Raises NoAnswer."""
    line = next((line for group in situation.shown.groups for line in group.lines if line.account == account), None)
    if line is None or account not in dict(situation.lines):
        raise NoAnswer("Vælg en konto, der er vurderet, og som ikke har et sat tal.")
    number, parts = line.line.number, situation.expected.parts
    coming = parts.fixed_pay[number] + parts.rest[number] + parts.entries[number]
    # What is left to the budget is the leader's as soon as they say something: then they say all of it.
    share = pct / 100 + (1 if line.line.made_by is MadeBy.BUDGET else 0)
    amounts = [(month, round(int(oere) * share)) for month, oere in zip(situation.months_left, coming, strict=True)]
    if not any(amount for _, amount in amounts):
        raise NoAnswer("Der ventes ikke mere på kontoen i år, så procenten er af ingenting.")
    return Thought(
        text=f"{pct.normalize():f} % mere".replace(".", ","),
        category=_for_amounts(situation),
        account=account,
        rate_oere=None,
        values=tuple((month, Decimal(amount) / 100) for month, amount in amounts if amount),
    )


def steps_to_choose() -> list[tuple[str, str]]:
    """Groups and steps of the loaded tables, as "group|step" and in words. One query."""
    rows = PayTable.objects.filter(kind=PayKind.STEP_RATE.value).order_by("group", "step")
    return [
        (f"{group}|{step}", f"{group}, trin {step}") for group, step in rows.values_list("group", "step").distinct()
    ]


def _for_amounts(situation: Situation) -> EntryCategory:
    """A category for what has an account of its own: the last that is neither income nor variable pay, since a category
    of income stands instead of what a method expects."""
    plain = [one for one in list_categories() if not one.is_income]
    if not plain:
        raise NoAnswer("Der er ingen kategorier at skrive det under. Økonomi opretter dem.")
    return next((one for one in reversed(plain) if not one.is_variable_pay), plain[-1])


def _pay_account(situation: Situation) -> str:
    """The unit's largest account of fixed pay; empty where it has none."""
    system = situation.expected.system
    paid = [place for place, said in enumerate(system.line_classes) if said is LineClass.FIXED_PAY]
    lines = np.flatnonzero(np.isin(system.account_of, paid))
    if not len(lines):
        return ""
    return system.accounts[system.account_of[lines[int(system.recent[lines].argmax())]]]
