"""When what all may see was known; and what was published by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.kernel.access.rules import Actor

from ..access import require_coordinator
from ..models import Publication
from ..rules.publishing import known_at, next_published, published_day
from .known import first_day


def published_at(on: dt.date) -> dt.datetime:
    """The moment that what all may see on the day was known at: the first of the month, or the newest publication by
    hand since. One query."""
    begins, ends = known_at(on), known_at(next_published(on))
    by_hand = Publication.objects.filter(at__gte=begins, at__lt=ends).values_list("at", flat=True).first()
    return known_at(on, by_hand=by_hand)


@dataclass(frozen=True)
class Published:
    """What all may see is until `day`, as it was known at `known_at`; nothing where `is_nothing`, until `next_on`."""

    day: dt.date
    known_at: dt.datetime
    is_nothing: bool
    next_on: dt.date


def published_now(on: dt.date) -> Published:
    """Four queries."""
    moment = published_at(on)
    return Published(published_day(on), moment, first_day(moment) is None, next_published(on))


def list_publications(*, actor: Actor) -> list[Publication]:
    """Those by hand, the newest first, with who did it. One query. Raises AccessDenied."""
    require_coordinator(actor)
    return list(Publication.objects.select_related("person"))
