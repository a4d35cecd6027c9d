"""How it stands with a requirement of a system: from facts, a person's answer and a source's word. What is not known is
open; a source's word never stands over a person's; a difference between them is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from chefforum.modules.it_costs.rules.contracts import months_after
from chefforum.web import danish

from .requirements import BY_CODE, CHOICES, REQUIREMENTS, Facts, Requirement


class Status(StrEnum):
    FULFILLED = "fulfilled"
    NOT_FULFILLED = "not_fulfilled"
    NOT_APPLICABLE = "not_applicable"
    OPEN = "open"


STATUS_NAMES = {
    Status.FULFILLED: "Opfyldt",
    Status.NOT_FULFILLED: "Ikke opfyldt",
    Status.NOT_APPLICABLE: "Gælder ikke",
    Status.OPEN: "Åben",
}
# From what should be seen first.
WORST_FIRST = (Status.NOT_FULFILLED, Status.OPEN, Status.FULFILLED, Status.NOT_APPLICABLE)


class WrongAnswer(ValueError):
    """What was answered cannot be; `field` is to blame, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Said:
    """An answer as it was given. `checked_on`: the day that it was looked at; `valid_until`: the last day it holds,
    None: by the requirement's interval. `source` is one of it_costs' sources."""

    status: str
    choice: str = ""
    ground: str = ""
    checked_on: dt.date | None = None
    valid_until: dt.date | None = None
    source: str = "hand"
    by: str = ""
    at: dt.datetime | None = None
    settled_at: dt.datetime | None = None  # of a person's: the source's word that it was kept against


@dataclass(frozen=True)
class Cell:
    """How a requirement of a system stands on a day. `why`: what that rests on or waits for; `says`: who; `until`: the
    last day; `differs`: what the source says instead, in words."""

    requirement: Requirement
    status: Status
    why: str = ""
    says: str = ""
    until: dt.date | None = None
    is_overdue: bool = False
    choice: str = ""
    differs: str = ""

    @property
    def word(self) -> str:
        return "Forfalden" if self.is_overdue else STATUS_NAMES[self.status]

    @property
    def is_asked(self) -> bool:
        return self.status is not Status.NOT_APPLICABLE

    @property
    def is_lacking(self) -> bool:
        """Something is to be done."""
        return self.status in (Status.OPEN, Status.NOT_FULFILLED)


def check_answer(requirement: Requirement, said: Said, *, on: dt.date) -> Said:
    """The answer as it is kept: with the choice that its status must have. Raises WrongAnswer."""
    if said.status not in set(Status):
        raise WrongAnswer("status", "Vælg et af svarene.")
    if said.choice and said.choice not in requirement.choices:
        raise WrongAnswer("choice", "Vælg en af mulighederne.")
    if said.status == Status.NOT_APPLICABLE and not said.ground.strip():
        raise WrongAnswer("ground", "Skriv, hvorfor kravet ikke gælder.")
    if said.status == Status.FULFILLED and requirement.choices and not said.choice:
        raise WrongAnswer("choice", f"Vælg, hvad {requirement.title.lower()} er. Uden det er kravet åbent.")
    if said.status == Status.FULFILLED and requirement.interval_months and not (said.checked_on or said.valid_until):
        raise WrongAnswer("checked_on", "Skriv, hvornår det sidst blev set efter. Uden en dag er kravet åbent.")
    if said.checked_on and said.checked_on > on:
        raise WrongAnswer("checked_on", "Dagen ligger ude i fremtiden. Skriv den dag, det blev gjort.")
    if said.checked_on and said.valid_until and said.valid_until < said.checked_on:
        raise WrongAnswer("valid_until", "Gælder til ligger før den dag, det blev set efter.")
    if said.status == Status.FULFILLED and said.choice and not requirement.choices[said.choice][1]:
        return replace(said, status=Status.NOT_FULFILLED.value)
    if said.status in (Status.OPEN, Status.NOT_APPLICABLE):
        return replace(said, choice="")
    return said


def chosen_of(persons: Mapping[str, Said], sources: Mapping[str, Said]) -> dict[str, str]:
    """What is chosen by code: a person's word before a source's; where a person left it open, nothing is."""
    found = {}
    for code in CHOICES:
        said = persons.get(code) or sources.get(code)
        if said is not None and said.choice:
            found[code] = said.choice
    return found


