"""Which open extracts wait for a person's answers."""

from __future__ import annotations

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from chefforum.kernel.access.rules import Actor, Role

from ..access import is_coordinator, units_of_costs
from ..models import Extract, ExtractLine, ExtractSignature
from ..rules.extract_kinds import Party
from .extract_lines import with_state


def waiting_for(*, actor: Actor) -> list[tuple[Extract, Party, int]]:
    """Each open extract with lines that the actor answers for and has not, and for whom they do. Two queries."""
    signed = ExtractSignature.objects.filter(withdrawn_at__isnull=True).values("extract")
    found = Extract.objects.filter(validated_at__isnull=True).exclude(pk__in=signed)
    lines = ExtractLine.objects.filter(extract__in=found)
    units = units_of_costs(actor)
    if units is not None:
        lines = lines.filter(unit__in=units)
    if not is_coordinator(actor):
        theirs = Q(unit__in=actor.units.get(Role.IT_MANAGER, frozenset()))
        if actor.person_id is not None:
            theirs |= Q(system__owner=actor.person_id) | Q(extract__analyst_hand=actor.person_id)
        lines = lines.filter(theirs)
    is_hand = When(extract__analyst_hand=actor.person_id, then=Value(1)) if actor.person_id else None
    hand = Case(*([is_hand] if is_hand else []), default=Value(0), output_field=IntegerField())
    left = with_state(lines).annotate(is_hand=hand)
    left = left.filter(Q(is_hand=1, by_analyst__isnull=True) | Q(is_hand=0, by_municipality__isnull=True))
    counts = dict(left.order_by().values_list("extract").annotate(count=Count("pk")))
    if not counts:
        return []
    return [
        (one, Party.ANALYST if one.analyst_hand_id == actor.person_id else Party.MUNICIPALITY, counts[one.pk])
        for one in Extract.objects.filter(pk__in=counts).order_by(F("answer_by").asc(nulls_last=True), "created_at")
    ]
