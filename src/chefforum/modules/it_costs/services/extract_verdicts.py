"""What a party says of lines: one, many at once, from a file; nothing is lost, and the last can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record

from ..access import is_coordinator
from ..models import Extract, ExtractLine, LineVerdict
from ..queries.extract_lines import answerable, facts_said, is_hand, line_facts
from ..queries.extracts import lines_seen
from ..rules.extract_kinds import Party, Said, Via
from ..rules.extract_verdicts import PROPOSED, VerdictFacts, WrongVerdict, check_verdict
from .extracts import KIND, locked, require_unsigned

CHUNK = 5000


@dataclass(frozen=True)
class Answer:
    """A line's number and what is said of it. `seen`: the verdict that stood when it was shown, 0 for none; None:
    nobody looked."""

    number: int
    facts: VerdictFacts
    seen: int | None = None


@dataclass(frozen=True)
class SaidOf:
    """How many lines were answered, those refused with why, and the batch that can be taken back."""

    count: int
    refused: tuple[tuple[int, str], ...] = ()
    batch: UUID | None = None


@transaction.atomic
def say(
    *, actor: Actor, extract_id: UUID, party: Party, answers: Iterable[Answer], via: Via, at: dt.datetime
) -> SaidOf:
    """Writes what can be said and answers what cannot. Raises AccessDenied where the actor does not answer for the
    party, ExtractWrong after a signature, ExtractNotFound."""
    extract = locked(extract_id)
    require_unsigned(extract)
    theirs = _theirs(actor, extract, party, via)
    wanted = {one.number: one for one in answers}
    batch, made, ended, refused = uuid4(), list[LineVerdict](), list[int](), list[tuple[int, str]]()
    for numbers in _chunks(sorted(wanted)):
        lines = _lines(actor, extract, party, numbers, theirs)
        standing = {
            one.line_id: one
            for one in LineVerdict.objects.filter(
                line__in=[line.pk for line, _ in lines.values()], party=party.value, replaced_at__isnull=True
            )
        }
        for number in numbers:
            line, may = lines.get(number, (None, False))
            try:
                found = _verdict(wanted[number], line, may, standing)
            except WrongVerdict as wrong:
                refused.append((number, str(wrong)))
                continue
            if found is None:
                continue
            assert line is not None
            if line.pk in standing:
                ended.append(standing[line.pk].pk)
            made.append(_made(actor, line, party, found, via, batch, at))
    _keep(made, ended, at)
    if made:
        _record(
            actor, at, "it_costs.say_verdicts", extract, {"party": party.value, "lines": len(made), "via": via.value}
        )
    return SaidOf(len(made), tuple(refused), batch if made else None)


@transaction.atomic
def take_back(*, actor: Actor, extract_id: UUID, batch: UUID, at: dt.datetime) -> int:
    """What the actor said at once no longer stands, and what stood before does again; what has been answered anew since
    stays. Answers how many. Raises ExtractWrong, ExtractNotFound, AccessDenied."""
    extract = locked(extract_id)
    require_unsigned(extract)
    if actor.person_id is None:
        raise AccessDenied("Log ind for at fortryde.")
    standing = list(
        LineVerdict.objects.filter(
            line__extract=extract, batch=batch, person=actor.person_id, replaced_at__isnull=True
        ).select_related("line")
    )
    again, made = uuid4(), list[LineVerdict]()
    for rows in _chunks(standing):
        before: dict[tuple[int, str], LineVerdict] = {}
        earlier = LineVerdict.objects.filter(line__in=[one.line_id for one in rows], replaced_at=rows[0].at)
        for one in earlier.exclude(batch=batch).order_by("at", "pk"):
            before[one.line_id, one.party] = one
        for now in rows:
            was = before.get((now.line_id, now.party))
            if was is not None:
                made.append(_made(actor, now.line, Party(now.party), facts_said(was), Via(was.via), again, at))
    _keep(made, [one.pk for one in standing], at)
    if standing:
        _record(actor, at, "it_costs.take_back_verdicts", extract, {"lines": len(standing)})
    return len(standing)


def may_bring(*, actor: Actor, extract: Extract, party: Party) -> None:
    """A file of answers. Raises AccessDenied where none of them would be taken, ExtractWrong after a signature."""
    require_unsigned(extract)
    _theirs(actor, extract, party, Via.FILE)


def _theirs(actor: Actor, extract: Extract, party: Party, via: Via) -> bool:
    """Whether every line that the actor reads is theirs to answer. The coordinator may bring the analyst's file.
    Raises AccessDenied."""
    if party == Party.MUNICIPALITY:
        if is_hand(actor, extract):
            raise AccessDenied("Du skriver for analytikeren i det udtræk, og kan ikke også svare for kommunen.")
        return is_coordinator(actor)
    if is_hand(actor, extract) or (via == Via.FILE and is_coordinator(actor)):
        return True
    raise AccessDenied("Det er den, der skriver for analytikeren, der svarer her.")


def _lines(
    actor: Actor, extract: Extract, party: Party, numbers: Sequence[int], is_all: bool
) -> dict[int, tuple[ExtractLine, bool]]:
    """Each line that the actor reads, and whether it is theirs to answer. At most two queries."""
    seen = lines_seen(actor=actor, extract=extract).filter(number__in=numbers)
    lines = {one.number: one for one in seen}
    if is_all:
        return {number: (line, True) for number, line in lines.items()}
    theirs = set(seen.filter(answerable(actor=actor, extract=extract, party=party)).values_list("number", flat=True))
    return {number: (line, number in theirs) for number, line in lines.items()}


def _verdict(
    answer: Answer, line: ExtractLine | None, may: bool, standing: Mapping[int, LineVerdict]
) -> VerdictFacts | None:
    """What is written; None where it stands already. Raises WrongVerdict."""
    if line is None:
        raise WrongVerdict("", "Den linje er der ikke.")
    if not may:
        raise WrongVerdict("", "Den linje er ikke din at svare på.")
    stands = standing.get(line.pk)
    facts = answer.facts
    check_verdict(facts, line_facts(line))
    if stands is not None and facts_said(stands) == facts:
        return None
    if answer.seen is not None and answer.seen != (stands.pk if stands else 0):
        raise WrongVerdict("", "En anden har svaret på linjen imens. Dit svar er ikke gemt: se deres, og svar igen.")
    return facts


def _made(
    actor: Actor, line: ExtractLine, party: Party, facts: VerdictFacts, via: Via, batch: UUID, at: dt.datetime
) -> LineVerdict:
    is_correction = facts.said == Said.CORRECTS
    proposed = {column: getattr(facts, name) for name, column in PROPOSED.items()} if is_correction else {}
    return LineVerdict(
        line=line,
        party=party.value,
        said=facts.said,
        reason=facts.reason.strip(),
        via=via.value,
        batch=batch,
        at=at,
        person_id=actor.person_id,
        **proposed,
    )


def _keep(made: Sequence[LineVerdict], ended: Sequence[int], at: dt.datetime) -> None:
    for pks in _chunks(ended):
        LineVerdict.objects.filter(pk__in=pks).update(replaced_at=at)
    LineVerdict.objects.bulk_create(made, batch_size=CHUNK)


def _chunks(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _record(actor: Actor, at: dt.datetime, action: str, extract: Extract, data: dict[str, object]) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind=KIND,
        object_id=extract.pk,
        object_name=extract.name,
        data=data,
    )
