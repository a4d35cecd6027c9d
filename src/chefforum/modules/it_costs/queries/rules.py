"""The rules that sort postings, as they are kept."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Max

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.reading.queries import once

from ..access import KEEP_IT_COSTS
from ..models import ClassificationRule
from ..rules.classification import PLAIN, RuleFacts


class RuleNotFound(LookupError):
    """There is no such rule, or it holds no more."""


def active_rules() -> list[ClassificationRule]:
    """The rules that hold, in their order, with system and key. One query, once in a reading."""
    rows = ClassificationRule.objects.filter(removed_at__isnull=True).select_related("system", "key")
    return once("active_rules", lambda: list(rows))


def find_rule(*, actor: Actor, rule_id: UUID) -> ClassificationRule:
    """One query. Raises RuleNotFound, AccessDenied."""
    KEEP_IT_COSTS.require(actor)
    found = ClassificationRule.objects.filter(pk=rule_id, removed_at__isnull=True).first()
    if found is None:
        raise RuleNotFound(rule_id)
    return found


def facts_of(rule: ClassificationRule) -> RuleFacts:
    return RuleFacts(**{name: getattr(rule, name) for name in PLAIN})


def stamp_of() -> dt.datetime | None:
    """When anything was last done to the rules. One query."""
    said = ClassificationRule.objects.aggregate(begun=Max("created_at"), ended=Max("removed_at"))
    moments = [one for one in said.values() if one is not None]
    return max(moments, default=None)


def stamp() -> str:
    """The same as text, as forms carry it."""
    moment = stamp_of()
    return moment.isoformat() if moment else ""
