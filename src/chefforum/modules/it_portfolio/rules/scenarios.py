"""What is said of a scenario as one value, what of it is missing, and what it saves: calc/consolidation.py.

What nobody has said is missing, never 0: a scenario that lacks a number has no outcome, and tells which number it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from chefforum.calc.consolidation import Case, ConsolidationError, Estimate, Kept, Outcome, Retired, Scenario, outcomes

MOST_TEXT, MOST_SOURCE, MOST_REASON = 2000, 300, 2000
LIVES = range(1, 21)
MOST_OERE = 10**13


class ScenarioStatus(StrEnum):
    IDEA = "idea"
    EXAMINED = "examined"
    DECIDED = "decided"
    REJECTED = "rejected"


STATUS_NAMES = {
    ScenarioStatus.IDEA: "Idé",
    ScenarioStatus.EXAMINED: "Undersøges",
    ScenarioStatus.DECIDED: "Besluttet",
    ScenarioStatus.REJECTED: "Forkastet",
}


class ScenarioPart(StrEnum):
    RETIRED = "retired"
    KEPT = "kept"


PART_NAMES = {ScenarioPart.RETIRED: "Nedlægges", ScenarioPart.KEPT: "Beholdes"}
CASE_NAMES = {Case.CAUTIOUS: "Forsigtigt", Case.LIKELY: "Sandsynligt", Case.HOPEFUL: "Bedst"}


class WrongScenario(ValueError):
    """`field` is "" where no field is to blame; the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Guess:
    """What somebody reckons with and where it is from. `likely` None: missing. `low`, `high` None: as likely."""

    likely: int | None = None
    low: int | None = None
    high: int | None = None
    source: str = ""

    @property
    def estimate(self) -> Estimate | None:
        if self.likely is None:
            return None
        low = self.likely if self.low is None else self.low
        return Estimate(low, self.likely, self.likely if self.high is None else self.high)


@dataclass(frozen=True)
class RetiredFacts:
    """A system that is given up. `run`: øre a year. `paid_until`: the last day that has to be paid for; `is_free`:
    nothing binds. Neither: nobody has said."""

    system_id: UUID
    run: Guess = Guess()
    paid_until: dt.date | None = None
    is_free: bool = False
    paid_source: str = ""


@dataclass(frozen=True)
class ScenarioFacts:
    """`kept_id` None: nothing takes over. `price`: øre a user a year on the kept one; `moved`: how many users move;
    `migration`: øre, once."""

    name: str
    why: str = ""
    retired: tuple[RetiredFacts, ...] = ()
    kept_id: UUID | None = None
    price: Guess = Guess()
    moved: Guess = Guess()
    migration: Guess = Guess()
    moves_on: dt.date | None = None
    migration_on: dt.date | None = None
    life_years: int = 5

    @property
    def retired_ids(self) -> tuple[UUID, ...]:
        return tuple(one.system_id for one in self.retired)

    @property
    def system_ids(self) -> tuple[UUID, ...]:
        return (*self.retired_ids, self.kept_id) if self.kept_id else self.retired_ids

    def as_json(self) -> dict[str, Any]:
        kept: dict[str, Any] = _plain(asdict(self))
        return kept


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, UUID) else value.isoformat() if isinstance(value, dt.date) else value


