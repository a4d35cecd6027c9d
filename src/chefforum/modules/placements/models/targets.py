"""Targets: the key of full-time equivalents that shares them out, and rounds that are never changed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..rules.kinds import BASIS_NAMES, KIND_NAMES, choices


class StaffingKey(models.Model):
    """An årsværksnøgle: full-time equivalents of the departments, counted on a date. Once made it is not changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("navn", max_length=200)
    on_date = models.DateField("opgjort")
    source = models.CharField("kilde", max_length=300, blank=True)
    created_at = models.DateTimeField("oprettet")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on_date", "-created_at"]

    def __str__(self) -> str:
        return self.name


class KeyShare(models.Model):
    key = models.ForeignKey(StaffingKey, on_delete=models.CASCADE, related_name="shares")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="key_shares")
    fte = models.DecimalField("årsværk", max_digits=9, decimal_places=2)

    class Meta:
        ordering = ["key", "unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["key", "unit"], name="unit_is_once_in_a_key"),
            models.CheckConstraint(condition=Q(fte__gte=0), name="key_share_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.fte}"


class TargetRound(models.Model):
    """Targets of a year as they were set; a later round supersedes it, nothing changes it. `fingerprint` is of all
    that it rests on and came to, so that whoever reckons it again sees that it is the same."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField("år")
    number = models.PositiveSmallIntegerField("runde")
    key = models.ForeignKey(StaffingKey, on_delete=models.PROTECT, related_name="rounds")
    holds_from = models.DateField("gælder fra")
    grounds = models.TextField("begrundelse")
    decision = models.CharField("besluttet", max_length=200, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    set_at = models.DateTimeField("fastlagt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    fingerprint = models.CharField("fingeraftryk", max_length=64)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="target_round_is_numbered_once"),
            models.CheckConstraint(condition=~Q(grounds=""), name="target_round_has_grounds"),
        ]

    def __str__(self) -> str:
        return f"Måltal {self.year}, runde {self.number}"


class Target(models.Model):
    """A kind's target in a round: what it rests on, and the two houses that are shared out by the key."""

    round = models.ForeignKey(TargetRound, on_delete=models.CASCADE, related_name="targets")
    kind = models.CharField("type", max_length=20, choices=choices(KIND_NAMES))
    basis = models.CharField("grundlag", max_length=10, choices=choices(BASIS_NAMES))
    slots = models.PositiveIntegerField("løbende, som sat")
    occupancy = models.DecimalField("besættelse", max_digits=5, decimal_places=4)
    weeks = models.DecimalField("uger", max_digits=5, decimal_places=2)
    rounding = models.CharField("afrunding", max_length=20)
    method = models.CharField("metode", max_length=30)
    tie_rule = models.CharField("ved lighed", max_length=30)
    running = models.PositiveIntegerField("løbende")
    yearly = models.PositiveIntegerField("pr. år")

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="kind_is_once_in_a_round"),
            models.CheckConstraint(condition=Q(occupancy__gt=0, occupancy__lte=1), name="occupancy_is_a_share"),
            models.CheckConstraint(condition=Q(weeks__gt=0), name="target_lasts_some_weeks"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.yearly} pr. år"


class TargetShare(models.Model):
    """A department's part of a target. The quotas are what the key says before whole numbers are made of it."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="shares")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="target_shares")
    running = models.PositiveIntegerField("løbende")
    yearly = models.PositiveIntegerField("pr. år")
    running_quota = models.DecimalField("løbende før afrunding", max_digits=12, decimal_places=6)
    yearly_quota = models.DecimalField("pr. år før afrunding", max_digits=12, decimal_places=6)
    by_tie = models.BooleanField("afgjort ved lighed", default=False)

    class Meta:
        ordering = ["target", "unit__code"]
        constraints = [models.UniqueConstraint(fields=["target", "unit"], name="unit_is_once_in_a_target")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.yearly}"
