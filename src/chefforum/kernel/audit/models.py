"""What happened, in one chain. Rows are added and read; nothing in the product changes or removes one."""

from django.db import models


class Event(models.Model):
    """Something that a person did or, where it is confidential, read.

    Who and what are kept as they were then (identity and name), not as references, so that the chain stands when a
    person leaves or an object is deleted.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField("tidspunkt", db_index=True)
    person_id = models.UUIDField("person", null=True, db_index=True)
    person_name = models.CharField("navn", max_length=300)
    action = models.CharField("handling", max_length=80, db_index=True)
    object_kind = models.CharField("type", max_length=80)
    object_id = models.CharField("objekt", max_length=80, db_index=True)
    object_name = models.CharField("hvad", max_length=300, blank=True)
    data = models.JSONField("oplysninger", default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.action} {self.object_kind}"


class ChainHead(models.Model):
    """One row: how long the chain is and its last hash. Writers lock it, so that two never follow the same event."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    count = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_has_one_chain")]

    def __str__(self) -> str:
        return f"{self.count} hændelser"
