"""Keeping the rules that sort postings. A rule is never changed: the old one ends and a new one begins in the same
moment, so that the last act can be undone, whatever it was, and what the rules were then is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import AllocationKey, ClassificationRule, ItSystem
from ..queries.rules import RuleNotFound, facts_of, stamp_of
from ..rules.classification import PLAIN, RuleFacts, WrongRule, check_rule, settled

KIND = "it_cost_rule"
STEP = 10
CHANGED_MEANWHILE = (
    "En anden har ændret reglerne, siden du åbnede siden. Intet er gemt. Se reglerne, som de er nu, og prøv igen."
)
NOTHING_TO_UNDO = "Der er intet at fortryde."


@transaction.atomic
def add_rule(
    *, actor: Actor, facts: RuleFacts, order: int | None, at: dt.datetime, seen: str | None = None
) -> ClassificationRule:
    """A new rule; `order` None: after all others. `seen`: the stamp of the rules as the actor saw them.

    Raises WrongRule where it cannot be or the rules were changed meanwhile, AccessDenied.
    """
    rules = _ours(actor, seen)
    facts = _checked(facts)
    made = _act(actor, at, end=(), begin=[(_after(rules) if order is None else order, facts)])[0]
    _record(actor, at, "it_costs.add_rule", made)
    return made


@transaction.atomic
def change_rule(
    *, actor: Actor, rule_id: UUID, facts: RuleFacts, order: int | None, at: dt.datetime, seen: str | None = None
) -> ClassificationRule:
    """The rule as it becomes, which has an id of its own. Raises WrongRule, RuleNotFound, AccessDenied."""
    old = _the(rule_id, _ours(actor, seen))
    facts = _checked(facts)
    order = old.order if order is None else order
    if facts == facts_of(old) and order == old.order:
        return old
    made = _act(actor, at, end=[old], begin=[(order, facts)])[0]
    _record(actor, at, "it_costs.change_rule", made)
    return made


@transaction.atomic
def remove_rule(*, actor: Actor, rule_id: UUID, at: dt.datetime, seen: str | None = None) -> None:
    """Raises WrongRule where the rules were changed meanwhile, RuleNotFound, AccessDenied."""
    old = _the(rule_id, _ours(actor, seen))
    _act(actor, at, end=[old], begin=())
    _record(actor, at, "it_costs.remove_rule", old)


@transaction.atomic
def move_rule(*, actor: Actor, rule_id: UUID, is_up: bool, at: dt.datetime, seen: str | None = None) -> None:
    """One place up or down; the first and the last stay. Raises WrongRule, RuleNotFound, AccessDenied."""
    rules = _ours(actor, seen)
    place = rules.index(_the(rule_id, rules))
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(rules):
        return
    wanted = list(rules)
    wanted[place], wanted[other] = wanted[other], wanted[place]
    orders = [one.order for one in rules]
    if any(later <= earlier for earlier, later in pairwise(orders)):
        orders = [STEP * (nth + 1) for nth in range(len(rules))]
    moved = [(one, order) for one, order in zip(wanted, orders, strict=True) if one.order != order]
    _act(actor, at, end=[one for one, _ in moved], begin=[(order, facts_of(one)) for one, order in moved])
    _record(actor, at, "it_costs.move_rule", rules[place], {"up": is_up})


@transaction.atomic
def undo_last(*, actor: Actor, at: dt.datetime, seen: str | None = None) -> None:
    """The rules as they were before the last act; undone again they are as they are now.

    Raises WrongRule where nothing was done or the rules were changed meanwhile, AccessDenied.
    """
    rules = _ours(actor, seen)
    moment = stamp_of()
    if moment is None:
        raise WrongRule("", NOTHING_TO_UNDO)
    begun = [one for one in rules if one.created_at == moment]
    ended = ClassificationRule.objects.filter(removed_at=moment).exclude(created_at=moment)
    _act(actor, at, end=begun, begin=[(one.order, facts_of(one)) for one in ended])
    record(actor=actor, at=at, action="it_costs.undo_rules", object_kind=KIND, object_id="", data={"begun": len(begun)})


@transaction.atomic
def write_rules(*, actor: Actor, rows: Iterable[tuple[int, RuleFacts]], at: dt.datetime) -> tuple[int, int]:
    """Rules from a file, known again by name: how many are new, and how many others than before. One act.

    Raises WrongRule, AccessDenied.
    """
    there = {one.name.casefold(): one for one in _ours(actor, None)}
    end, begin, added = list[ClassificationRule](), list[tuple[int, RuleFacts]](), 0
    for order, said in rows:
        facts = _checked(said)
        old = there.get(facts.name.casefold())
        if old is not None and facts_of(old) == facts and old.order == order:
            continue
        end += [old] if old is not None else []
        added += old is None
        begin.append((order, facts))
    if begin:
        _act(actor, at, end=end, begin=begin)
        record(
            actor=actor,
            at=at,
            action="it_costs.write_rules",
            object_kind=KIND,
            object_id="",
            data={"rules": len(begin)},
        )
    return added, len(end)


def _ours(actor: Actor, seen: str | None) -> list[ClassificationRule]:
    """The rules that hold, in order, held until the act is done."""
    require_coordinator(actor)
    rules = list(ClassificationRule.objects.select_for_update().filter(removed_at__isnull=True))
    if seen is not None:
        moment = stamp_of()
        if seen != (moment.isoformat() if moment else ""):
            raise WrongRule("", CHANGED_MEANWHILE)
    return rules


def _the(rule_id: UUID, rules: Sequence[ClassificationRule]) -> ClassificationRule:
    found = next((one for one in rules if one.pk == rule_id), None)
    if found is None:
        raise RuleNotFound(rule_id)
    return found


def _checked(facts: RuleFacts) -> RuleFacts:
    check_rule(facts)
    facts = settled(facts)
    if facts.system_id and not ItSystem.objects.filter(pk=facts.system_id).exists():
        raise WrongRule("system_id", "Systemet findes ikke.")
    if facts.key_id and not AllocationKey.objects.filter(pk=facts.key_id).exists():
        raise WrongRule("key_id", "Fordelingsnøglen findes ikke.")
    return facts


def _after(rules: Sequence[ClassificationRule]) -> int:
    return max((one.order for one in rules), default=0) + STEP


def _act(
    actor: Actor,
    at: dt.datetime,
    *,
    end: Sequence[ClassificationRule],
    begin: Sequence[tuple[int, RuleFacts]],
) -> list[ClassificationRule]:
    ClassificationRule.objects.filter(pk__in=[one.pk for one in end]).update(removed_at=at)
    return ClassificationRule.objects.bulk_create(
        ClassificationRule(
            **{name: getattr(facts, name) for name in PLAIN}, order=order, created_at=at, person_id=actor.person_id
        )
        for order, facts in begin
    )


def _record(
    actor: Actor, at: dt.datetime, action: str, rule: ClassificationRule, data: dict[str, Any] | None = None
) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind=KIND,
        object_id=rule.pk,
        object_name=rule.name,
        data={"order": rule.order, **(data or {})},
    )
