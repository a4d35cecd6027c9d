"""That somebody has looked through what a system needs, so that "no more than these" is known and not assumed."""

from __future__ import annotations

from django.db import models

from chefforum.kernel.people.models import Person


class DependencyCheck(models.Model):
    """What a system needed when somebody said that it is all of it. It holds while the register says the same."""

    system = models.OneToOneField("it_costs.ItSystem", on_delete=models.PROTECT, related_name="+")
    needs = models.JSONField("har brug for", default=list)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["system"]

    def __str__(self) -> str:
        return f"{self.system}: {len(self.needs)}"
