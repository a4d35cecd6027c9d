"""What a leader tells other leaders, by choice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person


class SharedNote(models.Model):
    """What a workplace did, told to all leaders. It can be taken back, and is then seen by nobody else."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="shared_notes")
    year = models.PositiveSmallIntegerField("år")
    text = models.TextField("tekst")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("skrevet")
    withdrawn_at = models.DateTimeField("taget tilbage", null=True)

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="shared_note_says_something")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"
