"""An average year as a picture: each year and what one-offs add."""

from __future__ import annotations

from chefforum.web.charts import Chart, Series, stacked_bar_chart

from .average import AverageFound
from .volumes import whole_kroner


def average_chart(found: AverageFound) -> Chart | None:
    """The years' running costs in the price level, and a year of what is spread, in whole kroner. None where a sum is
    below nought: a bar of parts cannot show it, and the table does."""
    average = found.average
    if average is None or min(*average.years.values(), average.one_offs_oere) < 0:
        return None
    years = sorted(average.years)
    return stacked_bar_chart(
        title=f"Årene i priserne fra {average.price_level}",
        labels=[str(year) for year in years],
        series=[
            Series("Løbende", tuple(whole_kroner(average.years[year]) for year in years)),
            Series("Del af det, der er betalt én gang", tuple(whole_kroner(average.one_offs_oere) for _ in years)),
        ],
        unit="kr.",
        corner="År",
    )
