"""Public figures as they were kept: the newest of each table, and Lindeby beside the country and others over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, takewhile

from django.utils import timezone

from chefforum.kernel.access.rules import Actor

from ..access import READ_PUBLISHED
from ..models import PublicExtract, PublicFigure
from ..rules.public_figures import kind_of_period, order_of_period, usual_kind


@dataclass(frozen=True)
class KeptTable:
    """The newest extract of a table. `holder` has its figures: an extract that is the same as an earlier keeps none.

    `same_since` is the first day of those in a row that are alike, None where that is the newest's own.
    """

    newest: PublicExtract
    holder: PublicExtract
    same_since: dt.date | None


@dataclass(frozen=True)
class Choices:
    """What there is to choose among in a table."""

    areas: tuple[str, ...]
    measures: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class OverTime:
    """A measure of some areas, period by period, oldest first; None where the source tells nothing."""

    periods: tuple[str, ...]
    values: tuple[tuple[str, tuple[Decimal | None, ...]], ...]  # by area, in the order asked

    @property
    def missing(self) -> int:
        return sum(one is None for _, values in self.values for one in values)


def kept_tables(*, actor: Actor) -> list[KeptTable]:
    """By table. Raises AccessDenied."""
    READ_PUBLISHED.require(actor)
    found = []
    for _, group in groupby(PublicExtract.objects.order_by("table", "-fetched_at"), lambda one: one.table):
        found.append(_kept(list(group)))
    return found


def _kept(newest_first: Sequence[PublicExtract]) -> KeptTable:
    newest = newest_first[0]
    alike = list(takewhile(lambda one: one.sha256 == newest.sha256, newest_first))
    holder = [one for one in newest_first if one.sha256 == newest.sha256][-1]
    since = timezone.localdate(alike[-1].fetched_at)
    return KeptTable(newest, holder, since if since < timezone.localdate(newest.fetched_at) else None)


def choices_of(*, actor: Actor, holder: PublicExtract) -> Choices:
    """Raises AccessDenied."""
    READ_PUBLISHED.require(actor)
    figures = PublicFigure.objects.filter(extract=holder)
    areas, measures, groups = (
        tuple(figures.order_by(name).values_list(name, flat=True).distinct()) for name in ("area", "measure", "group")
    )
    return Choices(areas, measures, groups)


def over_time(*, actor: Actor, holder: PublicExtract, measure: str, group: str, areas: Sequence[str]) -> OverTime:
    """Raises AccessDenied."""
    READ_PUBLISHED.require(actor)
    figures = PublicFigure.objects.filter(extract=holder, measure=measure, group=group, area__in=areas)
    told = {(one.area, one.period): one.value for one in figures}
    kind = usual_kind(period for _, period in told)
    periods = sorted({period for _, period in told if kind_of_period(period) == kind}, key=order_of_period)
    return OverTime(
        tuple(periods), tuple((area, tuple(told.get((area, period)) for period in periods)) for area in areas)
    )


def state_of_table(table: str) -> str:
    """What is kept of the table, in a few letters."""
    newest = PublicExtract.objects.filter(table=table).order_by("-fetched_at").first()
    return str(newest.pk) if newest else "none"
