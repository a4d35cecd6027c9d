"""What each line (cost centre × account) comes to in each month, before it is split into postings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .catalogue import (
    BENEFITS,
    FIXED,
    INTERNAL,
    LEAVE_REFUND,
    REFUND,
    SICK_REFUND,
    STATE_REFUND,
    SUBSTITUTES,
    VARIABLE,
    Account,
    WorkplaceType,
    kinds,
    workplace_types,
)
from .sizes import Calendar, Ints, Size
from .staff import (
    CARRIED,
    LAG,
    LEAVE,
    LONG,
    PAID_LEAVE,
    REFUND_A_WEEK,
    SHORT,
    Absences,
    Floats,
    Pay,
    Positions,
    days_in_months,
)

PAY_OF_COST = 0.69  # One Danish budget area's, of operating cost without transfers to persons.
_PRICES = 0.022  # A year.
_SHARE_ASIDE = 0.15
_DAY_OF_A_SUBSTITUTE = 1_750.0
_HOLIDAYS = np.array((0.4, 0.6, 0.3, 0.7, 0.6, 0.8, 2.4, 1.3, 0.4, 0.9, 0.3, 1.3))


@dataclass(frozen=True)
class Lines:
    """Sorted by cost centre and account. `amounts` are øre (lines × months); `expected` is what one who budgets would
    think; `level` is how far the line has drifted from that."""

    centre: Ints
    account: Ints
    kind: Ints
    amounts: Ints
    expected: Floats

    def __len__(self) -> int:
        return len(self.centre)

    def place(self, centre: Ints, account: Ints, accounts: int) -> Ints:
        """The line of each cost centre and account."""
        keys = self.centre * accounts + self.account
        found = np.searchsorted(keys, np.asarray(centre) * accounts + account)
        if (found >= len(keys)).any() or (keys[found] != np.asarray(centre) * accounts + account).any():
            raise LookupError("A line is missing.")
        return found


def make_lines(
    size: Size,
    calendar: Calendar,
    centres: list[tuple[str, WorkplaceType, float]],
    accounts: list[Account],
    positions: Positions,
    absences: Absences,
    pay: Pay,
) -> Lines:
    """Every line of the year, with pay about 69 percent of operating cost."""
    chance = np.random.default_rng([size.seed, 5])
    centre, account, share = _which(centres, accounts, positions, chance)
    kind = np.array([found.kind for found in accounts])[account]
    facts = _Facts(centre, account, kind, share, len(centres), len(accounts))
    fixed = _fixed(facts, positions, pay)
    staff_pay = np.zeros((len(centres), len(calendar)))
    np.add.at(staff_pay, centre, fixed)
    expected = fixed + _usual(facts, calendar, staff_pay.mean(axis=1), chance)
    amounts = fixed + _happened(facts, calendar, expected - fixed, chance)
    _after_absence(facts, calendar, centres, positions, absences, amounts, expected, chance)
    _to_scale(facts, amounts, expected)
    _state_refunds(facts, amounts, expected)
    return Lines(centre, account, kind, np.rint(amounts * 100).astype(np.int64), expected)


@dataclass(frozen=True)
class _Facts:
    centre: Ints
    account: Ints
    kind: Ints
    share: Floats
    centres: int
    accounts: int

    def of(self, name: str) -> npt.NDArray[np.generic]:
        """A field of each line's kind."""
        return np.array([getattr(found, name) for found in kinds()])[self.kind]

    def are(self, *codes: str) -> npt.NDArray[np.bool_]:
        return np.isin(self.of("code"), codes)


