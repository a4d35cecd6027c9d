"""Who is told of a request, and when. A title may be a business secret, so what goes out by mail names the unit only
through the page that it leads to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.notifications.services import notify, settle
from chefforum.kernel.organisation.queries import tree_on

from ..models import ItRequest
from ..queries.request_people import holders_over, leaders_over
from ..queries.requests import area_of
from ..rules.request_states import RequestState
from ..rules.request_words import Level

TO_DO = "it_costs.request_waits"
TOLD = "it_costs.request_told"


def tell(*, actor: Actor, found: ItRequest, text: str, person_ids: Iterable[UUID | None], at: dt.datetime) -> None:
    """Once for each act. Within the caller's transaction."""
    notify(actor=actor, at=at, person_ids=person_ids, kind=TOLD, text=text, url=_url(found))


def ask(*, actor: Actor, found: ItRequest, text: str, person_ids: Iterable[UUID | None], at: dt.datetime) -> None:
    """Who is to act. Who wrote it is not asked to decide it. Within the caller's transaction."""
    others = [one for one in person_ids if one != found.author_id or found.state == RequestState.RETURNED]
    notify(actor=actor, at=at, person_ids=others, kind=TO_DO, text=text, url=_url(found))


def done(*, found: ItRequest, at: dt.datetime) -> None:
    """Nobody is asked any more for what was asked until now. Within the caller's transaction."""
    settle(kinds=(TO_DO,), url=_url(found), at=at)


def coordinators(on: dt.date) -> list[UUID]:
    """IT managers over the whole. Two queries."""
    return holders_over(Role.IT_MANAGER, [unit.id for unit in tree_on(on).children(None)], on=on)


def deciders(found: ItRequest, on: dt.date) -> list[UUID]:
    """Who decides at its level, or notes what the forum decided. At most three queries."""
    if found.level != Level.CHIEF.value:
        return coordinators(on)
    tree = tree_on(on)
    return leaders_over(area_of(tree, found.unit_id), on=on)


def _url(found: ItRequest) -> str:
    return reverse("it_costs:request", args=[found.pk])
