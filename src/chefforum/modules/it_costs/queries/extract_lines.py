"""The lines of a frozen extract as they stand between the parties: which the actor sees, which they answer for, what is
left, and one of them with its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from chefforum.kernel.access.rules import Actor, Role

from ..access import is_coordinator, units_of_costs
from ..models import Extract, ExtractException, ExtractLine, LineVerdict
from ..rules.extract_kinds import LineKind, LineState, Party, Said
from ..rules.extract_verdicts import PROPOSED, LineFacts, VerdictFacts
from .extracts import lines_seen


class LineNotFound(LookupError):
    """There is no line of that number, or the actor may not know of it."""


@dataclass(frozen=True)
class Chosen:
    """What of the lines is asked for; what is empty asks for nothing. `left_by`: a party that has not answered."""

    kind: str = ""
    year: int | None = None
    category: str = ""
    activity: str = ""
    units: frozenset[UUID] | None = None
    is_of_no_unit: bool = False
    system_id: UUID | None = None
    is_of_no_system: bool = False
    state: str = ""
    left_by: str = ""
    words: str = ""


def with_state(found: QuerySet[ExtractLine]) -> QuerySet[ExtractLine]:
    """Each with `by_municipality` and `by_analyst` (what they say, None for nothing), `is_excepted` and `state`."""
    agrees, either = Said.AGREES.value, Q(by_municipality__isnull=False) | Q(by_analyst__isnull=False)
    differs = (Q(by_municipality__isnull=False) & ~Q(by_municipality=agrees)) | (
        Q(by_analyst__isnull=False) & ~Q(by_analyst=agrees)
    )
    return found.annotate(
        by_municipality=_stands(Party.MUNICIPALITY),
        by_analyst=_stands(Party.ANALYST),
        is_excepted=Exists(ExtractException.objects.filter(line=OuterRef("pk"), removed_at__isnull=True)),
    ).annotate(
        state=Case(
            When(by_municipality=agrees, by_analyst=agrees, then=Value(LineState.AGREED.value)),
            When(either & differs & Q(is_excepted=True), then=Value(LineState.EXCEPTED.value)),
            When(either & differs, then=Value(LineState.DISPUTED.value)),
            default=Value(LineState.OPEN.value),
            output_field=CharField(),
        )
    )


def _stands(party: Party) -> Subquery:
    standing = LineVerdict.objects.filter(line=OuterRef("pk"), party=party.value, replaced_at__isnull=True)
    return Subquery(standing.values("said")[:1], output_field=CharField())


def chosen_lines(*, actor: Actor, extract: Extract, chosen: Chosen) -> QuerySet[ExtractLine]:
    """In the order of their numbers. Raises AccessDenied."""
    found = with_state(lines_seen(actor=actor, extract=extract))
    for name in ("kind", "year", "category", "activity", "system_id", "state"):
        if value := getattr(chosen, name):
            found = found.filter(**{name: value})
    if chosen.units is not None:
        found = found.filter(unit__in=chosen.units)
    if chosen.is_of_no_unit:
        found = found.filter(unit__isnull=True)
    if chosen.is_of_no_system:
        found = found.filter(system__isnull=True)
    if chosen.left_by:
        found = found.filter(**{f"by_{chosen.left_by}__isnull": True})
    for word in chosen.words.split():
        found = found.filter(
            Q(source_name__icontains=word) | Q(system_name__icontains=word) | Q(unit_name__icontains=word)
        )
    return found.order_by("number")


def answerable(*, actor: Actor, extract: Extract, party: Party) -> Q:
    """Those of the lines that the actor reads which they answer for; see access.may_answer_line."""
    if party == Party.ANALYST:
        return Q() if is_hand(actor, extract) else Q(pk__in=[])
    if is_coordinator(actor):
        return Q()
    return Q(unit__in=actor.units.get(Role.IT_MANAGER, frozenset())) | Q(
        system__owner__isnull=False, system__owner=actor.person_id
    )


def is_hand(actor: Actor, extract: Extract) -> bool:
    """Whether the actor writes for the analyst."""
    return extract.analyst_hand_id is not None and extract.analyst_hand_id == actor.person_id


def parties_of(actor: Actor, extract: Extract) -> tuple[Party, ...]:
    """Those that the actor may answer for at all, though of no line. No query: who reads no more than a system's costs
    may own one."""
    return (Party.ANALYST,) if is_hand(actor, extract) else (Party.MUNICIPALITY,)


def find_line(*, actor: Actor, extract: Extract, number: int) -> ExtractLine:
    """With its state. One query. Raises LineNotFound, AccessDenied."""
    found = with_state(lines_seen(actor=actor, extract=extract)).filter(number=number).select_related("system").first()
    if found is None:
        raise LineNotFound(number)
    return found


def verdicts_of(line: ExtractLine) -> list[LineVerdict]:
    """Every one, the newest first. One query."""
    return list(line.verdicts.select_related("person", "proposed_system", "proposed_unit"))


def standing_verdicts(lines: Iterable[ExtractLine]) -> dict[int, dict[str, LineVerdict]]:
    """What stands of each line by party. One query."""
    found: dict[int, dict[str, LineVerdict]] = {}
    rows = LineVerdict.objects.filter(line__in=[one.pk for one in lines], replaced_at__isnull=True)
    for one in rows.select_related("proposed_unit", "proposed_system"):
        found.setdefault(one.line_id, {})[one.party] = one
    return found


@dataclass(frozen=True)
class Group:
    """Lines that are alike in what is asked, with how many and what they come to (costs alone, øre)."""

    kind: str
    category: str
    unit_id: UUID | None
    state: str
    is_answered_by_municipality: bool
    is_answered_by_analyst: bool
    count: int
    cash_oere: int


def groups_of(found: QuerySet[ExtractLine]) -> list[Group]:
    """Of lines with their state. One query."""
    rows: Any = found.order_by()
    rows = rows.values_list("kind", "category", "unit_id", "state", "by_municipality", "by_analyst").annotate(
        count=Count("pk"), cash=Sum("cash_oere")
    )
    return [
        Group(kind, category, unit, state, municipality is not None, analyst is not None, count, cash or 0)
        for kind, category, unit, state, municipality, analyst, count, cash in rows
    ]


def hides_amount(actor: Actor, line: ExtractLine) -> bool:
    """What items cost is seen by who reads the whole, as on the page of numbers."""
    return line.kind == LineKind.NUMBER and units_of_costs(actor) is not None


def batch_of(*, actor: Actor, extract: Extract) -> UUID | None:
    """What the actor said last and may still take back. One query."""
    if actor.person_id is None or extract.validated_at is not None:
        return None
    newest = LineVerdict.objects.filter(line__extract=extract, person=actor.person_id, replaced_at__isnull=True)
    return newest.order_by("-at", "-pk").values_list("batch", flat=True).first()


def cash_of(found: QuerySet[ExtractLine]) -> int:
    """What the costs among the lines come to as paid, øre. One query."""
    total: int | None = found.order_by().aggregate(total=Sum("cash_oere"))["total"]
    return total or 0


def answers_any(*, actor: Actor, extract: Extract) -> bool:
    """Whether the actor answers for any line that they read. One query, none for who answers for all."""
    party = parties_of(actor, extract)[0]
    if party == Party.ANALYST or is_coordinator(actor):
        return True
    theirs = answerable(actor=actor, extract=extract, party=party)
    return lines_seen(actor=actor, extract=extract).filter(theirs).exists()


def facts_said(verdict: LineVerdict) -> VerdictFacts:
    """What a verdict says, as one says it."""
    proposed: dict[str, Any] = {name: getattr(verdict, column) for name, column in PROPOSED.items()}
    return VerdictFacts(said=verdict.said, reason=verdict.reason, **proposed)


def line_facts(line: ExtractLine) -> LineFacts:
    return LineFacts(line.kind, *(getattr(line, name) for name in PROPOSED))


def neighbours(*, actor: Actor, extract: Extract, number: int) -> tuple[int | None, int | None]:
    """The numbers of the lines before and after that the actor reads. Two queries."""
    seen = lines_seen(actor=actor, extract=extract)
    before = seen.filter(number__lt=number).order_by("-number").values_list("number", flat=True).first()
    return before, number_after(actor=actor, extract=extract, number=number)


def number_after(*, actor: Actor, extract: Extract, number: int) -> int | None:
    """One query."""
    seen = lines_seen(actor=actor, extract=extract)
    return seen.filter(number__gt=number).order_by("number").values_list("number", flat=True).first()


def exception_of(line: ExtractLine) -> ExtractException | None:
    """The one that stands. One query."""
    return line.exceptions.filter(removed_at__isnull=True).select_related("person").first()