def _which(
    centres: list[tuple[str, WorkplaceType, float]],
    accounts: list[Account],
    positions: Positions,
    chance: np.random.Generator,
) -> tuple[Ints, Ints, Floats]:
    """The lines that each cost centre has: those of its type that the chart has, most of them."""
    by_name = {kind.name: kind for kind in workplace_types()}
    fits: dict[str, dict[int, float]] = {}
    for name, kind in by_name.items():
        aside = [n for n, found in enumerate(accounts) if kind.also and _fits(found, by_name[kind.also])]
        own = [n for n, found in enumerate(accounts) if _fits(found, kind)]
        fits[name] = dict.fromkeys(aside, _SHARE_ASIDE) | dict.fromkeys(own, 1.0)
    pairs = [(n, place, share) for n, (_, kind, _) in enumerate(centres) for place, share in fits[kind.name].items()]
    centre, account = np.array([(n, place) for n, place, _ in pairs]).T
    share = np.array([share for _, _, share in pairs])
    always = np.array([kinds()[found.kind].line_class in (VARIABLE, REFUND) for found in accounts])[account]
    kept = always | (chance.random(len(centre)) < 0.94)
    centre, account, share = centre[kept], account[kept], share[kept]
    # And the pay accounts that somebody is paid from.
    paid = np.unique(positions.centre * len(accounts) + positions.account)
    centre = np.concatenate([centre, paid // len(accounts)])
    account = np.concatenate([account, paid % len(accounts)])
    share = np.concatenate([share, np.ones(len(paid))])
    order = np.argsort(centre * len(accounts) + account, kind="stable")
    return centre[order], account[order], share[order]


def _fits(account: Account, kind: WorkplaceType) -> bool:
    found = kinds()[account.kind]
    own = account.function == (found.function or kind.function)
    return own and found.line_class != FIXED and (not found.types or kind.name in found.types)


def _fixed(facts: _Facts, positions: Positions, pay: Pay) -> Floats:
    """Kroner, of each line and month; nought of those that are not fixed pay."""
    keys = facts.centre * facts.accounts + facts.account
    line = np.searchsorted(keys, positions.centre * facts.accounts + positions.account)
    found = np.zeros((len(keys), pay.salary.shape[1]))
    np.add.at(found, line, (pay.salary + pay.pension + pay.allowance) / 100)
    return found


def _usual(facts: _Facts, calendar: Calendar, monthly_pay: Floats, chance: np.random.Generator) -> Floats:
    """Kroner that one would expect of each line and month: its share of the pay, its season, and prices that rise.

    Lines of a kind are as uneven as Pareto has it, cut at six times the usual.
    """
    size = (chance.pareto(2.2, len(facts.kind)) * 0.6 + 0.5).clip(max=6)
    even = np.isin(facts.of("line_class"), ("indtægt", VARIABLE)) | facts.are(BENEFITS)
    size = np.where(even, chance.lognormal(0, 0.08, len(size)), size)
    weight = facts.of("weight").astype(float) / 100
    base = weight * facts.share * size * monthly_pay[facts.centre]
    profile = np.array([found.profile for found in kinds()])[facts.kind][:, calendar.month]
    prices = (1 + _PRICES) ** (calendar.year - calendar.year[0])
    return base[:, None] * profile * prices[None, :]


def _happened(facts: _Facts, calendar: Calendar, usual: Floats, chance: np.random.Generator) -> Floats:
    """What came of it: a level that wanders, months that are uneven or empty, and now and then a large one."""
    shape = usual.shape
    drift = facts.of("drift").astype(float)[:, None]
    noise = facts.of("noise").astype(float)[:, None]
    active = facts.of("active").astype(float)[:, None]
    level = np.cumsum(chance.standard_normal(shape) * drift, axis=1)
    uneven = np.exp(level + chance.standard_normal(shape) * noise - noise**2 / 2)
    found = usual * uneven * (chance.random(shape) < active) / np.maximum(active, 0.05)
    one_off = (chance.random(shape) < 0.0012) & (facts.of("line_class") == "øvrig")[:, None]
    return found + one_off * np.abs(usual) * chance.uniform(4, 12, shape)


def _after_absence(
    facts: _Facts,
    calendar: Calendar,
    centres: list[tuple[str, WorkplaceType, float]],
    positions: Positions,
    absences: Absences,
    amounts: Floats,
    expected: Floats,
    chance: np.random.Generator,
) -> None:
    """Substitutes for those who are away and, where it is always open, on holiday; refunds that come later."""
    where = positions.centre[absences.row]
    share = positions.share[absences.row]
    days = {kind: np.zeros((facts.centres, len(calendar))) for kind in (SHORT, LONG, LEAVE)}
    refunded = {kind: np.zeros((facts.centres, len(calendar))) for kind in (LONG, LEAVE)}
    for kind, here in days.items():
        mine = absences.kind == kind
        start, stop = absences.start[mine], absences.stop[mine]
        np.add.at(here, where[mine], days_in_months(calendar, start, stop) * share[mine][:, None])
        if kind in refunded:
            since = start + np.timedelta64(CARRIED[kind], "D")
            until = stop if kind == LONG else np.minimum(stop, start + PAID_LEAVE)
            back = days_in_months(calendar, since, until) * share[mine][:, None] * (REFUND_A_WEEK / 700)
            np.add.at(refunded[kind], where[mine], back)
    cover = np.array([kind.cover for _, kind, _ in centres])
    always = np.array([kind.is_open_always for _, kind, _ in centres])
    posts = np.zeros((facts.centres, len(calendar)))
    np.add.at(posts, positions.centre, days_in_months(calendar, positions.start, positions.stop) / 30.4)
    away = (days[SHORT] + 0.75 * days[LONG] + 0.15 * days[LEAVE]) * 5 / 7
    holidays = posts * _HOLIDAYS[calendar.month][None, :] * np.where(always, 0.55, 0.08)[:, None]
    prices = (1 + _PRICES) ** (calendar.year - calendar.year[0])
    wanted = (away * cover[:, None] + holidays) * _DAY_OF_A_SUBSTITUTE * prices
    _share_out(facts, facts.are(SUBSTITUTES), wanted, amounts, expected, chance, noise=0.1)
    for kind, code in ((LONG, SICK_REFUND), (LEAVE, LEAVE_REFUND)):
        late = np.zeros_like(refunded[kind])
        late[:, LAG[kind] :] = refunded[kind][:, : -LAG[kind]]
        _share_out(facts, facts.are(code), -late, amounts, expected, chance, noise=0.0)


def _share_out(
    facts: _Facts,
    chosen: npt.NDArray[np.bool_],
    of_centre: Floats,
    amounts: Floats,
    expected: Floats,
    chance: np.random.Generator,
    *,
    noise: float,
) -> None:
    """Puts what a cost centre has on its lines of a kind, by their share; what one expects is its mean by the month."""
    total = np.bincount(facts.centre[chosen], facts.share[chosen], facts.centres)
    part = facts.share[chosen] / total[facts.centre[chosen]]
    here = of_centre[facts.centre[chosen]] * part[:, None]
    amounts[chosen] = here * np.exp(chance.standard_normal(here.shape) * noise)
    expected[chosen] = here.mean(axis=1, keepdims=True) * (0.9 if noise else 1.0)


def _to_scale(facts: _Facts, amounts: Floats, expected: Floats) -> None:
    """Other operating cost is scaled so that pay is its share of it all; transfers to persons are no part of it."""
    line_class = facts.of("line_class")
    arts = facts.of("art")
    pay = np.isin(line_class, (FIXED, VARIABLE))
    other = ~pay & ~np.isin(line_class, (INTERNAL, REFUND, "indtægt")) & (arts != "52")
    factor = amounts[pay].sum() * (1 - PAY_OF_COST) / PAY_OF_COST / amounts[other].sum()
    amounts[other] *= factor
    expected[other] *= factor


def _state_refunds(facts: _Facts, amounts: Floats, expected: Floats) -> None:
    """The state pays back half of the benefits, a month later."""
    paid = np.full(facts.centres, -1)
    paid[facts.centre[facts.are(BENEFITS)]] = np.flatnonzero(facts.are(BENEFITS))
    refunds = np.flatnonzero(facts.are(STATE_REFUND))
    refunds = refunds[paid[facts.centre[refunds]] >= 0]
    for table in (amounts, expected):
        table[refunds, 1:] = -0.5 * table[paid[facts.centre[refunds]], :-1]
        table[refunds, 0] = table[refunds, 1]
