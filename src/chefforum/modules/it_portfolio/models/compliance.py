"""What was answered to what laws ask of a system: never changed, a new answer stands in the place of the old."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.people.models import Person
from chefforum.modules.it_costs.rules.kinds import SOURCE_NAMES, Source, choices

from ..rules.compliance import STATUS_NAMES


class ComplianceAnswer(models.Model):
    """An answer of a person (by hand or by file) or a source's word of the same: the two stand beside each other.
    `is_current`: the one of its kind that holds now. `settled_at`: the source's word that a person kept theirs against.
    All that was written at once is a batch, which whoever wrote it can undo."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.UUIDField("skrevet sammen", db_index=True)
    system = models.ForeignKey("it_costs.ItSystem", on_delete=models.PROTECT, related_name="+")
    requirement = models.CharField("krav", max_length=40)
    is_of_source = models.BooleanField("sagt af en kilde", default=False)
    is_current = models.BooleanField("gælder nu", default=True)
    status = models.CharField("svar", max_length=20, choices=choices(STATUS_NAMES))
    choice = models.CharField("valg", max_length=20, blank=True)
    ground = models.TextField("grundlag", blank=True)
    checked_on = models.DateField("set efter", null=True, blank=True)
    valid_until = models.DateField("gælder til", null=True, blank=True)
    source = models.CharField("kilde", max_length=20, choices=choices(SOURCE_NAMES), default=Source.HAND.value)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("holdt op mod kilden", null=True, blank=True)
    undone_at = models.DateTimeField("fortrudt", null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["is_current", "system"], name="it_answer_current")]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "requirement", "is_of_source"],
                condition=Q(is_current=True),
                name="it_answer_is_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="not_applicable") | ~Q(ground=""), name="it_answer_says_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} {self.requirement}: {self.status}"
