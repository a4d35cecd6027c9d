"""How far an extract is from being signed: what each party lacks, what they differ on, and who has signed. Whole sums
without contents: that something is left is not said of whom to who may not see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor

from ..models import Extract, ExtractException, ExtractLine, ExtractSignature, LineVerdict
from ..rules.extract_kinds import LineState, Party
from ..rules.extract_verdicts import agreed_hash
from .extract_lines import groups_of, with_state
from .extracts import lines_seen


@dataclass(frozen=True)
class Standing:
    """Of all lines of the extract: how many in each state, and how many each party has not answered."""

    lines: int
    states: Mapping[str, int]
    left: Mapping[Party, int]

    @property
    def disputed(self) -> int:
        return self.states[LineState.DISPUTED]

    @property
    def is_ready(self) -> bool:
        return not self.disputed and not any(self.left.values())


def standing(extract: Extract) -> Standing:
    """One query."""
    groups = groups_of(with_state(ExtractLine.objects.filter(extract=extract)))
    states = {state.value: sum(one.count for one in groups if one.state == state) for state in LineState}
    left = {
        Party.MUNICIPALITY: sum(one.count for one in groups if not one.is_answered_by_municipality),
        Party.ANALYST: sum(one.count for one in groups if not one.is_answered_by_analyst),
    }
    return Standing(sum(one.count for one in groups), states, left)


def agreed_sum(extract: Extract) -> str:
    """The sum of every verdict and exception that stands. Two queries."""
    fields = (
        "line__number",
        "party",
        "said",
        "reason",
        "proposed_oere",
        "proposed_quantity",
        "proposed_category",
        "proposed_activity",
        "proposed_unit_id",
        "proposed_system_id",
    )
    verdicts = LineVerdict.objects.filter(line__extract=extract, replaced_at__isnull=True).values_list(*fields)
    exceptions = ExtractException.objects.filter(line__extract=extract, removed_at__isnull=True)
    return agreed_hash(verdicts, exceptions.values_list("line__number", "reason"))


def signatures_of(extract: Extract) -> list[ExtractSignature]:
    """Those that stand and those taken back, the oldest first. One query."""
    return list(extract.signatures.select_related("person"))


def exceptions_seen(*, actor: Actor, extract: Extract) -> QuerySet[ExtractException]:
    """Of lines that the actor reads. Raises AccessDenied."""
    seen = lines_seen(actor=actor, extract=extract)
    found = ExtractException.objects.filter(line__in=seen, removed_at__isnull=True)
    return found.select_related("line", "person").order_by("line__number")
