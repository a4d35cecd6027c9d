"""What laws ask of systems is answered, undone, and held against what a source says; reading it is noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.modules.it_costs.queries.law_facts import SystemFactsRow, law_facts
from chefforum.modules.it_costs.queries.source_law import law_words
from chefforum.modules.it_costs.rules.kinds import Source

from ..access import KEEP, may_answer
from ..models import ComplianceAnswer
from ..rules.compliance import Said, WrongAnswer, check_answer
from ..rules.kitos_words import said_by_kitos
from ..rules.requirements import BY_CODE

KIND = "it_requirement"
Key = tuple[UUID, str]  # system, requirement
NOT_YOURS = "Du har ikke adgang til at svare for det system."
MEANWHILE = "En anden har svaret imens. Se svaret, og gem igen, hvis dit skal stå."


@dataclass(frozen=True)
class Write:
    """A requirement of a system gets an answer. `seen`: the answer that the page showed (None: there was none);
    `was_seen` False: nobody looked. `seen_source`: the source's word that it is said against."""

    system_id: UUID
    code: str
    said: Said
    seen: UUID | None = None
    was_seen: bool = False
    seen_source: UUID | None = None

    @property
    def key(self) -> Key:
        return (self.system_id, self.code)


@dataclass(frozen=True)
class Saved:
    """How many answers were written, what was refused and why, and the batch that can be undone."""

    count: int
    refused: tuple[tuple[Write, WrongAnswer], ...] = ()
    batch: UUID | None = None


@transaction.atomic
def write_answers(*, actor: Actor, writes: Iterable[Write], at: dt.datetime, source: Source = Source.HAND) -> Saved:
    """Writes what can be written, and answers what cannot. Raises AccessDenied for systems that the actor does not
    answer for: then nothing is written."""
    on = timezone.localdate(at)
    wanted = {one.key: one for one in writes}
    systems = _answered_for(actor, {key[0] for key in wanted}, on=on)
    standing = _current({key[0] for key in wanted})
    new, refused = list[ComplianceAnswer](), list[tuple[Write, WrongAnswer]]()
    batch = uuid4()
    for key, one in wanted.items():
        now, word = standing.get((*key, False)), standing.get((*key, True))
        try:
            new += _new(one, now, word, on=on, at=at, batch=batch, actor=actor, source=source)
        except WrongAnswer as wrong:
            refused.append((one, wrong))
    if not _replaced(new, standing):
        return Saved(0, tuple((one, WrongAnswer("", MEANWHILE)) for one in wanted.values()))
    if new:
        first = new[0]
        record(
            actor=actor,
            at=at,
            action="it_portfolio.answer_requirements",
            object_kind=KIND,
            object_id=batch,
            object_name=systems[first.system_id].name if len({one.system_id for one in new}) == 1 else "",
            data={"requirements": sorted({one.requirement for one in new}), "count": len(new), "source": source.value},
        )
    return Saved(len(new), tuple(refused), batch if new else None)


def _new(
    one: Write,
    now: ComplianceAnswer | None,
    word: ComplianceAnswer | None,
    *,
    on: dt.date,
    at: dt.datetime,
    batch: UUID,
    actor: Actor,
    source: Source,
) -> list[ComplianceAnswer]:
    """Nothing where it says what stands. Raises WrongAnswer."""
    requirement = BY_CODE.get(one.code)
    if requirement is None:
        raise WrongAnswer("requirement", "Kravet kendes ikke.")
    said = check_answer(requirement, one.said, on=on)
    if one.was_seen and one.seen != (now.pk if now else None):
        raise WrongAnswer("", MEANWHILE)
    settled_at = word.at if word is not None and one.seen_source == word.pk else None
    if now is not None and _as_said(now) == _core(said) and (settled_at is None or now.settled_at == settled_at):
        return []
    answer = _answer(one.key, said, at=at, batch=batch)
    answer.source, answer.person_id, answer.settled_at = source.value, actor.person_id, settled_at
    return [answer]


@transaction.atomic
def undo_answers(*, actor: Actor, batch: UUID, at: dt.datetime) -> Saved:
    """Takes back what the actor answered together: what stood before stands again. What was answered anew since stays.
    Raises AccessDenied."""
    if actor.person_id is None:
        raise AccessDenied("Log ind for at fortryde.")
    rows = list(
        ComplianceAnswer.objects.select_for_update().filter(
            batch=batch, person=actor.person_id, is_of_source=False, is_current=True, undone_at__isnull=True
        )
    )
    _answered_for(actor, {one.system_id for one in rows}, on=timezone.localdate(at))
    earlier = ComplianceAnswer.objects.filter(
        system__in={one.system_id for one in rows}, is_of_source=False, is_current=False, undone_at__isnull=True
    )
    before: dict[Key, ComplianceAnswer] = {}
    for old in earlier.exclude(batch=batch).order_by("at", "pk"):
        before[old.system_id, old.requirement] = old
    back = [before[key] for one in rows if (key := (one.system_id, one.requirement)) in before]
    ComplianceAnswer.objects.filter(pk__in=[one.pk for one in rows]).update(is_current=False, undone_at=at)
    ComplianceAnswer.objects.filter(pk__in=[one.pk for one in back]).update(is_current=True)
    if rows:
        data = {"count": len(rows)}
        record(actor=actor, at=at, action="it_portfolio.undo_answers", object_kind=KIND, object_id=batch, data=data)
    return Saved(len(rows))


