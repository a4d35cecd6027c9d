"""What leaders give each other: lists of concrete tasks that others copy and make their own."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from .places import JobType


class TaskList(models.Model):
    """A list that a leader made, of what somebody placed with them can do. Shared, it is read by all who work here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("titel", max_length=150)
    about = models.TextField("om listen", blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="task_lists")
    job_type = models.ForeignKey(JobType, on_delete=models.PROTECT, null=True, blank=True, related_name="task_lists")
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies")
    shared_at = models.DateTimeField("delt", null=True, blank=True)
    created_at = models.DateTimeField("oprettet")
    changed_at = models.DateTimeField("ændret")
    removed_at = models.DateTimeField("fjernet", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["title", "created_at"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="task_list_has_a_title")]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """One thing to do, said so that somebody new can do it. `with_help`: not alone in the beginning."""

    task_list = models.ForeignKey(TaskList, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("rækkefølge")
    text = models.CharField("opgave", max_length=300)
    how = models.CharField("sådan gør du", max_length=500, blank=True)
    how_often = models.CharField("hvor tit", max_length=60, blank=True)
    with_help = models.BooleanField("med hjælp i begyndelsen", default=False)

    class Meta:
        ordering = ["task_list", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class TaskListUse(models.Model):
    """That a unit took a list in use: copied it, or gave it to somebody who began."""

    task_list = models.ForeignKey(TaskList, on_delete=models.CASCADE, related_name="uses")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey(
        "placements.Placement", on_delete=models.SET_NULL, null=True, blank=True, related_name="task_list_uses"
    )
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.task_list}: {self.unit}"
