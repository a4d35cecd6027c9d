"""Actions that a decision's text suggests: what, who and when, for the secretariat to accept, mend or leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chefforum.calc.decisions import read_decision
from chefforum.calc.named_persons import Key, KnownPeople, Mention, Way
from chefforum.calc.sentences import sentences
from chefforum.calc.tasks import Task, due_date, tasks_in


@dataclass(frozen=True)
class Suggestion:
    """`owner` is None where nobody is named, or where two fit: then `candidates` are those, and `note` says so."""

    text: str
    owner: Key | None
    candidates: tuple[Key, ...]
    due_date: dt.date | None
    note: str


def suggestions(
    *,
    decision: str | None,
    people: KnownPeople,
    name_of: Callable[[Key], str],
    on: dt.date,
    next_meeting: dt.date | None,
) -> list[Suggestion]:
    """An action for each task that the decision orders and each person whom it names for it. Never raises.

    `on` is the day of the meeting; `name_of` gives a name that tells two persons apart. Who is named only in the
    sentence before is mentioned in the note, and never taken for the owner.
    """
    found: list[Suggestion] = []
    said = [one for line in (decision or "").splitlines() for one in sentences(line)]
    for order in read_decision(text=decision).orders:
        before = _sentence_before(order, said)
        for task in tasks_in(order):
            due = due_date(task.text, after=on, next_meeting=next_meeting) or due_date(
                task.lead, after=on, next_meeting=next_meeting
            )
            found += _of_task(task, before, people, name_of, due)
    return list(dict.fromkeys(found))


def _of_task(
    task: Task, before: str, people: KnownPeople, name_of: Callable[[Key], str], due: dt.date | None
) -> Iterator[Suggestion]:
    mentions = _strongest(people.named_in(task.text)) or _strongest(
        [one for one in people.named_in(task.lead) if one.way <= Way.TITLE]
    )
    if not mentions:
        near = [one for one in people.named_in(before) if one.sole is not None]
        names = _listed([name_of(key) for key in dict.fromkeys(one.sole for one in near)])
        note = f"Ingen er nævnt. I sætningen før står {names}." if near else "Ingen er nævnt. Vælg, hvem der gør det."
        yield Suggestion(task.text, None, tuple(one.sole for one in near), due, note)
    for mention in mentions:
        if mention.is_everybody and mention.keys:
            note = f"“{mention.words}”: én opfølgning til hver."
            yield from (Suggestion(task.text, key, (key,), due, note) for key in mention.keys)
        else:
            yield Suggestion(task.text, mention.sole, mention.keys, due, _note(mention, name_of))


def _strongest(mentions: Sequence[Mention]) -> list[Mention]:
    """Where persons are named, the departments and groups around them are not who is to do it."""
    if not mentions:
        return []
    best = min(max(mention.way, Way.TITLE) for mention in mentions)
    return [mention for mention in mentions if max(mention.way, Way.TITLE) == best]


def _note(mention: Mention, name_of: Callable[[Key], str]) -> str:
    if not mention.keys:
        return f"“{mention.words}” svarer ikke til nogen, som kan findes. Vælg selv."
    names = [name_of(key) for key in mention.keys]
    if mention.sole is not None:
        return f"“{mention.words}” er {names[0]}."
    return f"“{mention.words}” kan være {_listed(names, 'eller')}. Vælg."


def _listed(names: Sequence[str], last: str = "og") -> str:
    return f" {last} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _sentence_before(order: str, said: Sequence[str]) -> str:
    place = next((place for place, one in enumerate(said) if one.endswith(order)), 0)
    return said[place - 1] if place else ""
