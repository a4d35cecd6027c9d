"""The steering group: what its seats are shared out by, and who sits there."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person


class SteeringGroup(models.Model):
    """How the seats are shared out, as it was said; the newest counts, and the older ones are its history.

    `weights`: what a system or an installation counts; `promised`: unit → seats at least.
    """

    seats = models.PositiveSmallIntegerField("pladser")
    weights = models.JSONField("vægte")
    promised = models.JSONField("lovede pladser", default=dict)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.seats} {self.at:%Y-%m-%d}"


class SteeringGroupMember(models.Model):
    """Somebody who sits there for a department."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("tidspunkt")
    ended_at = models.DateTimeField("udtrådt", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["unit__code", "member__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_at__isnull=True), name="member_sits_in_the_steering_group_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.unit}"