def cells_of(
    facts: Facts, persons: Mapping[str, Said], sources: Mapping[str, Said], *, on: dt.date
) -> tuple[Cell, ...]:
    """Every requirement of a system, in order. `persons`, `sources`: what they say, by the requirement's code."""
    whole = replace(facts, chosen=chosen_of(persons, sources))
    return tuple(
        cell_of(one, whole, person=persons.get(one.code), source=sources.get(one.code), on=on) for one in REQUIREMENTS
    )


def cell_of(requirement: Requirement, facts: Facts, *, person: Said | None, source: Said | None, on: dt.date) -> Cell:
    """How it stands. Where the fact that decides is not known it is never fulfilled, whoever says so."""
    differs = difference(requirement, person, source)
    if on < requirement.valid_from:
        why = f"Gælder først fra {danish.date(requirement.valid_from)}"
        return Cell(requirement, Status.NOT_APPLICABLE, why=why, differs=differs)
    asked = requirement.applies(facts)
    if asked is False:
        return Cell(requirement, Status.NOT_APPLICABLE, why=f"Kræves kun når: {requirement.when}", differs=differs)
    said = person or source
    if said is None:
        return _by_the_register(requirement, facts, asked)
    cell = _as_said(requirement, said, on=on)
    if asked is None and cell.status is Status.FULFILLED:
        why = f"Der er svaret opfyldt, men registret mangler: {requirement.lacks}"
        cell = replace(cell, status=Status.OPEN, why=why, is_overdue=False)
    return replace(cell, differs=differs)


def _by_the_register(requirement: Requirement, facts: Facts, asked: bool | None) -> Cell:
    if asked is None:
        return Cell(requirement, Status.OPEN, why=f"Mangler: {requirement.lacks}")
    if requirement.reads is not None:
        fulfils, why = requirement.reads(facts)
        if fulfils is not None:
            status = Status.FULFILLED if fulfils else Status.NOT_FULFILLED
            return Cell(requirement, status, why=why, says="Registret")
    return Cell(requirement, Status.OPEN, why="Ingen har svaret")


def _as_said(requirement: Requirement, said: Said, *, on: dt.date) -> Cell:
    cell = Cell(
        requirement,
        Status(said.status),
        why=said.ground,
        says=said.by,
        until=holds_until(requirement, said),
        choice=said.choice,
    )
    if cell.status is Status.OPEN:
        return replace(cell, until=None, why=said.ground or "Der er svaret, at det ikke er afklaret")
    if cell.status is not Status.FULFILLED:
        return cell
    if requirement.choices and not requirement.choices.get(said.choice, ("", False))[1]:
        return replace(cell, status=Status.OPEN, why="Valget mangler")
    if requirement.interval_months and cell.until is None:
        return replace(cell, status=Status.OPEN, why="Dagen, det sidst blev set efter, mangler")
    if cell.until is not None and cell.until < on:
        why = f"Gjaldt til {danish.date(cell.until)}. Skal ses efter igen."
        return replace(cell, status=Status.OPEN, is_overdue=True, why=why)
    return cell


def holds_until(requirement: Requirement, said: Said) -> dt.date | None:
    """The last day that the answer holds: what was said, else the interval after the day it was looked at."""
    if said.valid_until is not None or said.checked_on is None or requirement.interval_months is None:
        return said.valid_until
    return months_after(said.checked_on, requirement.interval_months)


def difference(requirement: Requirement, person: Said | None, source: Said | None) -> str:
    """What the source says where that is another than what a person said and nobody has kept the person's word against
    it; "": there is no difference to tell."""
    if person is None or source is None or source.status == Status.OPEN:
        return ""
    if person.settled_at is not None and person.settled_at == source.at:
        return ""
    differs_in_choice = bool(source.choice) and source.choice != person.choice
    if person.status == source.status and not differs_in_choice:
        return ""
    return f"{source.by} siger: {told(requirement, source)}"


def told(requirement: Requirement, said: Said) -> str:
    """The answer in words."""
    words = STATUS_NAMES[Status(said.status)]
    return f"{words} ({requirement.choices[said.choice][0]})" if said.choice in requirement.choices else words


def counts_of(cells: Iterable[Cell]) -> dict[Status, int]:
    counts = dict.fromkeys(WORST_FIRST, 0)
    for cell in cells:
        counts[cell.status] += 1
    return counts


def requirement_named(text: str) -> Requirement | None:
    """By its code, or its title where that is of one."""
    wanted = " ".join(text.split()).casefold()
    if wanted in BY_CODE:
        return BY_CODE[wanted]
    return next((one for one in REQUIREMENTS if one.title.casefold() == wanted), None)
