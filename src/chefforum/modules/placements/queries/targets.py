"""Rounds of targets as they were set: their facts, what reckoning them again gives, and the round before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Cast

from chefforum.calc.apportionment import ApportionmentError, Method, TieRule
from chefforum.calc.places import PlacesError, Whole
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on

from ..access import READ_PUBLISHED
from ..models import Target, TargetRound
from ..rules.kinds import TARGETED, Basis, PlacementKind
from ..rules.round_states import RoundState, state_of
from ..rules.target_tables import TargetTable, table_from
from ..rules.targets import KindSettings, Reckoned, RoundFacts, ShareFacts, TargetFacts, differences, reckon

_WITH_ALL = ("targets__shares__unit", "key__shares__unit")


class RoundNotFound(LookupError):
    """There is no such round."""


@dataclass(frozen=True)
class RoundFound:
    """A round with all that it rests on.

    `facts`: None where its settings cannot be read; `reckoned`: reckoned anew, empty where that cannot be done;
    `wrong`: what reckoning again does not give, in words, empty where it all agrees.
    """

    round: TargetRound
    names: Mapping[str, str]
    table: TargetTable
    facts: RoundFacts | None
    reckoned: tuple[Reckoned, ...]
    wrong: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return not self.wrong


def list_rounds(actor: Actor, *, on: dt.date) -> list[tuple[TargetRound, RoundState]]:
    """Every round with its targets and how it stands on the day, the newest first. Raises AccessDenied. Two queries."""
    READ_PUBLISHED.require(actor)
    holding = TargetRound.objects.filter(year=OuterRef("year")).order_by(_holding_order(on)).values("pk")[:1]
    rounds = TargetRound.objects.select_related("key", "superseded_by").prefetch_related("targets")
    return [
        (one, state_of(holds=one.pk == one.holding_id, is_superseded=hasattr(one, "superseded_by")))
        for one in rounds.annotate(holding_id=Subquery(holding))
    ]


def get_round(*, actor: Actor, round_id: UUID) -> RoundFound:
    """The round, reckoned again. Raises AccessDenied, RoundNotFound. A fixed number of queries."""
    READ_PUBLISHED.require(actor)
    found = _rounds().filter(pk=round_id).first()
    if found is None:
        raise RoundNotFound
    return _found(found)


def round_before(found: TargetRound) -> RoundFound | None:
    """What the round took the place of: see `round_until`."""
    return round_until(year=found.year, day=found.holds_from, number=found.number)


def round_until(*, year: int, day: dt.date, number: int | None = None) -> RoundFound | None:
    """What a round of the year that begins on the day takes the place of: the year's own round that holds then, else
    the last of a year before.

    `number`: of the round that begins, where it is set already; only those that were set before it are asked.
    """
    earlier = _rounds() if number is None else _rounds().filter(number__lt=number)
    before = holding_round(earlier, year=year, day=day) or _rounds().filter(year__lt=year).first()
    return _found(before) if before else None


def newest_round() -> RoundFound | None:
    """The last round of the last year that has one: what a new one is likely to be like."""
    found = _rounds().first()
    return _found(found) if found else None


def round_of(*, year: int, day: dt.date) -> RoundFound | None:
    """The year's round that holds on the day, see `holding_round`."""
    found = holding_round(_rounds(), year=year, day=day)
    return _found(found) if found else None


def state_on(found: TargetRound, day: dt.date) -> RoundState:
    """How the round stands on the day, beside the others of its year."""
    holds = holding_round(TargetRound.objects.all(), year=found.year, day=day) == found
    return state_of(holds=holds, is_superseded=hasattr(found, "superseded_by"))


def holding_round(rounds: QuerySet[TargetRound], *, year: int, day: dt.date) -> TargetRound | None:
    """Which of the rounds holds for the year on the day: the last set of those that have begun, and the first of all
    where none has begun yet. Everybody who asks which targets hold asks here. One query."""
    return rounds.filter(year=year).order_by(_holding_order(day)).first()


