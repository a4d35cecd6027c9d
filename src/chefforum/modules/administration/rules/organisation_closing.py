"""What hangs on units that an extract would close: told before it is carried out, since it may be a slip."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .organisation_plan import Period, Spans, State, holding
from .organisation_rows import Problem, UnitRow

MOST_NAMES = 3


@dataclass(frozen=True)
class Held:
    """What others have tied to a unit: the names of its groups, and of the persons whose roles are over it."""

    groups: tuple[str, ...] = ()
    role_holders: tuple[str, ...] = ()


def closing_warnings(
    *, before: State, after: State, rows: Sequence[UnitRow], held: Mapping[str, Held]
) -> tuple[Problem, ...]:
    """A warning for each unit that ends earlier than it did and has something on it; `held` by the unit's code.

    On the unit's own line where it has one, else on none: it is closed because it is not in the file.
    """
    was, becomes = Spans.of(before), Spans.of(after)
    lines = {row.code: row.line for row in rows}
    found = []
    for code, periods in sorted(was.periods.items()):
        closes = _closes(periods, becomes.periods.get(code, {}))
        if closes and (hanging := _hanging(was, becomes, code, closes, held.get(code, Held()))):
            text = f"{periods[max(periods)].name} ({code}) lukkes {closes:%d-%m-%Y}. Der hører til den: "
            found.append(Problem(lines.get(code), f"{text}{'; '.join(hanging)}. Se efter, om det skal flyttes.", False))
    return tuple(found)


def _closes(was: Mapping[dt.date, Period], becomes: Mapping[dt.date, Period]) -> dt.date | None:
    """The day from which there is no unit, where it would have been there; None where it is not cut short."""
    if not becomes:
        return min(was)
    end = becomes[max(becomes)].valid_to
    ended = was[max(was)].valid_to
    return end if end and (ended is None or end < ended) else None


def _hanging(was: Spans, becomes: Spans, code: str, closes: dt.date, held: Held) -> list[str]:
    jobs = {email: holding(one, closes - dt.timedelta(days=1)) for email, one in was.jobs.get(code, {}).items()}
    leaders = [was.persons.get(email, email) for email, job in jobs.items() if job and job.is_leader]
    others = [was.persons.get(email, email) for email, job in jobs.items() if job and not job.is_leader]
    below = [
        one.name
        for unit, periods in becomes.periods.items()
        if unit != code and (one := holding(periods, closes)) and one.parent == code
    ]
    kinds = (
        ("leder", leaders),
        ("ansatte", others),
        ("grupper", held.groups),
        ("enheder under", below),
        ("adgang for", held.role_holders),
    )
    return [f"{kind} {_names(names)}" for kind, names in kinds if names]


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(sorted(names)[:MOST_NAMES])
    return f"{shown} og {len(names) - MOST_NAMES} mere" if len(names) > MOST_NAMES else shown
