"""Cells of cost: what rules take of the ledger and what stands beside it, shared by keys, by place and year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.reading.queries import once, one_reading
from chefforum.modules.ledger import queries as ledger

from ..access import READ_COSTS, units_of_costs
from ..models import AllocationWeight, ClassificationRule, ContractSystem, CostLine
from ..rules.cells import Origin, Part, Place, Share, Source, Wanted, wanted_parts
from .classified import patterns_of
from .rules import active_rules, facts_of

FINEST = 1_000_000  # of a weight's or a share's decimals


def parts_seen(*, actor: Actor, years: Sequence[int], wanted: Wanted) -> list[Part]:
    """The parts of costs of the years, one-offs of earlier years that still count with them, that the actor may see.

    Six queries and one scan at most. Raises AccessDenied.
    """
    READ_COSTS.require(actor)
    seen = units_of_costs(actor)
    narrowed = Wanted(**{**vars(wanted), "units": seen})
    return wanted_parts(all_sources(years=years), narrowed)


def all_sources(*, years: Sequence[int]) -> list[Source]:
    """Everything that costs of the years are made from, whoever may see it: the house itself asks.

    Once in a reading."""
    return once(("all_sources", min(years), max(years)), lambda: _all_sources(years))


def _all_sources(years: Sequence[int]) -> list[Source]:
    with one_reading():
        rules = active_rules()
        rows = CostLine.objects.filter(removed_at__isnull=True, year__lte=max(years))
        lines = once(("cost_lines", max(years)), lambda: list(rows))
        used = {one.key_id for one in rules} | {one.key_id for one in lines}
        wanted = frozenset(key for key in used if key is not None)
        keys = once(("shares_of_keys", wanted), lambda: _shares_of_keys(wanted))
        covers = _shares_of_contracts({one.contract_id for one in lines if one.contract_id is not None})
        longest = max((rule.life_years or 1 for rule in rules), default=1)
        posted = _posted(rules, keys, first=min(years) - longest + 1, last=max(years))
    return [*posted, *(_line(one, keys, covers) for one in lines)]


def _posted(
    rules: Sequence[ClassificationRule],
    keys: dict[UUID, tuple[str, tuple[Share, ...]]],
    *,
    first: int,
    last: int,
) -> Iterable[Source]:
    if not rules:
        return
    patterns = [patterns_of(facts_of(rule)) for rule in rules]
    for one in ledger.sorted_sums(lists=[patterns], first=first, last=last, by={"unit"}, is_caught=True):
        rule = rules[one.rules[0]]
        if rule.is_excluded:
            continue
        shared_by, shares = keys.get(rule.key_id, ("", ())) if rule.key_id else ("", ())
        yield Source(
            origin=Origin.LEDGER,
            id=rule.pk,
            name=rule.name,
            place=Place(rule.category, rule.activity, one.unit_id, rule.system_id),
            year=one.year,
            amount=one.amount,
            life=rule.life_years or 1,
            shares=shares,
            shared_by=shared_by,
        )


def _line(
    line: CostLine,
    keys: dict[UUID, tuple[str, tuple[Share, ...]]],
    covers: dict[UUID, tuple[Share, ...]],
) -> Source:
    shared_by, shares = keys.get(line.key_id, ("", ())) if line.key_id else ("", ())
    if not shares and line.system_id is None and line.contract_id in covers:
        shared_by, shares = "kontraktens andele", covers[line.contract_id]
    return Source(
        origin=Origin.LINE,
        id=line.pk,
        name=line.text,
        place=Place(line.category, line.activity, line.unit_id, line.system_id),
        year=line.year,
        amount=line.amount_oere,
        life=line.life_years or 1,
        shares=shares,
        shared_by=shared_by,
    )


def _shares_of_keys(keys: frozenset[UUID]) -> dict[UUID, tuple[str, tuple[Share, ...]]]:
    """Each key's name and shares. One query."""
    found: dict[UUID, list[Share]] = defaultdict(list)
    names: dict[UUID, str] = {}
    if keys:
        for one in AllocationWeight.objects.filter(key__in=keys).select_related("key"):
            names[one.key_id] = one.key.name
            found[one.key_id].append(Share(int(one.weight * FINEST), one.system_id, one.unit_id))
    return {key: (names[key], tuple(shares)) for key, shares in found.items()}


def _shares_of_contracts(contracts: set[UUID]) -> dict[UUID, tuple[Share, ...]]:
    """Each contract's systems by their shares; those of which none is said have what is left, alike. One query."""
    if not contracts:
        return {}
    rows: dict[UUID, list[tuple[UUID, Decimal | None]]] = defaultdict(list)
    said = ContractSystem.objects.filter(contract__in=contracts).order_by("pk")
    for contract, system, share in said.values_list("contract_id", "system_id", "share"):
        rows[contract].append((system, share))
    return {contract: _covered(systems) for contract, systems in rows.items()}


def _covered(systems: Sequence[tuple[UUID, Decimal | None]]) -> tuple[Share, ...]:
    open_ones = sum(share is None for _, share in systems)
    left = max(Decimal(0), 1 - sum((share for _, share in systems if share is not None), Decimal(0)))
    each = left / open_ones if open_ones else Decimal(0)
    return tuple(Share(int((each if share is None else share) * FINEST), system) for system, share in systems)


def years_to_choose() -> tuple[int, ...]:
    """The years that the ledger or a line beside it holds anything of. Two queries."""
    of_lines = CostLine.objects.filter(removed_at__isnull=True).order_by("year").values_list("year", flat=True)
    return tuple(sorted({*ledger.posted_years(), *of_lines.distinct()}))
