"""All pairs of the register compared, with what people have said of them, narrowed to what somebody looks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from chefforum.calc.overlap import Pair, SameProduct, same_products
from chefforum.calc.overlap_parts import System
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.modules.it_costs.access import READ_SYSTEMS
from chefforum.modules.it_costs.queries.comparing import ComparedSystem, ContractTerms, systems_to_compare, terms_of

from ..models import OverlapVerdict
from ..rules.overlaps import (
    TOGETHER,
    Basis,
    Known,
    Two,
    Verdict,
    basis_from_json,
    compare,
    groups_said,
    in_order,
    moved_since,
    pair_alone,
)

THRESHOLD = 0.5
UNSAID, MOVED = "uafklaret", "flyttet"  # beside the verdicts, in a filter


class PairNotFound(LookupError):
    """There is no such pair of systems."""


@dataclass(frozen=True)
class OverlapsAsked:
    """What is looked for; empty is everything. `verdict`: a Verdict, UNSAID or MOVED; what has a verdict is then shown
    however little alike it is."""

    words: str = ""
    unit_id: UUID | None = None  # that answers for one of them or uses it, and all below
    task: str = ""  # a KLE number, with all below it
    vendor_id: UUID | None = None
    verdict: str = ""
    system_id: UUID | None = None
    threshold: float = THRESHOLD


@dataclass(frozen=True)
class Standing:
    """What was said last of a pair. `moved`: what of its basis is another now."""

    number: int
    verdict: str
    reason: str
    basis: Basis | None
    at: dt.datetime
    who: str
    is_undo: bool
    moved: tuple[str, ...] = ()

    @property
    def is_said(self) -> bool:
        return self.verdict != Verdict.NOT_SAID

    @property
    def name(self) -> str:
        return str(OverlapVerdict(verdict=self.verdict).get_verdict_display())


@dataclass(frozen=True)
class PairFound:
    """`number`: of the last row that was written of the pair; 0: none."""

    pair: Pair
    one: ComparedSystem
    other: ComparedSystem
    standing: Standing | None

    @property
    def number(self) -> int:
        return self.standing.number if self.standing else 0

    @property
    def said(self) -> Standing | None:
        return self.standing if self.standing and self.standing.is_said else None


@dataclass(frozen=True)
class ClusterFound:
    """Systems every two of which are alike or were said to overlap. `unsaid` of its `pairs` nobody has judged."""

    systems: tuple[ComparedSystem, ...]
    pairs: tuple[PairFound, ...]

    @property
    def is_said(self) -> bool:
        """Somebody says that two of them overlap."""
        return any(one.said and one.said.verdict in TOGETHER for one in self.pairs)

    @property
    def unsaid(self) -> int:
        count = len(self.systems)
        return count * (count - 1) // 2 - sum(one.said is not None for one in self.pairs)


@dataclass(frozen=True)
class OverlapsFound:
    """`compared`: how many pairs were looked at. `unsaid`: of all at the threshold, how many nobody has judged."""

    pairs: tuple[PairFound, ...]
    clusters: tuple[ClusterFound, ...]
    compared: int
    systems: Mapping[UUID, ComparedSystem]
    unsaid: int
    moved: int


def find_overlaps(*, actor: Actor, asked: OverlapsAsked, tree: OrganisationTree) -> OverlapsFound:
    """Four queries. Raises AccessDenied."""
    systems = systems_to_compare(actor=actor)
    standing = standings(systems)
    verdicts = {two: one.verdict for two, one in standing.items()}
    compared = compare(systems=_for_calc(systems), threshold=asked.threshold, verdicts=verdicts)
    pairs = [_found(pair, systems, standing) for pair in compared.pairs]
    by_two = {in_order(one.one.id, one.other.id): one for one in pairs}
    below = tree.below([asked.unit_id]) if asked.unit_id else None
    clusters = [_cluster(keys, systems, by_two) for keys in compared.clusters]
    clusters.sort(key=lambda one: not one.is_said)  # within each, the largest first
    return OverlapsFound(
        pairs=tuple(one for one in pairs if _is_wanted(one, asked, below)),
        clusters=tuple(one for one in clusters if _has_wanted(one, asked, below)),
        compared=compared.compared,
        systems=systems,
        unsaid=sum(one.said is None for one in pairs),
        moved=sum(bool(one.said and one.said.moved) for one in pairs),
    )


def find_pair(*, actor: Actor, one: UUID, other: UUID) -> PairFound:
    """Also where one of them is out of the register. Four queries. Raises PairNotFound, AccessDenied."""
    systems = systems_to_compare(actor=actor, also=[one, other])
    if one == other or one not in systems or other not in systems:
        raise PairNotFound(f"{one} {other}")
    standing = standings(systems, only=in_order(one, other))
    pair = pair_alone(systems=_for_calc(systems), one=str(one), other=str(other))
    return _found(pair, systems, standing)


def history_of_pair(*, actor: Actor, one: UUID, other: UUID) -> list[Standing]:
    """All that was said of it, the last first. One query. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    first, second = in_order(one, other)
    rows = OverlapVerdict.objects.filter(first=first, second=second).select_related("person").order_by("-number")
    return [_standing(row, None) for row in rows]


def standings(systems: Mapping[UUID, ComparedSystem], *, only: Two | None = None) -> dict[Two, Standing]:
    """What was said last of each pair. One query."""
    rows = OverlapVerdict.objects.select_related("person").order_by("number", "pk")
    if only is not None:
        rows = rows.filter(first=only[0], second=only[1])
    last = {(one.first_id, one.second_id): one for one in rows}
    return {two: _standing(one, basis_now(systems, two)) for two, one in last.items()}


