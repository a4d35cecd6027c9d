"""Who the consultants are, whom they serve, how much they have in hand, and when they are next in touch."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.queries import tree_on, valid_on
from chefforum.kernel.organisation.rules import OrganisationTree, UnitOnDate
from chefforum.kernel.people.models import Employment, Person

from ..access import is_coordinator, may_offer, readable_units
from ..models import Consultant, ConsultantService, Contact, Placement
from ..rules.departments import departments_in

WITHIN = dt.timedelta(days=30)


class ConsultantNotFound(LookupError):
    """There is no such consultant."""


class ContactNotFound(LookupError):
    """There is no such contact."""


@dataclass(frozen=True)
class ContactRow:
    contact: Contact
    unit_name: str
    may_settle: bool
    is_due: bool = True  # its day has come


@dataclass(frozen=True)
class ServiceRow:
    service: ConsultantService
    unit: UnitOnDate | None
    workplaces: int  # units below that have none below themselves, the unit itself where it has none

    @property
    def name(self) -> str:
        return self.unit.name if self.unit else "En enhed, der er lukket"


@dataclass(frozen=True)
class ConsultantRow:
    """`running`: placements that they follow now, told to who places people; `next`: the actor's own units' next."""

    consultant: Consultant
    title: str
    services: tuple[ServiceRow, ...]
    running: int | None
    planned: int  # contacts within thirty days
    next: ContactRow | None
    serves_actor: bool

    @property
    def workplaces(self) -> int:
        return sum(row.workplaces for row in self.services)

    @property
    def hours_per_workplace(self) -> Decimal | None:
        """Hours a month for each workplace; None where hours or workplaces are not known."""
        hours = self.consultant.weekly_hours
        return None if hours is None or not self.workplaces else hours * 52 / 12 / self.workplaces


@dataclass(frozen=True)
class DepartmentCover:
    department: UnitOnDate
    consultants: tuple[str, ...]


@dataclass(frozen=True)
class Consultants:
    rows: tuple[ConsultantRow, ...]  # those who serve the actor's own units first
    cover: tuple[DepartmentCover, ...]

    @property
    def uncovered(self) -> tuple[UnitOnDate, ...]:
        return tuple(one.department for one in self.cover if not one.consultants)


def may_plan(actor: Actor, consultant: Consultant) -> bool:
    """The consultant's own time, or the coordinator's to plan."""
    return is_coordinator(actor) or (actor.person_id is not None and consultant.person_id == actor.person_id)


def find_consultant(consultant_id: int) -> Consultant:
    """Raises ConsultantNotFound."""
    found = Consultant.objects.select_related("person").filter(pk=consultant_id).first()
    if found is None:
        raise ConsultantNotFound(consultant_id)
    return found


def find_contact(contact_id: int) -> Contact:
    """Raises ContactNotFound."""
    found = Contact.objects.select_related("consultant__person").filter(pk=contact_id).first()
    if found is None:
        raise ContactNotFound(contact_id)
    return found


def consultants_on(*, actor: Actor, on: dt.date) -> Consultants:
    """Every consultant in use. Six queries, and those of the tree."""
    tree = tree_on(on)
    consultants = list(Consultant.objects.filter(is_active=True).select_related("person"))
    persons = [one.person_id for one in consultants]
    services: dict[int, list[ServiceRow]] = defaultdict(list)
    for service in _services(on).filter(consultant__in=consultants):
        services[service.consultant_id].append(_service_row(service, tree))
    titles = dict(Employment.objects.filter(valid_on(on), person__in=persons).values_list("person_id", "title"))
    running = _running(persons, on) if actor.has_role(Role.JOB_CONSULTANT) else None
    coming = _coming(on).filter(consultant__in=consultants)
    by_consultant: dict[int, list[Contact]] = defaultdict(list)
    for contact in coming:
        by_consultant[contact.consultant_id].append(contact)
    own = readable_units(actor) or frozenset()
    rows = []
    for one in consultants:
        covered = tree.below([row.service.unit_id for row in services[one.pk]])
        mine = next((found for found in by_consultant[one.pk] if found.unit_id in own), None)
        rows.append(
            ConsultantRow(
                consultant=one,
                title=titles.get(one.person_id, ""),
                services=tuple(services[one.pk]),
                running=None if running is None else running.get(one.person_id, 0),
                planned=sum(found.planned_for <= on + WITHIN for found in by_consultant[one.pk]),
                next=_contact_row(mine, actor, tree, on) if mine else None,
                serves_actor=bool(own and covered & own) and not actor.has_role(Role.JOB_CONSULTANT),
            )
        )
    rows.sort(key=lambda row: (not row.serves_actor, row.consultant.person.name.casefold()))
    return Consultants(rows=tuple(rows), cover=_cover(tree, rows))


def _cover(tree: OrganisationTree, rows: list[ConsultantRow]) -> tuple[DepartmentCover, ...]:
    """A department is covered by who serves it, a unit above it or a unit in it."""
    found = []
    for department in departments_in(tree):
        near = tree.below([department.id]) | {unit.id for unit in tree.path(department.id)}
        names = tuple(
            row.consultant.person.name for row in rows if any(one.service.unit_id in near for one in row.services)
        )
        found.append(DepartmentCover(department, names))
    return tuple(found)


@dataclass(frozen=True)
class ConsultantPage:
    row: ConsultantRow
    coming: tuple[ContactRow, ...]  # those that the actor may know of
    held: tuple[ContactRow, ...]
    may_plan: bool
    may_keep: bool
    ask_for: tuple[UnitOnDate, ...]  # units that the actor may ask a contact for


def consultant_page(*, actor: Actor, consultant_id: int, on: dt.date) -> ConsultantPage:
    """Raises ConsultantNotFound. Contacts with units that are not the actor's are told to who plans alone."""
    consultant = find_consultant(consultant_id)
    tree = tree_on(on)
    plans = may_plan(actor, consultant)
    contacts = consultant.contacts.filter(dropped_at__isnull=True).select_related("consultant__person")
    own = readable_units(actor)
    if not plans and own is not None:
        contacts = contacts.filter(unit__in=own)
    coming = contacts.filter(held_on__isnull=True)
    held = contacts.filter(held_on__isnull=False).order_by("-held_on", "-pk")[:10]
    services = tuple(_service_row(one, tree) for one in _services(on).filter(consultant=consultant))
    title = Employment.objects.filter(valid_on(on), person=consultant.person).values_list("title", flat=True).first()
    tells = actor.has_role(Role.JOB_CONSULTANT)
    coming_rows = tuple(_contact_row(one, actor, tree, on) for one in coming)
    covered = tree.below([row.service.unit_id for row in services])
    asks = covered if plans else frozenset(unit for unit in covered if may_offer(actor, unit))
    row = ConsultantRow(
        consultant=consultant,
        title=title or "",
        services=services,
        running=_running([consultant.person_id], on).get(consultant.person_id, 0) if tells else None,
        planned=sum(one.contact.planned_for <= on + WITHIN for one in coming_rows),
        next=coming_rows[0] if coming_rows else None,
        serves_actor=bool(asks),
    )
    return ConsultantPage(
        row=row,
        coming=coming_rows,
        held=tuple(_contact_row(one, actor, tree, on) for one in held),
        may_plan=plans,
        may_keep=is_coordinator(actor),
        ask_for=tuple(unit for _, unit in tree.walk() if unit.id in asks),
    )


