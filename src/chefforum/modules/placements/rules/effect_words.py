"""Shares of effect in words: of how many, what is missing, how two lie apart, and what that cannot say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from chefforum.calc.proportions import LEAST_SHOWN, Interval, difference, smallest_detectable_difference
from chefforum.web import danish

from .effect import WHERE_NAMES, Effect, Group, State, Where
from .kinds import KIND_NAMES

NOT_BY_LOT = (
    "Grupperne er ikke trukket ved lodtrækning. Hvem der kommer i løntilskud, praktik eller nytteindsats, og hvem der "
    "kommer i kommunen, er valgt efter, hvem de er. En forskel kan skyldes det og ikke forløbet."
)
FEWER = f"Færre end {LEAST_SHOWN}"
HIDDEN = "Skjult"


@dataclass(frozen=True)
class Comparison:
    """Two groups beside each other, in words. `difference`: the first less the second in percentage points, with where
    it may lie; `smallest`: the smallest difference that so many would most likely show."""

    names: str
    shares: str
    difference: str
    verdict: str
    smallest: str


def percent(share: float, decimals: int = 0) -> str:
    return f"{danish.number(100 * share, decimals)} %"


def between(interval: Interval) -> str:
    """ "19–30 %" """
    return f"{danish.number(100 * interval.low, 0)}–{percent(interval.high)}"


def why_no_share(group: Group) -> str:
    """For a chart and a table."""
    if group.state is State.NOBODY:
        return "Ingen forløb"
    if group.state is State.OTHERWISE:
        return "Ingen målt sådan"
    if group.state is State.MISSING:
        return "Udfald mangler"
    if group.known is None:
        return HIDDEN
    return f"{FEWER if group.known < LEAST_SHOWN else HIDDEN} (n = {danish.number(group.known)})"


def missing_words(group: Group) -> str:
    """ "Udfald mangler for 12 af 60. Andelen er …"; "" where none is missing."""
    if group.missing == 0 or group.has_nobody:
        return ""
    if group.missing is None:
        said = "Udfald mangler for nogle få; tallet er skjult."
    elif group.known is None:
        said = f"Udfald mangler for {danish.number(group.missing)}."
    else:
        said = f"Udfald mangler for {danish.number(group.missing)} af {danish.number(group.known + group.missing)}."
    if group.bounds is None:
        return said
    low, high = percent(group.bounds.low), percent(group.bounds.high)
    return f"{said} Andelen er {low}, hvis ingen af dem er lukket, og {high}, hvis alle er."


def compared(*, name: str, one: Group, against_name: str, against: Group) -> Comparison | None:
    """None where one of them has no share."""
    if one.share is None or against.share is None:
        return None
    counts = (one.closed, one.known, against.closed, against.known)
    closed, known, against_closed, against_known = (number or 0 for number in counts)
    apart = difference(count=closed, of=known, against_count=against_closed, against_of=against_known)
    return Comparison(
        names=f"{name} mod {against_name}",
        shares=f"{percent(one.share.estimate)} mod {percent(against.share.estimate)}",
        difference=f"{points(apart.estimate)} (fra {points(apart.low)} til {points(apart.high)})",
        verdict="Kan være tilfældigt" if apart.low <= 0 <= apart.high else "Større end tilfældet plejer at give",
        smallest=_smallest(share=against.share.estimate, of=against_known, against_of=known),
    )


def points(share: float) -> str:
    """A difference in percentage points."""
    return danish.number(100 * share, 0)


def _smallest(*, share: float, of: int, against_of: int) -> str:
    found = smallest_detectable_difference(share=share, of=of, against_of=against_of)
    ways = ((found.above, "op"), (found.below, "ned"))
    return " eller ".join(f"{points(apart)} {way}" for apart, way in ways if apart is not None) or "Kan ikke ses"


def all_compared(rows: Sequence[tuple[str, Group, str, Group]]) -> list[Comparison]:
    """Those of the pairs that can be compared."""
    found = (compared(name=name, one=one, against_name=other, against=against) for name, one, other, against in rows)
    return [one for one in found if one is not None]


def in_short(effect: Effect, year: int) -> list[str]:
    """The year in the municipality, a sentence for each kind that has a share, the largest first."""
    found = [(kind, effect.of(year, Where.MUNICIPAL, kind)) for kind in effect.kinds]
    told = sorted(
        ((group.share.estimate, kind, group) for kind, group in found if group.share), key=lambda one: -one[0]
    )
    return [
        f"{KIND_NAMES[kind]}: {percent(share)} af {danish.number(group.known)} (mellem {between(group.share)})."
        for share, kind, group in told
        if group.share
    ]


def compared_in(effect: Effect) -> list[Comparison]:
    """The first year in the municipality against outside, kind against kind, and each kind against the year before."""
    year, before = effect.years[0], effect.years[-1]
    inside, outside = (
        {kind: effect.of(year, where, kind) for kind in effect.kinds} for where in (Where.MUNICIPAL, Where.OUTSIDE)
    )
    pairs = [
        (f"{KIND_NAMES[kind]} i kommunen", inside[kind], "uden for kommunen", outside[kind]) for kind in effect.kinds
    ]
    pairs += [
        (KIND_NAMES[one], inside[one], KIND_NAMES[other].lower(), inside[other])
        for one, other in combinations(effect.kinds, 2)
    ]
    pairs += [
        (f"{KIND_NAMES[kind]} {year}", inside[kind], str(before), effect.of(before, Where.MUNICIPAL, kind))
        for kind in effect.kinds
        if before != year
    ]
    return all_compared(pairs)


def missing_in(effect: Effect, year: int) -> list[tuple[str, str]]:
    """Each kind, there and outside, of which outcomes are missing."""
    found = [
        (f"{KIND_NAMES[kind]}, {WHERE_NAMES[where].lower()}", missing_words(effect.of(year, where, kind)))
        for where in Where
        for kind in effect.kinds
    ]
    return [(name, words) for name, words in found if words]
