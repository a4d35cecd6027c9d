"""How the steering group's seats are shared out is said, and who sits there."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.queries import list_persons

from ..access import KEEP
from ..models import SteeringGroup, SteeringGroupMember
from ..rules.steering_group import Asked, SteeringWrong, check

KIND = "it_steering_group"
CHANGED_MEANWHILE = "En anden har rettet fordelingen, mens du skrev. Det, du skrev, står her. Se efter, og gem igen."


@transaction.atomic
def set_steering_group(*, actor: Actor, asked: Asked, seen: int | None, at: dt.datetime) -> SteeringGroup:
    """`seen`: the one that counted as the page was opened. Raises AccessDenied, SteeringWrong."""
    KEEP.require(actor)
    check(asked)
    newest = SteeringGroup.objects.select_for_update().order_by("-at", "-pk").first()
    if (newest.pk if newest else None) != seen:
        raise SteeringWrong(CHANGED_MEANWHILE)
    made = SteeringGroup.objects.create(
        seats=asked.seats,
        weights=dict(asked.weights),
        promised=dict(asked.promised),
        at=at,
        person_id=actor.person_id,
    )
    record(
        actor=actor,
        at=at,
        action="it_portfolio.set_steering_group",
        object_kind=KIND,
        object_id=made.pk,
        data={"seats": asked.seats},
    )
    return made


@transaction.atomic
def seat_member(*, actor: Actor, unit_id: UUID, person_id: UUID, at: dt.datetime) -> SteeringGroupMember:
    """One sits for one department. Raises AccessDenied, SteeringWrong."""
    KEEP.require(actor)
    if not Unit.objects.filter(pk=unit_id).exists():
        raise SteeringWrong("Vælg en afdeling.", "unit")
    if not list_persons().filter(pk=person_id).exists():
        raise SteeringWrong("Vælg en person, der arbejder her.", "member")
    there = SteeringGroupMember.objects.select_for_update().filter(member=person_id, ended_at__isnull=True).first()
    if there is not None:
        raise SteeringWrong("Personen sidder i styregruppen i forvejen. Tag personen ud først.", "member")
    made = SteeringGroupMember.objects.create(unit_id=unit_id, member_id=person_id, at=at, person_id=actor.person_id)
    _record(actor, made, at, "it_portfolio.seat_in_steering_group")
    return made


@transaction.atomic
def end_seat(*, actor: Actor, seat_id: UUID, at: dt.datetime) -> bool:
    """False where it had ended, or never was. Raises AccessDenied."""
    KEEP.require(actor)
    found = SteeringGroupMember.objects.select_for_update().filter(pk=seat_id, ended_at__isnull=True).first()
    if found is None:
        return False
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    _record(actor, found, at, "it_portfolio.end_steering_group_seat")
    return True


def _record(actor: Actor, seat: SteeringGroupMember, at: dt.datetime, action: str) -> None:
    record(actor=actor, at=at, action=action, object_kind=KIND, object_id=seat.pk, data={"unit": str(seat.unit_id)})
