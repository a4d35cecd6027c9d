"""The plan: what is done from the second half of 2026, by whom and when, milestones, and every change of both."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from chefforum.kernel.people.models import Person

from ..rules.plan import ACT_NAMES, ELEMENT_NAMES, STATE_NAMES, Element, State


class PlanItem(models.Model):
    """Something to do. `origin`: the key of what it was offered from, "" where somebody wrote it. Kroner in øre; None:
    not known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("hvad", max_length=200)
    why = models.TextField("hvorfor", blank=True)
    element = models.CharField(
        "del af analysen",
        max_length=20,
        choices=[(one.value, name) for one, name in ELEMENT_NAMES.items()],
        default=Element.STEPS.value,
    )
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField("begynder", null=True, blank=True)
    ends_on = models.DateField("slutter", null=True, blank=True)
    cost_oere = models.BigIntegerField("udgift", null=True, blank=True)
    saving_oere = models.BigIntegerField("besparelse om året", null=True, blank=True)
    state = models.CharField(
        "status",
        max_length=20,
        choices=[(one.value, name) for one, name in STATE_NAMES.items()],
        default=State.PLANNED.value,
    )
    note = models.TextField("bemærkning til status", blank=True)
    origin = models.CharField("kommer fra", max_length=120, blank=True)
    created_at = models.DateTimeField("oprettet")
    changed_at = models.DateTimeField("ændret")
    removed_at = models.DateTimeField("taget ud", null=True, blank=True)

    class Meta:
        ordering = [F("starts_on").asc(nulls_last=True), "title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="plan_item_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["origin"], condition=~Q(origin="") & Q(removed_at__isnull=True), name="plan_item_of_an_offer"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanItemSystem(models.Model):
    """A system that an item is about."""

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="systems")
    system = models.ForeignKey("it_costs.ItSystem", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["item", "system__name"]
        constraints = [models.UniqueConstraint(fields=["item", "system"], name="plan_item_has_a_system_once")]

    def __str__(self) -> str:
        return f"{self.item}: {self.system}"


class PlanDependency(models.Model):
    """`item` comes after `on_item`."""

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="comes_after")
    on_item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="comes_before")

    class Meta:
        ordering = ["item", "on_item__title"]
        constraints = [
            models.UniqueConstraint(fields=["item", "on_item"], name="plan_item_comes_after_another_once"),
            models.CheckConstraint(condition=~Q(item=F("on_item")), name="plan_item_is_not_after_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.on_item} → {self.item}"


class Milestone(models.Model):
    """A stretch of the analysis' calendar. `reached_on` None: not reached, as far as anybody has said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("milepæl", max_length=200)
    starts_on = models.DateField("fra")
    ends_on = models.DateField("til")
    reached_on = models.DateField("nået den", null=True, blank=True)
    note = models.TextField("bemærkning", blank=True)
    changed_at = models.DateTimeField("ændret")
    removed_at = models.DateTimeField("taget ud", null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "ends_on", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="milestone_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.name


class PlanChange(models.Model):
    """One thing done to an item or a milestone: what it changed, before and after. `batch`: what was done together, and
    is undone together."""

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, null=True, related_name="changes")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, null=True, related_name="changes")
    act = models.CharField("hvad", max_length=20, choices=[(one.value, name) for one, name in ACT_NAMES.items()])
    was = models.JSONField("før", default=dict)
    became = models.JSONField("efter", default=dict)
    batch = models.UUIDField("sammen", db_index=True)
    at = models.DateTimeField("tidspunkt")
    undone_at = models.DateTimeField("fortrudt", null=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, milestone__isnull=True) | Q(item__isnull=True, milestone__isnull=False),
                name="plan_change_is_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item or self.milestone}: {self.act}"
