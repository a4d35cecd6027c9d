"""What a round of targets rests on and what it comes to: pure, so that anybody reckons it again to the same.

The method is calc/places.py (places to houses) and calc/apportionment.py (houses to whole numbers by a key).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from chefforum.calc import places
from chefforum.calc.apportionment import (
    Apportionment,
    Method,
    Rounding,
    TieRule,
    largest_remainder,
    plain_rounding,
    sainte_lague,
)
from chefforum.calc.places import Houses, Whole

from .kinds import KIND_NAMES, Basis, PlacementKind

METHODS = {Method.LARGEST_REMAINDER: largest_remainder, Method.SAINTE_LAGUE: sainte_lague}
MOST_SLOTS, LEAST_WEEKS, MOST_WEEKS, MOST_A_YEAR = 5_000, Decimal("0.5"), Decimal(104), 20_000
_STEP = Decimal("0.000001")


@dataclass(frozen=True)
class KindSettings:
    """What a kind's target is reckoned from. `occupancy` is a share; where the slots are filled ones it is 1."""

    kind: PlacementKind
    basis: Basis
    slots: int
    occupancy: Decimal
    weeks: Decimal
    rounding: Whole
    method: Method
    tie_rule: TieRule


@dataclass(frozen=True)
class Wrong:
    """Why settings cannot be used, and the field that is to be put right."""

    field: str
    text: str


def what_is_wrong(settings: KindSettings) -> Wrong | None:
    """The first thing that stops the settings from being reckoned."""
    if not 0 <= settings.slots <= MOST_SLOTS:
        return Wrong("slots", f"Skriv et helt antal pladser fra 0 til {MOST_SLOTS}.")
    if not 0 < settings.occupancy <= 1:
        return Wrong("occupancy", "Besættelsen skal være over 0 og højst 100 procent.")
    if settings.basis is Basis.FILLED and settings.occupancy != 1:
        return Wrong("occupancy", "Besatte pladser regnes uden besættelse.")
    if settings.occupancy != round(settings.occupancy, 4):
        return Wrong("occupancy", "Besættelsen kan højst have to decimaler.")
    if not LEAST_WEEKS <= settings.weeks <= MOST_WEEKS or settings.weeks != round(settings.weeks, 2):
        return Wrong("weeks", "Skriv, hvor mange uger et forløb varer: fra 0,5 til 104 med højst to decimaler.")
    if settings.method not in METHODS:
        return Wrong("method", "Måltal fordeles efter største rest eller Sainte-Laguë.")
    if houses_of(settings).yearly > MOST_A_YEAR:
        return Wrong("slots", f"Det bliver til {houses_of(settings).yearly} om året. Højst {MOST_A_YEAR} kan fordeles.")
    return None


def houses_of(settings: KindSettings) -> Houses:
    """How many are to be under way and to begin in a year, exact and whole."""
    return places.houses(
        places=settings.slots,
        basis=places.Basis(settings.basis.value),
        weeks=settings.weeks,
        occupancy=settings.occupancy,
        rounding=settings.rounding,
    )


@dataclass(frozen=True)
class Reckoned:
    """A kind's two houses shared out, and what plain rounding would have made of them."""

    settings: KindSettings
    houses: Houses
    running: Apportionment
    yearly: Apportionment
    plain_running: Rounding
    plain_yearly: Rounding


def reckon(*, settings: KindSettings, key: Mapping[str, Decimal]) -> Reckoned:
    """The target of a kind, by a key of full-time equivalents (code of a department → its number).

    The settings are such that `what_is_wrong` has nothing to say. Raises ApportionmentError for a key of noughts.
    """
    found, share_out = houses_of(settings), METHODS[settings.method]
    return Reckoned(
        settings,
        found,
        running=share_out(key=key, house=found.running, ties=settings.tie_rule),
        yearly=share_out(key=key, house=found.yearly, ties=settings.tie_rule),
        plain_running=plain_rounding(key=key, house=found.running),
        plain_yearly=plain_rounding(key=key, house=found.yearly),
    )


@dataclass(frozen=True)
class ShareFacts:
    """A department's part of a target, as it is kept; quotas with six decimals."""

    code: str
    running: int
    yearly: int
    running_quota: Decimal
    yearly_quota: Decimal
    by_tie: bool


@dataclass(frozen=True)
class TargetFacts:
    settings: KindSettings
    running: int
    yearly: int
    shares: tuple[ShareFacts, ...]


