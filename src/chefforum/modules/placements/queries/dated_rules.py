"""The law's rules by date as the checks take them, and as they are read. Everybody who is signed in may read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from chefforum.web import danish

from ..models import DurationLimit, NetExpansionRule, OutcomeDefinition, ReasonablenessRule
from ..rules.check_words import net_expansion_rule, reasonableness_rule
from ..rules.checks import NetExpansionTerms, ReasonablenessTerms
from ..rules.kinds import EXIT_TYPE_NAMES, CountedIn, ExitType
from ..rules.workplaces import number_as_written


@dataclass(frozen=True)
class ToldRule:
    """A rule in words. `state`: "now", "later", "withdrawn", or "" where another has taken its place; one that is
    withdrawn says when and why."""

    pk: int
    valid_from: dt.date
    text: str
    source: str
    state: str
    withdrawn_at: dt.datetime | None = None
    withdrawn_reason: str = ""


def rules_as_told(on: dt.date) -> dict[str, list[ToldRule]]:
    """Every rule, newest first, by table as the address names it. Four queries."""
    ratio = [(one, reasonableness_rule(_ratio(one)), "") for one in ReasonablenessRule.with_withdrawn.all()]
    net = [(one, net_expansion_rule(_net(one)), "") for one in NetExpansionRule.with_withdrawn.all()]
    limits = [(one, _limit(one), f"{one.kind} {one.target_group}") for one in DurationLimit.with_withdrawn.all()]
    effect = [(one, _definition(one), "") for one in OutcomeDefinition.with_withdrawn.all()]
    tables: dict[str, list[tuple[Any, str, str]]] = {
        "rimelighedskrav": list(ratio),
        "merbeskaeftigelse": list(net),
        "varighed": list(limits),
        "effekt": list(effect),
    }
    return {name: _told(rows, on) for name, rows in tables.items()}


def _told(rows: list[tuple[Any, str, str]], on: dt.date) -> list[ToldRule]:
    """`rows`: rule, words, and whom it is for: of each of those the newest that has begun holds."""
    begun: set[str] = set()
    found = []
    for rule, text, whom in sorted(rows, key=lambda row: row[0].valid_from, reverse=True):
        if rule.withdrawn_at is not None:
            said = (rule.withdrawn_at, rule.withdrawn_reason)
            found.append(ToldRule(rule.pk, rule.valid_from, text, rule.source, "withdrawn", *said))
            continue
        state = "later" if rule.valid_from > on else "" if whom in begun else "now"
        if state == "now":
            begun.add(whom)
        found.append(ToldRule(rule.pk, rule.valid_from, text, rule.source, state))
    return found


def as_in_force(*, table: str, on: dt.date) -> dict[str, Any]:
    """What a new rule of the table begins with: what the one that holds on the day says; empty where none holds, and
    for limits of duration, which hold side by side. One query at most."""
    if table not in _LIKE_THE_LAST:
        return {}
    model, fields = _LIKE_THE_LAST[table]
    found = model.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    return {name: getattr(found, name) for name in fields} if found else {}


_LIKE_THE_LAST: dict[str, tuple[Any, tuple[str, ...]]] = {
    "rimelighedskrav": (
        ReasonablenessRule,
        ("first_per", "first_until", "then_per", "at_least", "counted_in", "kinds"),
    ),
    "merbeskaeftigelse": (NetExpansionRule, ("months", "counted_in", "kinds")),
    "effekt": (OutcomeDefinition, ("months_after", "counted_exits")),
}


def _limit(rule: DurationLimit) -> str:
    whom = rule.get_target_group_display() if rule.target_group else "alle andre"
    return f"{rule.get_kind_display()}, {whom}: højst {number_as_written(rule.weeks)} uger"


def _definition(rule: OutcomeDefinition) -> str:
    exits = danish.listed(EXIT_TYPE_NAMES[ExitType(one)].lower() for one in rule.counted_exits)
    return f"{rule.name} (version {rule.version}), {rule.months_after} måneder efter. Tæller: {exits}. {rule.text}"


def reasonableness_terms() -> list[ReasonablenessTerms]:
    """Every rule of the ratio. One query."""
    return [_ratio(one) for one in ReasonablenessRule.objects.all()]


def net_expansion_terms() -> list[NetExpansionTerms]:
    """Every rule of net expansion. One query."""
    return [_net(one) for one in NetExpansionRule.objects.all()]


def _ratio(one: ReasonablenessRule) -> ReasonablenessTerms:
    return ReasonablenessTerms(
        valid_from=one.valid_from,
        first_per=one.first_per,
        first_until=one.first_until,
        then_per=one.then_per,
        at_least=one.at_least,
        counted_in=CountedIn(one.counted_in),
        kinds=_kinds(one.kinds),
        source=one.source,
    )


def _net(one: NetExpansionRule) -> NetExpansionTerms:
    return NetExpansionTerms(
        valid_from=one.valid_from,
        months=one.months,
        counted_in=CountedIn(one.counted_in),
        kinds=_kinds(one.kinds),
        source=one.source,
    )


def _kinds(said: Any) -> tuple[str, ...]:
    return tuple(str(kind) for kind in said)
