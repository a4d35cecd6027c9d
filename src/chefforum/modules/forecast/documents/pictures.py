"""A workplace's year as pictures: for its page, and for documents."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from chefforum.calc.danish_dates import MONTHS
from chefforum.calc.periods import name_of
from chefforum.web.bridges import Step, bridge_chart, deviation_chart
from chefforum.web.charts import Chart, Series, line_chart
from chefforum.web.year_charts import Band, Mark, year_chart

from ..queries.areas import Area, Deviation
from ..queries.positions import UnitPositions
from ..queries.workplace import WhyLine, WorkplaceYear

FURTHEST = 12  # bars of what deviates most
SHOWN = 8  # steps of the bridge; the rest stand together
SMALL = 100_000_000  # øre: a year below a million is shown in kroner
THOUSANDS = ("t.kr.", 100_000)
KRONER = ("kr.", 100)


def picture_of_year(shown: WorkplaceYear) -> Chart:
    """Budget, used, expected with its interval, and last year: sums so far."""
    months, known = shown.months, shown.total
    counts = "" if known.is_complete or known.expected is None else ", det vurderede"
    unit, per = _unit([*months.used, *months.expected, *months.budget])
    closed = shown.closed_through % 100 if shown.closed_through // 100 == shown.year else 0
    named = [
        ("Brugt", months.used),
        ("Forventet", months.expected),
        ("Budget", months.budget),
        (f"{shown.year - 1}", months.last_year),
    ]
    # Last year comes last and is left out where the ledger does not hold it.
    series = [Series(name, _in(values, per)) for name, values in named if name != named[-1][0] or any(values)]
    has_band = known.low is not None and known.high is not None and not shown.is_closed
    start = months.used[closed - 1] if closed else None
    ends = {11: (known.low, known.high)} | ({closed - 1: (start, start)} if closed else {})
    band = Band(
        "Usikkerhed",
        _in([ends.get(place, (None, None))[0] for place in range(12)], per),
        _in([ends.get(place, (None, None))[1] for place in range(12)], per),
    )
    return year_chart(
        title=f"Budget, brugt og forventet {shown.year}{counts}: i alt til og med måneden",
        labels=[month[:3] for month in MONTHS],
        series=series,
        band=band if has_band else None,
        mark=Mark(closed - 1, f"lukket til og med {MONTHS[closed - 1]}") if closed and not shown.is_closed else None,
        unit=unit,
        corner="Til og med",
        outside="–",
    )


def bridge_of_year(shown: WorkplaceYear, *, extra: Sequence[Step] = ()) -> Chart | None:
    """From the budget to what is expected of the same lines; what is not assessed has a step without a figure."""
    if shown.total.budget_assessed is None or shown.total.expected is None:
        return None
    first, rest = shown.moves[:SHOWN], shown.moves[SHOWN:]
    _, per = unit = _unit([shown.total.budget_assessed, shown.total.expected])
    first.sort(key=lambda move: -shown.along(move[1]))  # as its accounts stand below it
    steps = [Step(name, _one(change, per)) for name, change in first]
    if rest:
        steps.append(Step("Alt andet", _one(sum(change for _, change in rest), per)))
    steps += [Step(group.name, None) for group in shown.groups if group.sum.expected is None]
    name = "" if shown.total.is_complete else ", det vurderede"
    end = "Endte på" if shown.is_closed else "Forventet"
    title = "Fra budget til det, der kom" if shown.is_closed else "Fra budget til forventet"
    return bridge_chart(
        title=f"{title}, af det, der er vurderet" if name else title,
        start=(f"Budget{name}", _one(shown.total.budget_assessed, per) or 0),
        steps=[*steps, *extra],
        end_name=f"{end}{name}",
        unit=unit[0],
        corner="Trin",
        missing="ikke vurderet",
    )


def furthest(rows: Sequence[Deviation], *, by_pct: bool) -> Chart | None:
    """What deviates most, each from its own budget; None where it is too little for a picture."""
    if len(rows) < 2:
        return None
    shown = rows[:FURTHEST]
    is_of_several = len({row.unit_id for row in shown}) > 1
    unit, per = ("%", 1) if by_pct else _unit([row.sum.deviation for row in shown])
    return deviation_chart(
        title="Længst fra budgettet",
        deviations=[
            Step(
                _name_of(row, with_place=is_of_several),
                row.sum.deviation_pct if by_pct else _one(row.sum.deviation, per),
            )
            for row in shown
        ],
        unit=unit,
        decimals=1 if by_pct else 0,
        corner="Konto" if shown[0].account else "Arbejdsplads",
        heading="Mod budgettet",
    )


def _name_of(row: Deviation, *, with_place: bool) -> str:
    """The unit, or the account; with its unit where several units have accounts of the same name."""
    account = row.account_name or row.account
    if not account:
        return row.place_name
    return f"{row.place_name}: {account}" if with_place else account


def parts_of_area(area: Area) -> Chart | None:
    """Where the area's sum comes from: how far each unit right below its top ends from its budget."""
    if not area.rows:
        return None
    depth = min(row.depth for row in area.rows)
    tops = [row for row in area.rows if row.depth == depth]
    parts = tops if len(tops) > 1 else [row for row in area.rows if row.depth == depth + 1]
    known = [(row.place.name, row.sum.deviation) for row in parts if row.sum and row.sum.deviation is not None]
    if len(known) < 2:
        return None
    unit, per = _unit([deviation for _, deviation in known])
    return deviation_chart(
        title="Mod budgettet, område for område",
        deviations=[Step(name, _one(deviation, per)) for name, deviation in known],
        unit=unit,
        corner="Område",
        heading="Mod budgettet",
    )


