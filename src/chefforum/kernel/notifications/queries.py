"""What somebody is told, and how they want to get it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor

from .access import READ_NOTIFICATIONS, visible_to
from .models import MailChoice, Notification
from .registry import Family, families
from .rules import USUAL, Frequency


class NotificationNotFound(LookupError):
    """There is no such notification, or it is somebody else's."""


def list_notifications(*, actor: Actor, only_unread: bool = False) -> QuerySet[Notification]:
    """What the actor is told, newest first."""
    READ_NOTIFICATIONS.require(actor)
    found = visible_to(actor).order_by("-at", "pk")
    return found.filter(read_at__isnull=True) if only_unread else found


def count_unread(actor: Actor) -> int:
    """One query, by an index: every page asks."""
    return visible_to(actor).filter(read_at__isnull=True).count()


def get_notification(*, actor: Actor, notification_id: UUID) -> Notification:
    """Raises NotificationNotFound."""
    found = list_notifications(actor=actor).filter(pk=notification_id).first()
    if found is None:
        raise NotificationNotFound(notification_id)
    return found


def told_of(*, keys: Collection[str]) -> set[tuple[UUID, str]]:
    """Which people have been told by which of the keys. One query. For who tells them, not for who reads."""
    return set(Notification.objects.filter(key__in=keys).values_list("person_id", "key"))


def mail_choices(*, actor: Actor) -> list[tuple[Family, Frequency]]:
    """Each family with what the actor has chosen, or what is usual."""
    chosen: dict[str, str] = {}
    if actor.person_id is not None:
        chosen = dict(MailChoice.objects.filter(person_id=actor.person_id).values_list("family", "frequency"))
    return [(family, Frequency(chosen.get(family.name, USUAL))) for family in families()]
