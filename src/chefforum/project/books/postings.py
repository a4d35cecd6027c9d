"""The lines' months split into postings: vouchers, late ones, credit notes, accruals, internal trade.

A month at a time, so that memory does not grow with the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .catalogue import BUYS, FIXED, SELLS, Kind, kinds
from .lines import Lines
from .sizes import Calendar, Ints, Size
from .staff import Pay, Positions

Mask = npt.NDArray[np.bool_]
SPECIAL = (
    "Månedsløn",
    "Pension",
    "Særlig feriegodtgørelse",
    "Kreditnota",
    "Ny faktura efter kreditnota",
    "Periodisering, december",
    "Periodisering tilbageført",
    "Intern afregning",
    "Ompostering",
)
SALARY, PENSION, ALLOWANCE, CREDIT, AGAIN, ACCRUED, REVERSED, TRADE, MOVED = range(len(SPECIAL))
_FIRMS = {  # By the beginning of the art; all invented.
    "2": ("Fjordglimt Handel", "Kornblomst Varer", "Lindeby Engros"),
    "40": ("Lindeby Bolig", "Sommerlyst Ejendomme", "Havrevang"),
    "45": ("Birkekær Entreprise", "Tagrender & Sønner", "Murerlauget Rødsten"),
    "4": ("Nordlys Service", "Stjernekast Drift", "Mågevig"),
}
_IT_FIRMS = {  # By the grouping: who sells what is technology.
    "208": ("Kobberdal Computer", "Lyngfjord It", "Skærmhuset"),
    "304": ("Bølgebryder Software", "Nordlys Software", "Klithede Data"),
    "305": ("Havfrue Net", "Lindeby Fiber", "Stormfugl Tele"),
    "308": ("Vindrose Rådgivning", "Klithede Data", "Pejling & Partnere"),
    "711": ("Kobberdal Computer", "Lyngfjord It", "Skærmhuset"),
    "712": ("Stormfugl Tele", "Havfrue Net", "Lindeby Fiber"),
    "713": ("Nordlys Software", "Egekrat Systemer", "Bølgebryder Software"),
    "714": ("Papirlygten", "Kobberdal Computer", "Lyngfjord It"),
    "715": ("Lyngfjord It", "Vindrose Rådgivning", "Kobberdal Computer"),
}
_NOBODY = ("", "", "")
VARIANTS = 4
_LATE, _LATE_IN_DECEMBER, _CREDITED, _JOINED = 0.03, 0.006, 0.0096, 0.22
_BUYING, _MOVING = 0.35, 200  # How many buy in a month; one in so many lines is moved.


def texts() -> list[str]:
    """Every text that a posting can have: the special ones first, then four of each kind."""
    found = list(SPECIAL)
    for kind in kinds():
        found += [kind.name, *(f"{kind.name}, {firm}" if firm else kind.name for firm in _firms(kind))]
    return found


def suppliers() -> list[str]:
    """Who sent the bill, in the order of the texts; "" where nobody did."""
    found = ["" for _ in SPECIAL]
    for kind in kinds():
        found += ["", *_firms(kind)]
    return found


def _firms(kind: Kind) -> tuple[str, ...]:
    return _IT_FIRMS.get(kind.code) or _FIRMS.get(kind.art) or _FIRMS.get(kind.art[0]) or _NOBODY


@dataclass(frozen=True)
class Batch:
    """One period's postings by date; `line` is among the lines, `voucher` a number without its year."""

    period: int
    line: Ints
    amount: Ints
    date: npt.NDArray[np.datetime64]
    voucher: Ints
    voucher_line: Ints
    text: Ints

    def __len__(self) -> int:
        return len(self.line)


@dataclass(frozen=True)
class _Part:
    line: Ints
    amount: Ints
    date: npt.NDArray[np.datetime64]
    voucher: Ints  # From nought within the part.
    text: Ints

    def only(self, mask: Mask) -> _Part:
        return _Part(self.line[mask], self.amount[mask], self.date[mask], self.voucher[mask], self.text[mask])


