"""What a system needs of others, and what a source says instead of what stands: both are settled on its page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..access import require_writer
from ..models import Dependency, FieldValue, ItSystem
from ..queries.proposals import is_open
from ..queries.register import SystemNotFound, facts_of
from ..queries.texts import texts_of
from ..rules.acts import Act
from ..rules.field_texts import FIELD_NAMES, YES, band_of, list_of
from ..rules.kinds import Source
from ..rules.register import LISTED, PLAIN, SystemFacts, WrongFacts, check_facts
from ..search import index_systems
from .history import changed_texts, note_change, note_values, save_changes
from .register import KIND, locked, write_lists
from .vendors import vendor_by_text


@transaction.atomic
def say_dependency(*, actor: Actor, system_id: UUID, on_system_id: UUID, text: str, at: dt.datetime) -> Dependency:
    """That the one needs the other. Raises WrongFacts, SystemNotFound, AccessDenied."""
    system = locked(system_id)
    require_writer(actor, system.owner_unit_id)
    if system_id == on_system_id:
        raise WrongFacts("on_system", "Et system afhænger ikke af sig selv.")
    on_system = ItSystem.objects.filter(pk=on_system_id).first()
    if on_system is None:
        raise SystemNotFound(on_system_id)
    defaults = {"text": text.strip(), "source": Source.HAND.value}
    made, _ = Dependency.objects.update_or_create(system=system, on_system_id=on_system_id, defaults=defaults)
    became = {"needs": f"{on_system.name}: {text.strip()}" if text.strip() else on_system.name}
    save_changes([note_change(actor=actor, at=at, act=Act.TIED, system_id=system_id, became=became)])
    _record(actor, at, "it_costs.say_dependency", system, {"on": str(on_system_id)})
    return made


@transaction.atomic
def remove_dependency(*, actor: Actor, system_id: UUID, on_system_id: UUID, at: dt.datetime) -> None:
    """Raises SystemNotFound, AccessDenied."""
    system = locked(system_id)
    require_writer(actor, system.owner_unit_id)
    found = Dependency.objects.filter(system=system, on_system_id=on_system_id).select_related("on_system").first()
    if found is None:
        return
    was = {"needs": f"{found.on_system.name}: {found.text}" if found.text else found.on_system.name}
    found.delete()
    save_changes([note_change(actor=actor, at=at, act=Act.UNTIED, system_id=system_id, was=was)])
    _record(actor, at, "it_costs.remove_dependency", system, {"on": str(on_system_id)})


@transaction.atomic
def settle_proposal(
    *,
    actor: Actor,
    system_id: UUID,
    name: str,
    takes_theirs: bool,
    at: dt.datetime,
    seen: dt.datetime | None = None,
) -> None:
    """Whose word stands where a source says something else: the source's, or ours. Either way it is validated.

    Raises WrongFacts where nothing is proposed, the value cannot be, or it was changed meanwhile, SystemNotFound,
    AccessDenied.
    """
    system = locked(system_id, seen)
    require_writer(actor, system.owner_unit_id)
    value = FieldValue.objects.filter(system=system, field=name).first() if name in FIELD_NAMES else None
    if value is None or not is_open(value):
        raise WrongFacts("", "Kilden siger ikke noget andet om det felt mere.")
    theirs, source = value.proposed or "", Source(value.proposed_by)
    before = texts_of([system_id])[system_id]
    if takes_theirs:
        _write(actor, system, name, theirs, at)
        was, became = changed_texts(before, texts_of([system_id])[system_id])
        said = {name: became.get(name, theirs)}
        note_values(actor=actor, said={system_id: said}, source=source, at=at, is_validated=True)
        noted = note_change(
            actor=actor, at=at, act=Act.TAKEN, system_id=system_id, was=was, became=became, source=source
        )
    else:
        value.validated_at, value.person_id, value.value = at, actor.person_id, before[name]
        value.save(update_fields=["validated_at", "person", "value"])
        noted = note_change(
            actor=actor, at=at, act=Act.KEPT, system_id=system_id, was={name: theirs}, became={name: before[name]}
        )
    save_changes([noted])
    index_systems([system_id])
    data = {"fields": [name], "takes": "source" if takes_theirs else "ours"}
    _record(actor, at, "it_costs.settle_proposal", system, data)


def _write(actor: Actor, system: ItSystem, name: str, text: str, at: dt.datetime) -> None:
    facts = replace(facts_of(system), **_facts(actor, name, text, at))
    require_writer(actor, facts.owner_unit_id)
    check_facts(facts)
    for plain in PLAIN:
        setattr(system, plain, getattr(facts, plain))
    system.changed_at = at
    system.save()
    write_lists(system, {one: getattr(facts, one) for one in LISTED if one == name})


def _facts(actor: Actor, name: str, text: str, at: dt.datetime) -> dict[str, Any]:
    """The facts that a field's text means. Raises WrongFacts."""
    if name == "vendor":
        vendor = vendor_by_text(actor=actor, text=text, at=at)
        return {"vendor_id": vendor.pk if vendor else None}
    if name == "owner_unit":
        return {"owner_unit_id": _units([text])[0] if text else None}
    if name == "owner":
        owner = Person.objects.filter(email__iexact=text).first() if text else None
        if text and owner is None:
            raise WrongFacts("owner_id", f"Ingen her har e-mailen {text[:60]}.")
        return {"owner_id": owner.pk if owner else None}
    if name == "users":
        low, high = band_of(text)
        return {"users_low": low, "users_high": high}
    if name == "units":
        return {"units": _units(list_of(text))}
    if name == "tasks":
        return {"tasks": list_of(text)}
    if name == "bought_outside_it":
        return {name: text == YES}
    default = getattr(SystemFacts(name=""), name)
    return {name: text or default}


def _units(codes: Any) -> tuple[UUID, ...]:
    found = dict(Unit.objects.filter(code__in=list(codes)).values_list("code", "pk"))
    if missing := [code for code in codes if code not in found]:
        raise WrongFacts("", f"Ingen enhed har koden {missing[0][:40]}.")
    return tuple(found[code] for code in codes)


def _record(actor: Actor, at: dt.datetime, action: str, system: ItSystem, data: dict[str, Any]) -> None:
    record(actor=actor, at=at, action=action, object_kind=KIND, object_id=system.pk, object_name=system.name, data=data)
