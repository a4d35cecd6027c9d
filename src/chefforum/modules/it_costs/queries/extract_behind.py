"""What a frozen line is made of, and what of it has moved in the books since."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.reading.queries import one_reading
from chefforum.modules.ledger import queries as ledger

from ..access import units_of_costs
from ..models import ClassificationRule, CostLine, ExtractLine, ExtractSum, Volume
from ..rules.cells import Origin
from .classified import patterns_of
from .rules import active_rules, facts_of


@dataclass(frozen=True)
class BehindRow:
    """Postings on an account from a supplier: as they were frozen and as they are now, øre; None: not any."""

    account: str
    supplier: str
    frozen: int | None
    count: int
    now: int | None

    @property
    def has_moved(self) -> bool:
        return self.frozen != self.now


@dataclass(frozen=True)
class Behind:
    """`note`: what has happened to the rule, the cost or the number since, "" for nothing. `now`: what it comes to in
    the books today, None where that cannot be told. `is_open`: its postings may be shown."""

    rows: tuple[BehindRow, ...]
    frozen: int | None
    now: int | None
    note: str
    is_open: bool

    @property
    def has_moved(self) -> bool:
        return self.frozen != self.now or any(one.has_moved for one in self.rows)


def behind(*, actor: Actor, line: ExtractLine) -> Behind:
    """Of a line that the actor reads; what it is a shared part of is opened to who reads the unit that paid. At most
    five queries and a scan."""
    seen = units_of_costs(actor)
    if line.origin == "volume":
        return _number(line, hides=seen is not None)
    if seen is not None and line.source_unit_id not in seen:
        return Behind((), None, None, "", False)
    return _ledger(line) if line.origin == Origin.LEDGER else _beside(line)


def _ledger(line: ExtractLine) -> Behind:
    assert line.source_id is not None
    frozen = ExtractSum.objects.filter(
        extract=line.extract_id, source_id=line.source_id, year=line.source_year, unit=line.source_unit_id
    )
    was = {(one.account, one.supplier): (one.amount_oere, one.count) for one in frozen}
    with one_reading():
        rules = active_rules()
        place = next((place for place, rule in enumerate(rules) if rule.pk == line.source_id), None)
        now = _now(line, rules, place) if place is not None else None
    note = "" if place is not None else "Reglen er ændret eller fjernet siden. Posteringerne kan ligge under en anden."
    keys = sorted(was.keys() | (now or {}).keys(), key=lambda key: (-abs(was.get(key, (0, 0))[0]), key))
    rows = tuple(
        BehindRow(
            account=key[0],
            supplier=key[1],
            frozen=was[key][0] if key in was else None,
            count=was[key][1] if key in was else 0,
            now=was[key][0] if now is None and key in was else (now or {}).get(key),
        )
        for key in keys
    )
    return Behind(rows, line.source_oere, None if now is None else sum(now.values()), note, True)


def _now(line: ExtractLine, rules: list[ClassificationRule], place: int) -> dict[tuple[str, str], int]:
    patterns, found = [patterns_of(facts_of(rule)) for rule in rules], defaultdict[tuple[str, str], int](int)
    by = {"unit", "supplier", "account"}
    for one in ledger.sorted_sums(lists=[patterns], first=line.source_year, last=line.source_year, by=by):
        if one.rules[0] == place and one.unit_id == line.source_unit_id:
            found[one.account, one.supplier] += one.amount
    return dict(found)


def _beside(line: ExtractLine) -> Behind:
    assert line.source_id is not None
    cost = CostLine.objects.filter(pk=line.source_id).first()
    is_there = cost is not None and cost.removed_at is None
    note = "" if is_there else "Linjen er rettet eller fjernet siden. Den rettede står som en anden linje."
    return Behind((), line.source_oere, cost.amount_oere if is_there and cost else None, note, True)


def _number(line: ExtractLine, *, hides: bool) -> Behind:
    """The amount is told to who reads the whole; that the number is another, to all who see the line."""
    volume = Volume.objects.filter(system=line.system_id, item=line.item, year=line.year).first()
    if volume is None:
        return Behind((), None if hides else line.amount_oere, None, "Ingen har skrevet antallet i bøgerne mere.", True)
    note = "" if volume.quantity == line.quantity else "Antallet er et andet i bøgerne nu."
    if hides:
        return Behind((), None, None, note, True)
    return Behind((), line.amount_oere, volume.amount_oere, note, True)
