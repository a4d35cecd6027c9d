"""Who reads a notification: the person that it is to. A substitute has their own."""

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor, Rule

from .models import Notification

READ_NOTIFICATIONS = Rule("notifications.read", "læse beskeder", lambda actor: actor.is_signed_in)


def visible_to(actor: Actor) -> QuerySet[Notification]:
    return Notification.objects.filter(person_id=actor.person_id) if actor.person_id else Notification.objects.none()
