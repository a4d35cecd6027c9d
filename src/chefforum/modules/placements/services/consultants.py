"""Who serves whom, and when they are in touch."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.notifications.services import notify
from chefforum.kernel.organisation.queries import tree_on

from ..access import may_offer, require_coordinator
from ..models import Consultant, ConsultantService, Contact
from ..queries.consultants import find_consultant, find_contact, may_plan
from ..rules.kinds import ContactKind
from ..rules.pseudonyms import refused

ASKED = "placements.contact_asked"


class ContactRefused(ValueError):
    """What was asked cannot be done; the message tells the person why."""


@dataclass(frozen=True)
class ConsultantWords:
    phone: str = ""
    about: str = ""
    weekly_hours: Decimal | None = None
    comes_to_meetings: bool = True
    is_active: bool = True


@transaction.atomic
def keep_consultant(*, actor: Actor, person_id: UUID, words: ConsultantWords, at: dt.datetime) -> Consultant:
    """Makes the person a consultant, or changes what is said of them. Raises AccessDenied."""
    require_coordinator(actor)
    kept, _ = Consultant.objects.update_or_create(
        person_id=person_id,
        defaults={
            "phone": words.phone.strip(),
            "about": words.about.strip(),
            "weekly_hours": words.weekly_hours,
            "comes_to_meetings": words.comes_to_meetings,
            "is_active": words.is_active,
        },
    )
    _record(actor, at, "placements.keep_consultant", kept)
    return kept


@transaction.atomic
def begin_service(
    *, actor: Actor, consultant_id: int, unit_id: UUID, is_main: bool, valid_from: dt.date, at: dt.datetime
) -> ConsultantService:
    """The consultant serves the unit and all below it from a day. Raises AccessDenied, ContactRefused where they do."""
    require_coordinator(actor)
    consultant = find_consultant(consultant_id)
    if consultant.services.filter(unit_id=unit_id, valid_to__isnull=True).exists():
        raise ContactRefused("Konsulenten dækker allerede enheden.")
    service, is_new = ConsultantService.objects.get_or_create(
        consultant=consultant, unit_id=unit_id, valid_from=valid_from, defaults={"is_main": is_main}
    )
    if not is_new:
        raise ContactRefused("Konsulenten har dækket enheden fra den dag før. Vælg en senere dag.")
    _record(actor, at, "placements.begin_service", consultant, unit=str(unit_id))
    return service


@transaction.atomic
def end_service(*, actor: Actor, service_id: int, on: dt.date, at: dt.datetime) -> None:
    """From the day on the consultant does not serve the unit; a service that begins then or later never was.

    Raises AccessDenied.
    """
    require_coordinator(actor)
    service = ConsultantService.objects.select_related("consultant").get(pk=service_id)
    if service.valid_from >= on:
        service.delete()
    else:
        ConsultantService.objects.filter(pk=service_id).update(valid_to=on)
    _record(actor, at, "placements.end_service", service.consultant, unit=str(service.unit_id))


@transaction.atomic
def plan_contact(
    *,
    actor: Actor,
    consultant_id: int,
    unit_id: UUID,
    kind: ContactKind,
    planned_for: dt.date,
    note: str,
    on: dt.date,
    at: dt.datetime,
) -> Contact:
    """A consultant plans to be in touch with a unit, or a unit asks for it, which the consultant is told.

    Raises AccessDenied, ContactRefused.
    """
    consultant = find_consultant(consultant_id)
    plans = may_plan(actor, consultant)
    if not plans and not may_offer(actor, unit_id):
        raise AccessDenied("Du har ikke adgang til at aftale noget for den arbejdsplads.")
    if planned_for < on:
        raise ContactRefused("Dagen er gået. Vælg en dag, der kommer.")
    if why := refused(note):
        raise ContactRefused(why)
    contact = Contact.objects.create(
        consultant=consultant,
        unit_id=unit_id,
        kind=kind.value,
        planned_for=planned_for,
        note=note.strip(),
        asked_by_unit=not plans,
        at=at,
        person_id=actor.person_id,
    )
    _record(actor, at, "placements.plan_contact", consultant, unit=str(unit_id))
    if not plans:
        notify(
            actor=actor,
            at=at,
            person_ids=[consultant.person_id],
            kind=ASKED,
            text=f"{_name_of(unit_id, on)} ønsker kontakt om praktik og løntilskud.",
            url=reverse("placements:consultant", args=[consultant.pk]),
            key=f"contact:{contact.pk}",
        )
    return contact


@transaction.atomic
def settle_contact(*, actor: Actor, contact_id: int, held_on: dt.date | None, on: dt.date, at: dt.datetime) -> Contact:
    """It was held on a day, or came to nothing; settled by who plans for the consultant or offers places for the unit.

    Raises ContactNotFound, AccessDenied, and ContactRefused for a day that has not come.
    """
    contact = find_contact(contact_id)
    if not may_plan(actor, contact.consultant) and not may_offer(actor, contact.unit_id):
        raise AccessDenied("Du har ikke adgang til at ændre aftalen.")
    if held_on is not None and held_on > on:
        raise ContactRefused("Dagen er ikke kommet endnu.")
    contact.held_on = held_on
    contact.dropped_at = None if held_on else at
    contact.save(update_fields=["held_on", "dropped_at"])
    _record(actor, at, "placements.settle_contact", contact.consultant, unit=str(contact.unit_id), held=bool(held_on))
    return contact


@transaction.atomic
def reopen_contact(*, actor: Actor, contact_id: int, at: dt.datetime) -> Contact:
    """It was settled by mistake. Raises ContactNotFound, AccessDenied."""
    contact = find_contact(contact_id)
    if not may_plan(actor, contact.consultant) and not may_offer(actor, contact.unit_id):
        raise AccessDenied("Du har ikke adgang til at ændre aftalen.")
    contact.held_on, contact.dropped_at = None, None
    contact.save(update_fields=["held_on", "dropped_at"])
    _record(actor, at, "placements.reopen_contact", contact.consultant, unit=str(contact.unit_id))
    return contact


def _name_of(unit_id: UUID, on: dt.date) -> str:
    unit = tree_on(on).unit(unit_id)
    return unit.name if unit else "En arbejdsplads"


def _record(actor: Actor, at: dt.datetime, action: str, consultant: Consultant, **data: Any) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="consultant",
        object_id=str(consultant.pk),
        object_name=consultant.person.name,
        data=data,
    )
