"""The coordinator keeps the law's rules: a new row from a date, never one written over. What has not begun may go; what
was mistyped is withdrawn, and stays where all can see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import DatedRule, DurationLimit, NetExpansionRule, OutcomeDefinition, ReasonablenessRule
from ..rules import usual
from ..rules.kinds import CountedIn, PlacementKind
from ..rules.pseudonyms import refused

TABLES: dict[str, Any] = {
    "rimelighedskrav": ReasonablenessRule,
    "merbeskaeftigelse": NetExpansionRule,
    "varighed": DurationLimit,
    "effekt": OutcomeDefinition,
}
TAKEN = (
    "Der er allerede en regel fra den dag. Vælg en anden dag: en regel skrives aldrig over. "
    "Er den skrevet forkert, så tag den tilbage først."
)
MOST_LETTERS = 300  # of the reason


class RuleRefused(ValueError):
    """What was asked cannot be done; the message tells the person why."""


@transaction.atomic
def add_reasonableness(
    *,
    actor: Actor,
    valid_from: dt.date,
    first_per: int,
    first_until: int,
    then_per: int,
    at_least: int,
    counted_in: str,
    kinds: Sequence[str],
    source: str,
    at: dt.datetime,
) -> ReasonablenessRule:
    """Raises AccessDenied for others than the coordinator, RuleRefused."""
    require_coordinator(actor)
    _require_source(source)
    if ReasonablenessRule.objects.filter(valid_from=valid_from).exists():
        raise RuleRefused(TAKEN)
    made = ReasonablenessRule.objects.create(
        valid_from=valid_from,
        first_per=first_per,
        first_until=first_until,
        then_per=then_per,
        at_least=at_least,
        counted_in=counted_in,
        kinds=list(kinds),
        source=source.strip(),
    )
    _record(actor, at, "placements.add_rule", "rimelighedskrav", made.pk, valid_from)
    return made


@transaction.atomic
def add_net_expansion(
    *,
    actor: Actor,
    valid_from: dt.date,
    months: int,
    counted_in: str,
    kinds: Sequence[str],
    source: str,
    at: dt.datetime,
) -> NetExpansionRule:
    """Raises AccessDenied for others than the coordinator, RuleRefused."""
    require_coordinator(actor)
    _require_source(source)
    if NetExpansionRule.objects.filter(valid_from=valid_from).exists():
        raise RuleRefused(TAKEN)
    made = NetExpansionRule.objects.create(
        valid_from=valid_from, months=months, counted_in=counted_in, kinds=list(kinds), source=source.strip()
    )
    _record(actor, at, "placements.add_rule", "merbeskaeftigelse", made.pk, valid_from)
    return made


@transaction.atomic
def add_duration(
    *,
    actor: Actor,
    valid_from: dt.date,
    kind: str,
    target_group: str,
    weeks: Decimal,
    source: str,
    at: dt.datetime,
) -> DurationLimit:
    """Raises AccessDenied for others than the coordinator, RuleRefused."""
    require_coordinator(actor)
    _require_source(source)
    if DurationLimit.objects.filter(valid_from=valid_from, kind=kind, target_group=target_group).exists():
        raise RuleRefused(TAKEN)
    made = DurationLimit.objects.create(
        valid_from=valid_from, kind=kind, target_group=target_group, weeks=weeks, source=source.strip()
    )
    _record(actor, at, "placements.add_rule", "varighed", made.pk, valid_from)
    return made


@transaction.atomic
def add_definition(
    *,
    actor: Actor,
    valid_from: dt.date,
    name: str,
    text: str,
    months_after: int,
    counted_exits: Sequence[str],
    source: str,
    at: dt.datetime,
) -> OutcomeDefinition:
    """The next version. Raises AccessDenied for others than the coordinator, RuleRefused."""
    require_coordinator(actor)
    _require_source(source, name, text)
    if OutcomeDefinition.objects.filter(valid_from=valid_from).exists():
        raise RuleRefused(TAKEN)
    made = OutcomeDefinition.objects.create(
        version=_next_version(),
        name=name.strip(),
        text=text.strip(),
        months_after=months_after,
        counted_exits=list(counted_exits),
        valid_from=valid_from,
        source=source.strip(),
    )
    _record(actor, at, "placements.add_rule", "effekt", made.pk, valid_from)
    return made


@transaction.atomic
def add_usual_rules(*, actor: Actor, at: dt.datetime) -> int:
    """Each table that is empty takes the usual rows; how many came. Raises AccessDenied."""
    require_coordinator(actor)
    made: list[Any] = [*_usual_terms(), *_usual_durations()]
    if not OutcomeDefinition.objects.exists():
        made.append(_usual_definition())
    if made:
        record(
            actor=actor,
            at=at,
            action="placements.add_usual_rules",
            object_kind="placement_rule",
            object_id="",
            data={"count": len(made)},
        )
    return len(made)


def _usual_terms() -> Iterator[Any]:
    if not ReasonablenessRule.objects.exists():
        terms = usual.USUAL_REASONABLENESS
        yield ReasonablenessRule.objects.create(
            valid_from=usual.SINCE,
            first_per=terms.first_per,
            first_until=terms.first_until,
            then_per=terms.then_per,
            at_least=terms.at_least,
            counted_in=terms.counted_in.value,
            kinds=[kind.value for kind in terms.kinds],
            source=usual.REASONABLENESS_SOURCE,
        )
    if not NetExpansionRule.objects.exists():
        yield NetExpansionRule.objects.create(
            valid_from=usual.SINCE,
            months=usual.NET_EXPANSION_MONTHS,
            counted_in=CountedIn.HEADS.value,
            kinds=[PlacementKind.WAGE_SUBSIDY.value],
            source=usual.NET_EXPANSION_SOURCE,
        )


def _usual_durations() -> list[DurationLimit]:
    if DurationLimit.objects.exists():
        return []
    return DurationLimit.objects.bulk_create(
        DurationLimit(valid_from=usual.SINCE, kind=kind.value, target_group=str(group), weeks=weeks, source=source)
        for kind, group, weeks, source in usual.DURATIONS
    )


def _next_version() -> int:
    """A version that was withdrawn keeps its number."""
    return (OutcomeDefinition.with_withdrawn.aggregate(newest=Max("version"))["newest"] or 0) + 1


def _usual_definition() -> OutcomeDefinition:
    return OutcomeDefinition.objects.create(
        version=_next_version(),
        name=usual.EFFECT_NAME,
        text=usual.EFFECT_TEXT,
        months_after=3,
        counted_exits=[one.value for one in usual.EFFECT_EXITS],
        valid_from=usual.SINCE,
        source=usual.EFFECT_SOURCE,
    )


@transaction.atomic
def take_back_rule(*, actor: Actor, table: str, rule_id: int, at: dt.datetime, on: dt.date) -> None:
    """One that has not begun, and that nothing rests on yet. Raises AccessDenied, RuleRefused."""
    require_coordinator(actor)
    model = TABLES.get(table)
    found: Any = model.objects.filter(pk=rule_id).first() if model else None
    if found is None:
        raise RuleRefused("Reglen er taget tilbage i forvejen.")
    if found.valid_from <= on:
        raise RuleRefused("Reglen gælder allerede. Er den skrevet forkert, så tag den tilbage med en grund.")
    _require_unused(found)
    data_from, pk = found.valid_from, found.pk
    found.delete()
    _record(actor, at, "placements.take_back_rule", table, pk, data_from)


def rule_to_withdraw(*, actor: Actor, table: str, rule_id: int) -> DatedRule:
    """A rule that counts. Raises AccessDenied for others than the coordinator, RuleRefused where it does not count."""
    require_coordinator(actor)
    model = TABLES.get(table)
    found: DatedRule | None = model.objects.filter(pk=rule_id).first() if model else None
    if found is None:
        raise RuleRefused("Reglen er taget tilbage i forvejen.")
    return found


@transaction.atomic
def withdraw_rule(*, actor: Actor, table: str, rule_id: int, reason: str, at: dt.datetime) -> None:
    """A rule that was mistyped counts no longer, not for the time before either; it stays to be seen, with the reason,
    and its day may be used again. Raises AccessDenied, RuleRefused."""
    found = rule_to_withdraw(actor=actor, table=table, rule_id=rule_id)
    _require_unused(found)
    if wrong := refused(reason):
        raise RuleRefused(wrong)
    if not reason.strip() or len(reason.strip()) > MOST_LETTERS:
        raise RuleRefused("Skriv med få ord, hvad der var forkert.")
    found.withdrawn_at, found.withdrawn_reason, found.withdrawn_by_id = at, reason.strip(), actor.person_id
    found.save(update_fields=["withdrawn_at", "withdrawn_reason", "withdrawn_by"])
    _record(actor, at, "placements.withdraw_rule", table, found.pk, found.valid_from)


def _require_unused(found: DatedRule) -> None:
    if isinstance(found, OutcomeDefinition) and found.outcomes.exists():
        raise RuleRefused("Der er opgjort effekt efter definitionen, så den bliver stående.")


def _require_source(*texts: str) -> None:
    if wrong := next((told for text in texts if (told := refused(text))), ""):
        raise RuleRefused(wrong)
    if not texts[0].strip():
        raise RuleRefused("Skriv, hvor reglen står.")


def _record(actor: Actor, at: dt.datetime, action: str, table: str, pk: int, valid_from: dt.date) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="placement_rule",
        object_id=pk,
        data={"table": table, "valid_from": str(valid_from)},
    )
