"""The law's rules by date as the checks take them, and as they are read. Everybody who is signed in may read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..models import DurationLimit, NetExpansionRule, OutcomeDefinition, ReasonablenessRule
from ..rules.checks import NetExpansionTerms, ReasonablenessTerms
from ..rules.kinds import CountedIn


@dataclass(frozen=True)
class AllRules:
    """Newest first; durations by kind and target group."""

    reasonableness: list[ReasonablenessRule]
    net_expansion: list[NetExpansionRule]
    durations: list[DurationLimit]
    definitions: list[OutcomeDefinition]

    @property
    def is_empty(self) -> bool:
        return not (self.reasonableness or self.net_expansion or self.durations or self.definitions)


def all_rules() -> AllRules:
    """Four queries."""
    return AllRules(
        reasonableness=list(ReasonablenessRule.objects.all()),
        net_expansion=list(NetExpansionRule.objects.all()),
        durations=list(DurationLimit.objects.all()),
        definitions=list(OutcomeDefinition.objects.all()),
    )


def reasonableness_terms() -> list[ReasonablenessTerms]:
    """Every rule of the ratio. One query."""
    return [
        ReasonablenessTerms(
            valid_from=one.valid_from,
            first_per=one.first_per,
            first_until=one.first_until,
            then_per=one.then_per,
            at_least=one.at_least,
            counted_in=CountedIn(one.counted_in),
            kinds=_kinds(one.kinds),
            source=one.source,
        )
        for one in ReasonablenessRule.objects.all()
    ]


def net_expansion_terms() -> list[NetExpansionTerms]:
    """Every rule of net expansion. One query."""
    return [
        NetExpansionTerms(
            valid_from=one.valid_from,
            months=one.months,
            counted_in=CountedIn(one.counted_in),
            kinds=_kinds(one.kinds),
            source=one.source,
        )
        for one in NetExpansionRule.objects.all()
    ]


def _kinds(said: Any) -> tuple[str, ...]:
    return tuple(str(kind) for kind in said)
