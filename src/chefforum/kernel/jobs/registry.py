"""What can be run as a job, and what is done again and again: modules register their functions here under a name.

A job function is called with keywords: `actor` (with the rights of the day it runs), `at` (the moment it began),
`progress`, and the arguments that it was started with. It returns a JobResult or None. What it raises stops the job;
the words of a JobFailed reach the person, those of any other exception only the log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias


class JobFailed(Exception):
    """The work could not be done; the text tells the person in Danish what happened, what was kept, what to do."""


class UnknownJob(LookupError):
    """No job function has this name: its part is not installed, or does not register it in `ready()`."""


@dataclass(frozen=True)
class Report:
    """How far the work is: `done` of `total` (None: not known how much there is), and what is happening now."""

    done: int = 0
    total: int | None = None
    message: str = ""

    @property
    def share_pct(self) -> int | None:
        """Whole per cent, 0 to 100, rounded down so that 100 means finished; None where the total is unknown."""
        if self.total is None:
            return None
        return 100 if self.total <= 0 else max(0, min(100, self.done * 100 // self.total))


class Progress:
    """Where a job says how far it is. Cheap and never blocking: call it for every line if that is easiest.

    Nothing is written here. The runner looks at `current` a few times a second and writes it on a connection of its
    own (jobs.py), so that progress is seen while the work is inside a transaction. `tell` is called on every report,
    e.g. to move the command line's bar.
    """

    def __init__(self, tell: Callable[[Report], None] | None = None) -> None:
        self.current = Report()
        self._tell = tell

    def report(self, done: int, total: int | None = None, message: str = "") -> None:
        """An empty message keeps the one that stands."""
        self.current = Report(done=done, total=total, message=message or self.current.message)
        if self._tell:
            self._tell(self.current)


@dataclass(frozen=True)
class JobResult:
    """What came out: the page to send the person to, and small facts (JSON values) worth keeping with the job."""

    url: str = ""
    data: dict[str, Any] = field(default_factory=dict)


JobFunction: TypeAlias = Callable[..., JobResult | None]


@dataclass(frozen=True)
class JobKind:
    name: str
    title: str
    function: JobFunction


_kinds: dict[str, JobKind] = {}


def job(name: str, *, title: str) -> Callable[[JobFunction], JobFunction]:
    """Registers a function as the job `area.verb` ("meetings.publish"), with its title in Danish."""

    def register(function: JobFunction) -> JobFunction:
        known = _kinds.get(name)
        if known and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"two jobs are called {name}")
        _kinds[name] = JobKind(name=name, title=title, function=function)
        return function

    return register


@dataclass(frozen=True)
class Round:
    """Something that is done again and again, whoever is signed in: `run(at=)`, with `every` from one to the next.

    It must bear being run twice, and by two servers at once: each process keeps its own time. What it raises is logged
    and does not stop the other rounds.
    """

    name: str
    every: dt.timedelta
    run: Callable[..., object]


_rounds: dict[str, Round] = {}


def register_round(round: Round) -> None:
    _rounds[round.name] = round


def rounds() -> tuple[Round, ...]:
    return tuple(_rounds.values())


def job_kind(name: str) -> JobKind:
    """Raises UnknownJob."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownJob(name) from None
