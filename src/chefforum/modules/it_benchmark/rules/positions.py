"""Where we stand among a group's members in a measure, of what may be shown alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

from chefforum.calc.benchmark import Measured, Position, position, within
from chefforum.calc.benchmark_disclosure import Summary, named, summary
from chefforum.web import danish

from .masking import true_between
from .measures import Facts, Measure, amount, value
from .publication import HIDDEN, WHY_HIDDEN, key_of

SURE_TO = 0.1  # shares and numbers of others are taken to be right to within a tenth
OWN = "vi"


@dataclass(frozen=True)
class Standing:
    """`lowest first`: rank 1 is the lowest. What is None is not shown, and `why` says so; `mine` None is missing."""

    measure: Measure
    mine: float | None
    summary: Summary | None
    position: Position | None
    why: str
    by_name: Mapping[str, float]

    @property
    def is_shown(self) -> bool:
        return self.summary is not None and self.summary.hidden is None

    @property
    def rank(self) -> str:
        """ "nr. 4-11 af 12" """
        if self.position is None:
            return ""
        one = self.position
        return f"nr. {one.low}-{one.high} af {one.of}" if one.low < one.high else f"nr. {one.low} af {one.of}"

    @property
    def words(self) -> str:
        return self.why if not self.is_shown else ""


def standing(
    *,
    measure: Measure,
    view: str,
    mine: Facts | None,
    members: Mapping[str, Facts],
    consenting: Collection[str],
    shown: Mapping[str, list[str]],
    hidden: Mapping[str, str],
) -> Standing:
    """`members`: by code, as masked as they are to be. Those in the figure are `shown`'s, and no others."""
    key = key_of(measure.key, view)
    own = value(measure, mine, view) if mine is not None else None
    if key not in shown:
        return Standing(measure, own, None, None, _hidden(hidden.get(key, "too_few")), {})
    values, parts = {}, {}
    for code in shown[key]:
        said = value(measure, members[code], view)
        if said is not None:
            values[code], parts[code] = said, amount(measure, members[code], view)
    found = summary(values=values, contributions=parts, consenting=consenting, own=own, seed=seed_of(key))
    if found.hidden:
        return Standing(measure, own, found, None, _hidden(found.hidden.value), {})
    place = None
    if own is not None:
        others = {code: _measured(measure, one, code in consenting) for code, one in values.items()}
        place = position(name=OWN, values={OWN: Measured(own, own, own), **others})
    return Standing(measure, own, found, place, "", named(values=values, consenting=consenting))


def _measured(measure: Measure, said: float, is_named: bool) -> Measured:
    if measure.is_money and not is_named:
        return Measured(said, *true_between(said))
    return Measured(said, said, said) if is_named else within(value=said, share=SURE_TO)


def _hidden(reason: str) -> str:
    return f"{HIDDEN}: {WHY_HIDDEN[reason]}"


def seed_of(key: str) -> int:
    """The same for the same figure, so that its interval does not move from one look to the next."""
    return int(sha256(key.encode()).hexdigest()[:8], 16)


def said(measure: Measure, number: float | None) -> str:
    """With its unit, to three figures: others' costs are not known more exactly than that."""
    if number is None:
        return danish.MISSING
    return f"{bare(measure, number)} {measure.unit}".strip()


def bare(measure: Measure, number: float) -> str:
    """Without its unit, which stands beside."""
    return danish.number(rounded(number, measure.decimals), measure.decimals)


def rounded(number: float, decimals: int) -> float:
    """To three figures, and at most so many decimals.

    >>> rounded(12345.6, 0), rounded(4.56, 1), rounded(-0.04, 1)
    (12300.0, 4.6, 0.0)
    """
    if not number:
        return 0.0
    digits = 2 - int(f"{number:e}".split("e")[1])
    return round(number, min(digits, decimals)) + 0.0
