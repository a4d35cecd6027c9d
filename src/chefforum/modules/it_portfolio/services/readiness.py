"""Somebody says that what the register tells a system needs is all that it needs; and takes it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record

from ..models import DependencyCheck
from ..queries.readiness import checked_needs

KIND = "it_dependency_check"


@transaction.atomic
def check_dependencies(*, actor: Actor, system_ids: Sequence[UUID], is_all: bool, at: dt.datetime) -> list[UUID]:
    """Answers the systems that it changed anything of, so that just those are taken back. Raises AccessDenied for one
    that the actor does not write; then nothing is written."""
    wanted = list(dict.fromkeys(system_ids))
    found = checked_needs(actor=actor, system_ids=wanted)
    if set(wanted) - found.keys():
        raise AccessDenied("Du har ikke adgang til at sige det om det system.")
    changed = [one for one in wanted if found[one][1] != is_all]
    DependencyCheck.objects.filter(system__in=changed).delete()
    if is_all:
        DependencyCheck.objects.bulk_create(
            DependencyCheck(
                system_id=one,
                needs=sorted(str(other) for other in found[one][0].needs),
                at=at,
                person_id=actor.person_id,
            )
            for one in changed
        )
    for one in changed:
        system = found[one][0].system
        record(
            actor=actor,
            at=at,
            action="it_portfolio.check_dependencies" if is_all else "it_portfolio.uncheck_dependencies",
            object_kind=KIND,
            object_id=one,
            object_name=system.name,
            data={},
        )
    return changed
