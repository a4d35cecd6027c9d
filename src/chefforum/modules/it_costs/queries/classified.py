"""What the rules catch of the ledger: how many postings and kroner each in a year, what nothing catches, and the lines.

The coordinator keeps the rules and sees what they catch of every unit. What nothing catches is shown to them as sums;
its lines are not theirs to read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.modules.ledger import queries as ledger

from ..access import KEEP_IT_COSTS, READ_COSTS, units_of_costs
from ..models import ClassificationRule
from ..rules.classification import PATTERNS, RuleFacts
from .rules import RuleNotFound, active_rules, facts_of

BY = {"supplier": "Leverandør", "account": "Konto", "unit": "Enhed"}
MOST_SHOWN = 50


@dataclass(frozen=True)
class Caught:
    """A number of postings and their sum in øre."""

    count: int = 0
    amount: int = 0

    def __add__(self, other: Caught) -> Caught:
        return Caught(self.count + other.count, self.amount + other.amount)


@dataclass(frozen=True)
class RuleCaught:
    rule: ClassificationRule
    caught: Caught


@dataclass(frozen=True)
class Overview:
    """A year by the rules: each with what it catches, all that is technology, all that is said not to be, and the
    rest."""

    rules: tuple[RuleCaught, ...]
    technology: Caught
    excluded: Caught
    uncaught: Caught


@dataclass(frozen=True)
class Uncaught:
    """What nothing catches of a supplier, on an account or on a unit ("" and None: none is said)."""

    word: str
    unit_id: UUID | None
    caught: Caught


@dataclass(frozen=True)
class Taken:
    """What a rule would take from another one; None: from what nothing catches."""

    rule: ClassificationRule | None
    caught: Caught


@dataclass(frozen=True)
class Preview:
    """What a rule would catch in a year, whom it takes it from, and what the rule let go that it was before."""

    year: int
    caught: Caught
    taken: tuple[Taken, ...]
    let_go: Caught


def patterns_of(facts: RuleFacts) -> ledger.Patterns:
    said = {name.removesuffix("_pattern"): getattr(facts, name) for name in PATTERNS}
    return ledger.Patterns(**said)


def overview(*, actor: Actor, year: int) -> Overview:
    """Raises AccessDenied. One query and one of the ledger."""
    KEEP_IT_COSTS.require(actor)
    rules = active_rules()
    found: dict[int, Caught] = defaultdict(Caught)
    for one in ledger.sorted_sums(lists=[_patterns(rules)], first=year, last=year):
        found[one.rules[0]] += Caught(one.count, one.amount)
    rows = tuple(RuleCaught(rule, found[place]) for place, rule in enumerate(rules))
    return Overview(
        rules=rows,
        technology=sum((row.caught for row in rows if not row.rule.is_excluded), Caught()),
        excluded=sum((row.caught for row in rows if row.rule.is_excluded), Caught()),
        uncaught=found[ledger.NONE],
    )


def uncaught(*, actor: Actor, year: int, by: str) -> tuple[Uncaught, ...]:
    """What nothing catches, the largest sums first. Raises AccessDenied, KeyError for what it cannot be told by."""
    KEEP_IT_COSTS.require(actor)
    BY[by]
    sums: dict[tuple[str, UUID | None], Caught] = defaultdict(Caught)
    for one in ledger.sorted_sums(lists=[_patterns(active_rules())], first=year, last=year, by={by}):
        if one.rules[0] == ledger.NONE:
            sums[one.supplier or one.account, one.unit_id] += Caught(one.count, one.amount)
    rows = [Uncaught(word, unit_id, caught) for (word, unit_id), caught in sums.items()]
    return tuple(sorted(rows, key=lambda row: (-abs(row.caught.amount), row.word, str(row.unit_id))))


def preview(*, actor: Actor, year: int, facts: RuleFacts, order: int | None, changes: UUID | None = None) -> Preview:
    """What the rule would catch in its place in the order; `changes`: the rule that it comes instead of.

    Raises AccessDenied, RuleNotFound. One query and one scan.
    """
    KEEP_IT_COSTS.require(actor)
    before = active_rules()
    old = next((place for place, rule in enumerate(before) if rule.pk == changes), None)
    if changes is not None and old is None:
        raise RuleNotFound(changes)
    after = [(rule.order, facts_of(rule)) for place, rule in enumerate(before) if place != old]
    if order is None:
        order = before[old].order if old is not None else max((rule.order for rule in before), default=0) + 1
    # Of the same order a new one comes last, as it is the youngest.
    place = sum(1 for other, _ in after if other <= order)
    after.insert(place, (order, facts))
    lists = [_patterns(before), [patterns_of(one) for _, one in after]]
    takes, let_go = defaultdict[int, Caught](Caught), Caught()
    for one in ledger.sorted_sums(lists=lists, first=year, last=year):
        was, becomes = one.rules
        if becomes == place:
            takes[was] += Caught(one.count, one.amount)
        elif old is not None and was == old:
            let_go += Caught(one.count, one.amount)
    taken = [Taken(None if was == ledger.NONE else before[was], caught) for was, caught in takes.items() if was != old]
    taken.sort(key=lambda one: (one.rule is None, -one.caught.count, one.rule.order if one.rule else 0))
    return Preview(year, sum(takes.values(), Caught()), tuple(taken), let_go)


def postings_of_rule(
    *, actor: Actor, rule_id: UUID, year: int, unit_id: UUID | None = None, is_of_no_unit: bool = False, page: int = 1
) -> tuple[ClassificationRule, ledger.SortedPage]:
    """The postings that the rule took in the year, on units whose costs the actor reads; of one unit, or of none.

    Raises AccessDenied, RuleNotFound.
    """
    READ_COSTS.require(actor)
    rules = active_rules()
    number = next((place for place, rule in enumerate(rules) if rule.pk == rule_id), None)
    if number is None:
        raise RuleNotFound(rule_id)
    units = units_of_costs(actor)
    if unit_id is not None:
        units = frozenset({unit_id}) if units is None else units & {unit_id}
    if is_of_no_unit and units_of_costs(actor) is not None:
        units, is_of_no_unit = frozenset(), False
    found = ledger.sorted_postings(
        rules=_patterns(rules),
        number=number,
        first=year,
        last=year,
        units=units,
        is_of_no_unit=is_of_no_unit,
        page=page,
    )
    return rules[number], found


def years_held() -> tuple[int, ...]:
    """The years that the ledger has postings of. One query."""
    return ledger.posted_years()


def _patterns(rules: Sequence[ClassificationRule]) -> list[ledger.Patterns]:
    return [patterns_of(facts_of(rule)) for rule in rules]
