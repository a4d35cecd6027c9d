"""What a person is told: a line with a way to act on it, whether they have seen it, and whether it went by mail."""

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.people.models import Person


class Notification(models.Model):
    """A line to one person. `key` says what must not be told twice; empty where it may."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField("type", max_length=60)
    text = models.TextField("besked")
    url = models.CharField("side", max_length=500)
    key = models.CharField("nøgle", max_length=200, blank=True)
    at = models.DateTimeField("tidspunkt")
    read_at = models.DateTimeField("læst", null=True)
    mailed_at = models.DateTimeField("sendt som mail", null=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["person", "read_at"], name="notifications_of_a_person")]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], condition=~Q(key=""), name="person_is_told_once")
        ]

    def __str__(self) -> str:
        return self.text
