"""The answer in words: a headline, the largest drivers with a sentence each, how far it hangs on the formula, and each
item's formula with its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from chefforum.calc.price_volume import Part, Why
from chefforum.web import danish

from .volumes import plain
from .why import Answer, Lack, Lacking, Line, Replaced, Told

WHY_NOT = {
    Why.NO_QUANTITY: "antal mangler i et af årene",
    Why.NO_PRICE: "der er betalt for et antal på 0, så der er ingen stykpris",
    Why.OTHER_UNIT: "der er talt i to forskellige enheder",
}
WHAT_TO_DO = {
    Why.NO_QUANTITY: "Skriv antallet i begge år, eller enheden “aftale”, hvis der betales samlet.",
    Why.NO_PRICE: "Skriv antallet i det år, hvor der er betalt.",
    Why.OTHER_UNIT: "Skriv samme enhed i begge år.",
}
MOST_DRIVERS = 8


@dataclass(frozen=True)
class Driver:
    sentence: str
    kroner: int
    part: Part
    line: Line


def plus(kroner: int) -> str:
    """ "+1.234", "−5", "0" """
    return f"+{danish.number(kroner)}" if kroner > 0 else danish.number(kroner)


def signed(kroner: int) -> str:
    """ "+1.234 kr.", "−5 kr.", "0 kr." """
    return f"{plus(kroner)} kr."


def headline(answer: Answer) -> str:
    """How much more or less, in a sentence."""
    old, new = answer.years
    change = answer.total.change
    if not answer.told:
        return f"Ingen tal kan sammenlignes for {old} og {new}."
    share = f" ({_percent(change, answer.total.before)})" if answer.total.before > 0 else ""
    if change == 0:
        return f"Det koster det samme i {new} som i {old}."
    return f"Det koster {danish.money(abs(change))} {'mere' if change > 0 else 'mindre'} i {new} end i {old}{share}."


def _percent(change: int, before: int) -> str:
    share = (Decimal(100 * change) / Decimal(before)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{'+' if share > 0 else ''}{danish.number(share)} %"


def drivers(answer: Answer) -> list[Driver]:
    """The largest single reasons, each an item's part; what was replaced is told as one."""
    found = [
        Driver(_sentence(one, part, answer.years), one.kroner.of(part), part, one.line)
        for one in answer.told
        for part in one.change.parts
        if part is not Part.REPLACED
    ]
    found += [Driver(_replaced_sentence(one), one.kroner, Part.REPLACED, one.told[-1].line) for one in answer.replaced]
    told = [one for one in found if one.kroner]
    return sorted(told, key=lambda one: (-abs(one.kroner), one.sentence))[:MOST_DRIVERS]


def _sentence(one: Told, part: Part, years: tuple[int, int]) -> str:
    name, change, old = one.line.name, one.change, years[0]
    each = (
        f" pr. {one.line.after.measured_in}"
        if one.line.after.measured_in and not one.line.after.is_site_licence
        else ""
    )
    if part is Part.NEW:
        return f"{name} er nyt siden {old}."
    if part is Part.DISCONTINUED:
        return f"{name} er ophørt siden {old}."
    if part is Part.NOT_DIVISIBLE:
        return f"{name} kan ikke deles op i pris og antal: {WHY_NOT[change.why or Why.NO_QUANTITY]}."
    assert change.price
    assert change.quantity
    if part in (Part.PRICE, Part.INDEXATION):
        prices = _from_to(*(price / 100 for price in change.price), unit="kr.")
        if part is Part.INDEXATION:
            return f"{name}: prisen{each} gik {prices}; så meget af det følger indekset."
        return f"{name}: prisen{each} {_moved(*change.price)} {prices}"
    counted = _from_to(*change.quantity)
    if part is Part.EMPLOYEES:
        return f"{name}: antallet gik {counted}; så meget følger antallet af medarbejdere."
    if part is Part.DENSITY:
        return f"{name}: antallet gik {counted}; så meget er flere eller færre pr. medarbejder."
    return f"{name}: antallet {_moved(*change.quantity)} {counted}."


