"""Why technology costs more, or less, in one year than in another: items with what is known of both years, taken apart
by calc/price_volume.py, and what lacks numbers.

Shown in whole kroner: each item's parts are rounded so that they sum to its change as shown, and every total is the sum
of the items' shown figures, so that all sums hold both ways. A year that nobody has said anything of is no nought: the
item is left out and told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from chefforum.calc.price_volume import (
    SITE,
    Item,
    ItemChange,
    Part,
    Total,
    Year,
    decompose,
    in_units,
    site_licence,
)
from chefforum.calc.price_volume_span import Span, span

from .volumes import Facts

PART_NAMES = {
    Part.PRICE: "Pris",
    Part.INDEXATION: "Prisudvikling (indeks)",
    Part.VOLUME: "Antal",
    Part.EMPLOYEES: "Antal medarbejdere",
    Part.DENSITY: "Antal pr. medarbejder",
    Part.NEW: "Nyt",
    Part.DISCONTINUED: "Ophørt",
    Part.REPLACED: "Udskiftet",
    Part.NOT_DIVISIBLE: "Ikke opdelelig",
}
PART_HELP = {
    Part.PRICE: "Det samme koster mere eller mindre pr. stk.",
    Part.INDEXATION: "Så meget ville prisen have ændret sig, hvis den kun fulgte indekset.",
    Part.VOLUME: "Der er flere eller færre af det samme.",
    Part.EMPLOYEES: "Antallet følger med, at der er blevet flere eller færre medarbejdere.",
    Part.DENSITY: "Hver medarbejder har flere eller færre.",
    Part.NEW: "Det var her ikke før.",
    Part.DISCONTINUED: "Det er her ikke mere.",
    Part.REPLACED: "Noget er trådt i stedet for noget andet; begge dele regnes som ét.",
    Part.NOT_DIVISIBLE: "Beløbene kendes, men antal mangler eller kan ikke sammenlignes.",
}
PART_SLUGS = {
    Part.PRICE: "pris",
    Part.INDEXATION: "indeks",
    Part.VOLUME: "antal",
    Part.EMPLOYEES: "medarbejdere",
    Part.DENSITY: "pr-medarbejder",
    Part.NEW: "nyt",
    Part.DISCONTINUED: "ophoert",
    Part.REPLACED: "udskiftet",
    Part.NOT_DIVISIBLE: "ikke-opdelelig",
}
ALWAYS_SHOWN = (Part.PRICE, Part.NEW, Part.DISCONTINUED, Part.REPLACED, Part.NOT_DIVISIBLE)
NO_NAME = "Ikke oplyst"


class Lack(StrEnum):
    NOBODY = "nobody"
    NO_AMOUNT = "no_amount"


@dataclass(frozen=True)
class Line:
    """An item of a system, and what is said of it in the two years; empty where nobody has said anything."""

    system_id: UUID
    system: str
    item: str
    before: Facts
    after: Facts
    family: str = ""
    unit_id: UUID | None = None  # the department that the system's unit lies in
    unit: str = ""

    @property
    def key(self) -> str:
        return f"{self.system_id}|{self.item}"

    @property
    def name(self) -> str:
        return self.item if self.item.casefold() == self.system.casefold() else f"{self.system}: {self.item}"


@dataclass(frozen=True)
class Lacking:
    """An item that is not in the sum, and the years that lack something."""

    line: Line
    years: tuple[tuple[int, Lack], ...]


@dataclass(frozen=True)
class Kroner:
    """Before + the parts = after, in whole kroner as they are shown."""

    before: int = 0
    after: int = 0
    parts: Mapping[Part, int] = field(default_factory=dict)

    @property
    def change(self) -> int:
        return self.after - self.before

    def of(self, part: Part) -> int:
        return self.parts.get(part, 0)


@dataclass(frozen=True)
class Told:
    """An item's change, and as it is shown."""

    line: Line
    change: ItemChange
    kroner: Kroner


@dataclass(frozen=True)
class Replaced:
    """The old and the new names of what is joined by successors, and the whole change of it."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    told: tuple[Told, ...]

    @property
    def kroner(self) -> int:
        return sum(one.kroner.of(Part.REPLACED) for one in self.told)


@dataclass(frozen=True)
class Answer:
    """The whole answer of two years. `idle`: replacements that joined nothing, by the systems' names."""

    years: tuple[int, int]
    told: tuple[Told, ...]
    lacking: tuple[Lacking, ...]
    idle: tuple[tuple[str, str], ...]
    replaced: tuple[Replaced, ...]
    span: Span
    total: Kroner

    @property
    def parts(self) -> tuple[Part, ...]:
        """Those to show, in order: the quantity as one or as two, an index where one was chosen."""
        return shown_parts(self.total)

    def by(self, name: Callable[[Line], str]) -> list[tuple[str, Kroner]]:
        """Sums by what each line is named by, the largest change first."""
        groups: dict[str, list[Told]] = defaultdict(list)
        for one in self.told:
            groups[name(one.line) or NO_NAME].append(one)
        sums = [(label, sum_of(rows)) for label, rows in groups.items()]
        return sorted(sums, key=lambda row: (-abs(row[1].change), row[0]))

    def of_part(self, part: Part) -> list[Told]:
        """The items that the part comes from, the largest first."""
        rows = [one for one in self.told if part in one.change.parts]
        return sorted(rows, key=lambda one: (-abs(one.kroner.of(part)), one.line.name))


