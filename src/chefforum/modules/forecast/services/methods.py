"""Finance chooses, after the methods are tried, which one ordinary lines are reckoned by from a day on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..models import MethodChoice
from ..queries.units import require_keeper
from ..rules.measures import CHOOSABLE


class ChoiceRefused(ValueError):
    """What was asked cannot be done; the message tells the person why."""


@transaction.atomic
def choose_method(
    *, actor: Actor, method: str, valid_from: dt.date, reason: str, at: dt.datetime, on: dt.date
) -> MethodChoice:
    """Runs from the day on use the method; those that are made already stand. Raises AccessDenied for others than
    finance, and ChoiceRefused without a reason, for a day that is past, and for what is no method to choose."""
    require_keeper(actor=actor, on=on)
    if method not in CHOOSABLE:
        raise ChoiceRefused("Den metode kan ikke vælges.")
    if not reason.strip():
        raise ChoiceRefused("Skriv, hvorfor metoden vælges.")
    if valid_from < on:
        raise ChoiceRefused("Vælg i dag eller en senere dag. Prognoser, der er lavet, ændres ikke.")
    made = MethodChoice.objects.create(
        method=method, valid_from=valid_from, reason=reason.strip(), chosen_at=at, chosen_by_id=actor.person_id
    )
    data = {"method": method, "from": valid_from.isoformat()}
    record(
        actor=actor, at=at, action="forecast.choose_method", object_kind="method_choice", object_id=made.pk, data=data
    )
    return made


@transaction.atomic
def withdraw_choice(*, actor: Actor, choice: MethodChoice, at: dt.datetime, on: dt.date) -> None:
    """What was chosen before holds again; the row stays. Raises AccessDenied for others than finance, ChoiceRefused
    where it is taken back already."""
    require_keeper(actor=actor, on=on)
    fresh = MethodChoice.objects.select_for_update(of=("self",)).get(pk=choice.pk)
    if fresh.withdrawn_at is not None:
        raise ChoiceRefused("Valget er taget tilbage. Hent siden igen.")
    fresh.withdrawn_at, fresh.withdrawn_by_id = at, actor.person_id
    fresh.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(
        actor=actor,
        at=at,
        action="forecast.withdraw_method",
        object_kind="method_choice",
        object_id=fresh.pk,
        data={"method": fresh.method},
    )
