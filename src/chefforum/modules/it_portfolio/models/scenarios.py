"""Scenarios of consolidation: which systems are given up for which, with assumptions kept version by version."""

from __future__ import annotations

import uuid

from django.db import models

from chefforum.kernel.people.models import Person

from ..rules.scenarios import PART_NAMES, STATUS_NAMES, ScenarioStatus


class ConsolidationScenario(models.Model):
    """`version` is the one that stands, `status_number` the last status; both are looked at before they are written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("navn", max_length=200)
    version = models.PositiveIntegerField("udgave", default=1)
    status = models.CharField(
        "status",
        max_length=20,
        choices=[(one.value, name) for one, name in STATUS_NAMES.items()],
        default=ScenarioStatus.IDEA.value,
    )
    status_number = models.PositiveIntegerField("statusnummer", default=0)
    created_at = models.DateTimeField("oprettet")
    changed_at = models.DateTimeField("ændret")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class ScenarioSystem(models.Model):
    """A system of the version that stands: given up, or kept."""

    scenario = models.ForeignKey(ConsolidationScenario, on_delete=models.CASCADE, related_name="systems")
    system = models.ForeignKey("it_costs.ItSystem", on_delete=models.PROTECT, related_name="+")
    part = models.CharField("rolle", max_length=10, choices=[(one.value, name) for one, name in PART_NAMES.items()])

    class Meta:
        ordering = ["scenario", "pk"]
        constraints = [models.UniqueConstraint(fields=["scenario", "system"], name="scenario_has_a_system_once")]

    def __str__(self) -> str:
        return f"{self.scenario}: {self.system_id}"


class ScenarioVersion(models.Model):
    """All assumptions of a scenario as somebody saved them; never changed."""

    scenario = models.ForeignKey(ConsolidationScenario, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("nummer")
    facts = models.JSONField("forudsætninger")
    of_number = models.PositiveIntegerField("genbrugt udgave", null=True, blank=True)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["scenario", "-number"]
        constraints = [models.UniqueConstraint(fields=["scenario", "number"], name="scenario_version_is_one")]

    def __str__(self) -> str:
        return f"{self.scenario}: {self.number}"


class ScenarioStatusChange(models.Model):
    """What was decided of a scenario, and why; `version` is the one that it was said of."""

    scenario = models.ForeignKey(ConsolidationScenario, on_delete=models.CASCADE, related_name="statuses")
    number = models.PositiveIntegerField("nummer")
    status = models.CharField(
        "status", max_length=20, choices=[(one.value, name) for one, name in STATUS_NAMES.items()]
    )
    reason = models.TextField("begrundelse")
    version = models.PositiveIntegerField("udgave")
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["scenario", "-number"]
        constraints = [models.UniqueConstraint(fields=["scenario", "number"], name="scenario_status_is_one")]

    def __str__(self) -> str:
        return f"{self.scenario}: {self.status}"
