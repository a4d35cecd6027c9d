"""A plan of places in plain words and as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from chefforum.web import danish
from chefforum.web.charts import Chart, bar_chart

from .capacity_plan import Plan

ASSUMED = (
    "Regnet med, at kandidater kommer tilfældigt og hver for sig, passer til enhver plads i puljen, og går et andet "
    "sted hen, når alt er optaget. Venter de i stedet, går færre forgæves."
)


def percent(share: float, decimals: int | None = None) -> str:
    """Small shares with a decimal: 0,9 %."""
    if decimals is None:
        decimals = 1 if share < 0.1 else 0
    return f"{danish.number(100 * share, decimals)} %"


def whole(number: float) -> str:
    return danish.number(number, 0)


def whole_of(number: float) -> int:
    """As it is told, so that what is told sums."""
    return int(Decimal(str(number)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def answers(plan: Plan) -> list[str]:
    """What the plan says, a sentence for each thing that was asked."""
    told = [
        f"I én fælles pulje går {percent(plan.pooled.blocking)} forgæves: {whole(plan.yearly)} begynder om året af de "
        f"{danish.number(int(plan.wanted))}, der er brug for.",
        f"Er pladserne delt efter nøglen uden at bytte, begynder {whole(plan.split_yearly)} om året, "
        f"{danish.number(whole_of(plan.yearly) - whole_of(plan.split_yearly))} færre end i puljen.",
    ]
    told += _small(plan)
    emptiest = max(plan.departments, key=lambda one: one.none)
    if emptiest.none >= 0.01:
        told.append(
            f"{emptiest.name} har ingen i {percent(emptiest.none)} af ugerne, selv når alt går, som det skal: "
            "en tom uge er ikke et tegn på, at noget er galt."
        )
    places = danish.counted(plan.needed, "plads,pladser")
    told.append(
        f"Skal højst {percent(float(plan.asked.risk))} gå forgæves, kræver det {places} "
        f"i én pulje og {whole(plan.needed_split)}, når hver står alene."
    )
    return told


def _small(plan: Plan) -> list[str]:
    """Who should not stand alone."""
    names, risk = plan.small_names, percent(float(plan.asked.risk))
    if not names:
        return []
    if len(names) == 1:
        return [
            f"{names[0]} er for lille til at stå alene: den afviser mere end {risk}, og bør dele pladser med en anden."
        ]
    if plan.small is None or plan.small_yearly is None:
        return [f"Ingen afdeling er stor nok til at stå alene: hver afviser mere end {risk}. De bør dele én pulje."]
    return [
        f"De {_number(len(names))} små bør dele en pulje ({danish.listed(names)}): alene afviser hver mere end {risk}, "
        f"i en fælles pulje {percent(plan.small.blocking)}. Så begynder {whole(plan.small_yearly)} om året."
    ]


def mixed_in_words(plan: Plan) -> str:
    """What the mix of durations does; "" without one."""
    if plan.mixed is None:
        return ""
    mixed, usual = plan.mixed, danish.number(plan.asked.weeks.normalize() + 0)
    return (
        f"Varer forløbene i gennemsnit {danish.number(_two_decimals(mixed.weeks))} uger i stedet for {usual}, fylder "
        f"de samme kandidater {danish.number(mixed.loss.offered, 1)} pladser: {percent(mixed.loss.blocking)} går "
        f"forgæves, og {whole(mixed.yearly)} begynder om året i stedet for {whole(plan.yearly)}."
    )


@dataclass(frozen=True)
class Row:
    """A department alone, as a table says it."""

    name: str
    places: str
    running: str
    yearly: str
    blocking: str
    none: str
    needed: str
    is_small: bool


def rows_of(plan: Plan) -> list[Row]:
    """Each department, in the order of the key."""
    return [
        Row(
            name=one.name,
            places=whole(one.loss.places),
            running=danish.number(one.loss.running, 1),
            yearly=whole(one.yearly),
            blocking=percent(one.loss.blocking),
            none=percent(one.none),
            needed=whole(one.needed),
            is_small=one.is_small,
        )
        for one in plan.departments
    ]


def chart_of(plan: Plan) -> Chart:
    """Who is turned away, in one pool, in a pool of the small, and each alone."""
    rows = [("Alle i én pulje", plan.pooled.blocking)]
    if plan.small is not None:
        rows.append(("De små i én pulje", plan.small.blocking))
    rows += [(f"{one.name} alene", one.loss.blocking) for one in plan.departments]
    return bar_chart(
        title="Hvor mange går forgæves",
        labels=[name for name, _ in rows],
        values=[round(100 * share, 1) for _, share in rows],
        unit="%",
        decimals=1,
        corner="Pladser",
    )


def _two_decimals(number: Fraction) -> Decimal:
    return round(Decimal(number.numerator) / number.denominator, 2).normalize() + 0


def _number(count: int) -> str:
    words = ("nul", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti")
    return words[count] if count < len(words) else str(count)