@transaction.atomic
def take_in_kitos(*, actor: Actor, at: dt.datetime) -> tuple[int, dt.datetime | None]:
    """KITOS' word by the newest reading stands beside what people answered, and over none of it: how many words are
    new or other, and when KITOS was read (None: never). What it does not say any more is taken away.

    Raises AccessDenied, MissingFile, StrangeAnswer."""
    KEEP.require(actor)
    read_at, rows = law_words(actor=actor)
    if read_at is None:
        return 0, None
    said = {
        (one.system_id, code): word
        for one in rows
        for code, word in said_by_kitos(one.protection, one.processing).items()
    }
    changed = _take_in(said, at=at)
    record(
        actor=actor,
        at=at,
        action="it_portfolio.take_in_kitos",
        object_kind=KIND,
        object_id="kitos",
        data={"count": changed},
    )
    return changed, read_at


def _take_in(said: Mapping[Key, Said], *, at: dt.datetime) -> int:
    standing = {
        (one.system_id, one.requirement, True): one
        for one in ComplianceAnswer.objects.select_for_update().filter(is_current=True, is_of_source=True)
    }
    batch = uuid4()
    new = []
    for key, word in said.items():
        now = standing.get((*key, True))
        if now is None or _as_said(now) != _core(word):
            answer = _answer(key, word, at=at, batch=batch)
            answer.source, answer.is_of_source = word.source, True
            new.append(answer)
    gone = [one.pk for (system, code, _), one in standing.items() if (system, code) not in said]
    ComplianceAnswer.objects.filter(pk__in=gone).update(is_current=False)
    _replaced(new, standing)
    return len(new) + len(gone)


@transaction.atomic
def note_reading(*, actor: Actor, at: dt.datetime, how: str, count: int, system: SystemFactsRow | None = None) -> None:
    """That somebody is about to read how it stands. `how`: "side" or the format of a file."""
    record(
        actor=actor,
        at=at,
        action="it_portfolio.read_compliance",
        object_kind="it_system" if system else KIND,
        object_id=system.id if system else "alle",
        object_name=system.name if system else "",
        data={"systems": count, "how": how},
    )


def _answered_for(actor: Actor, ids: set[UUID], *, on: dt.date) -> dict[UUID, SystemFactsRow]:
    if not ids:
        return {}
    narrow = next(iter(ids)) if len(ids) == 1 else None
    systems = {one.id: one for one in law_facts(on=on, units=None, system_id=narrow) if one.id in ids}
    for one in ids:
        system = systems.get(one)
        if system is None or not may_answer(actor, owner_id=system.owner_id, unit_id=system.unit_id):
            raise AccessDenied(NOT_YOURS)
    return systems


def _current(systems: set[UUID]) -> dict[tuple[UUID, str, bool], ComplianceAnswer]:
    rows = ComplianceAnswer.objects.select_for_update().filter(system__in=systems, is_current=True)
    return {(one.system_id, one.requirement, one.is_of_source): one for one in rows.order_by("pk")}


def _replaced(new: Sequence[ComplianceAnswer], standing: Mapping[tuple[UUID, str, bool], ComplianceAnswer]) -> bool:
    """False where another answered the same in the same moment: then nothing is written."""
    old = [standing.get((one.system_id, one.requirement, one.is_of_source)) for one in new]
    try:
        with transaction.atomic():
            ComplianceAnswer.objects.filter(pk__in=[one.pk for one in old if one is not None]).update(is_current=False)
            ComplianceAnswer.objects.bulk_create(new, batch_size=200)
    except IntegrityError:
        return False
    return True


def _answer(key: Key, said: Said, *, at: dt.datetime, batch: UUID) -> ComplianceAnswer:
    return ComplianceAnswer(
        batch=batch,
        system_id=key[0],
        requirement=key[1],
        status=said.status,
        choice=said.choice,
        ground=said.ground.strip(),
        checked_on=said.checked_on,
        valid_until=said.valid_until,
        at=at,
    )


def _core(said: Said) -> tuple[object, ...]:
    return (said.status, said.choice, said.ground.strip(), said.checked_on, said.valid_until)


def _as_said(row: ComplianceAnswer) -> tuple[object, ...]:
    return (row.status, row.choice, row.ground, row.checked_on, row.valid_until)
