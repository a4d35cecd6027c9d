"""Which systems are looked into: drafts of what is asked, runs as they were, and what was decided."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.people.models import Person


class SelectionRun(models.Model):
    """A selection as it was reckoned, never changed: what was asked (criteria, weights, scales, rules, choices by hand,
    seed), the systems as they were, what came out, and by which solver."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey("SelectionDraft", on_delete=models.PROTECT, related_name="runs")
    title = models.CharField("navn", max_length=200)
    settings = models.JSONField("det, der blev spurgt om")
    systems = models.JSONField("systemerne, som de var")
    result = models.JSONField("resultat")
    solver = models.CharField("beregnet med", max_length=100)
    made_at = models.DateTimeField("kørt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "id"]

    def __str__(self) -> str:
        return self.title


class SelectionDraft(models.Model):
    """What will be asked, while it is being written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("navn", max_length=200)
    settings = models.JSONField("det, der bliver spurgt om")
    made_from = models.ForeignKey(SelectionRun, on_delete=models.PROTECT, null=True, related_name="drafts")
    changed_at = models.DateTimeField("ændret")
    removed_at = models.DateTimeField("smidt væk", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-changed_at", "id"]

    def __str__(self) -> str:
        return self.title


class SelectionDecision(models.Model):
    """The list that was decided from a run, with what was changed by hand; one is current."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(SelectionRun, on_delete=models.PROTECT, related_name="decisions")
    note = models.TextField("begrundelse", blank=True)
    decided_at = models.DateTimeField("fastlagt")
    ended_at = models.DateTimeField("ophørt", null=True, blank=True)
    is_current = models.BooleanField("gældende", default=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-decided_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="one_selection_is_current"
            ),
            models.CheckConstraint(
                condition=Q(is_current=True, ended_at__isnull=True) | Q(is_current=False, ended_at__isnull=False),
                name="selection_is_current_or_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.decided_at:%Y-%m-%d}"


class SelectedSystem(models.Model):
    """A system of a decided list. `by_hand`: put in or taken out by those who decided, with the reason; one that was
    taken out is not `is_in`."""

    decision = models.ForeignKey(SelectionDecision, on_delete=models.CASCADE, related_name="systems")
    system = models.ForeignKey("it_costs.ItSystem", on_delete=models.PROTECT, related_name="+")
    is_in = models.BooleanField("med", default=True)
    by_hand = models.BooleanField("i hånden", default=False)
    reason = models.TextField("begrundelse", blank=True)

    class Meta:
        ordering = ["decision", "system__name"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "system"], name="system_is_selected_once"),
            models.CheckConstraint(condition=Q(by_hand=False) | ~Q(reason=""), name="selected_by_hand_has_a_reason"),
            models.CheckConstraint(condition=Q(is_in=True) | Q(by_hand=True), name="taken_out_only_by_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.system}: {self.decision}"
