"""Dates that cannot be right: no such day, the wrong weekday, or told as past although it is to come."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from chefforum.calc.danish_dates import WEEKDAYS, WrittenDate, in_words, last_day, weekday_of, written_dates
from chefforum.connectors.minutes.minutes import HeadLine, Minutes
from chefforum.modules.meetings.linter.excerpts import around
from chefforum.modules.meetings.linter.findings import Context, Level
from chefforum.modules.meetings.linter.item_text import ItemText
from chefforum.modules.meetings.linter.registry import Remark, Rule, item_rule, minutes_rule
from chefforum.modules.meetings.linter.tense import is_told_as_past


@item_rule(
    Rule(
        id="date-impossible",
        level=Level.ERROR,
        title="Datoen findes ikke",
        reason="En frist eller et møde på en dag, der ikke findes, kan ingen holde.",
        example="Høringen slutter den 31. april 2026.",
        fix="Ret dagen eller måneden.",
    )
)
def date_impossible(text: ItemText, context: Context) -> Iterator[Remark]:
    """A day that no calendar has: 31. april, 29. februar 2026, 14.13.2026."""
    for section in text.sections:
        for date in section.dates:
            if not date.is_possible:
                yield Remark(
                    f"Datoen {date.text} findes ikke.{_why(date)} Ret den.",
                    excerpt=around(section.text, date.start, date.end),
                    section=section,
                    suggestions=_possible(date),
                )


def _why(date: WrittenDate) -> str:
    if not 1 <= date.month <= 12:
        return f" Der er ingen måned {date.month}."
    year = date.year or 2024
    return f" Måneden har {last_day(month=date.month, year=year)} dage." if date.day else ""


def _possible(date: WrittenDate) -> tuple[str, ...]:
    """The last day of the month and the first of the next; for 12/25/2026 day and month the other way round."""
    year = date.year or 2024
    if not 1 <= date.month <= 12:
        turned = dt.date(year, date.day, date.month) if 1 <= date.day <= 12 and date.month <= 28 else None
        return (in_words(turned),) if turned else ()
    last = dt.date(year, date.month, last_day(month=date.month, year=year))
    both = (last, last + dt.timedelta(days=1)) if date.day and year < dt.MAXYEAR else (last.replace(day=1),)
    return tuple(in_words(day) if date.year else in_words(day).rpartition(" ")[0] for day in both)


@item_rule(
    Rule(
        id="date-weekday",
        level=Level.ERROR,
        title="Ugedag og dato passer ikke sammen",
        reason="Den ene af dem er forkert, og to læsere vælger hver sin.",
        example="Vi mødes tirsdag den 11. februar 2026 (det er en onsdag).",
        fix="Slå op i kalenderen, og ret ugedagen eller datoen.",
    )
)
def date_weekday(text: ItemText, context: Context) -> Iterator[Remark]:
    """A weekday before a date of another weekday; without a year, where no year around the meeting has it so."""
    for section in text.sections:
        for date in section.dates:
            if remark := _wrong_weekday(date, context.date):
                excerpt = around(section.text, date.start, date.end)
                yield Remark(remark[0], excerpt=excerpt, section=section, suggestions=remark[1])


def _wrong_weekday(date: WrittenDate, meeting: dt.date | None) -> tuple[str, tuple[str, ...]] | None:
    if date.weekday is None:
        return None
    if date.year is not None:
        days = [day for day in (date.date,) if day]
    else:
        days = [day for year in _years_around(meeting) if (day := date.in_year(year))]
    if not days or any(weekday_of(day) == date.weekday for day in days):
        return None
    day = days[len(days) // 2]
    right = weekday_of(day)
    message = f"{_capital(in_words(day))} er en {right}, ikke en {date.weekday}. Ret ugedagen eller datoen."
    return message, (f"{right} den {in_words(day)}", *_near(day, date.weekday))


def _years_around(meeting: dt.date | None) -> tuple[int, ...]:
    return (meeting.year - 1, meeting.year, meeting.year + 1) if meeting else ()


def _near(day: dt.date, weekday: str) -> tuple[str, ...]:
    """The nearest date of that weekday, at most three days off."""
    shift = (WEEKDAYS.index(weekday) - day.weekday() + 3) % 7 - 3
    if not dt.date.min.toordinal() <= day.toordinal() + shift <= dt.date.max.toordinal():
        return ()
    return (f"{weekday} den {in_words(day + dt.timedelta(days=shift))}",)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@item_rule(
    Rule(
        id="date-not-past",
        level=Level.ERROR,
        title="Noget, der er sket, har en dato, der ikke er kommet",
        reason="Årstallet er som regel skrevet forkert, og så kan ingen finde det møde, der henvises til.",
        example="Chefforum besluttede den 16. december 2026 … (i et referat fra januar 2026)",
        fix="Ret årstallet. Er det noget, der skal ske, så skriv det i nutid eller fremtid.",
    )
)
def date_not_past(text: ItemText, context: Context) -> Iterator[Remark]:
    """A verb in the past about a date after the meeting."""
    if context.date is None:
        return
    for section in text.sections:
        for date in section.dates:
            day = date.date
            if day and day > context.date and is_told_as_past(section.text, date):
                years = _earlier_years(date, context.date)
                question = f" Mente du {years[0]}?" if years else ""
                yield Remark(
                    f"Datoen {in_words(day)} ligger efter mødet {in_words(context.date)}.{question}",
                    excerpt=around(section.text, date.start, date.end),
                    section=section,
                    suggestions=tuple(re.sub(r"[0-9]{4}", str(year), date.text, count=1) for year in years),
                )


def _earlier_years(date: WrittenDate, meeting: dt.date) -> list[int]:
    """The two latest years in which the day is not after the meeting; one with the written weekday comes first."""
    days = [day for year in range(meeting.year, meeting.year - 9, -1) if (day := date.in_year(year)) and day <= meeting]
    latest = days[:2]
    return [day.year for day in sorted(latest, key=lambda day: date.weekday not in (None, weekday_of(day)))]


@minutes_rule(
    Rule(
        id="meeting-weekday",
        level=Level.ERROR,
        title="Mødets ugedag og dato passer ikke sammen",
        reason="Deltagerne møder op på den forkerte dag.",
        example="Mødedato: Torsdag d. 28. januar 2026 (det er en onsdag).",
        fix="Ret ugedagen eller datoen i mødets hoved.",
    )
)
def meeting_weekday(minutes: Minutes) -> Iterator[Remark]:
    """A weekday in the head that is not the date's."""
    for line in minutes.head:
        for date in written_dates(line.text):
            if date.year is not None and (wrong := _wrong_weekday(date, minutes.date)):
                yield Remark(wrong[0], excerpt=_line(line), suggestions=wrong[1])


def _line(line: HeadLine) -> str:
    return f"{line.label} {line.text}".strip()