def postings_a_month(
    size: Size, calendar: Calendar, lines: Lines, chance: np.random.Generator
) -> npt.NDArray[np.int32]:
    """How many postings each line has in each month (lines × months), so that the size is met."""
    line_class = np.array([kind.line_class for kind in kinds()])[lines.kind]
    vouchers = np.array([kind.vouchers for kind in kinds()])[lines.kind]
    usual = np.abs(lines.amounts).mean(axis=1) + 1
    weight = (vouchers * np.sqrt(usual / np.median(usual)).clip(0.3, 5))[:, None]
    # Contracts come as they come, however many postings the ledger has.
    few = np.isin(line_class, ("aftale", "husleje", "få betalinger", "indtægt"))[:, None]
    has = (lines.amounts != 0) & (line_class != FIXED)[:, None]
    if size.is_pay_by_person:
        pay = calendar.delivered * size.positions * 3
    else:
        pay = int((lines.amounts[line_class == FIXED, : calendar.delivered] != 0).sum()) * 2
    wanted = (size.postings - pay - _Market(lines).usual_count * calendar.delivered) / (1 + 1.2 * _CREDITED)
    now = has[:, : calendar.delivered]
    low, high = 0.0, 1e5
    for _ in range(40):
        middle = (low + high) / 2
        each = _expected(weight, few, middle)
        if (each * now.sum(axis=1, keepdims=True)).sum() < wanted:
            low = middle
        else:
            high = middle
    rate = np.where(few, np.minimum(weight * low, weight * 2), weight * low)
    drawn = chance.poisson(np.broadcast_to(rate, has.shape)).astype(np.int32)
    return np.where(has, np.maximum(drawn, 1), 0)


def _expected(weight: npt.NDArray[np.float64], few: Mask, scale: float) -> npt.NDArray[np.float64]:
    """The mean of the larger of one and a Poisson count."""
    rate = np.where(few, np.minimum(weight * scale, weight * 2), weight * scale)
    return rate + np.exp(-rate)


def months(
    size: Size, calendar: Calendar, lines: Lines, positions: Positions, pay: Pay, pay_line: Ints
) -> Iterator[Batch]:
    """The postings of every period, those after the delivered ones too."""
    counts = postings_a_month(size, calendar, lines, np.random.default_rng([size.seed, 6]))
    market = _Market(lines)
    kept: list[_Part] = []
    for number in range(len(calendar)):
        chance = np.random.default_rng([size.seed, 7, number])
        bought = _bought(calendar, lines, counts[:, number], number, chance)
        on_time, late = _late(bought, calendar, number, chance)
        credited = _credited(on_time, calendar, number, lines, chance)
        accrued, reversed_ = _accrued(lines, calendar, number, chance)
        traded = market.trade(calendar, number, chance)
        parts = [_paid(size, calendar, positions, pay, pay_line, number), on_time, accrued, *traded, *kept]
        kept = [late, credited, reversed_]
        yield _batch(parts, int(calendar.periods[number]))


def _batch(parts: list[_Part], period: int) -> Batch:
    offset, vouchers = 0, []
    for part in parts:
        vouchers.append(part.voucher + offset)
        offset += int(part.voucher.max(initial=-1)) + 1
    line, amount, date, text = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("line", "amount", "date", "text")
    )
    voucher = np.concatenate(vouchers)
    some = amount != 0
    line, amount, date, text, voucher = line[some], amount[some], date[some], text[some], voucher[some]
    order = np.lexsort((voucher, date))
    voucher = voucher[order]
    new = np.diff(voucher, prepend=-1) != 0
    number = np.cumsum(new) - 1
    place = np.arange(len(voucher)) - np.flatnonzero(new)[number] + 1
    # Numbered over the year: no month has ten million vouchers.
    base = (period % 100) * 10_000_000
    return Batch(period, line[order], amount[order], date[order], base + number, place, text[order])


