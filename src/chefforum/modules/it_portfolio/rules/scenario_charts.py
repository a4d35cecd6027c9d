"""What a scenario saves, year by year, as pictures; the numbers stand in the tables beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from chefforum.calc.consolidation import Case, Outcome
from chefforum.web.charts import Chart, Series, column_chart, line_chart

from .scenarios import CASE_NAMES, Sum


def in_kroner(oere: int) -> int:
    """Whole kroner, half away from nought.

    >>> in_kroner(150), in_kroner(-150)
    (2, -2)
    """
    return int((Decimal(oere) / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def cash_chart(outcomes: Mapping[Case, Outcome]) -> Chart:
    """What is likely to come in (above the line) and go out (below it), each calendar year."""
    years = outcomes[Case.LIKELY].years
    return column_chart(
        title="Penge ind og ud, år for år (sandsynligt)",
        labels=[str(one.year) for one in years],
        values=[in_kroner(one.net) for one in years],
        unit="kr.",
        corner="År",
    )


def cumulated_chart(outcomes: Mapping[Case, Outcome]) -> Chart:
    """What has been saved until the end of each year, in all three cases."""
    years = [one.year for one in outcomes[Case.LIKELY].years]
    return line_chart(
        title="Sparet i alt ved årets udgang",
        labels=[str(year) for year in years],
        series=[
            Series(CASE_NAMES[case], tuple(in_kroner(one.cumulated) for one in outcomes[case].years)) for case in Case
        ],
        unit="kr.",
        corner="År",
    )


def sum_chart(found: Sum, *, title: str) -> Chart:
    """The likely cash of scenarios together."""
    years: Sequence[int] = list(found.years)
    return column_chart(
        title=title,
        labels=[str(year) for year in years],
        values=[in_kroner(found.years[year][Case.LIKELY]) for year in years],
        unit="kr.",
        corner="År",
    )
