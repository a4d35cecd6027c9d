"""The month through which the ledger is closed: each row is a decision, and the newest holds."""

from django.db import models

from chefforum.kernel.people.models import Person


class LedgerClosing(models.Model):
    """The ledger is closed through this month; null: no month is closed. Going back needs a reason."""

    closed_through = models.PositiveIntegerField("lukket til og med", null=True)
    reason = models.TextField("begrundelse", blank=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField("tidspunkt")

    class Meta:
        ordering = ["-closed_at", "-pk"]

    def __str__(self) -> str:
        return str(self.closed_through or "–")
