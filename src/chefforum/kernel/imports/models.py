"""Imports: the file as it came, what it would change, and what it did."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from chefforum.kernel.documents.models import DocumentVersion
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.people.models import Person

from .rules import STATE_NAMES, ImportState


class Import(models.Model):
    """One file on its way in. `attempt` grows with every reading and carrying out, so that a job which was taken for
    dead and comes back finds that its turn is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("type", max_length=100)
    version = models.ForeignKey(DocumentVersion, verbose_name="fil", on_delete=models.PROTECT, related_name="imports")
    # Null: from the command line.
    person = models.ForeignKey(Person, verbose_name="person", on_delete=models.PROTECT, null=True)
    options = models.JSONField("valg", default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(
        "tilstand",
        max_length=20,
        choices=[(state.value, STATE_NAMES[state]) for state in ImportState],
        default=ImportState.READING.value,
    )
    attempt = models.PositiveIntegerField(default=1)
    job = models.ForeignKey(Job, verbose_name="opgave", on_delete=models.SET_NULL, null=True, related_name="+")
    preview = models.JSONField("forhåndsvisning", default=dict)
    problems = models.JSONField("bemærkninger", default=list)
    payload = models.JSONField("indhold", null=True)
    fingerprint = models.CharField("set imod", max_length=200, blank=True)
    receipt = models.JSONField("kvittering", default=dict)
    error = models.TextField("fejl", blank=True)
    created_at = models.DateTimeField("oprettet")
    finished_at = models.DateTimeField("slut", null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["person", "-created_at"], name="imports_of_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ImportState]), name="import_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.version.filename
