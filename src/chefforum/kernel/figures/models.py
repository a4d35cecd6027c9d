"""Figures as they were when a text was published; nothing in the product changes or removes one."""

import uuid

from django.db import models
from django.db.models import Q


class FrozenFigure(models.Model):
    """A figure with everything that explains it: what it was, by which definition, from where, who froze it.

    `value` is null where the figure was missing when it was frozen; `missing_reason` then says why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("navn", max_length=120, db_index=True)
    parameters = models.JSONField("valg", default=dict)
    title = models.CharField("titel", max_length=200)
    value = models.DecimalField("værdi", max_digits=30, decimal_places=8, null=True)
    unit = models.CharField("enhed", max_length=60)
    as_of = models.DateField("opgjort", null=True)
    frozen_at = models.DateTimeField("frosset")
    definition = models.TextField("definition")
    definition_version = models.PositiveIntegerField("definitionens version")
    source = models.TextField("kilde")
    missing_reason = models.TextField("hvorfor tallet mangler", blank=True)
    frozen_by = models.CharField("frosset af", max_length=300)

    class Meta:
        ordering = ["-frozen_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(missing_reason=""), name="missing_figure_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.value if self.value is not None else 'mangler'}"