def own_contacts(*, actor: Actor, until: dt.date, on: dt.date, most: int) -> list[ContactRow]:
    """Contacts that the actor is to hold, those overdue too, until the day, the soonest first. One query, and the tree
    where there are any."""
    if actor.person_id is None:
        return []
    mine = Contact.objects.filter(
        consultant__person=actor.person_id,
        consultant__is_active=True,
        held_on__isnull=True,
        dropped_at__isnull=True,
        planned_for__lte=until,
    ).select_related("consultant__person")
    found = list(mine.order_by("planned_for", "pk")[:most])
    tree = tree_on(on) if found else OrganisationTree(())
    return [_contact_row(one, actor, tree, on) for one in found]


def persons_to_choose(on: dt.date) -> QuerySet[Person]:
    """Who has the role of a job consultant on the day."""
    roles = RoleAssignment.objects.filter(valid_on(on), role=Role.JOB_CONSULTANT)
    return Person.objects.filter(is_active=True, role_assignments__in=roles).distinct().order_by("name")


def _services(on: dt.date) -> QuerySet[ConsultantService]:
    return ConsultantService.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).order_by("unit__code")


def _coming(on: dt.date) -> QuerySet[Contact]:
    open_ones = Contact.objects.filter(held_on__isnull=True, dropped_at__isnull=True, planned_for__gte=on)
    return open_ones.select_related("consultant__person")


def _running(person_ids: list[UUID], on: dt.date) -> dict[UUID | None, int]:
    running = Placement.objects.filter(
        Q(ended_on__gte=on)
        | Q(ended_on__isnull=True, ends_on__gte=on)
        | Q(ended_on__isnull=True, ends_on__isnull=True),
        consultant__in=person_ids,
        cancelled_at__isnull=True,
        starts_on__lte=on,
    )
    return dict(running.values_list("consultant").annotate(count=Count("pk")).order_by())


def _service_row(service: ConsultantService, tree: OrganisationTree) -> ServiceRow:
    below = tree.below([service.unit_id])
    return ServiceRow(service, tree.unit(service.unit_id), sum(not tree.children(unit_id) for unit_id in below))


def _contact_row(contact: Contact, actor: Actor, tree: OrganisationTree, on: dt.date) -> ContactRow:
    unit = tree.unit(contact.unit_id)
    settles = may_plan(actor, contact.consultant) or may_offer(actor, contact.unit_id)
    return ContactRow(contact, unit.name if unit else "En enhed, der er lukket", settles, contact.planned_for <= on)
