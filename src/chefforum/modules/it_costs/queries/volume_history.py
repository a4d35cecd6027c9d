"""What was written of numbers and amounts, by whom and when, as the actor may know it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from chefforum.kernel.access.rules import Actor

from ..access import READ_SYSTEMS, may_read_numbers, reads_all_costs
from ..models import ItSystem, VolumeChange
from ..rules.kinds import SOURCE_NAMES, Source
from ..rules.volumes import FIELDS, facts_from_json, write_field


@dataclass(frozen=True)
class VolumeTold:
    """`values`: what the field is called, what it was and what it became; "" where nobody had said. Empty where only
    an amount was written, and the actor sees none."""

    change: VolumeChange
    who: str
    values: tuple[tuple[str, str, str], ...]


def volume_changes(*, actor: Actor, words: str = "") -> QuerySet[VolumeChange]:
    """Of the systems whose numbers the actor may know, the newest first. `words`: each in the system's name or in the
    item. One query, and one more for who does not read all. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    rows = VolumeChange.objects.select_related("system", "person")
    if not reads_all_costs(actor):
        known = ItSystem.objects.only("id", "owner_id", "owner_unit_id")
        theirs = [one.pk for one in known if may_read_numbers(actor, owner_id=one.owner_id, unit_id=one.owner_unit_id)]
        rows = rows.filter(system__in=theirs)
    for word in words.split():
        rows = rows.filter(Q(system__name__icontains=word) | Q(item__icontains=word))
    return rows


def told(change: VolumeChange, *, actor: Actor) -> VolumeTold:
    """No query."""
    was, became = facts_from_json(change.was), facts_from_json(change.became)
    fields = [name for name in FIELDS if name != "amount_oere" or reads_all_costs(actor)]
    source = Source(change.source)
    who = change.person.name if change.person else "Kommandolinjen"
    return VolumeTold(
        change,
        who if source is Source.HAND else f"{who} ({SOURCE_NAMES[source]})",
        tuple(
            (FIELDS[name], write_field(name, was), write_field(name, became))
            for name in fields
            if getattr(was, name) != getattr(became, name)
        ),
    )
