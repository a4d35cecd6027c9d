"""How we stand beside others, as tables and pictures: what the page shows, and nothing more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from chefforum.calc.blocks import List, Paragraph, Table
from chefforum.kernel.documents.rendering.document import Document, Element, Fact, Figure, Part
from chefforum.web import danish
from chefforum.web.charts import Chart

from ..queries.positions import Beside
from ..rules.charts import beside_chart, positions_chart, time_chart
from ..rules.measures import VIEWS
from ..rules.positions import Standing, bare, said

TITLE = "It-benchmark"
METHOD = (
    "Gruppen er valgt ud fra vilkår, der er svære at ændre på kort sigt, og er den samme i alle år.",
    "Andre kommuners udgifter er sløret: hver kommunes er ganget med et hemmeligt tal mellem 0,79 og 1,26, det samme "
    "i alle mål og år. Kommuner, der må nævnes, er ikke sløret. Vores egne tal er ikke sløret.",
    "Pladsen er derfor et spænd: vi kan ligge på hver af pladserne i det.",
    "Forskellen er medianen af alle gennemsnit af to forskelle (Hodges og Lehmann), med det interval, som 2.000 "
    "gentagne udtræk giver.",
    "Et tal af under fem kommuner, eller hvor en eller to er det meste, vises ikke; kvartiler kræver otte.",
)


def benchmark_document(found: Beside, *, organisation: str, issued_at: dt.datetime) -> Document:
    """Of what was asked."""
    pictures = [
        positions_chart([one for one in found.standings if not one.measure.is_share]),
        beside_chart([one for one in found.standings if not one.measure.is_share]),
        time_chart(found.measure, found.over_time, group=found.group.name),
    ]
    group = found.group
    return Document(
        title=TITLE,
        organisation=organisation,
        issued_at=issued_at,
        subtitle=f"{group.name}, {found.year}",
        facts=(
            Fact("Gruppe", (group.name,)),
            Fact("År", (str(found.year),)),
            Fact("Udgifter", (VIEWS[found.view],)),
            Fact("Lavet", (danish.moment(issued_at),)),
        ),
        parts=(
            Part("Kort fortalt", (*_brief(found), *(_figure(one) for one in pictures if one))),
            Part("Udgifter", (_table([one for one in found.standings if not one.measure.is_share]),)),
            Part("Hvad pengene går til", (_table([one for one in found.standings if one.measure.is_share]),)),
            Part("År for år", (_years(found),)),
            Part("Gruppen", (Paragraph(group.reason), _members(found))),
            Part("Sådan er der regnet", (_bullets(METHOD),)),
        ),
    )


def sentences(found: Beside) -> list[str]:
    """What there is to say first."""
    lines = []
    for key in ("per_fte", "per_citizen"):
        one = next((two for two in found.standings if two.measure.key == key), None)
        if one is None or one.mine is None or not one.is_shown or one.summary is None or one.position is None:
            continue
        lines.append(
            f"{one.measure.name} koster it os {said(one.measure, one.mine)} Gruppens midte er "
            f"{said(one.measure, one.summary.median)} Vi er {one.rank}, når nr. 1 er den laveste."
        )
    return lines


def _brief(found: Beside) -> list[Element]:
    lines = [*sentences(found), found.mine.told]
    if found.lacking:
        lines.append(f"Ikke med for {found.year}: {danish.listed(found.lacking)}.")
    return [_bullets(lines)]


def _table(standings: Sequence[Standing]) -> Table:
    rows: list[tuple[str, ...]] = [("Mål", "Vi", "Plads", "Median", "Kvartiler", "Forskel", "Kommuner")]
    rows += [(one.measure.name, *cells(one)) for one in standings]
    return _rows(rows)


def cells(one: Standing) -> tuple[str, ...]:
    """Ours, rank, median, quartiles, difference, of how many."""
    found, measure = one.summary, one.measure
    if not one.is_shown or found is None:
        return (said(measure, one.mine), one.why, "–", "–", "–", "–")
    quarters = found.quartiles
    apart = found.difference
    return (
        said(measure, one.mine),
        one.rank or danish.MISSING,
        said(measure, found.median),
        f"{bare(measure, quarters[0])} til {bare(measure, quarters[1])}" if quarters else "kræver otte",
        f"{bare(measure, apart.value)} ({bare(measure, apart.low)} til {bare(measure, apart.high)})" if apart else "–",
        str(found.members),
    )


def _years(found: Beside) -> Table:
    rows = [("År", f"{found.measure.name}: vi", "Median", "Plads")]
    for year, one in found.over_time.items():
        three = cells(one)
        rows.append((str(year), three[0], three[2], three[1]))
    return _rows(rows)


def _members(found: Beside) -> List:
    return _bullets(
        [
            f"{name}{' (vises med navn)' if code in found.consenting else ''}"
            for code, name in sorted(found.names.items(), key=lambda one: one[1])
        ]
    )


def _rows(rows: Sequence[Sequence[str]]) -> Table:
    return Table(rows=tuple(tuple((Paragraph(text),) for text in row) for row in rows))


def _bullets(lines: Sequence[str]) -> List:
    return List(tuple((Paragraph(text),) for text in lines))


def _figure(chart: Chart) -> Figure:
    told = "; ".join(f"{label}: {', '.join(row)}" for label, row in chart.rows)
    return Figure(caption=chart.title, svg=str(chart.svg), alternative=f"{chart.title}. {told}.")
