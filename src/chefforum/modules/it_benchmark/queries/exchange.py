"""Our own files that were fetched to be sent."""

from __future__ import annotations

from chefforum.kernel.access.rules import Actor

from ..access import KEEP
from ..models import ExchangeFile


def last_fetched(*, actor: Actor, year: int) -> ExchangeFile | None:
    """Of the year. One query. Raises AccessDenied."""
    KEEP.require(actor)
    return ExchangeFile.objects.filter(year=year).select_related("person").first()
