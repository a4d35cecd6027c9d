"""What changes are held against is written: replacements, price indices and headcounts, each with who says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..access import require_coordinator
from ..models import Headcount, ItSystem, PriceIndex, Replacement
from ..rules.measures import MEASURE_NAMES
from ..rules.volumes import YEARS

KIND = "it_measure"


class MeasureWrong(ValueError):
    """What was written cannot be; the text says what to do."""


@transaction.atomic
def say_replacement(*, actor: Actor, old_id: UUID, new_id: UUID, year: int, at: dt.datetime) -> Replacement:
    """That the new came in the place of the old from a year; said again, the year is changed.

    Raises MeasureWrong where both are one, or the new is already said to be replaced by the old; AccessDenied.
    """
    require_coordinator(actor)
    _year(year)
    if old_id == new_id:
        raise MeasureWrong("Et system kan ikke udskiftes med sig selv. Vælg to.")
    if len(ItSystem.objects.in_bulk({old_id, new_id})) < 2:
        raise MeasureWrong("Det ene system findes ikke mere. Vælg igen.")
    if Replacement.objects.filter(old_id=new_id, new_id=old_id).exists():
        raise MeasureWrong("Det omvendte står der allerede. Fjern det først, hvis det er forkert.")
    made, _ = Replacement.objects.update_or_create(
        old_id=old_id, new_id=new_id, defaults={"year": year, "at": at, "person_id": actor.person_id}
    )
    _record(actor, at, "it_costs.say_replacement", made.pk, str(made), {"year": year})
    return made


@transaction.atomic
def remove_replacement(*, actor: Actor, replacement_id: int, at: dt.datetime) -> None:
    """Nothing where it is gone already. Raises AccessDenied."""
    require_coordinator(actor)
    found = Replacement.objects.select_related("old", "new").filter(pk=replacement_id).first()
    if found is not None:
        _record(actor, at, "it_costs.remove_replacement", found.pk, str(found), {"year": found.year})
        found.delete()


@transaction.atomic
def write_indices(*, actor: Actor, rows: Iterable[tuple[str, int, Decimal, str]], at: dt.datetime) -> int:
    """Name, year, value and source; what stands of the year is written over. Answers how many. Raises MeasureWrong,
    AccessDenied."""
    require_coordinator(actor)
    made = []
    for name, year, value, source in rows:
        _year(year)
        if not name.strip() or not source.strip():
            raise MeasureWrong("Skriv både, hvad indekset hedder, og hvor tallet er fra.")
        if not 0 < value < 100_000:
            raise MeasureWrong("Et indeks skal være over 0.")
        made.append(PriceIndex(name=name.strip(), year=year, value=value, source=source.strip()[:300]))
    PriceIndex.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["name", "year"], update_fields=["value", "source"]
    )
    if made:
        data = {"count": len(made), "years": sorted({one.year for one in made})}
        _record(actor, at, "it_costs.write_price_index", made[0].name, made[0].name, data)
    return len(made)


@transaction.atomic
def write_headcount(
    *, actor: Actor, measure: str, year: int, value: Decimal, source: str, at: dt.datetime
) -> Headcount:
    """How many there were in a year. Raises MeasureWrong, AccessDenied."""
    require_coordinator(actor)
    _year(year)
    if measure not in MEASURE_NAMES:
        raise MeasureWrong("Vælg, hvad der er talt.")
    if value <= 0 or not source.strip():
        raise MeasureWrong("Skriv et antal over 0, og hvor tallet er fra.")
    said = {"value": value, "source": source.strip()[:300], "at": at, "person_id": actor.person_id}
    made, _ = Headcount.objects.update_or_create(measure=measure, year=year, defaults=said)
    _record(actor, at, "it_costs.write_headcount", made.pk, str(made), {"measure": measure, "year": year})
    return made


def _year(year: int) -> None:
    if year not in YEARS:
        raise MeasureWrong(f"Året skal ligge mellem {YEARS[0]} og {YEARS[-1]}.")


def _record(actor: Actor, at: dt.datetime, action: str, pk: object, name: str, data: dict[str, object]) -> None:
    record(actor=actor, at=at, action=action, object_kind=KIND, object_id=pk, object_name=name, data=data)