def _holding_order(day: dt.date) -> Case:
    """Among the rounds of a year, the one that holds on the day first."""
    number = Cast("number", IntegerField())
    return Case(When(holds_from__lte=day, then=-number), default=number, output_field=IntegerField())


def last_set_id() -> str:
    """The round that was set last, "" where there is none: whoever sets one says which they had seen."""
    found = TargetRound.objects.order_by("-set_at", "-number").values_list("pk", flat=True).first()
    return str(found) if found else ""


def _rounds() -> QuerySet[TargetRound]:
    return TargetRound.objects.select_related("key", "person", "supersedes", "superseded_by").prefetch_related(
        *_WITH_ALL
    )


def _found(found: TargetRound) -> RoundFound:
    names = _names(found)
    shares = {target.kind: tuple(_share_facts(target)) for target in found.targets.all()}
    totals = {target.kind: (target.yearly, target.running) for target in found.targets.all()}
    table = table_from(shares=shares, totals=totals, names=names)
    try:
        facts = facts_in(found)
        key = dict(facts.key_shares)
        reckoned = tuple(reckon(settings=target.settings, key=key) for target in facts.targets)
        wrong = differences(facts=facts, fingerprint=found.fingerprint, names=names)
    except (ValueError, KeyError, ApportionmentError, PlacesError):
        return RoundFound(found, names, table, None, (), ("Rundens indstillinger eller nøgle kan ikke læses.",))
    return RoundFound(found, names, table, facts, reckoned, tuple(wrong))


def _names(found: TargetRound) -> dict[str, str]:
    """What the departments were called on the key's day, in the order of their names."""
    tree = tree_on(found.key.on_date)
    units = {share.unit.code: share.unit_id for share in found.key.shares.all()}
    units |= {share.unit.code: share.unit_id for target in found.targets.all() for share in target.shares.all()}
    named = {code: (unit.name if (unit := tree.unit(unit_id)) else code) for code, unit_id in units.items()}
    return dict(sorted(named.items(), key=lambda pair: (pair[1], pair[0])))


def facts_in(found: TargetRound) -> RoundFacts:
    """What the rows of a round say. Raises ValueError for words that no setting has."""
    return RoundFacts(
        year=found.year,
        number=found.number,
        holds_from=found.holds_from,
        grounds=found.grounds,
        decision=found.decision,
        key_id=str(found.key_id),
        key_date=found.key.on_date,
        key_shares=tuple((share.unit.code, share.fte) for share in found.key.shares.all()),
        targets=tuple(
            TargetFacts(_settings(target), target.running, target.yearly, tuple(_share_facts(target)))
            for target in found.targets.all()
        ),
    )


def _settings(target: Target) -> KindSettings:
    return KindSettings(
        kind=PlacementKind(target.kind),
        basis=Basis(target.basis),
        slots=target.slots,
        occupancy=target.occupancy,
        weeks=target.weeks,
        rounding=Whole(target.rounding),
        method=Method(target.method),
        tie_rule=TieRule(target.tie_rule),
    )


def _share_facts(target: Target) -> list[ShareFacts]:
    return [
        ShareFacts(one.unit.code, one.running, one.yearly, one.running_quota, one.yearly_quota, one.by_tie)
        for one in target.shares.all()
    ]


@dataclass(frozen=True)
class TargetNumber:
    """A single number of the round that holds: `year`, what it counts and of whom; see `target_number`."""

    value: int
    holds_from: dt.date
    round: TargetRound


def target_number(
    *, year: int, kind: PlacementKind, is_yearly: bool, unit_id: UUID | None, on: dt.date
) -> TargetNumber | None:
    """The target of a kind in the year's round that holds; `unit_id` None is the whole. None where there is none."""
    found = holding_round(TargetRound.objects.all(), year=year, day=on)
    target = found.targets.filter(kind=kind.value).first() if found and kind in TARGETED else None
    if found is None or target is None:
        return None
    of = target if unit_id is None else target.shares.filter(unit=unit_id).first()
    if of is None:
        return None
    return TargetNumber(of.yearly if is_yearly else of.running, found.holds_from, found)