def shown_parts(total: Kroner) -> tuple[Part, ...]:
    quantity = {Part.EMPLOYEES, Part.DENSITY} & total.parts.keys() or {Part.VOLUME}
    shown = {*ALWAYS_SHOWN, *quantity, *total.parts}
    return tuple(part for part in PART_NAMES if part in shown)


def sum_of(told: Iterable[Told]) -> Kroner:
    """The sums of what is shown of each."""
    before = after = 0
    parts: dict[Part, int] = defaultdict(int)
    for one in told:
        before, after = before + one.kroner.before, after + one.kroner.after
        for part, amount in one.kroner.parts.items():
            parts[part] += amount
    return Kroner(before, after, {part: parts[part] for part in Part if part in parts})


def why(
    *,
    lines: Sequence[Line],
    years: tuple[int, int],
    successors: Collection[tuple[UUID, UUID]] = (),
    index: tuple[Decimal, Decimal] | None = None,
    employees: tuple[Decimal, Decimal] | None = None,
) -> Answer:
    """Takes the change apart. `successors`: systems (old, new); all items of the old, and of the new, are joined.
    `index` and `employees`: of the two years; the quantity is divided by employees except where it is paid as one."""
    known, lacking = [], []
    for line in lines:
        lacks = tuple(
            (year, lack) for year, facts in zip(years, (line.before, line.after), strict=True) if (lack := _lack(facts))
        )
        if lacks:
            lacking.append(Lacking(line, lacks))
        else:
            known.append(line)
    items = [
        Item(
            line.key,
            _year(line.before, index and index[0], employees and employees[0]),
            _year(line.after, index and index[1], employees and employees[1]),
        )
        for line in known
    ]
    pairs = _pairs(items, known, successors)
    found = decompose(items=items, successors=pairs)
    told = tuple(Told(line, change, _kroner(change)) for line, change in zip(known, found.items, strict=True))
    return Answer(
        years=years,
        told=told,
        lacking=tuple(lacking),
        idle=_idle(lines, told, successors),
        replaced=_replaced(told, successors),
        span=span(changes=found.items),
        total=sum_of(told),
    )


def _lack(facts: Facts) -> Lack | None:
    if facts.is_empty:
        return Lack.NOBODY
    return Lack.NO_AMOUNT if facts.amount_oere is None and facts.quantity != 0 else None


def _year(facts: Facts, index: Decimal | None, employees: Decimal | None) -> Year | None:
    """None where it is said that there was none of it. Of none there is nothing to pay, where no amount is said."""
    if facts.is_none_there:
        return None
    assert facts.amount_oere is not None
    if facts.is_site_licence:
        return site_licence(amount_oere=facts.amount_oere, index=index)
    unit = facts.measured_in.casefold()
    return Year(facts.amount_oere, facts.quantity, unit, index, None if unit == SITE else employees)


def _kroner(change: ItemChange) -> Kroner:
    shown = in_units(total=Total(change.before_oere, change.after_oere, change.parts, {}))
    return Kroner(shown.before, shown.after, shown.parts)


def _pairs(
    items: Sequence[Item], lines: Sequence[Line], successors: Collection[tuple[UUID, UUID]]
) -> list[tuple[str, str]]:
    """Each item of the old that was there before with each of the new that is there after."""
    old, new = defaultdict(list), defaultdict(list)
    for line, item in zip(lines, items, strict=True):
        if item.before is not None:
            old[line.system_id].append(line.key)
        if item.after is not None:
            new[line.system_id].append(line.key)
    return [(one, other) for was, came in sorted(successors, key=str) for one in old[was] for other in new[came]]


def _idle(
    lines: Sequence[Line], told: Sequence[Told], successors: Collection[tuple[UUID, UUID]]
) -> tuple[tuple[str, str], ...]:
    names = {line.system_id: line.system for line in lines}
    joined = {one.line.system_id for one in told if one.change.replacement}
    return tuple(
        sorted(
            (names[old], names[new])
            for old, new in successors
            if old in names and new in names and not {old, new} <= joined
        )
    )


def _replaced(told: Sequence[Told], successors: Collection[tuple[UUID, UUID]]) -> tuple[Replaced, ...]:
    groups: dict[tuple[str, ...], list[Told]] = defaultdict(list)
    for one in told:
        if one.change.replacement:
            groups[one.change.replacement].append(one)
    olds, news = {old for old, _ in successors}, {new for _, new in successors}
    found = []
    for rows in groups.values():
        old = sorted({one.line.system for one in rows if one.line.system_id in olds})
        new = sorted({one.line.system for one in rows if one.line.system_id in news})
        found.append(Replaced(tuple(old), tuple(new), tuple(rows)))
    return tuple(sorted(found, key=lambda one: (-abs(one.kroner), one.old)))
