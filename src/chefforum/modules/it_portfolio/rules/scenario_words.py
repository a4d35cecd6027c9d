"""A scenario's assumptions in words: what stands, and what one version changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from chefforum.calc.consolidation import Case, Outcome
from chefforum.web import danish

from .scenarios import Guess, ScenarioFacts


def kroner(oere: int | None) -> str:
    """
    >>> kroner(123456), kroner(None)
    ('1.235 kr.', 'mangler')
    """
    return danish.MISSING if oere is None else f"{danish.number(Decimal(oere) / 100, 0)} kr."


def guess_in_words(guess: Guess, *, is_money: bool = True) -> str:
    """ "100.000 kr. (80.000-120.000 kr.)"; "mangler".

    >>> guess_in_words(Guess(10000, 8000, 12000)), guess_in_words(Guess(40), is_money=False)
    ('100 kr. (80 til 120 kr.)', '40')
    """
    if guess.likely is None:
        return danish.MISSING
    said = kroner(guess.likely) if is_money else danish.number(guess.likely)
    estimate = guess.estimate
    if estimate is None or estimate.low == estimate.high:
        return said
    low, high = (Decimal(one) / 100 if is_money else one for one in (estimate.low, estimate.high))
    decimals = 0 if is_money else None
    return f"{said} ({danish.number(low, decimals)} til {danish.number(high, decimals)}{' kr.' if is_money else ''})"


def assumptions(facts: ScenarioFacts, names: Mapping[UUID, str]) -> list[tuple[str, str, str]]:
    """What is reckoned with: title, words and source, in the order that it is asked."""
    rows = []
    for one in facts.retired:
        name = names.get(one.system_id, "Et system")
        rows.append((f"{name}: drift om året", guess_in_words(one.run), one.run.source))
        rows.append((f"{name}: betales til og med", paid_in_words(one.paid_until, one.is_free), one.paid_source))
    if facts.kept_id:
        kept = names.get(facts.kept_id, "Det, der beholdes")
        rows.append((f"{kept}: pris for én bruger mere om året", guess_in_words(facts.price), facts.price.source))
        moved = guess_in_words(facts.moved, is_money=False)
        rows.append((f"Brugere, der flytter til {kept}", moved, facts.moved.source))
    rows.append(("Flytning, betales én gang", guess_in_words(facts.migration), facts.migration.source))
    return rows


def paid_in_words(until: object, is_free: bool) -> str:
    if is_free:
        return "intet binder"
    return danish.date(until)  # type: ignore[arg-type]


def _lines(facts: ScenarioFacts, names: Mapping[UUID, str]) -> Iterator[tuple[str, str]]:
    yield "Navn", facts.name
    yield "Hvorfor", facts.why
    yield "Nedlægges", danish.listed(sorted(names.get(one, "et system") for one in facts.retired_ids))
    yield "Beholdes", names.get(facts.kept_id, "") if facts.kept_id else "intet"
    for title, words, source in assumptions(facts, names):
        yield title, f"{words}. Kilde: {source}" if source else words
    yield "Skiftes", danish.date(facts.moves_on)
    yield "Flytningen betales", danish.date(facts.migration_on) if facts.migration_on else "når der skiftes"
    yield "Regnet over", danish.counted(facts.life_years, "år,år")


def changes_between(
    was: ScenarioFacts, became: ScenarioFacts, names: Mapping[UUID, str]
) -> tuple[tuple[str, str, str], ...]:
    """Title, before and after of each line that differs; "" where it was or is not there."""
    before, after = dict(_lines(was, names)), dict(_lines(became, names))
    titles = list(dict.fromkeys([*before, *after]))
    return tuple(
        (one, before.get(one, ""), after.get(one, "")) for one in titles if before.get(one, "") != after.get(one, "")
    )


def payback(years: Fraction | None) -> str:
    """
    >>> payback(Fraction(9, 4)), payback(None), payback(Fraction(0))
    ('2,3 år', 'ikke i perioden', 'med det samme')
    """
    if years is None:
        return "ikke i perioden"
    return f"{danish.number(round(Decimal(years.numerator) / years.denominator, 1))} år" if years else "med det samme"


def headline(outcomes: Mapping[Case, Outcome]) -> str:
    """What it saves a year, between what, and from when."""
    likely = outcomes[Case.LIKELY]
    low, high = outcomes[Case.CAUTIOUS].a_year, outcomes[Case.HOPEFUL].a_year
    span = "" if low == high else f", mellem {kroner(low)} og {kroner(high)}"
    verb = "sparer" if likely.a_year >= 0 else "koster"
    amount = kroner(abs(likely.a_year))
    if likely.a_year < 0:
        span = "" if low == high else f", mellem {kroner(-high)} og {kroner(-low)}"
    when = f" Det første år med mere ind end ud er {likely.first_effect_year}." if likely.first_effect_year else ""
    return f"{ended(f'Det {verb} {amount} i et helt år{span}')}{when}"


def ended(text: str) -> str:
    """
    >>> ended("Det koster 5 kr."), ended("Det koster det hele")
    ('Det koster 5 kr.', 'Det koster det hele.')
    """
    return text if text.endswith(".") else f"{text}."
