"""What was done to systems and contracts, value by value, so that nothing anybody wrote is lost."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from chefforum.kernel.people.models import Person

from ..rules.acts import ACT_NAMES
from ..rules.kinds import SOURCE_NAMES, Source, choices
from .systems import Contract, ItSystem


class RegisterChange(models.Model):
    """One thing done to a system or a contract: the texts that it changed, before and after, by field."""

    system = models.ForeignKey(ItSystem, on_delete=models.CASCADE, null=True, blank=True, related_name="changes")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, null=True, blank=True, related_name="changes")
    act = models.CharField("hvad", max_length=20, choices=choices(ACT_NAMES))
    was = models.JSONField("før", default=dict)
    became = models.JSONField("efter", default=dict)
    source = models.CharField("kilde", max_length=20, choices=choices(SOURCE_NAMES), default=Source.HAND.value)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(system__isnull=False, contract__isnull=True)
                | Q(system__isnull=True, contract__isnull=False),
                name="register_change_is_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.system or self.contract}: {self.act}"
