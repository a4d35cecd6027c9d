"""Types of job, kept by the coordinator: the usual ones, new ones, renamed ones, and those no longer in use."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import JobType
from ..rules.pseudonyms import refused
from ..rules.usual import JOB_TYPES

LONGEST_CODE = 40
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


class JobTypeRefused(ValueError):
    """The type cannot be kept; the message tells the person why."""


@transaction.atomic
def add_usual_job_types(*, actor: Actor, at: dt.datetime) -> int:
    """Those of the usual types that are not there yet, by code or name; answers how many. Raises AccessDenied."""
    require_coordinator(actor)
    codes, names = set(), set()
    for code, name in JobType.objects.values_list("code", "name"):
        codes.add(code)
        names.add(name.casefold())
    last = JobType.objects.aggregate(last=Max("position"))["last"] or 0
    new = [(code, name) for code, name in JOB_TYPES if code not in codes and name.casefold() not in names]
    JobType.objects.bulk_create(
        JobType(code=code, name=name, position=position) for position, (code, name) in enumerate(new, start=last + 1)
    )
    if new:
        _record(actor, at, "", {"added": [code for code, _ in new]})
    return len(new)


@transaction.atomic
def add_job_type(*, actor: Actor, name: str, at: dt.datetime) -> JobType:
    """Raises JobTypeRefused, AccessDenied."""
    require_coordinator(actor)
    name = _free_name(name)
    code = slugify(name.lower().translate(_LETTERS))[:LONGEST_CODE] or "type"
    taken = set(JobType.objects.filter(code__startswith=code[: LONGEST_CODE - 4]).values_list("code", flat=True))
    numbered = (f"{code[: LONGEST_CODE - 4]}-{number}" for number in range(2, 1000))
    code = code if code not in taken else next(one for one in numbered if one not in taken)
    last = JobType.objects.aggregate(last=Max("position"))["last"] or 0
    made = JobType.objects.create(code=code, name=name, position=last + 1)
    _record(actor, at, made.code, {"added": [made.code]})
    return made


@transaction.atomic
def change_job_type(*, actor: Actor, job_type: JobType, name: str, is_active: bool, at: dt.datetime) -> None:
    """Another name for all who have it, or out of use: those who have it keep it.

    Raises JobTypeRefused, AccessDenied.
    """
    require_coordinator(actor)
    job_type.name, job_type.is_active = _free_name(name, job_type), is_active
    job_type.save(update_fields=["name", "is_active"])
    _record(actor, at, job_type.code, {"is_active": is_active})


def _free_name(name: str, job_type: JobType | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise JobTypeRefused("Skriv, hvad typen hedder.")
    if words := refused(name):
        raise JobTypeRefused(words)
    own = job_type.pk if job_type else None
    others = {there.casefold() for pk, there in JobType.objects.values_list("pk", "name") if pk != own}
    if name.casefold() in others:
        raise JobTypeRefused("Der er allerede en type, der hedder det.")
    return name


def _record(actor: Actor, at: dt.datetime, code: str, data: dict[str, object]) -> None:
    record(actor=actor, at=at, action="placements.job_types", object_kind="job_type", object_id=code, data=data)
