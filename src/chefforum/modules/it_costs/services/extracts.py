"""An extract is frozen by the coordinator, once, and never changed; who writes for the analyst may be named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.services import start_job
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.kernel.people.models import Person
from chefforum.web.once import AlreadyMade

from ..access import reads_all_costs, require_coordinator
from ..models import Extract, ExtractLine, ExtractSum
from ..queries.extract_check import head_of
from ..queries.extract_jobs import FREEZE_JOB, under_way
from ..queries.extract_material import Material, material
from ..queries.extracts import ExtractNotFound
from ..rules.extract_hash import canonical, hash_of, hash_of_text, line_text, sum_text
from ..rules.extract_kinds import ExtractStatus
from ..search import index_extract

KIND = "it_extract"
BATCH = 1000
STEPS = 3  # of freezing: the books are read, the sum is reckoned, the lines are kept
Tell = Callable[[int, int | None, str], None]


def untold(done: int, total: int | None, words: str) -> None:
    """Nobody listens."""


class ExtractWrong(ValueError):
    """Why it cannot be done; `field` of the form, "" for the whole."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True)
class FreezeFacts:
    name: str
    years: tuple[int, int]
    status: str = ExtractStatus.FINAL.value
    answer_by: dt.date | None = None
    analyst_name: str = ""
    analyst_hand_id: UUID | None = None
    previous_id: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        """What a job is started with."""
        plain = asdict(self) | {"years": list(self.years)}
        return {name: str(value) if isinstance(value, UUID | dt.date) else value for name, value in plain.items()}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> FreezeFacts:
        first, second = said["years"]
        ids = {name: UUID(said[name]) if said[name] else None for name in ("analyst_hand_id", "previous_id")}
        day = dt.date.fromisoformat(said["answer_by"]) if said["answer_by"] else None
        return cls(**{**said, **ids, "answer_by": day, "years": (first, second)})


@transaction.atomic
def order_freeze(*, actor: Actor, facts: FreezeFacts, at: dt.datetime, on: dt.date, made_id: UUID) -> Job:
    """As a job: the books take long to read. The same form sent again gives the job that is under way. Raises
    ExtractWrong, AlreadyMade, AccessDenied."""
    require_coordinator(actor)
    _check(actor, facts, on)
    if Extract.objects.filter(pk=made_id).exists():
        raise AlreadyMade(made_id)
    there = under_way(actor=actor, made_id=made_id, at=at)
    if there is not None:
        return there
    arguments = {"made_id": str(made_id), "facts": facts.as_json()}
    return start_job(actor=actor, at=at, run=FREEZE_JOB, arguments=arguments)


def freeze(
    *,
    actor: Actor,
    facts: FreezeFacts,
    tree: OrganisationTree,
    at: dt.datetime,
    on: dt.date,
    made_id: UUID | None = None,
    tell: Tell = untold,
) -> Extract:
    """Keeps the books of two years as they stand, all of it in one write at the end. Raises ExtractWrong, BooksMoved,
    AlreadyMade, AccessDenied."""
    require_coordinator(actor)
    _check(actor, facts, on)
    if made_id is not None and Extract.objects.filter(pk=made_id).exists():
        raise AlreadyMade(made_id)
    # Read before anything is written, so that nobody waits for it.
    tell(0, STEPS, "Læser bøgerne")
    found = material(years=facts.years, tree=tree)
    if not found.lines:
        raise ExtractWrong("years", "Der står ingen udgifter og ingen antal i de to år. Vælg to andre.")
    tell(1, STEPS, "Regner kontrolsummen")
    lines = [{"number": number, **row} for number, row in enumerate(found.lines, start=1)]
    extract = _head(actor, facts, found, made_id or uuid4(), at)
    extract.sha256 = hash_of(canonical(head_of(extract), lines, found.sums))
    tell(2, STEPS, f"Gemmer {len(lines)} linjer")
    _keep(actor, extract, lines, found.sums, at)
    tell(STEPS, STEPS, "Færdig")
    return extract


