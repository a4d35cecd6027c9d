"""The base: who delivers, which years, and what they lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chefforum.kernel.access.rules import Actor

from ..access import READ
from ..models import Delivery, Municipality
from ..rules.fields import missing_fields
from ..rules.measures import Facts, facts_of, lacks


class MunicipalityNotFound(LookupError):
    """No such municipality delivers."""


@dataclass(frozen=True)
class Member:
    """A municipality with its newest delivery of each year: what of itself and which measures it lacks."""

    municipality: Municipality
    years: Mapping[int, tuple[Delivery, tuple[str, ...], tuple[str, ...]]]


def list_members(*, actor: Actor) -> list[Member]:
    """By name. Two queries. Raises AccessDenied."""
    READ.require(actor)
    rows: dict[UUID, dict[int, Any]] = {}
    for one in Delivery.objects.filter(superseded_at__isnull=True):
        facts = facts_of(one.content)
        told = (one, missing_fields(one.content["background"]), lacks(facts))
        rows.setdefault(one.municipality_id, {})[one.year] = told
    return [Member(one, rows.get(one.pk, {})) for one in Municipality.objects.all()]


def find_municipality(*, actor: Actor, municipality_id: UUID) -> tuple[Municipality, list[Delivery]]:
    """With all that it ever delivered. Two queries. Raises MunicipalityNotFound, AccessDenied."""
    READ.require(actor)
    found = Municipality.objects.filter(pk=municipality_id).first()
    if found is None:
        raise MunicipalityNotFound(municipality_id)
    return found, list(found.deliveries.order_by("-year", "-received_at").select_related("person"))


def delivered_years() -> list[int]:
    """One query."""
    rows = Delivery.objects.filter(superseded_at__isnull=True).order_by("year").values_list("year", flat=True)
    return list(rows.distinct())


def masked_facts(delivery: Delivery) -> Facts:
    """As everything is reckoned from: costs of whoever has not agreed to be named are masked."""
    whose = delivery.municipality
    return facts_of(delivery.content, mask=1.0 if whose.may_be_named else float(whose.mask))


def backgrounds_of(year: int) -> dict[str, dict[str, float | None]]:
    """What each says of itself, by code. One query."""
    rows = Delivery.objects.filter(superseded_at__isnull=True, year=year).select_related("municipality")
    return {one.municipality.code: dict(facts_of(one.content).background) for one in rows}
