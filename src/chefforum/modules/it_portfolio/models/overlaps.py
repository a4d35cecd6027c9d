"""What people have said of two systems, one row each time: the last one stands, and none is changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from chefforum.kernel.people.models import Person

from ..rules.overlaps import VERDICT_NAMES


class OverlapVerdict(models.Model):
    """`number` counts from 1 within the pair, so that of two who say something at once one is told. `first` has the
    lesser key. `basis`: both systems as they were then. An undone verdict is a row with what stood before it."""

    first = models.ForeignKey("it_costs.ItSystem", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("it_costs.ItSystem", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("nummer")
    verdict = models.CharField(
        "vurdering", max_length=20, blank=True, choices=[(one.value, name) for one, name in VERDICT_NAMES.items()]
    )
    reason = models.TextField("begrundelse", blank=True)
    basis = models.JSONField("grundlag", default=dict)
    is_undo = models.BooleanField("fortrudt", default=False)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["first", "second", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second", "number"], name="overlap_verdict_is_said_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="system_does_not_overlap_itself"),
            models.CheckConstraint(condition=Q(verdict="") | ~Q(reason=""), name="overlap_verdict_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.second_id}: {self.verdict}"


class NeedQuestion(models.Model):
    """An owner was asked whether a system is needed or nice to have."""

    system = models.ForeignKey("it_costs.ItSystem", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["system", "-at"], name="need_asked_of_system")]

    def __str__(self) -> str:
        return f"{self.system_id}: {self.owner}"
