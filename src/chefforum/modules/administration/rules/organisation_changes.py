"""What an extract would change, unit by unit and in words, for the person who decides whether to carry it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .organisation_plan import Period, Spans, State, holding
from .organisation_rows import KINDS, UnitRow

KIND_NAMES = {kind: words[0].capitalize() for kind, words in KINDS.items()}


class ChangeKind(Enum):
    ADDED = "Ny"
    CHANGED = "Ændret"
    CLOSED = "Lukket"


@dataclass(frozen=True)
class Fact:
    """One thing about a unit, as it was and as it becomes; "" where there was nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What happens to one unit, from a date on."""

    kind: ChangeKind
    code: str
    name: str
    begins: dt.date
    facts: tuple[Fact, ...]


def changes(*, before: State, after: State, rows: Sequence[UnitRow], on: dt.date) -> tuple[Change, ...]:
    """Every unit that is not the same in the two states, by code; `rows` and `on` are the extract's."""
    was, becomes = Spans.of(before), Spans.of(after)
    by_code = {row.code: row for row in rows}
    tellers: dict[dt.date, _Teller] = {}
    found = []
    for code in sorted(_touched(before, after)):
        row = by_code.get(code)
        begins = (row.valid_from or on) if row else on
        moment = max(on, begins)
        if moment not in tellers:
            tellers[moment] = _Teller(was, becomes, moment)
        found.append(tellers[moment].change(code, begins))
    return tuple(change for change in found if change.facts or change.kind is not ChangeKind.CHANGED)


def _touched(before: State, after: State) -> set[str]:
    units = {key[0] for key in _differing(before.periods, after.periods)}
    units |= {key[0] for key in _differing(before.counts, after.counts)}
    units |= {key[1] for key in _differing(before.jobs, after.jobs)}
    for key in _differing(before.centres, after.centres):
        units |= {state.centres[key].unit for state in (before, after) if key in state.centres}
    return units


def _differing(before: Mapping, after: Mapping) -> set:  # type: ignore[type-arg]
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


class _Teller:
    """Tells about units at one moment: what was, what becomes."""

    def __init__(self, was: Spans, becomes: Spans, moment: dt.date) -> None:
        self.was, self.becomes, self.moment = was, becomes, moment
        self.centres_were, self.centres_become = was.centres_of_units(moment), becomes.centres_of_units(moment)

    def change(self, code: str, begins: dt.date) -> Change:
        was = holding(self.was.periods.get(code, {}), begins)
        becomes = holding(self.becomes.periods.get(code, {}), begins)
        kind = ChangeKind.CHANGED
        if was is None and becomes is not None:
            kind = ChangeKind.ADDED
        elif becomes is None and was is not None:
            kind = ChangeKind.CLOSED
        named = becomes or was
        facts = self._facts(code, was, becomes) if kind is not ChangeKind.CLOSED else ()
        return Change(kind=kind, code=code, name=named.name if named else code, begins=begins, facts=facts)

    def _facts(self, code: str, was: Period | None, becomes: Period | None) -> tuple[Fact, ...]:
        facts = [
            *(Fact(label, *pair) for label, *pair in self._place(was, becomes)),
            *self._counts(code),
            Fact("Leder", self._leaders(self.was, code), self._leaders(self.becomes, code)),
            Fact("Omkostningssteder", _listed(self.centres_were[code]), _listed(self.centres_become[code])),
        ]
        return tuple(fact for fact in facts if fact.before != fact.after)

    def _place(self, was: Period | None, becomes: Period | None) -> list[tuple[str, str, str]]:
        def both(label: str, read) -> tuple[str, str, str]:
            return label, read(was) if was else "", read(becomes) if becomes else ""

        return [
            both("Navn", lambda period: period.name),
            both("Kort navn", lambda period: period.short_name),
            both("Type", lambda period: KIND_NAMES.get(period.kind, period.kind)),
            both("Hører under", lambda period: self._named(period.parent)),
            both("Sidste dag", lambda period: _last_day(period.valid_to)),
        ]

    def _named(self, code: str | None) -> str:
        if code is None:
            return "ingen (øverst)"
        period = holding(self.becomes.periods.get(code, {}), self.moment)
        period = period or holding(self.was.periods.get(code, {}), self.moment)
        return f"{period.name} ({code})" if period else code

    def _leaders(self, spans: Spans, code: str) -> str:
        people = spans.jobs.get(code, {}).items()
        leading = [(email, holding(jobs, self.moment)) for email, jobs in people]
        names = [f"{spans.persons.get(email, email)}, {job.title}" for email, job in leading if job and job.is_leader]
        return "; ".join(sorted(names))

    def _counts(self, code: str) -> list[Fact]:
        were, become = self.was.counts.get(code, {}), self.becomes.counts.get(code, {})
        return [
            Fact("Årsværk", _counted(were, day), _counted(become, day))
            for day in sorted(become)
            if were.get(day) != become[day]
        ]


def _counted(counts: Mapping[dt.date, Decimal], day: dt.date) -> str:
    """The count that was known on the day, with the day it was made."""
    known = max((counted for counted in counts if counted <= day), default=None)
    return f"{_number(counts[known])} ({known:%d-%m-%Y})" if known else ""


def _listed(codes: set[str]) -> str:
    return ", ".join(sorted(codes))


def _last_day(valid_to: dt.date | None) -> str:
    return f"{valid_to - dt.timedelta(days=1):%d-%m-%Y}" if valid_to else ""


def _number(number: Decimal) -> str:
    return f"{number:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