def _paid(size: Size, calendar: Calendar, positions: Positions, pay: Pay, line: Ints, number: int) -> _Part:
    """The pay run: each employee's, or the sums of each line; a voucher for each cost centre."""
    day = _last_weekday(calendar.starts[number + 1])
    lines, amounts, text = [], [], []
    parts: list[tuple[int, Ints]] = [(SALARY, pay.salary), (PENSION, pay.pension), (ALLOWANCE, pay.allowance)]
    if not size.is_pay_by_person:
        parts = [(SALARY, pay.salary + pay.allowance), (PENSION, pay.pension)]
    for code, table in parts:
        amount, of = table[:, number], line
        if not size.is_pay_by_person:
            of, inverse = np.unique(line, return_inverse=True)
            summed = np.zeros(len(of), np.int64)
            np.add.at(summed, inverse, amount)
            amount = summed
        some = amount != 0
        lines.append(of[some])
        amounts.append(amount[some])
        text.append(np.full(some.sum(), code))
    found = np.concatenate(lines)
    if size.is_pay_by_person:
        centre_of_line = np.zeros(int(line.max()) + 1, np.int64)
        centre_of_line[line] = positions.centre
    else:
        centre_of_line = np.arange(int(line.max()) + 1)
    voucher = np.unique(centre_of_line[found], return_inverse=True)[1]
    order = np.argsort(voucher, kind="stable")
    return _Part(
        found[order],
        np.concatenate(amounts)[order],
        np.full(len(found), day),
        voucher[order],
        np.concatenate(text)[order],
    )


def _last_weekday(after: np.datetime64) -> np.datetime64:
    return np.busday_offset(after, -1, roll="forward").astype("datetime64[D]")


def _bought(
    calendar: Calendar, lines: Lines, counts: npt.NDArray[np.int32], number: int, chance: np.random.Generator
) -> _Part:
    """Each line's month as so many postings, uneven, which come to it exactly; some share a voucher with the next."""
    line = np.flatnonzero(counts)
    many = counts[line]
    total = lines.amounts[line, number]
    rows = np.repeat(line, many)
    starts = np.cumsum(many) - many
    weight = chance.standard_gamma(0.8, len(rows)) + 0.05
    whole = np.add.reduceat(weight, starts) if len(starts) else weight
    amount = np.rint(np.repeat(total / whole, many) * weight).astype(np.int64)
    if len(starts):
        amount[starts] += total - np.add.reduceat(amount, starts)
    centre = lines.centre[rows]
    joins = (np.diff(centre, prepend=-1) == 0) & (chance.random(len(rows)) < _JOINED)
    voucher = np.cumsum(~joins) - 1
    weekdays = np.arange(calendar.starts[number], calendar.starts[number + 1])
    weekdays = weekdays[np.is_busday(weekdays)]
    date = weekdays[(chance.random(int(voucher.max(initial=-1)) + 1) * len(weekdays)).astype(int)][voucher]
    variant = (chance.random(len(rows)) ** 2 * VARIANTS).astype(int)
    is_bought = _are_bought(lines, rows)
    text = len(SPECIAL) + lines.kind[rows] * VARIANTS + np.where(is_bought, variant, 0)
    return _Part(rows, amount, date, voucher, text)


def _are_bought(lines: Lines, line: Ints) -> Mask:
    """Whether the lines are goods and services, which firms send invoices for."""
    return np.array([kind.art[0] in "24" for kind in kinds()])[lines.kind[line]]


def _late(part: _Part, calendar: Calendar, number: int, chance: np.random.Generator) -> tuple[_Part, _Part]:
    """The postings on time, and those that come in the next period with their own date."""
    rate = _LATE_IN_DECEMBER if calendar.month[number] == 11 else _LATE
    rate = 0.0 if number == len(calendar) - 1 else rate
    late = (chance.random(int(part.voucher.max(initial=-1)) + 1) < rate)[part.voucher]
    return part.only(~late), part.only(late)