def facts_from_json(kept: Mapping[str, Any]) -> ScenarioFacts:
    """What `as_json` gave."""
    retired = tuple(
        RetiredFacts(
            system_id=UUID(one["system_id"]),
            run=Guess(**one["run"]),
            paid_until=_day(one["paid_until"]),
            is_free=one["is_free"],
            paid_source=one["paid_source"],
        )
        for one in kept["retired"]
    )
    return ScenarioFacts(
        name=kept["name"],
        why=kept["why"],
        retired=retired,
        kept_id=UUID(kept["kept_id"]) if kept["kept_id"] else None,
        price=Guess(**kept["price"]),
        moved=Guess(**kept["moved"]),
        migration=Guess(**kept["migration"]),
        moves_on=_day(kept["moves_on"]),
        migration_on=_day(kept["migration_on"]),
        life_years=kept["life_years"],
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def check_scenario(facts: ScenarioFacts) -> None:
    """Raises WrongScenario. What is missing may be; what is said must be possible, and a number has a source."""
    if not facts.name.strip():
        raise WrongScenario("name", "Skriv, hvad det hedder.")
    if len(facts.name) > 200 or len(facts.why) > MOST_TEXT:
        raise WrongScenario("why", f"Skriv højst {MOST_TEXT} tegn.")
    if not facts.retired:
        raise WrongScenario("", "Vælg mindst ét system, der nedlægges.")
    if len(set(facts.system_ids)) < len(facts.system_ids):
        raise WrongScenario("", "Et system kan ikke både beholdes og nedlægges, og kun nedlægges én gang.")
    if facts.life_years not in LIVES:
        raise WrongScenario("life_years", f"Skriv et antal år fra {LIVES[0]} til {LIVES[-1]}.")
    if facts.moves_on and facts.migration_on and facts.migration_on > facts.moves_on:
        raise WrongScenario("migration_on", "Flytningen betales senest den dag, der skiftes.")
    for name, guess in (("price", facts.price), ("moved", facts.moved), ("migration", facts.migration)):
        _check_guess(name, guess)
    for place, one in enumerate(facts.retired):
        _check_guess(f"run_{place}", one.run)
        if one.is_free and one.paid_until:
            raise WrongScenario(f"paid_until_{place}", "Skriv en dag, eller sæt kryds. Ikke begge dele.")
        if (one.is_free or one.paid_until) and not one.paid_source.strip():
            raise WrongScenario(f"paid_source_{place}", "Skriv, hvor det står.")


def _check_guess(name: str, guess: Guess) -> None:
    if guess.likely is None:
        if guess.low is not None or guess.high is not None:
            raise WrongScenario(f"{name}_likely", "Skriv også det sandsynlige.")
        return
    for said in (guess.low, guess.likely, guess.high):
        if said is not None and not 0 <= said <= MOST_OERE:
            raise WrongScenario(f"{name}_likely", "Skriv et tal fra 0 og op.")
    try:
        assert guess.estimate
    except ConsolidationError:
        raise WrongScenario(f"{name}_likely", "Skriv dem, så de stiger: lavt, sandsynligt, højt.") from None
    if not guess.source.strip():
        raise WrongScenario(f"{name}_source", "Skriv, hvor tallet er fra: et tilbud, en kontrakt, et skøn og hvis.")


def what_is_missing(facts: ScenarioFacts, names: Mapping[UUID, str]) -> tuple[str, ...]:
    """Each number that the outcome needs and nobody has said, in words."""
    found = []
    for one in facts.retired:
        name = names.get(one.system_id, "et system")
        if one.run.likely is None:
            found.append(f"Hvad {name} koster om året")
        if one.paid_until is None and not one.is_free:
            found.append(f"Hvor længe {name} skal betales, efter at der er skiftet")
    if facts.kept_id:
        kept = names.get(facts.kept_id, "det, der beholdes,")
        if facts.price.likely is None:
            found.append(f"Hvad {kept} koster for én bruger mere")
        if facts.moved.likely is None:
            found.append(f"Hvor mange brugere der flytter til {kept}")
    if facts.migration.likely is None:
        found.append("Hvad flytningen koster")
    if facts.moves_on is None:
        found.append("Hvornår der skiftes")
    return tuple(found)


def outcomes_of(facts: ScenarioFacts) -> dict[Case, Outcome] | None:
    """All three cases; None where something is missing."""
    if what_is_missing(facts, {}) or facts.moves_on is None or facts.migration.estimate is None:
        return None
    retired = tuple(
        Retired(str(one.system_id), one.run.estimate, one.paid_until) for one in facts.retired if one.run.estimate
    )
    kept = None
    if facts.kept_id and facts.price.estimate and facts.moved.estimate:
        kept = Kept(str(facts.kept_id), facts.price.estimate, facts.moved.estimate)
    reckoned = Scenario(
        retired=retired,
        kept=kept,
        migration_oere=facts.migration.estimate,
        moves_on=facts.moves_on,
        life_years=facts.life_years,
        migration_on=facts.migration_on,
    )
    return outcomes(reckoned)


def with_systems(
    facts: ScenarioFacts, *, kept_id: UUID | None, retired: Sequence[RetiredFacts], moved: Guess
) -> ScenarioFacts:
    """The scenario of other systems: what was said of those that stay in it stands, of the others what is proposed."""
    said = {one.system_id: one for one in facts.retired}
    return replace(
        facts,
        retired=tuple(said.get(one.system_id, one) for one in retired),
        kept_id=kept_id,
        price=facts.price if kept_id == facts.kept_id else Guess(),
        moved=facts.moved if set(said) == {one.system_id for one in retired} else moved,
    )


@dataclass(frozen=True)
class Chosen:
    """A scenario that is added up with others."""

    id: UUID
    name: str
    facts: ScenarioFacts
    outcomes: Mapping[Case, Outcome] | None


@dataclass(frozen=True)
class Sum:
    """`counted` are in the sums; `left_out` are not, each with why. `years`: cash of each case by calendar year."""

    counted: tuple[Chosen, ...]
    left_out: tuple[tuple[Chosen, str], ...]
    a_year: Mapping[Case, int]
    over_life: Mapping[Case, int]
    years: Mapping[int, Mapping[Case, int]]


def collision(one: ScenarioFacts, other: ScenarioFacts, names: Mapping[UUID, str]) -> str:
    """Why both cannot be done and counted, in words; "" where they can."""
    if twice := set(one.retired_ids) & set(other.retired_ids):
        return f"{_named(twice, names)} nedlægges også i “{other.name}”"
    if one.kept_id in other.retired_ids:
        return f"{names.get(one.kept_id, 'Det, der beholdes,') if one.kept_id else ''} nedlægges i “{other.name}”"
    if other.kept_id in one.retired_ids:
        kept = names.get(other.kept_id, "det, der nedlægges,") if other.kept_id else ""
        return f"“{other.name}” flytter brugere til {kept}, som nedlægges her"
    return ""


def _named(system_ids: set[UUID], names: Mapping[UUID, str]) -> str:
    return " og ".join(sorted(names.get(one, "et system") for one in system_ids))


def added_up(chosen: Sequence[Chosen], names: Mapping[UUID, str]) -> Sum:
    """The sum of scenarios, the first first. One that retires or keeps what another has retired is left out, and so is
    one that lacks a number: no system is counted twice, and nothing that is missing is 0."""
    counted: list[Chosen] = []
    left_out: list[tuple[Chosen, str]] = []
    for one in chosen:
        why = next(filter(None, (collision(one.facts, other.facts, names) for other in counted)), "")
        if one.outcomes is None:
            left_out.append((one, "Tal mangler"))
        elif why:
            left_out.append((one, why))
        else:
            counted.append(one)
    years: dict[int, dict[Case, int]] = {}
    for one in counted:
        for case, outcome in (one.outcomes or {}).items():
            for year in outcome.years:
                by_case = years.setdefault(year.year, dict.fromkeys(Case, 0))
                by_case[case] += year.net
    return Sum(
        tuple(counted),
        tuple(left_out),
        {case: sum(one.outcomes[case].a_year for one in counted if one.outcomes) for case in Case},
        {case: sum(one.outcomes[case].over_life for one in counted if one.outcomes) for case in Case},
        dict(sorted(years.items())),
    )
