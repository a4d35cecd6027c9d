"""Answers as a file has them: a line for each requirement of a system, read by its heads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chefforum.calc.cells import Cell, as_date, as_text, lines_under_heads

from .compliance import STATUS_NAMES, Said, Status, WrongAnswer, check_answer, requirement_named
from .requirements import Requirement

ANSWER_COLUMNS = {
    "system": "System",
    "requirement": "Krav",
    "status": "Svar",
    "choice": "Valg",
    "ground": "Grundlag",
    "checked_on": "Set efter",
    "valid_until": "Gælder til",
}
# Told in files that go out, and not read when they come back.
TOLD_COLUMNS = {"law": "Lov", "stands": "Sådan står det", "why": "Hvorfor", "says": "Hvem siger det"}
LONGEST_GROUND = 2000


@dataclass(frozen=True)
class AnswerLine:
    line: int
    system: str
    requirement: Requirement
    said: Said


@dataclass(frozen=True)
class AnswerLines:
    """`skipped`: lines without an answer, which change nothing; `unknown`: columns that are not read."""

    lines: tuple[AnswerLine, ...]
    problems: tuple[tuple[int, str], ...]
    skipped: int
    unknown: tuple[str, ...]


def read_answers(table: Sequence[Sequence[Cell]], *, on: dt.date) -> AnswerLines:
    """Raises NoHeads."""
    heads = {title.casefold(): name for name, title in ANSWER_COLUMNS.items()}
    known = {**heads, **{title.casefold(): name for name, title in TOLD_COLUMNS.items()}}
    found = lines_under_heads(table, heads=known, needed={"system", "requirement", "status"})
    lines, problems, skipped = list[AnswerLine](), list[tuple[int, str]](), 0
    for number, said in found.lines:
        try:
            line = _line(number, said, on=on)
        except WrongAnswer as wrong:
            problems.append((number, str(wrong)))
            continue
        if line is None:
            skipped += 1
        else:
            lines.append(line)
    return AnswerLines(tuple(lines), tuple(problems), skipped, tuple(found.unknown))


def _line(number: int, said: Mapping[str, Cell], *, on: dt.date) -> AnswerLine | None:
    """None where nothing is answered. Raises WrongAnswer."""
    status = _status(as_text(said.get("status")))
    if status is None:
        return None
    name = as_text(said.get("requirement"))
    requirement = requirement_named(name)
    if requirement is None:
        raise WrongAnswer("requirement", f"Kravet “{name[:60]}” kendes ikke.")
    system = as_text(said.get("system"))
    if not system:
        raise WrongAnswer("system", "Systemet mangler.")
    ground = as_text(said.get("ground"))
    if len(ground) > LONGEST_GROUND:
        raise WrongAnswer("ground", f"Grundlaget er over {LONGEST_GROUND} tegn.")
    answer = Said(
        status=status.value,
        choice=_choice(requirement, as_text(said.get("choice"))),
        ground=ground,
        checked_on=_day(said.get("checked_on"), ANSWER_COLUMNS["checked_on"]),
        valid_until=_day(said.get("valid_until"), ANSWER_COLUMNS["valid_until"]),
    )
    return AnswerLine(number, system, requirement, check_answer(requirement, answer, on=on))


def _status(text: str) -> Status | None:
    wanted = text.casefold()
    found = next((one for one, name in STATUS_NAMES.items() if wanted in (name.casefold(), one.value)), None)
    if wanted and found is None:
        raise WrongAnswer("status", f"Svaret “{text[:40]}” er ikke et af {', '.join(STATUS_NAMES.values())}.")
    return None if found is Status.OPEN else found


def _choice(requirement: Requirement, text: str) -> str:
    wanted = text.casefold()
    found = next((key for key, (name, _) in requirement.choices.items() if wanted in (name.casefold(), key)), "")
    if wanted and not found:
        names = ", ".join(name for name, _ in requirement.choices.values()) or "ingen"
        raise WrongAnswer("choice", f"Valget “{text[:40]}” passer ikke til kravet. Det kan være: {names}.")
    return found


def _day(cell: Cell, title: str) -> dt.date | None:
    try:
        day = as_date(cell)
    except ValueError:
        raise WrongAnswer("", f"{title} “{as_text(cell)[:20]}” er ikke en dato. Skriv den som 28-01-2026.") from None
    if day is not None and not 1950 <= day.year <= 2200:
        raise WrongAnswer("", f"{title} ligger i {day.year}. Ret året.")
    return day