@dataclass(frozen=True)
class RoundFacts:
    """All that a round rests on and came to. `key_shares`: code of each department and its full-time equivalents."""

    year: int
    number: int
    holds_from: dt.date
    grounds: str
    decision: str
    key_id: str
    key_date: dt.date
    key_shares: tuple[tuple[str, Decimal], ...]
    targets: tuple[TargetFacts, ...]


def facts_of(reckoned: Reckoned) -> TargetFacts:
    """The target as it is kept."""
    return TargetFacts(
        reckoned.settings,
        reckoned.houses.running,
        reckoned.houses.yearly,
        tuple(
            ShareFacts(
                code=code,
                running=seats,
                yearly=reckoned.yearly.seats[code],
                running_quota=six_decimals(reckoned.running.quota[code]),
                yearly_quota=six_decimals(reckoned.yearly.quota[code]),
                by_tie=any(one.tie and code in one.tie.names for one in (reckoned.running, reckoned.yearly)),
            )
            for code, seats in reckoned.running.seats.items()
        ),
    )


def fingerprint_of(facts: RoundFacts) -> str:
    """SHA-256 of the facts as canonical JSON: keys sorted, no spaces, numbers as text without needless noughts."""
    said = {
        "year": facts.year,
        "number": facts.number,
        "holds_from": facts.holds_from.isoformat(),
        "grounds": facts.grounds,
        "decision": facts.decision,
        "key": {
            "id": facts.key_id,
            "on_date": facts.key_date.isoformat(),
            "shares": {code: _plain(fte) for code, fte in facts.key_shares},
        },
        "targets": {target.settings.kind.value: _said_of(target) for target in facts.targets},
    }
    written = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _said_of(target: TargetFacts) -> dict[str, object]:
    settings = target.settings
    return {
        "basis": settings.basis.value,
        "slots": settings.slots,
        "occupancy": _plain(settings.occupancy),
        "weeks": _plain(settings.weeks),
        "rounding": settings.rounding.value,
        "method": settings.method.value,
        "tie_rule": settings.tie_rule.value,
        "running": target.running,
        "yearly": target.yearly,
        "shares": {
            one.code: [one.running, one.yearly, _plain(one.running_quota), _plain(one.yearly_quota), one.by_tie]
            for one in target.shares
        },
    }


def differences(*, facts: RoundFacts, fingerprint: str, names: Mapping[str, str]) -> list[str]:
    """What stands in the round and is not what its key and settings give, in words; empty where all agrees.

    `names`: of departments by code.
    """
    found = []
    for target in facts.targets:
        again = facts_of(reckon(settings=target.settings, key=dict(facts.key_shares)))
        kind = KIND_NAMES[target.settings.kind]
        for what, stands, comes in (
            ("løbende i alt", target.running, again.running),
            ("pr. år i alt", target.yearly, again.yearly),
        ):
            if stands != comes:
                found.append(f"{kind}, {what}: der står {stands}, beregningen giver {comes}.")
        found += _different_shares(kind, target.shares, again.shares, names)
    if fingerprint_of(facts) != fingerprint:
        found.append("Fingeraftrykket passer ikke til det, der står: noget er ændret, siden runden blev fastlagt.")
    return found


def _different_shares(
    kind: str, stands: Sequence[ShareFacts], comes: Sequence[ShareFacts], names: Mapping[str, str]
) -> list[str]:
    kept, again = {one.code: one for one in stands}, {one.code: one for one in comes}
    found = []
    for code in sorted(kept.keys() | again.keys()):
        name, one, other = names.get(code, code), kept.get(code), again.get(code)
        if one is None or other is None:
            where = "runden" if one is None else "nøglen"
            found.append(f"{kind}, {name}: afdelingen mangler i {where}.")
            continue
        for what, before, after in (
            ("løbende", one.running, other.running),
            ("pr. år", one.yearly, other.yearly),
            ("løbende før afrunding", one.running_quota, other.running_quota),
            ("pr. år før afrunding", one.yearly_quota, other.yearly_quota),
        ):
            if before != after:
                found.append(f"{kind}, {name}, {what}: der står {_dk(before)}, beregningen giver {_dk(after)}.")
    return found


def six_decimals(number: Fraction) -> Decimal:
    """A fraction as it is kept."""
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(_STEP, rounding=ROUND_HALF_EVEN)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _dk(number: Decimal | int) -> str:
    return str(number) if isinstance(number, int) else _plain(number).replace(".", ",")
