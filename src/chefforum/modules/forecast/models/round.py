"""Rounds: what everybody expected on a day, frozen, so that rounds can be held beside each other and the outcome."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..rules.rounds import PART_NAMES, ROUND_NAMES, FigurePart, RoundKind


class Round(models.Model):
    """A follow-up of the budget. `period` is the month (yyyymm) that the ledger is closed through in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("runde", max_length=10, choices=[(one.value, ROUND_NAMES[one]) for one in RoundKind])
    year = models.PositiveSmallIntegerField("år")
    period = models.PositiveIntegerField("til og med måned")
    deadline = models.DateField("frist")
    opened_at = models.DateTimeField("åbnet")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    run = models.ForeignKey("ForecastRun", on_delete=models.PROTECT, null=True, related_name="rounds")
    frozen_at = models.DateTimeField("frosset", null=True)
    frozen_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-period", "-opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "period"], name="round_is_opened_once"),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True) | Q(frozen_at__gte=F("opened_at")),
                name="round_is_frozen_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"


class FrozenFigure(models.Model):
    """A figure as it was when the round was frozen; never changed after. No amount: it was missing then. No unit: what
    mapped to none."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="figures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    part = models.CharField("del", max_length=20, choices=[(one.value, PART_NAMES[one]) for one in FigurePart])
    account = models.CharField("konto", max_length=60, blank=True)
    label = models.CharField("hvad", max_length=200, blank=True)
    amount_oere = models.BigIntegerField("beløb i øre", null=True)
    low_oere = models.BigIntegerField("mindst i øre", null=True)
    high_oere = models.BigIntegerField("højst i øre", null=True)

    class Meta:
        ordering = ["unit", "part", "account"]
        indexes = [models.Index(fields=["round", "unit", "part"], name="frozen_figure_by_unit")]

    def __str__(self) -> str:
        return f"{self.round} {self.unit} {self.part}: {self.amount_oere}"
