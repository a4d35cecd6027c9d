"""How we stand, in pictures: none of them shows a single member that has not agreed to be named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chefforum.web.charts import Chart, Series
from chefforum.web.intervals import Dot, IntervalRow, interval_chart
from chefforum.web.range_charts import RangeRow, range_chart
from chefforum.web.year_charts import Band, year_chart

from .measures import Measure
from .positions import Standing, rounded


def positions_chart(standings: Sequence[Standing]) -> Chart | None:
    """Rank by measure, from where to where it may be; None where none is shown."""
    rows = []
    for one in standings:
        if one.position is None:
            rows.append(IntervalRow(one.measure.name, ("mangler" if one.is_shown else "skjult",)))
            continue
        place = one.position
        middle = round((place.low + place.high) / 2)
        span = f"mellem {place.low} og {place.high} " if place.low < place.high else ""
        rows.append(IntervalRow(one.measure.name, (Dot(middle, place.low, place.high, f"{span}af {place.of}"),)))
    if not any(isinstance(row.dots[0], Dot) for row in rows):
        return None
    return interval_chart(
        title="Vores plads: fra den laveste (nr. 1) til den højeste",
        series=("Plads, midt i spændet",),
        rows=rows,
        corner="Mål",
    )


def beside_chart(standings: Sequence[Standing]) -> Chart | None:
    """Us against the group's middle half, the group's median being 100."""
    rows = []
    for one in standings:
        found = one.summary
        if not one.is_shown or found is None or not found.median:
            continue
        quarter = found.quartiles

        def of(number: float, middle: float = found.median) -> float:
            return round(number / middle * 100)

        rows.append(
            RangeRow(
                one.measure.name,
                None if one.mine is None else of(one.mine),
                100,
                of(quarter[0]) if quarter else None,
                of(quarter[1]) if quarter else None,
            )
        )
    if not rows:
        return None
    return range_chart(
        title="Vi og gruppen, når gruppens midte er 100",
        rows=rows,
        names=("Vi", "Gruppens midte (median)", "Den midterste halvdel"),
        corner="Mål",
    )


def time_chart(measure: Measure, over_time: Mapping[int, Standing], *, group: str) -> Chart | None:
    """Our way and the group's over the years; a year that is hidden is a gap. None with fewer than two years."""
    if len(over_time) < 2:
        return None
    years = sorted(over_time)
    standings = [over_time[year] for year in years]

    def number(value: float | None) -> float | None:
        return None if value is None else rounded(value, measure.decimals)

    median = [number(one.summary.median) if one.is_shown and one.summary else None for one in standings]
    quarters = [one.summary.quartiles if one.is_shown and one.summary else None for one in standings]
    band = Band(
        "Den midterste halvdel",
        tuple(number(one[0]) if one else None for one in quarters),
        tuple(number(one[1]) if one else None for one in quarters),
    )
    return year_chart(
        title=f"{measure.name}: vi og {group}",
        labels=[str(year) for year in years],
        series=[Series("Vi", tuple(number(one.mine) for one in standings)), Series("Gruppens midte", tuple(median))],
        band=band if any(quarters) else None,
        unit=measure.unit,
        decimals=measure.decimals,
        corner="År",
    )
