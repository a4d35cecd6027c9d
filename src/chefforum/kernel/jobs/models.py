"""Long work: what it is, who started it, how far it is, and how it ended."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.people.models import Person

from .rules import STATE_NAMES, JobState, state_on


class Job(models.Model):
    """One run of a registered function. The queue holds only its id, so that this row is the whole truth about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("type", max_length=100)
    title = models.CharField("titel", max_length=300)
    arguments = models.JSONField("oplysninger", default=dict)
    # Null means the command line, which may everything: so a person's jobs go with the person, never over to null.
    started_by = models.ForeignKey(Person, verbose_name="startet af", on_delete=models.CASCADE, null=True)
    state = models.CharField(
        "tilstand", max_length=10, choices=[(state.value, STATE_NAMES[state]) for state in JobState], default="queued"
    )
    done = models.PositiveBigIntegerField("færdig", default=0)
    total = models.PositiveBigIntegerField("i alt", null=True)
    message = models.CharField("sker nu", max_length=300, blank=True)
    result = models.JSONField("resultat", default=dict)
    result_url = models.CharField("side med resultatet", max_length=500, blank=True)
    error = models.TextField("fejl", blank=True)
    created_at = models.DateTimeField("oprettet")
    started_at = models.DateTimeField("begyndt", null=True)
    sign_of_life_at = models.DateTimeField("seneste livstegn", null=True)
    finished_at = models.DateTimeField("slut", null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["started_by", "-created_at"], name="jobs_of_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "failed"], finished_at__isnull=False),
                name="job_is_over_when_finished",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state_on(self, at: dt.datetime) -> JobState:
        """The state at the moment: a job that fell silent is failed (rules.py)."""
        return state_on(state=JobState(self.state), sign_of_life_at=self.sign_of_life_at, at=at)