def _head(actor: Actor, facts: FreezeFacts, found: Material, pk: UUID, at: dt.datetime) -> Extract:
    return Extract(
        pk=pk,
        name=facts.name.strip(),
        first_year=facts.years[0],
        second_year=facts.years[1],
        status=facts.status,
        answer_by=facts.answer_by,
        analyst_name=facts.analyst_name.strip(),
        analyst_hand_id=facts.analyst_hand_id,
        previous_id=facts.previous_id,
        line_count=len(found.lines),
        sum_count=len(found.sums),
        created_at=at,
        person_id=actor.person_id,
    )


@transaction.atomic
def _keep(
    actor: Actor, extract: Extract, lines: list[dict[str, Any]], sums: list[dict[str, Any]], at: dt.datetime
) -> None:
    if Extract.objects.filter(pk=extract.pk).exists():
        raise AlreadyMade(extract.pk)
    extract.save(force_insert=True)
    ExtractLine.objects.bulk_create(
        (ExtractLine(extract=extract, sha256=hash_of_text(line_text(row)), **row) for row in lines), batch_size=BATCH
    )
    ExtractSum.objects.bulk_create(
        (ExtractSum(extract=extract, sha256=hash_of_text(sum_text(row)), **row) for row in sums),
        batch_size=BATCH,
    )
    index_extract(extract)
    _record(actor, at, "it_costs.freeze_extract", extract, {"lines": len(lines), "sha256": extract.sha256})


@transaction.atomic
def name_hand(
    *, actor: Actor, extract_id: UUID, analyst_name: str, hand_id: UUID | None, at: dt.datetime, on: dt.date
) -> Extract:
    """Who the analyst is, and who here writes for them. Not after a signature. Raises ExtractWrong, ExtractNotFound,
    AccessDenied."""
    require_coordinator(actor)
    extract = locked(extract_id)
    require_unsigned(extract)
    _check_hand(actor, hand_id, on)
    extract.analyst_name, extract.analyst_hand_id = analyst_name.strip(), hand_id
    extract.save(update_fields=["analyst_name", "analyst_hand"])
    _record(actor, at, "it_costs.name_analyst", extract, {})
    return extract


def locked(extract_id: UUID) -> Extract:
    """So that who answers and who signs follow each other. Raises ExtractNotFound."""
    found = Extract.objects.select_for_update().filter(pk=extract_id).first()
    if found is None:
        raise ExtractNotFound(extract_id)
    return found


def require_unsigned(extract: Extract) -> None:
    """Raises ExtractWrong where a party has signed: what it signed stays as it was."""
    if extract.validated_at is not None:
        raise ExtractWrong("", "Udtrækket er valideret af begge parter og ændres ikke mere. Intet er gemt.")
    if extract.signatures.filter(withdrawn_at__isnull=True).exists():
        raise ExtractWrong(
            "",
            "Den ene part har skrevet under. Underskriften skal trækkes tilbage, før noget kan ændres. Intet er gemt.",
        )


def _check(actor: Actor, facts: FreezeFacts, on: dt.date) -> None:
    if not facts.name.strip():
        raise ExtractWrong("name", "Skriv, hvad udtrækket hedder.")
    if facts.years[0] >= facts.years[1]:
        raise ExtractWrong("second_year", "Vælg to år, det ældste først.")
    if facts.previous_id is not None and not Extract.objects.filter(pk=facts.previous_id).exists():
        raise ExtractWrong("previous_id", "Det udtræk findes ikke.")
    _check_hand(actor, facts.analyst_hand_id, on)


def _check_hand(actor: Actor, hand_id: UUID | None, on: dt.date) -> None:
    """Who writes for the analyst reads it all, and is not who answers for the municipality."""
    if hand_id is None:
        return
    if hand_id == actor.person_id:
        raise ExtractWrong("analyst_hand_id", "Vælg en anden end dig selv: du svarer for kommunen.")
    person = Person.objects.filter(pk=hand_id).first()
    if person is None or not reads_all_costs(actor_for(person=person, on=on)):
        raise ExtractWrong(
            "analyst_hand_id", "Personen skal kunne se alle it-omkostninger, fx som controller for hele kommunen."
        )


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
