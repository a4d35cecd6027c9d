"""Those of the demo that one may be."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import ROLE_NAMES, Role
from chefforum.kernel.organisation.queries import valid_on
from chefforum.kernel.people.models import Employment, GroupKind, GroupMembership, GroupRole, Person

from .rules import DEMO_ADDRESSES, demo_group, demo_headings

Dated = TypeVar("Dated", RoleAssignment, GroupMembership, Employment)

SEAT_WORDS = {
    GroupRole.CHAIR: "Formand for",
    GroupRole.MEMBER: "Medlem af",
    GroupRole.SECRETARY: "Sekretær for",
    GroupRole.OBSERVER: "Observatør i",
}


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to be in the demo; `words` are title, roles and seats, each said once."""

    id: UUID
    name: str
    words: tuple[str, ...]


def demo_persons(*, on: dt.date) -> list[tuple[str, list[DemoPerson]]]:
    """Those of the demo who have a role or a seat in a forum on the date, by what they do. Four queries."""
    roles: dict[UUID, list[Role]] = defaultdict(list)
    words: dict[UUID, list[str]] = defaultdict(list)
    for person_id, role in _valid(RoleAssignment, on).order_by("pk").values_list("person_id", "role"):
        roles[person_id].append(Role(role))
        words[person_id].append(ROLE_NAMES[Role(role)])
    seats = _valid(GroupMembership, on).filter(group__kind=GroupKind.FORUM).order_by("pk")
    for person_id, seat, forum in seats.values_list("person_id", "role", "group__name"):
        words[person_id].append(f"{SEAT_WORDS[GroupRole(seat)]} {forum}")
    titles = dict(_valid(Employment, on).order_by("valid_from").values_list("person_id", "title"))
    grouped: dict[str, list[DemoPerson]] = defaultdict(list)
    for person_id, name in Person.objects.filter(pk__in=words).order_by("name").values_list("pk", "name"):
        said = dict.fromkeys([*titles.get(person_id, "").splitlines(), *words[person_id]])
        grouped[demo_group(roles[person_id])].append(DemoPerson(person_id, name, tuple(said)))
    return [(heading, grouped[heading]) for heading in demo_headings() if grouped[heading]]


def _valid(model: type[Dated], on: dt.date) -> QuerySet[Dated]:
    """Rows that hold on the date, of active persons of the demo."""
    return model._default_manager.filter(valid_on(on), person__is_active=True, person__email__iendswith=DEMO_ADDRESSES)


def find_demo_person(*, person_id: UUID) -> Person | None:
    """An active person of the demo."""
    return Person.objects.filter(pk=person_id, is_active=True, email__iendswith=DEMO_ADDRESSES).first()


def find_person_by_email(*, email: str) -> Person | None:
    return Person.objects.filter(email=email.strip().lower()).first()
