"""The tasks in a sentence that orders something, and when each is to be done.

"Chefforum besluttede, at der afholdes kursus i maj 2026, samt at der skal være sager den 11. februar 2026" are two
tasks, each with its own date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from chefforum.calc.danish_dates import MONTHS, last_day, written_dates

_LONGEST_BETWEEN = 80  # more than that between "besluttede" and "at" is another clause
_DECIDES = r"(?:beslutte(?:de|r)|aftal(?:te|er)|vedt(?:og|ager)|bad om|ønske(?:de|r)|ændrede|enige? om|enighed om)"
_LEAD = re.compile(rf"\b{_DECIDES}\b(?P<between>[^.;]*?),? at (?=\S)", re.IGNORECASE)
# "at skrive" within a task is no new one: a new one comes after a comma, or after og or samt.
_NEXT = re.compile(r"(?:,\s+(?:samt|og)?\s*|\s+samt\s+|\s+og\s+)at\s+(?=\S)", re.IGNORECASE)
_OUTCOME = re.compile(
    r"(?:godkende|tiltræde|vedtage|tage [^.]{0,80}til efterretning|drøfte|udsætte|udskyde|afvise|forkaste)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Task:
    """What is to be done, as a sentence; `lead` is what stands before all tasks of the sentence."""

    text: str
    lead: str = ""


def tasks_in(sentence: str) -> list[Task]:
    """Each "at ..." of what was decided, as a sentence of its own; the sentence itself where it has none.

    What only repeats an outcome ("at godkende indstillingen") is left out, but for when nothing else is said. Never
    raises and never gives an empty text.
    """
    whole = " ".join(sentence.split())
    lead = _LEAD.search(whole)
    if lead is None or len(lead["between"]) > _LONGEST_BETWEEN:
        return [Task(whole)] if whole else []
    said = [part.strip(" ,.;") for part in _NEXT.split(whole[lead.end() :])]
    tasks = [Task(_as_sentence(part), whole[: lead.end()]) for part in said if part and not _OUTCOME.match(part)]
    return tasks or [Task(whole)]


def _as_sentence(part: str) -> str:
    return f"{part[0].upper()}{part[1:]}."


_MONTH = re.compile(
    rf"\b(?:i|inden|senest|medio|ultimo|udgangen af)\s+(?P<month>{'|'.join(MONTHS)})(?:\s+(?P<year>20[0-9]{{2}})\b)?",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"\b(?P<quarter>[1-4])\.\s*kvartal(?:\s+(?P<year>20[0-9]{2})\b)?", re.IGNORECASE)
_NEXT_MEETING = re.compile(r"\b(?:næste|førstkommende|kommende) (?:\w+ )?(?:møde|mødet|chefforum)\b", re.IGNORECASE)
_YEAR_END = re.compile(r"\b(?:inden årets udgang|ved årets udgang|inden årsskiftet)\b", re.IGNORECASE)


def due_date(text: str, *, after: dt.date, next_meeting: dt.date | None) -> dt.date | None:
    """When the text says that something is to be done: the first date in it that lies after `after`.

    A date without a year is the next of that day. A month or a quarter is its last day. "Til næste møde" is
    `next_meeting`, where that is known. None where the text says no coming date; never raises.
    """
    found = sorted(_dates(text, after=after, next_meeting=next_meeting))
    return next((date for _, date in found if date > after), None)


def _dates(text: str, *, after: dt.date, next_meeting: dt.date | None) -> Iterator[tuple[int, dt.date]]:
    """Each date with where it is written."""
    taken: list[range] = []
    for written in written_dates(text):
        taken.append(range(written.start, written.end))
        years = [written.year] if written.year is not None else [after.year, after.year + 1]
        dates = [date for year in years if (date := written.in_year(year)) is not None]
        yield from ((written.start, date) for date in dates)
    for month in _MONTH.finditer(text):
        if not any(month.end() - 1 in part for part in taken):
            number = MONTHS.index(month["month"].lower()) + 1
            yield month.start(), _end_of(number, month["year"], after)
    for quarter in _QUARTER.finditer(text):
        yield quarter.start(), _end_of(int(quarter["quarter"]) * 3, quarter["year"], after)
    if (found := _YEAR_END.search(text)) is not None:
        yield found.start(), dt.date(after.year, 12, 31)
    if next_meeting is not None and _NEXT_MEETING.search(text):
        yield len(text), next_meeting  # "kommende møde den 11. februar" says itself which


def _end_of(month: int, year: str | None, after: dt.date) -> dt.date:
    """The last day of the month; without a year of the next such month that is not over on `after`."""
    chosen = int(year) if year else after.year
    last = dt.date(chosen, month, last_day(month=month, year=chosen))
    if year is None and last <= after and chosen < dt.MAXYEAR:
        return dt.date(chosen + 1, month, last_day(month=month, year=chosen + 1))
    return last
