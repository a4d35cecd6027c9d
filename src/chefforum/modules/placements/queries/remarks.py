"""What somebody should look at in a placement, by the rules that held when it began and what its place offers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from ..models import DurationLimit, Place, Placement
from ..rules.kinds import KIND_NAMES, TARGET_GROUP_NAMES, PlacementKind, TargetGroup
from ..rules.remarks import Limit, Offer, Remark, Span, at_place, too_long
from ..rules.states import last_day_of
from .capacity import offer_of
from .duration_limits import duration_limit, duration_limits, limit_among


def remarks_on(placement: Placement) -> list[Remark]:
    """None of one that was cancelled. Three queries at most where its place and workplace come with it; it need not be
    saved."""
    if placement.cancelled_at is not None:
        return []
    last_day = last_day_of(ends_on=placement.ends_on, ended_on=placement.ended_on)
    span = (placement.starts_on, last_day)
    found = duration_limit(
        kind=PlacementKind(placement.kind), target_group=placement.target_group, on=placement.starts_on
    )
    remarks = too_long(span, _limit(found, placement.kind, placement.target_group))
    if placement.place is None:
        return remarks
    others = Placement.objects.filter(place=placement.place, cancelled_at__isnull=True).exclude(pk=placement.pk)
    stays = [
        (begins, last_day_of(ends_on=planned, ended_on=came))
        for begins, planned, came in others.order_by().values_list("starts_on", "ends_on", "ended_on")
    ]
    return remarks + _at_place(placement.place, placement.kind, span, placement.hours, stays)


class RemarksOnRows:
    """Remarks on many that are not written yet, as a file says them. Three queries, however many. `rows`: the
    placements as they stand, by id."""

    def __init__(self, rows: Mapping[UUID, Mapping[str, Any]]) -> None:
        self.limits = duration_limits()
        found = Place.objects.select_related("workplace").prefetch_related("start_windows")
        self.places = {one.pk: one for one in found}
        self.rows: dict[Any, Mapping[str, Any]] = dict(rows)
        self.at_place: dict[UUID, set[Any]] = {}
        for key, row in self.rows.items():
            self._put(key, row)

    def _put(self, key: Any, row: Mapping[str, Any]) -> None:
        if row["place_id"] is not None:
            self.at_place.setdefault(row["place_id"], set()).add(key)

    def on(self, key: Any, row: Mapping[str, Any]) -> list[Remark]:
        """What is to be looked at in the row that takes the place of what stood under the key; it stands from now."""
        before = self.rows.get(key)
        if before is not None and before["place_id"] is not None:
            self.at_place[before["place_id"]].discard(key)
        self.rows[key] = {"cancelled_at": None, **row}
        span = _span(row)
        kind = PlacementKind(row["kind"])
        limit = limit_among(self.limits, kind=kind, target_group=row["target_group"], on=row["starts_on"])
        remarks = too_long(span, _limit(limit, row["kind"], row["target_group"]))
        place = self.places.get(row["place_id"])
        if place is not None:
            there = [self.rows[one] for one in self.at_place.get(place.pk, ())]
            stays = [_span(one) for one in there if one["cancelled_at"] is None]
            remarks += _at_place(place, row["kind"], span, row["hours"], stays)
        self._put(key, row)
        return remarks


def _span(row: Mapping[str, Any]) -> Span:
    return row["starts_on"], last_day_of(ends_on=row["ends_on"], ended_on=row["ended_on"])


def _at_place(
    place: Place, kind: str, span: Span, hours: Any, others: Sequence[tuple[dt.date, dt.date | None]]
) -> list[Remark]:
    offered = offer_of(place)
    last = offered.open.last
    offer = Offer(
        slots=place.slots,
        open_from=offered.open.first,
        closed_on=None if last is None else last + dt.timedelta(days=1),
        windows=[(one.first, one.last) for one in offered.windows if one.last is not None],
        others=others,
        hours_from=place.hours_from,
        hours_to=place.hours_to,
    )
    remarks = at_place(span, hours, offer)
    if place.kind != kind:
        names = (KIND_NAMES[PlacementKind(one)].lower() for one in (place.kind, kind))
        remarks.insert(0, Remark("Pladsen er opslået til {}, og forløbet er {}.".format(*names)))
    return remarks


def _limit(found: DurationLimit | None, kind: str, target_group: str) -> Limit | None:
    return Limit(found.weeks, _for_whom(PlacementKind(kind), target_group), found.source) if found else None


def _for_whom(kind: PlacementKind, target_group: str) -> str:
    what = KIND_NAMES[kind].lower()
    return f"{what} på {TARGET_GROUP_NAMES[TargetGroup(target_group)].lower()}" if target_group else what


def unusual(remarks: Iterable[Remark], *, before: Iterable[Remark] = ()) -> list[Remark]:
    """Those that somebody is asked about: what is unusual, and was not so before."""
    was = {one.text for one in before}
    return [one for one in remarks if one.asks and one.text not in was]
