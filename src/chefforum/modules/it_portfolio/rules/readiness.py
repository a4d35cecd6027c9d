"""Whether a system is ready to move to a national centre for shared operation, by rules that are shown.

Nothing is ready by what is not known: what lacks comes first, then what binds, then what it depends on. What systems
cost is no part of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from chefforum.modules.it_costs.rules.contracts import last_day_of_notice
from chefforum.modules.it_costs.rules.kinds import Answer, Hosting, PersonalData
from chefforum.web import danish


class Ready(StrEnum):
    READY = "ready"
    BOUND = "bound"
    DEPENDS = "depends"
    LACKS = "lacks"


READY_NAMES = {
    Ready.READY: "Klar",
    Ready.BOUND: "Bundet af kontrakt",
    Ready.DEPENDS: "Afhænger af andre",
    Ready.LACKS: "Mangler oplysninger",
}
READY_KINDS = {Ready.READY: "success", Ready.BOUND: "warning", Ready.DEPENDS: "info", Ready.LACKS: ""}
RULES = (
    "Mangler en oplysning, er svaret “Mangler oplysninger”: hvor det kører, personoplysninger, om det er "
    "forretnings- eller samfundskritisk, en kontrakt med slutdato eller varsel, og at nogen har sagt, at de "
    "afhængigheder, der står, er dem, der er.",
    "Er det hele kendt, men løber en kontrakt på dagen, er det “Bundet af kontrakt” til den dag, den tidligst slutter.",
    "En kontrakt binder til og med sin slutdato. Er den kun uopsigelig til en tidligere dag, og er varslet kendt, "
    "binder den til og med den dag.",
    "En kontrakt uden slutdato binder til den dag, den er uopsigelig til. Kan den siges op på dagen, binder den ikke; "
    "varslet står ved svaret.",
    "En kontrakt, der er udløbet og stadig står i registret, er en oplysning, der mangler, medmindre en anden løber.",
    "Er det selv i orden, men har brug for et system, der ikke er det, er det “Afhænger af andre”, også når der er "
    "flere led imellem. Systemer, der kun har brug for hinanden, kan flytte sammen.",
    "Ellers er det “Klar”. Hvad det koster, tæller ikke med.",
)


@dataclass(frozen=True)
class Terms:
    """What a contract binds by. Days are last days."""

    id: UUID
    name: str
    ends_on: dt.date | None = None
    notice_months: int | None = None
    irrevocable_until: dt.date | None = None

    @property
    def notice_day(self) -> dt.date | None:
        return last_day_of_notice(self.ends_on, self.notice_months)


@dataclass(frozen=True)
class Known:
    """What is known of a system. `needs`: systems in the register that it needs; `needs_are_all`: somebody has said
    that there are no more."""

    id: UUID
    name: str
    hosting: str
    personal_data: str
    is_business_critical: str
    is_socially_critical: str
    contracts: tuple[Terms, ...] = ()
    needs: frozenset[UUID] = frozenset()
    needs_are_all: bool = False


@dataclass(frozen=True)
class Stated:
    """How ready a system is. `until`: the last day that a contract binds; `waits_for`: what it needs that is not ready
    of its own; `lacks`: what is not known, in words."""

    ready: Ready
    lacks: tuple[str, ...] = ()
    until: dt.date | None = None
    bound_by: str = ""
    waits_for: tuple[str, ...] = ()
    notice_months: int = 0

    @property
    def words(self) -> str:
        match self.ready:
            case Ready.LACKS:
                return f"Mangler {danish.listed(self.lacks)}"
            case Ready.BOUND:
                return f"Bundet af kontrakt til {danish.date(self.until)}"
            case Ready.DEPENDS:
                return f"Afhænger af {danish.listed(self.waits_for)}"
        if self.notice_months:
            return f"Klar med {danish.counted(self.notice_months, 'måneds,måneders')} varsel"
        return READY_NAMES[self.ready]


def bound_until(terms: Terms) -> dt.date | None:
    """The last day on which it cannot be ended; None where it can be any day, or where that is not known."""
    if terms.ends_on is None or terms.notice_months is None:
        return terms.ends_on or (terms.irrevocable_until if terms.notice_months is not None else None)
    return min(terms.ends_on, terms.irrevocable_until) if terms.irrevocable_until else terms.ends_on


def is_known(terms: Terms) -> bool:
    """Whether one can say when it binds: it has an end, or a notice."""
    return terms.ends_on is not None or terms.notice_months is not None


def running(contracts: Sequence[Terms], today: dt.date) -> tuple[Terms, ...]:
    """Those that have not run out; all of them where every one has."""
    there = tuple(one for one in contracts if one.ends_on is None or one.ends_on >= today)
    return there or tuple(contracts)


def lacks_of(known: Known, today: dt.date) -> tuple[str, ...]:
    """What is not known of it, in words that follow "mangler"."""
    found = []
    if known.hosting == Hosting.UNKNOWN:
        found.append("hvor det kører")
    if known.personal_data == PersonalData.UNKNOWN:
        found.append("personoplysninger")
    if known.is_business_critical == Answer.UNKNOWN:
        found.append("om det er forretningskritisk")
    if known.is_socially_critical == Answer.UNKNOWN:
        found.append("om det er samfundskritisk")
    if not known.needs_are_all:
        found.append("at afhængigheder er set efter")
    contracts = running(known.contracts, today)
    if not contracts:
        found.append("kontrakt")
    elif all(one.ends_on is not None and one.ends_on < today for one in contracts):
        found.append("hvad der gælder efter den udløbne kontrakt")
    elif not all(is_known(one) for one in contracts):
        found.append("kontraktens slutdato eller varsel")
    return tuple(found)


def states(systems: Iterable[Known], *, today: dt.date, on: dt.date) -> dict[UUID, Stated]:
    """How ready each is on the day `on`, not before today."""
    known = {one.id: one for one in systems}
    own = {one.id: _own(one, today, on) for one in known.values()}
    found = dict(own)
    for one in known.values():
        if own[one.id].ready is Ready.READY:
            blocking = [other for other in reached(one.id, known) if own[other].ready is not Ready.READY]
            if blocking:
                names = tuple(sorted(known[other].name for other in blocking))
                found[one.id] = Stated(Ready.DEPENDS, waits_for=names)
    return found


def _own(known: Known, today: dt.date, on: dt.date) -> Stated:
    """Without what it needs."""
    lacks = lacks_of(known, today)
    if lacks:
        return Stated(Ready.LACKS, lacks=lacks)
    contracts = running(known.contracts, today)
    days = [(day, one.name) for one in contracts if (day := bound_until(one)) is not None and day >= on]
    if days:
        until, name = max(days)
        return Stated(Ready.BOUND, until=until, bound_by=name)
    still = [one for one in contracts if one.ends_on is None or one.ends_on >= on]
    return Stated(Ready.READY, notice_months=max((one.notice_months or 0 for one in still), default=0))


def reached(system: UUID, known: Mapping[UUID, Known]) -> set[UUID]:
    """What it needs, and what those need in turn, without itself. What is not among the known is left out."""
    seen: set[UUID] = set()
    ahead = [system]
    while ahead:
        for one in known[ahead.pop()].needs:
            if one in known and one not in seen:
                seen.add(one)
                ahead.append(one)
    return seen - {system}


Node = TypeVar("Node")


def groups(nodes: Collection[Node], needs: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """What must move together: nodes that needs tie to each other, in any direction and through others. Every node is
    in one group; groups and nodes in the order given."""
    leader: dict[Node, Node] = {one: one for one in nodes}

    def lead(one: Node) -> Node:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for one, other in needs:
        if one in leader and other in leader:
            leader[lead(one)] = lead(other)
    found: dict[Node, list[Node]] = {}
    for one in nodes:
        found.setdefault(lead(one), []).append(one)
    return list(found.values())


def order_of(nodes: Sequence[Node], needs: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """In which order the nodes of a group can move: each round needs only what is in it or before it. Those that need
    each other in a ring are in the same round."""
    wanted: dict[Node, set[Node]] = {one: set() for one in nodes}
    for one, other in needs:
        if one in wanted and other in wanted:
            wanted[one].add(other)
    reach = {one: _closure(one, wanted) for one in nodes}
    rounds: list[list[Node]] = []
    done: set[Node] = set()
    while len(done) < len(nodes):
        free = [one for one in nodes if one not in done and _is_free(one, reach, done)]
        rounds.append(free)
        done |= set(free)
    return rounds


def _closure(node: Node, wanted: Mapping[Node, set[Node]]) -> set[Node]:
    seen: set[Node] = set()
    ahead = [node]
    while ahead:
        for one in wanted[ahead.pop()]:
            if one not in seen:
                seen.add(one)
                ahead.append(one)
    return seen


def _is_free(node: Node, reach: Mapping[Node, set[Node]], done: set[Node]) -> bool:
    """Whether all that it needs has moved, or needs it in turn."""
    return all(one in done or one == node or node in reach[one] for one in reach[node])
