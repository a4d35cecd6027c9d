"""Deliveries are received; municipalities are said to be named or not; what we say of ourselves is written."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import KEEP
from ..models import Background, Delivery, ExchangeFile, Municipality
from ..rules.exchange import mark_of
from ..rules.fields import BY_KEY, YEARS
from ..rules.masking import mask

KIND = "it_benchmark"


class DeliveryRefused(ValueError):
    """It cannot be received; the text says why."""


class ConsentWrong(ValueError):
    """Consent cannot be noted so; the text says what to do."""


class BackgroundWrong(ValueError):
    """What was written cannot be; the text says what to do."""


@transaction.atomic
def receive_delivery(*, actor: Actor, content: Mapping[str, Any], at: dt.datetime) -> tuple[Delivery, bool]:
    """The delivery, and whether it superseded one of the same municipality and year, which is kept. The same content
    again changes nothing. Consent is not taken from the file: the coordinator notes it. Raises DeliveryRefused,
    AccessDenied."""
    KEEP.require(actor)
    whose, year = content["municipality"], content["year"]
    if whose["code"] == settings.MUNICIPALITY_CODE:
        raise DeliveryRefused("Filen er vores egen. Vores tal tages altid fra omkostningerne her.")
    found, is_new = Municipality.objects.select_for_update().get_or_create(
        code=whose["code"],
        defaults={
            "name": whose["name"],
            "created_at": at,
            "mask": Decimal(str(mask(secrets.SystemRandom().random))),
        },
    )
    if not is_new and found.name != whose["name"]:
        found.name = whose["name"]
        found.save(update_fields=["name"])
    sha256 = mark_of(content)
    before = found.deliveries.filter(year=year, superseded_at__isnull=True).first()
    if before is not None and before.sha256 == sha256:
        return before, False
    if before is not None:
        before.superseded_at = at
        before.save(update_fields=["superseded_at"])
    made = Delivery.objects.create(
        municipality=found,
        year=year,
        sha256=sha256,
        content=dict(content),
        is_validated=content["validated"],
        received_at=at,
        person_id=actor.person_id,
    )
    data = {"year": year, "sha256": sha256, "superseded": before is not None}
    _record(actor, at, "it_benchmark.receive_delivery", found.pk, found.name, data)
    return made, before is not None


@transaction.atomic
def note_fetched(*, actor: Actor, content: Mapping[str, Any], at: dt.datetime) -> ExchangeFile:
    """Our own file was fetched to be sent: that it is sent nobody here can see. Raises AccessDenied."""
    KEEP.require(actor)
    made = ExchangeFile.objects.create(
        year=content["year"],
        sha256=mark_of(content),
        is_validated=content["validated"],
        at=at,
        person_id=actor.person_id,
    )
    data = {"year": made.year, "sha256": made.sha256, "validated": made.is_validated}
    _record(actor, at, "it_benchmark.fetch_exchange_file", made.pk, str(made.year), data)
    return made


@transaction.atomic
def note_consent(*, actor: Actor, municipality_id: UUID, may_be_named: bool, source: str, at: dt.datetime) -> None:
    """Whether figures may be shown by its name, and where that was said. Raises ConsentWrong, AccessDenied."""
    KEEP.require(actor)
    found = Municipality.objects.select_for_update().filter(pk=municipality_id).first()
    if found is None:
        raise ConsentWrong("Kommunen findes ikke mere.")
    if may_be_named and not source.strip():
        raise ConsentWrong("Skriv, hvor kommunen har sagt ja: en mail med dato, eller hvem der har sagt det.")
    if (found.may_be_named, found.consent_source) == (may_be_named, source.strip()):
        return
    found.may_be_named, found.consent_source = may_be_named, source.strip()
    found.save(update_fields=["may_be_named", "consent_source"])
    _record(actor, at, "it_benchmark.note_consent", found.pk, found.name, {"may_be_named": may_be_named})


@transaction.atomic
def write_background(
    *, actor: Actor, year: int, values: Mapping[str, Decimal | None], source: str, at: dt.datetime
) -> int:
    """What we say of ourselves in a year; None takes a number away again. Answers how many changed. Raises
    BackgroundWrong, AccessDenied."""
    KEEP.require(actor)
    if year not in YEARS:
        raise BackgroundWrong(f"Året skal ligge mellem {YEARS[0]} og {YEARS[-1]}.")
    if any(one is not None for one in values.values()) and not source.strip():
        raise BackgroundWrong("Skriv, hvor tallene er fra.")
    there = {one.field: one for one in Background.objects.select_for_update().filter(year=year)}
    made, gone = [], []
    for key, value in values.items():
        if key not in BY_KEY or (value is not None and value < 0):
            raise BackgroundWrong("Et tal kan ikke være under 0.")
        stands = there.get(key)
        if value is None and stands is not None:
            gone.append(stands.pk)
        elif value is not None and (stands is None or (stands.value, stands.source) != (value, source.strip())):
            said = {"value": value, "source": source.strip()[:300], "at": at, "person_id": actor.person_id}
            made.append(Background(year=year, field=key, **said))
    Background.objects.filter(pk__in=gone).delete()
    Background.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["year", "field"],
        update_fields=["value", "source", "at", "person"],
    )
    if made or gone:
        data = {"year": year, "written": sorted(one.field for one in made), "removed": len(gone)}
        _record(actor, at, "it_benchmark.write_background", year, str(year), data)
    return len(made) + len(gone)


def _record(actor: Actor, at: dt.datetime, action: str, pk: object, name: str, data: dict[str, object]) -> None:
    record(actor=actor, at=at, action=action, object_kind=KIND, object_id=pk, object_name=name, data=data)
