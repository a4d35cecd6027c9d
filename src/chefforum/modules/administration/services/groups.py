"""Groups are made and changed, members come and go, terms of reference are written."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.calc import blocks
from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.people.models import Group, GroupMembership, Person, TermsOfReference
from chefforum.modules.administration.access import may_keep_groups_of, require_group_keeper
from chefforum.modules.administration.rules.terms import blocks_of

from .persons import CannotChange


@transaction.atomic
def save_group(
    *,
    actor: Actor,
    group: Group | None,
    name: str,
    kind: str,
    unit_id: UUID,
    valid_from: dt.date,
    valid_to: dt.date | None,
    at: dt.datetime,
) -> Group:
    """A new group (None), or the group changed; `valid_to` exclusive.

    Raises AccessDenied where the actor does not keep the groups of both the old and the new unit, CannotChange.
    """
    if group is not None:
        require_group_keeper(actor, group)
    if not may_keep_groups_of(actor, unit_id):
        raise AccessDenied("Du har ikke adgang til grupper i den enhed.")
    if Group.objects.filter(name=name).exclude(pk__in=[group.pk] if group else []).exists():
        raise CannotChange(f"Der er allerede en gruppe, der hedder {name}. Intet er ændret.")
    action = "groups.change" if group else "groups.create"
    group = group or Group()
    group.name, group.kind, group.unit_id = name, kind, unit_id
    group.valid_from, group.valid_to = valid_from, valid_to
    group.save()
    _note(actor, at, action, group, {"unit": str(unit_id), "kind": kind})
    return group


@transaction.atomic
def add_member(
    *, actor: Actor, group: Group, person: Person, role: str, valid_from: dt.date, at: dt.datetime
) -> GroupMembership:
    """The person sits in the group from the date. Raises AccessDenied, CannotChange."""
    require_group_keeper(actor, group)
    seats = GroupMembership.objects.filter(group=group, person=person)
    if seats.filter(valid_to__isnull=True).exists() or seats.filter(valid_from=valid_from).exists():
        raise CannotChange(f"{person.name} sidder allerede i {group.name}. Intet er ændret.")
    made = GroupMembership.objects.create(group=group, person=person, role=role, valid_from=valid_from)
    _note(actor, at, "groups.add_member", group, {"person": str(person.pk), "role": role})
    return made


@transaction.atomic
def end_member(*, actor: Actor, membership: GroupMembership, on: dt.date, at: dt.datetime) -> None:
    """The seat is empty from the date on. Raises AccessDenied."""
    require_group_keeper(actor, membership.group)
    if membership.valid_from >= on:
        GroupMembership.objects.filter(pk=membership.pk).delete()
    else:
        membership.valid_to = on
        membership.save(update_fields=["valid_to"])
    _note(actor, at, "groups.end_member", membership.group, {"person": str(membership.person_id)})


@transaction.atomic
def write_terms(*, actor: Actor, group: Group, text: str, valid_from: dt.date, at: dt.datetime) -> TermsOfReference:
    """The group's terms of reference from the date; those that began that day are replaced. Raises AccessDenied."""
    require_group_keeper(actor, group)
    written, _ = TermsOfReference.objects.update_or_create(
        group=group, valid_from=valid_from, defaults={"blocks": blocks.to_json(blocks_of(text))}
    )
    _note(actor, at, "groups.write_terms", group, {"from": valid_from.isoformat()})
    return written


def _note(actor: Actor, at: dt.datetime, action: str, group: Group, data: dict[str, Any]) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="group",
        object_id=group.pk,
        object_name=group.name,
        data=data,
    )
