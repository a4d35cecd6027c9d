"""Targets told in words: the arithmetic, which seats a tie decided, and how far plain rounding would have missed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from chefforum.calc.apportionment import Apportionment, Method, Rounding, TieRule
from chefforum.calc.places import WEEKS_OF_A_YEAR, Whole
from chefforum.web import danish

from .kinds import KIND_NAMES, Basis
from .targets import KindSettings, Reckoned, houses_of

METHOD_NAMES = {
    Method.LARGEST_REMAINDER: "Største rest",
    Method.SAINTE_LAGUE: "Sainte-Laguë",
    Method.D_HONDT: "D'Hondt",
    Method.PLAIN_ROUNDING: "Almindelig afrunding",
}
TIE_NAMES = {
    TieRule.LARGEST_WEIGHT: "Den største afdeling først",
    TieRule.SMALLEST_WEIGHT: "Den mindste afdeling først",
    TieRule.NAME: "Efter afdelingens kode",
}
_TIE_REASONS = {
    TieRule.LARGEST_WEIGHT: "den største afdeling går først",
    TieRule.SMALLEST_WEIGHT: "den mindste afdeling går først",
    TieRule.NAME: "den laveste kode går først",
}
WHOLE_NAMES = {Whole.DOWN: "Skåret ned", Whole.NEAREST: "Almindelig", Whole.UP: "Rundet op"}
_WHOLE_WORDS = {Whole.DOWN: "skåret ned", Whole.NEAREST: "almindelig afrundet", Whole.UP: "rundet op"}


def arithmetic(settings: KindSettings) -> str:
    """How the slots become two houses, with each rounding said.

    "50 pladser × 75 % = 37,5 løbende → 37 (skåret ned). 37,5 × 52/4 uger = 487,5 → 487 om året (skåret ned fra det
    uafrundede 37,5)."
    """
    found, how = houses_of(settings), _WHOLE_WORDS[settings.rounding]
    running, yearly = number(found.running_exact), number(found.yearly_exact)
    if settings.basis is Basis.SLOTS:
        share = danish.number((settings.occupancy * 100).normalize() + 0)
        first = f"{danish.counted(settings.slots, 'plads,pladser')} × {share} % = {running} løbende"
    else:
        first = f"{danish.counted(settings.slots, 'besat plads,besatte pladser')} løbende"
    if found.running != found.running_exact:
        first += f" → {danish.number(found.running)} ({how})"
    weeks = danish.number(settings.weeks.normalize() + 0)
    second = f"{running} × {WEEKS_OF_A_YEAR}/{weeks} uger = {yearly}"
    if found.yearly != found.yearly_exact:
        second += f" → {danish.number(found.yearly)} om året ({how} fra det uafrundede {running})"
    else:
        second += " om året"
    return f"{first}. {second}."


def settings_in_words(settings: KindSettings) -> tuple[str, str]:
    """The kind, and how its target came about."""
    method, tie = METHOD_NAMES[settings.method], TIE_NAMES[settings.tie_rule].lower()
    said = f"{arithmetic(settings)} Fordeling: {method}. Står afdelinger lige: {tie}."
    return KIND_NAMES[settings.kind], said


def number(exact: Fraction) -> str:
    """A fraction as Danes write it: exact where two decimals are enough, else with "ca." before it.

    >>> number(Fraction(75, 2)), number(Fraction(1, 3))
    ('37,5', 'ca. 0,33')
    """
    rounded = round(Decimal(exact.numerator) / exact.denominator, 2)
    text = danish.number(rounded.normalize() + 0)
    return text if Fraction(rounded) == exact else f"ca. {text}"


def cell(seats: int, quota: Decimal) -> str:
    """A number of a table; nought beside a quota above it says so, that nobody reads it as "no task".

    >>> cell(0, Decimal("0.4928")), cell(0, Decimal("0.01")), cell(0, Decimal(0)), cell(3, Decimal("2.6"))
    ('0 (≈0,5)', '0 (<0,1)', '0', '3')
    """
    if seats or quota <= 0:
        return danish.number(seats)
    return "0 (<0,1)" if quota < Decimal("0.05") else f"0 (≈{danish.number(quota, 1)})"


def told_ties(*, title: str, of: Reckoned, names: Mapping[str, str]) -> list[str]:
    """A sentence for each column of the kind `title` in which equals stood for fewer seats."""
    found = ((f"{title} pr. år", of.yearly), (f"{title} løbende", of.running))
    return [_told_tie(column, one, names) for column, one in found if one.tie]


def _told_tie(column: str, of: Apportionment, names: Mapping[str, str]) -> str:
    assert of.tie is not None
    everybody, won = (
        danish.listed(names.get(code, code) for code in codes) for codes in (of.tie.names, of.tie.winners)
    )
    seats = danish.plural(len(of.tie.winners), "den sidste plads,de sidste pladser")
    return f"{column}: {everybody} stod lige. {won} fik {seats}, fordi {_TIE_REASONS[of.tie_rule]}."


def told_rounding(column: str, rounded: Rounding) -> str:
    """How plain rounding would have done in a column."""
    house, missing = number(rounded.house), rounded.missing
    if not missing:
        return f"{column}: rammer {house}."
    sum_of = danish.number(sum(rounded.seats.values()))
    side = "for lidt" if missing > 0 else "for meget"
    return f"{column}: giver {sum_of} i stedet for {house}, {number(abs(missing))} {side}."
