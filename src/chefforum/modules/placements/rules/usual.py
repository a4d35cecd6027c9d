"""What a municipality begins with: types of job, and the rules of the law as they stood when this was written.

Sources: lov om en aktiv beskæftigelsesindsats (LAB) § 76 (merbeskæftigelse), § 77 (rimeligt forhold), § 78 (drøftelse
with the employees' representative); bekendtgørelse nr. 1180 af 25-11-2019, kap. 12, 13 and 21; the ratio by P-number
as published by Cabi and STAR. The coordinator reads them over and changes them where the law has changed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from .kinds import CountedIn, ExitType, PlacementKind, TargetGroup

SINCE = dt.date(2020, 1, 1)
JOB_TYPES = (
    ("paedagogisk", "Pædagogmedhjælp"),
    ("pleje", "Pleje og omsorg"),
    ("koekken", "Køkken og kantine"),
    ("rengoering", "Rengøring"),
    ("kontor", "Kontor og administration"),
    ("service", "Teknisk service"),
    ("gartner", "Gartner og grønne områder"),
    ("bibliotek", "Bibliotek og kultur"),
    ("butik", "Butik og lager"),
    ("it", "It"),
    ("andet", "Andet"),
)


@dataclass(frozen=True)
class Reasonableness:
    """At most one placed per `first_per` of the first `first_until`, one per `then_per` beyond, always `at_least`."""

    first_per: int
    first_until: int
    then_per: int
    at_least: int
    counted_in: CountedIn
    kinds: tuple[PlacementKind, ...]


USUAL_REASONABLENESS = Reasonableness(
    first_per=5,
    first_until=50,
    then_per=10,
    at_least=1,
    counted_in=CountedIn.HEADS,
    kinds=(PlacementKind.INTERNSHIP, PlacementKind.WAGE_SUBSIDY),
)
REASONABLENESS_SOURCE = "LAB § 77; bek. 1180 af 25-11-2019 kap. 21"
NET_EXPANSION_MONTHS = 12
NET_EXPANSION_SOURCE = "LAB § 76; bek. 1180 af 25-11-2019 kap. 13"
# kind, target group ("" is everybody else), weeks, source
DURATIONS: tuple[tuple[PlacementKind, str, Decimal, str], ...] = (
    (PlacementKind.INTERNSHIP, TargetGroup.UNEMPLOYMENT_BENEFIT, Decimal(4), "LAB kap. 11"),
    (PlacementKind.INTERNSHIP, TargetGroup.CASH_BENEFIT_JOB_READY, Decimal(4), "LAB kap. 11"),
    (PlacementKind.INTERNSHIP, "", Decimal(13), "LAB kap. 11"),
    (PlacementKind.WAGE_SUBSIDY, TargetGroup.UNEMPLOYMENT_BENEFIT, Decimal("17.3"), "LAB kap. 12 (fire måneder)"),
    (PlacementKind.WAGE_SUBSIDY, "", Decimal(26), "LAB kap. 12 (seks måneder)"),
)
EFFECT_NAME = "Sag lukket tre måneder efter"
EFFECT_TEXT = (
    "Andelen af afsluttede forløb, hvor borgerens sag er lukket tre måneder efter sidste dag. En lukket sag er ikke "
    "det samme som et job: borgeren kan også være i uddannelse, på en anden ydelse eller flyttet."
)
EFFECT_EXITS = tuple(one for one in ExitType if one is not ExitType.ON_BENEFIT)
EFFECT_SOURCE = "Effektmåling forelagt Chefforum"