def _credited(part: _Part, calendar: Calendar, number: int, lines: Lines, chance: np.random.Generator) -> _Part:
    """In the next period some postings are taken back, and most of them posted again with a little less."""
    bought = (part.amount > 0) & _are_bought(lines, part.line)
    chosen = part.only(bought & (chance.random(len(part.line)) < _CREDITED))
    count = len(chosen.line)
    day = calendar.starts[number + 1] + (chance.random(count) * 20).astype("timedelta64[D]")
    again = np.rint(chosen.amount * chance.choice((0.0, 0.9, 0.97), count)).astype(np.int64)
    return _Part(
        np.repeat(chosen.line, 2),
        np.column_stack([-chosen.amount, again]).ravel(),
        np.repeat(day, 2),
        np.repeat(np.arange(count), 2),
        np.tile([CREDIT, AGAIN], count),
    )


def _accrued(lines: Lines, calendar: Calendar, number: int, chance: np.random.Generator) -> tuple[_Part, _Part]:
    """In December a part of what comes in January is put in the old year, and taken back in the new."""
    none = np.zeros(0, np.int64)
    if calendar.month[number] != 11:
        part = _Part(none, none, none.astype("datetime64[D]"), none, none)
        return part, part
    able = np.array([kind.line_class in ("øvrig", "aftale") for kind in kinds()])[lines.kind]
    line = np.flatnonzero(able & (chance.random(len(lines)) < 0.03))
    usual = np.abs(lines.amounts[line]).mean(axis=1)
    amount = np.rint(usual * chance.uniform(0.3, 1.2, len(line)) / 10_000).astype(np.int64) * 10_000
    sign = np.sign(lines.amounts[line].sum(axis=1))
    voucher = np.arange(len(line))
    last, first = calendar.starts[number + 1] - 1, calendar.starts[number + 1]
    return (
        _Part(line, amount * sign, np.full(len(line), last), voucher, np.full(len(line), ACCRUED)),
        _Part(line, -amount * sign, np.full(len(line), first), voucher, np.full(len(line), REVERSED)),
    )


class _Market:
    """What cost centres sell each other, and costs that are moved between them: vouchers that come to nought."""

    def __init__(self, lines: Lines) -> None:
        codes = np.array([kind.code for kind in kinds()])[lines.kind]
        self.buyers, self.sellers = np.flatnonzero(codes == BUYS), np.flatnonzero(codes == SELLS)
        movable = np.array([kind.line_class == "øvrig" for kind in kinds()])[lines.kind]
        by_account = np.lexsort((lines.centre, lines.account))
        self.movable = by_account[movable[by_account]]
        self.account = lines.account
        self.usual = np.abs(lines.amounts).mean(axis=1)

    @property
    def usual_count(self) -> float:
        """Of postings in a month."""
        return 2 * (_BUYING * len(self.buyers) * bool(len(self.sellers)) + len(self.movable) // _MOVING)

    def trade(self, calendar: Calendar, number: int, chance: np.random.Generator) -> list[_Part]:
        day = calendar.starts[number + 1] - 1
        found = []
        if len(self.sellers) and len(self.buyers):
            count = int(chance.poisson(len(self.buyers) * _BUYING))
            pairs = np.column_stack([chance.choice(self.buyers, count), chance.choice(self.sellers, count)])
            amount = np.rint(chance.lognormal(8.3, 0.9, count)).astype(np.int64) * 100
            found.append(_pairs(pairs, amount, day, TRADE))
        if len(self.movable) > 1:
            place = chance.integers(0, len(self.movable) - 1, max(1, len(self.movable) // _MOVING))
            pairs = np.column_stack([self.movable[place], self.movable[place + 1]])
            pairs = pairs[self.account[pairs[:, 0]] == self.account[pairs[:, 1]]]
            amount = np.rint(self.usual[pairs[:, 0]] * chance.uniform(0.1, 0.6, len(pairs))).astype(np.int64)
            found.append(_pairs(pairs, amount, day, MOVED))
        return found


def _pairs(pairs: Ints, amount: Ints, day: np.datetime64, text: int) -> _Part:
    count = len(pairs)
    return _Part(
        pairs.ravel(),
        np.column_stack([amount, -amount]).ravel(),
        np.full(2 * count, day),
        np.repeat(np.arange(count), 2),
        np.full(2 * count, text),
    )
