"""What a decision on more licences makes of the numbers in the register: how many there are, how many are asked for,
and what it comes to. A number that both parties have signed for is never another by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from ..models import ExtractLine, ItRequest, RequestDecision, Volume, VolumeChange
from ..rules.extract_kinds import LineKind
from ..rules.kinds import CostCategory
from ..rules.request_words import RequestKind
from ..rules.volumes import Facts, facts_from_json, plain, write_field

COUNTED = frozenset({CostCategory.SOFTWARE.value, CostCategory.HARDWARE.value})
Key = tuple[str, int]  # item, year


@dataclass(frozen=True)
class NewNumber:
    """Of an item in a year: `asked` for, on top of what `before` says of `before_year` (the year itself, or the newest
    earlier one that somebody has counted; None: nobody has). `is_validated`: signed for by both parties."""

    item: str
    year: int
    asked: Decimal
    before: Facts
    before_year: int | None
    is_validated: bool

    @property
    def key(self) -> Key:
        return self.item, self.year

    @property
    def total(self) -> Decimal | None:
        return None if self.before.quantity is None else plain(self.before.quantity + self.asked)

    @property
    def may_be_written(self) -> bool:
        """Not what is signed for, nor what is paid as one, however many use it."""
        return not self.is_validated and not self.before.is_site_licence

    @property
    def stands(self) -> str:
        """What the page showed of it, to tell whether another has written since."""
        return f"{self.before_year or ''}:{write_field('quantity', self.before)}"


@dataclass(frozen=True)
class Written:
    """What a decision wrote: the number before ("" where nobody had said) and after, as the page shows them."""

    item: str
    year: int
    was: str
    became: str


def new_numbers(found: ItRequest) -> tuple[NewNumber, ...]:
    """By item and year, of a request for more licences of a system that says how many; else none. Two queries, and one
    more where its lines are not there."""
    if found.kind != RequestKind.LICENCES or found.system_id is None:
        return ()
    lines = [line for line in found.lines.all() if line.quantity and line.category in COUNTED]
    if not lines:
        return ()
    said: dict[str, dict[int, Facts]] = {}
    for one in Volume.objects.filter(system=found.system_id):
        said.setdefault(one.item, {})[one.year] = Facts(_plainly(one.quantity), one.measured_in)
    asked: dict[Key, Decimal] = {}
    for line in lines:
        key = (item_of(line.item, said, is_alone=len(lines) == 1), line.first_year)
        asked[key] = asked.get(key, Decimal(0)) + (line.quantity or 0)
    signed = validated_numbers(found.system_id, asked)
    return tuple(_new(key, number, said.get(key[0], {}), key in signed) for key, number in sorted(asked.items()))


def item_of(written: str, there: Iterable[str], *, is_alone: bool) -> str:
    """The item of the register that a line is of: that of the same name, or the system's only one where the request is
    of one thing; else one that is not there yet.

    >>> item_of("elevlicens", ["Elevlicens", "Kursus"], is_alone=False), item_of("40 nye", ["Licens"], is_alone=True)
    ('Elevlicens', 'Licens')
    """
    names = sorted(there)
    same = [name for name in names if name.casefold() == written.strip().casefold()]
    if same:
        return same[0]
    return names[0] if is_alone and len(names) == 1 else written.strip()


def _new(key: Key, asked: Decimal, years: dict[int, Facts], is_validated: bool) -> NewNumber:
    item, year = key
    known = [
        one for one, facts in years.items() if one <= year and (facts.quantity is not None or facts.is_site_licence)
    ]
    before_year = max(known, default=None)
    before = years[before_year] if before_year is not None else Facts()
    return NewNumber(item, year, plain(asked), before, before_year, is_validated)


def _plainly(quantity: Decimal | None) -> Decimal | None:
    return None if quantity is None else plain(quantity)


def validated_numbers(system_id: UUID, keys: Iterable[Key]) -> set[Key]:
    """Those of the keys whose number stands in an extract that both have signed. One query."""
    wanted = set(keys)
    rows = ExtractLine.objects.filter(
        extract__validated_at__isnull=False,
        kind=LineKind.NUMBER.value,
        system=system_id,
        year__in={year for _, year in wanted},
    )
    return wanted & set(rows.values_list("item", "year"))


def written_by(decision: RequestDecision) -> tuple[Written, ...]:
    """What the decision wrote and nobody has put back. One query, or none where it wrote nothing."""
    if decision.volume_batch is None:
        return ()
    rows = VolumeChange.objects.filter(batch=decision.volume_batch, undone_at__isnull=True).order_by("item", "year")
    return tuple(
        Written(
            one.item,
            one.year,
            write_field("quantity", facts_from_json(one.was)),
            write_field("quantity", facts_from_json(one.became)),
        )
        for one in rows
    )


def still_open(found: ItRequest, written: Iterable[Written]) -> tuple[NewNumber, ...]:
    """What was approved and is not in the register's number, since that was signed for before. Two queries."""
    by_decision = {(one.item, one.year) for one in written}
    return tuple(one for one in new_numbers(found) if one.is_validated and one.key not in by_decision)
