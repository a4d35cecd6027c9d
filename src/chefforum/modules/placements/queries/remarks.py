"""What somebody should look at in a placement, by the rules that held when it began and what its place offers."""

from __future__ import annotations

from ..models import Placement, StartWindow
from ..rules.kinds import KIND_NAMES, TARGET_GROUP_NAMES, PlacementKind, TargetGroup
from ..rules.remarks import Limit, Offer, Remark, at_place, too_long
from ..rules.states import last_day_of
from .duration_limits import duration_limit


def remarks_on(placement: Placement) -> list[Remark]:
    """None of one that was cancelled. Three queries at most; its place comes with it."""
    if placement.cancelled_at is not None:
        return []
    last_day = last_day_of(ends_on=placement.ends_on, ended_on=placement.ended_on)
    span = (placement.starts_on, last_day)
    kind = PlacementKind(placement.kind)
    found = duration_limit(kind=kind, target_group=placement.target_group, on=placement.starts_on)
    limit = Limit(found.weeks, _for_whom(kind, placement.target_group), found.source) if found else None
    remarks = too_long(span, limit)
    place = placement.place
    if place is None:
        return remarks
    others = Placement.objects.filter(place=place, cancelled_at__isnull=True).exclude(pk=placement.pk)
    offer = Offer(
        slots=place.slots,
        open_from=place.open_from,
        closed_on=place.closed_on,
        windows=list(StartWindow.objects.filter(place=place).values_list("first_day", "last_day")),
        others=[
            (begins, last_day_of(ends_on=planned, ended_on=came))
            for begins, planned, came in others.order_by().values_list("starts_on", "ends_on", "ended_on")
        ],
        hours_from=place.hours_from,
        hours_to=place.hours_to,
    )
    if place.kind != placement.kind:
        remarks.append(Remark(f"Pladsen er opslået til {place.get_kind_display().lower()}."))
    return remarks + at_place(span, placement.hours, offer)


def _for_whom(kind: PlacementKind, target_group: str) -> str:
    what = KIND_NAMES[kind].lower()
    return f"{what} på {TARGET_GROUP_NAMES[TargetGroup(target_group)].lower()}" if target_group else what
