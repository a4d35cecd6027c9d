"""Who decides a request, by limits that hold from a day and have a source. What is not known counts as if it were so:
open is never "no"."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.web import danish

from .kinds import Answer, PersonalData
from .register import WrongFacts
from .request_facts import RequestFacts, total_oere
from .request_words import MAKES_A_SYSTEM, AiClass, Level


@dataclass(frozen=True)
class Limits:
    """`free_below`: kroner in all years, under which nothing need be approved; from `chief_from` the area's chief
    decides, from `forum_from` the forum. The levels: at least so high where it is so. `months`: how long an approval
    holds where nothing else is said."""

    free_below: int = 0
    chief_from: int = 250_000
    forum_from: int = 2_000_000
    ordinary_data: Level = Level.COORDINATOR
    sensitive_data: Level = Level.CHIEF
    ai: Level = Level.COORDINATOR
    high_risk_ai: Level = Level.FORUM
    critical: Level = Level.CHIEF
    months: int = 12


# Where nobody has set limits the coordinator decides everything, and the pages say so.
NO_LIMITS = Limits(0, 2**53, 2**53, *[Level.COORDINATOR] * 5)


@dataclass(frozen=True)
class Needed:
    level: Level
    reasons: tuple[str, ...]


def check_limits(limits: Limits) -> None:
    """Raises WrongFacts."""
    if not 0 <= limits.free_below <= limits.chief_from <= limits.forum_from:
        raise WrongFacts("chief_from", "Grænserne skal stige: fri under, chefen fra, Chefforum fra.")
    if not 1 <= limits.months <= 60:
        raise WrongFacts("months", "Skriv fra 1 til 60 måneder.")


def level_of_amount(oere: int | None, limits: Limits) -> Level:
    """None, an amount that is not known, is never free."""
    if oere is None:
        return Level.COORDINATOR
    if oere >= limits.forum_from * 100:
        return Level.FORUM
    if oere >= limits.chief_from * 100:
        return Level.CHIEF
    return Level.NONE if oere < limits.free_below * 100 else Level.COORDINATOR


def level_of(facts: RequestFacts, limits: Limits) -> Needed:
    """The highest that anything asks for, and every reason that asks for as much."""
    amount = total_oere(facts.lines)
    told = "Beløbet mangler" if amount is None else f"Det koster {danish.money(round(amount / 100))} i alt"
    asked: list[tuple[Level, str]] = [(level_of_amount(amount, limits), told)]
    makes = facts.kind in MAKES_A_SYSTEM
    asked += _by_data(facts.personal_data, limits, makes=makes)
    if facts.ai_class in (AiClass.HIGH, AiClass.FORBIDDEN):
        asked.append((limits.high_risk_ai, "AI med høj risiko"))
    elif facts.ai_class in (AiClass.MINIMAL, AiClass.LIMITED):
        asked.append((limits.ai, "Det bruger AI"))
    elif facts.ai_class == AiClass.UNKNOWN and makes:
        asked.append((limits.ai, "Det er ikke oplyst, om det bruger AI"))
    if facts.is_critical == Answer.YES:
        asked.append((limits.critical, "Det er kritisk for borgere eller drift"))
    elif facts.is_critical == Answer.UNKNOWN and makes:
        asked.append((limits.critical, "Det er ikke oplyst, om det er kritisk"))
    highest = max(level for level, _ in asked)
    return Needed(highest, tuple(words for level, words in asked if level == highest))


def _by_data(said: str, limits: Limits, *, makes: bool) -> list[tuple[Level, str]]:
    if said == PersonalData.UNKNOWN:
        return [(limits.sensitive_data, "Personoplysninger er ikke oplyst")] if makes else []
    if said == PersonalData.NONE:
        return []
    if said == PersonalData.ORDINARY:
        return [(limits.ordinary_data, "Personoplysninger")]
    return [(limits.sensitive_data, "Følsomme personoplysninger eller strafbare forhold")]


def check_scope(*, oere: int | None, level: Level, limits: Limits, expires_on: dt.date | None, on: dt.date) -> None:
    """An approval's limits: up to an amount that the level may decide, and until a day to come. Raises WrongFacts."""
    if oere is None or oere < 0:
        raise WrongFacts("amount", "Skriv, op til hvilket beløb det er godkendt.")
    if level_of_amount(oere, limits) > level:
        raise WrongFacts("amount", "Så stort et beløb skal afgøres højere oppe. Skriv et lavere.")
    if expires_on is None or expires_on < on:
        raise WrongFacts("expires_on", "Skriv den dag, godkendelsen udløber. Den skal ligge efter i dag.")