def _moved(old: Fraction, new: Fraction) -> str:
    return "steg" if new > old else "faldt" if new < old else "var det samme,"


def _from_to(old: Fraction, new: Fraction, *, unit: str = "") -> str:
    return f"fra {exact(old)} til {exact(new)}{f' {unit}' if unit else ''}"


def exact(number: Fraction) -> str:
    """At most two decimals, as it is read."""
    value = (Decimal(number.numerator) / Decimal(number.denominator)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return danish.number(plain(value))


def _replaced_sentence(one: Replaced) -> str:
    return f"{danish.listed(one.old)} er udskiftet med {danish.listed(one.new)}."


def formula(one: Told, part: Part) -> str:
    """How the part of an item was reckoned, with its numbers."""
    change = one.change
    before, after = (_kr(Fraction(oere)) for oere in (change.before_oere, change.after_oere))
    result = f"= {signed(one.kroner.of(part))}"
    if part is Part.NOT_DIVISIBLE:
        return f"{after} − {before} {result}; {WHY_NOT[change.why or Why.NO_QUANTITY]}"
    if part in (Part.NEW, Part.DISCONTINUED) or not (change.price and change.quantity):
        return f"{after} − {before} {result}"
    (p0, p1), (q0, q1) = ((_kr(price) for price in change.price), (exact(number) for number in change.quantity))
    rest = {Part.PRICE, Part.INDEXATION} & change.parts.keys()
    if part is Part.REPLACED:
        return f"{before} → {after}, uden prisens del {result}" if rest else f"{after} − {before} {result}"
    if len(change.parts) == 2 and {Part.INDEXATION, Part.EMPLOYEES}.isdisjoint(change.parts):
        if part is Part.PRICE:
            return f"½ · ({q0} + {q1}) · ({p1} − {p0}) {result}"
        return f"½ · ({p0} + {p1}) · ({q1} − {q0}) {result}"
    return f"Middel over alle rækkefølger af det, der ændrer sig: pris {p0} → {p1}, antal {q0} → {q1} {result}"


def _kr(oere: Fraction) -> str:
    return exact(oere / 100)


def hangs_on_formula(answer: Answer) -> list[str]:
    """How far price and quantity hang on the formula, for a chief; empty where no item has both."""
    found = answer.span
    if not any(one.change.price and not one.change.replacement for one in answer.told):
        return []
    said = [
        _span_said("Prisen", found.price, float(found.bennet.price)),
        _span_said("Antallet", found.volume, float(found.bennet.volume)),
    ]
    low, high = (round(end / 100) for end in found.price)
    if low < 0 < high:
        said.append("Regnemåderne er ikke enige om, hvorvidt prisen samlet trækker op eller ned.")
    if found.left_out:
        count = danish.counted(len(found.left_out), "ting,ting")
        said.append(
            f"LMDI kan ikke regne med {count}, hvor et beløb er 0 eller skifter fortegn, og er derfor ikke med."
        )
    return said


def _span_said(what: str, ends: tuple[float, float], chosen: float) -> str:
    low, high, here = (round(value / 100) for value in (*ends, chosen))
    if low == high:
        return f"{what} forklarer {signed(here)} Alle regnemåder siger det samme."
    return f"{what} forklarer {signed(here)} Det afhænger af regnemåden: mellem {signed(low)} og {signed(high)}"


def lacks_said(one: Lacking) -> str:
    """What lacks, and what to do."""
    said = []
    for year, lack in one.years:
        if lack is Lack.NOBODY:
            said.append(f"intet er skrevet for {year}: skriv antal og beløb, eller at det ikke var der")
        else:
            said.append(f"beløb mangler for {year}")
    return f"{danish.listed(said)}."


def not_divisible(told: Sequence[Told]) -> list[tuple[Told, str]]:
    """Those that are in the sum and cannot be divided, with what to do."""
    return [(one, WHAT_TO_DO[one.change.why]) for one in told if one.change.why]