def months_of_line(line: WhyLine) -> Chart:
    """The months behind a number, and those that are expected."""
    labels = [f"{MONTHS[period % 100 - 1][:3]} {period // 100 % 100:02}" for period in line.periods]
    ahead = [f"{MONTHS[period % 100 - 1][:3]} {period // 100 % 100:02}" for period, _ in line.next_months]
    is_told = line.shown.is_assessed and bool(ahead)
    unit, per = _unit([*line.history, *(amount for _, amount in line.next_months)])
    came = Series("Kom", _in([*line.history, *[None] * (len(ahead) if is_told else 0)], per))
    series = [came]
    if is_told:
        series.append(Series("Ventes", _in([*[None] * len(labels), *(amount for _, amount in line.next_months)], per)))
    return line_chart(
        title=f"{line.shown.name}: måned for måned til og med {name_of(line.periods[-1])}"
        if line.periods
        else line.shown.name,
        labels=[*labels, *(ahead if is_told else [])],
        series=series,
        unit=unit,
        corner="Måned",
    )


def months_of_staff(found: UnitPositions) -> Chart:
    """What the positions cost each month, and what was booked where they are paid."""
    pay, booked = [month.pay for month in found.months], [month.booked for month in found.months]
    unit, per = _unit([*pay, *booked])
    series = [Series("Beregnet", _in(pay, per))]
    if any(amount is not None for amount in booked):
        series.append(Series("Bogført", _in(booked, per)))
    return line_chart(
        title=f"Fast løn måned for måned {found.year}",
        labels=[MONTHS[month.period % 100 - 1][:3] for month in found.months],
        series=series,
        unit=unit,
        corner="Måned",
    )


def _unit(amounts: Sequence[int | None]) -> tuple[str, int]:
    most = max((abs(amount) for amount in amounts if amount is not None), default=0)
    return KRONER if most < SMALL else THOUSANDS


def _one(amount: int | None, per: int) -> Decimal | None:
    return None if amount is None else Decimal(amount) / per


def _in(amounts: Sequence[int | None], per: int) -> tuple[Decimal | None, ...]:
    return tuple(_one(amount, per) for amount in amounts)