def groups_said_to_overlap(*, actor: Actor, there: Collection[UUID]) -> list[tuple[UUID, ...]]:
    """Those of `there` that people say do the same, by their last word of each pair. One query. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    rows = OverlapVerdict.objects.order_by("number", "pk").values_list("first_id", "second_id", "verdict")
    return groups_said({(first, second): verdict for first, second, verdict in rows}, there)


def said_to_overlap(*, actor: Actor, system_id: UUID) -> list[str]:
    """The names of systems in the register that can do the same as it, says who writes one of the two. One query.
    Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    rows = OverlapVerdict.objects.filter(Q(first=system_id) | Q(second=system_id)).order_by("number", "pk")
    last = {(one.first_id, one.second_id): one for one in rows.select_related("first", "second")}
    others = [
        one.second if one.first_id == system_id else one.first for one in last.values() if one.verdict in TOGETHER
    ]
    return sorted((one.name for one in others if one.removed_at is None), key=str.casefold)


def basis_now(systems: Mapping[UUID, ComparedSystem], two: Two) -> Basis | None:
    """None where one of them is not among the systems."""
    if two[0] not in systems or two[1] not in systems:
        return None
    return Basis(*(_known(systems[one]) for one in two))


def _known(one: ComparedSystem) -> Known:
    units = tuple(sorted(str(unit) for unit in one.units))
    return Known(one.name, one.description, one.tasks, one.business_type, units)


def _standing(row: OverlapVerdict, now: Basis | None) -> Standing:
    basis = basis_from_json(row.basis)
    moved = moved_since(basis, now) if basis and now and row.verdict else ()
    who = row.person.name if row.person else "Kommandolinjen"
    return Standing(row.number, row.verdict, row.reason, basis, row.at, who, row.is_undo, moved)


def _for_calc(systems: Mapping[UUID, ComparedSystem]) -> list[System]:
    return [
        System(
            key=str(one.id),
            name=one.name,
            description=one.description,
            kle=frozenset(one.tasks),
            business_type=one.business_type,
            units=frozenset(str(unit) for unit in one.units),
            vendor=one.vendor_cvr,
        )
        for one in systems.values()
    ]


def _found(pair: Pair, systems: Mapping[UUID, ComparedSystem], standing: Mapping[Two, Standing]) -> PairFound:
    """The two by name."""
    two = (UUID(pair.one), UUID(pair.other))
    one, other = sorted((systems[key] for key in two), key=lambda each: (each.name.casefold(), str(each.id)))
    return PairFound(pair, one, other, standing.get(two))


def _cluster(
    keys: Sequence[str], systems: Mapping[UUID, ComparedSystem], by_two: Mapping[Two, PairFound]
) -> ClusterFound:
    ids = [UUID(key) for key in keys]
    twos = [(one, other) for place, one in enumerate(ids) for other in ids[place + 1 :]]
    named = sorted((systems[one] for one in ids), key=lambda one: (one.name.casefold(), str(one.id)))
    return ClusterFound(tuple(named), tuple(by_two[two] for two in twos if two in by_two))


def _fits(system: ComparedSystem, asked: OverlapsAsked, below: Collection[UUID] | None) -> bool:
    if asked.system_id is not None and system.id != asked.system_id:
        return False
    if below is not None and system.owner_unit_id not in below and not any(unit in below for unit in system.units):
        return False
    if asked.task and not any(number.startswith(asked.task) for number in system.tasks):
        return False
    if asked.vendor_id is not None and system.vendor_id != asked.vendor_id:
        return False
    said = f"{system.name} {system.vendor_name} {system.description}".casefold()
    return all(word in said for word in asked.words.casefold().split())


def _is_wanted(found: PairFound, asked: OverlapsAsked, below: Collection[UUID] | None) -> bool:
    if not (_fits(found.one, asked, below) or _fits(found.other, asked, below)):
        return False
    said = found.said
    if asked.verdict == UNSAID:
        return said is None
    if asked.verdict == MOVED:
        return bool(said and said.moved)
    if asked.verdict:
        return said is not None and said.verdict == asked.verdict
    return found.pair.score >= asked.threshold or said is not None


def _has_wanted(found: ClusterFound, asked: OverlapsAsked, below: Collection[UUID] | None) -> bool:
    if not any(_fits(one, asked, below) for one in found.systems):
        return False
    if asked.verdict == UNSAID:
        return found.unsaid > 0
    if asked.verdict == MOVED:
        return any(one.said and one.said.moved for one in found.pairs)
    return not asked.verdict or any(one.said and one.said.verdict == asked.verdict for one in found.pairs)


@dataclass(frozen=True)
class ProductTwice:
    """One product of one vendor under several contracts."""

    name: str
    vendor: str
    contracts: tuple[ContractTerms, ...]


@dataclass(frozen=True)
class Products:
    """`left`: systems under contract whose vendor has no CVR number, compared with nothing."""

    twice: tuple[ProductTwice, ...]
    left: tuple[ContractTerms, ...]


def products_twice(*, actor: Actor) -> Products:
    """One query. Raises AccessDenied."""
    rows = {f"{one.contract_id} {one.system_id}": one for one in terms_of(actor=actor)}
    found, left = same_products(contracts=[(key, one.vendor_cvr, one.system_name) for key, one in rows.items()])
    twice = [_product(one, rows) for one in found]
    several = tuple(one for one in twice if len({row.contract_id for row in one.contracts}) > 1)
    return Products(several, tuple(rows[key] for key in left))


def _product(found: SameProduct, rows: Mapping[str, ContractTerms]) -> ProductTwice:
    contracts = tuple(sorted((rows[key] for key in found.contracts), key=lambda one: (one.name, str(one.contract_id))))
    return ProductTwice(found.name, contracts[0].vendor_name, contracts)
