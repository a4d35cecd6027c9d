"""A forum that an administrator's import names and that is not here yet."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from chefforum.kernel.access.rules import Actor, Role, Rule, has_any
from chefforum.kernel.audit.services import record
from chefforum.kernel.organisation.services import top_unit
from chefforum.kernel.people.models import Group, GroupKind

CREATE_FORUM = Rule("meetings.create_forum", "oprette et forum", has_any(Role.ADMINISTRATOR))


def create_forum(*, actor: Actor, name: str, municipality: str, at: dt.datetime) -> Group:
    """A forum owned by the top of the organisation, which is made where there is none yet. Call in a transaction."""
    CREATE_FORUM.require(actor)
    unit = top_unit(municipality=municipality, on=timezone.localdate(at))
    forum = Group.objects.create(name=name, kind=GroupKind.FORUM, unit=unit, valid_from=timezone.localdate(at))
    record(
        actor=actor,
        at=at,
        action="groups.create",
        object_kind="group",
        object_id=forum.pk,
        object_name=forum.name,
    )
    return forum
