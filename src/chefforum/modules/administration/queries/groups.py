"""Groups as pages show them. Everybody who is signed in may see who sits where and what for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from chefforum.calc import blocks
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import valid_on
from chefforum.kernel.people.models import Group, GroupMembership, TermsOfReference
from chefforum.modules.administration.access import READ_GROUPS


class GroupNotFound(LookupError):
    """There is no such group."""


@dataclass(frozen=True)
class Terms:
    valid_from: dt.date
    blocks: tuple[blocks.Block, ...]


@dataclass(frozen=True)
class GroupPage:
    """Members on the date, those who were or will be, and the terms of reference, newest first."""

    group: Group
    members: tuple[GroupMembership, ...]
    others: tuple[GroupMembership, ...]
    terms: Terms | None
    other_terms: tuple[Terms, ...]


def list_groups(*, actor: Actor, on: dt.date) -> QuerySet[Group]:
    """Groups that exist on the date, with `members` counted. Raises AccessDenied."""
    READ_GROUPS.require(actor)
    present = Q(memberships__valid_from__lte=on) & (
        Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gt=on)
    )
    groups = Group.objects.filter(valid_on(on)).annotate(members=Count("memberships", filter=present))
    return groups.order_by("kind", "name")


def find_group(*, actor: Actor, group_id: UUID) -> Group:
    """Raises GroupNotFound, AccessDenied."""
    READ_GROUPS.require(actor)
    group = Group.objects.filter(pk=group_id).select_related("unit").first()
    if group is None:
        raise GroupNotFound(group_id)
    return group


def group_page(*, actor: Actor, group_id: UUID, on: dt.date) -> GroupPage:
    """Raises GroupNotFound, AccessDenied."""
    group = find_group(actor=actor, group_id=group_id)
    seats = list(group.memberships.select_related("person").order_by("person__name", "valid_from"))
    present = [seat for seat in seats if seat.valid_from <= on and (seat.valid_to is None or seat.valid_to > on)]
    versions = [
        Terms(one.valid_from, blocks.from_json(one.blocks))
        for one in TermsOfReference.objects.filter(group=group).order_by("-valid_from")
    ]
    holds = next((one for one in versions if one.valid_from <= on), None)
    return GroupPage(
        group=group,
        members=tuple(present),
        others=tuple(seat for seat in seats if seat not in present),
        terms=holds,
        other_terms=tuple(one for one in versions if one is not holds),
    )


def find_membership(*, group_id: UUID, membership_id: int) -> GroupMembership | None:
    found = GroupMembership.objects.filter(pk=membership_id, group_id=group_id)
    return found.select_related("group", "person").first()
