"""Whether costs here and the ledger come to the same, and what explains where they do not.

The ledger's side is all that is posted on the accounts that rules find technology on. Of it some is said not to be
technology, and some is caught by nothing; beside it stand costs from contracts and by hand. What named differences do
not explain of the rest is shown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.reading.queries import one_reading
from chefforum.modules.ledger import queries as ledger

from ..access import READ_ALL_COSTS
from ..models import CostLine, NamedDifference
from ..rules.cells import View, Wanted, cells_of, wanted_parts
from ..rules.kinds import SOURCE_NAMES, Source
from .cells import all_sources
from .classified import patterns_of
from .cost_lines import list_differences
from .rules import active_rules, facts_of


@dataclass(frozen=True)
class AccountLeft:
    """What nothing catches on an account that rules find technology on, by who sent the bill. Øre."""

    account: str
    supplier: str
    count: int
    amount: int


@dataclass(frozen=True)
class Reconciliation:
    """A year's sums in øre. `on_accounts` = `technology` + `excluded` + `uncaught`, of the same accounts.

    `cells` = `technology` + `beside`, which is held against another sum of the same; `is_whole` says whether it is so.
    """

    year: int
    on_accounts: int
    technology: int
    excluded: int
    uncaught: int
    beside: dict[str, int]
    cells: int
    differences: tuple[NamedDifference, ...]
    left_lines: tuple[AccountLeft, ...]

    @property
    def is_whole(self) -> bool:
        """Whether no øre got lost on the way from postings and lines to cells."""
        return self.cells == self.technology + sum(self.beside.values())

    @property
    def named(self) -> int:
        return sum(one.amount_oere for one in self.differences)

    @property
    def explained(self) -> int:
        """What the cells should come to: the accounts, without what is said to be no technology, with what stands
        beside them and the named differences."""
        return self.on_accounts - self.excluded + sum(self.beside.values()) + self.named

    @property
    def left(self) -> int:
        """What nothing explains: nought when each øre that no rule catches is named."""
        return self.cells - self.explained


def reconcile(*, actor: Actor, year: int) -> Reconciliation:
    """Raises AccessDenied: the whole is for who reads the whole. Seven queries and two scans at most."""
    READ_ALL_COSTS.require(actor)
    with one_reading():
        rules = active_rules()
        patterns = [patterns_of(facts_of(rule)) for rule in rules]
        sums = ledger.sorted_sums(lists=[patterns], first=year, last=year, by={"account", "supplier"})
        sources = all_sources(years=[year])
    found = {"technology": 0, "excluded": 0, "uncaught": 0}
    is_technology = [not rule.is_excluded for rule in rules]
    touched = {one.account for one in sums if one.rules[0] != ledger.NONE and is_technology[one.rules[0]]}
    left: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in sums:
        if one.account not in touched:
            continue
        number = one.rules[0]
        kind = "uncaught" if number == ledger.NONE else "technology" if is_technology[number] else "excluded"
        found[kind] += one.amount
        if kind == "uncaught":
            left[one.account, one.supplier][0] += one.count
            left[one.account, one.supplier][1] += one.amount
    beside = _beside(year)
    cells = cells_of(wanted_parts(sources, Wanted()), years=[year], view=View.CASH)
    return Reconciliation(
        year=year,
        on_accounts=sum(found.values()),
        **found,
        beside=beside,
        cells=sum(by_year[year] for by_year in cells.values()),
        differences=tuple(list_differences(year=year)),
        left_lines=tuple(
            AccountLeft(*words, *counted)
            for words, counted in sorted(left.items(), key=lambda one: (-abs(one[1][1]), one[0]))
        ),
    )


def _beside(year: int) -> dict[str, int]:
    """The sums of lines beside the ledger, by where they come from. One query."""
    found: dict[str, int] = defaultdict(int)
    lines = CostLine.objects.filter(removed_at__isnull=True, year=year)
    for source, amount in lines.values_list("source", "amount_oere"):
        found[SOURCE_NAMES[Source(source)]] += amount
    return dict(found)
