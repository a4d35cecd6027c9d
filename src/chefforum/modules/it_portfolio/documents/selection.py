"""Udvælgelse af systemer: a run as a document: who was chosen and why, how sure it is, and what was asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from chefforum.calc.blocks import List, Paragraph, Table
from chefforum.kernel.documents.rendering.document import Document, Element, Fact, Figure, Part, SmallPrint
from chefforum.web import danish
from chefforum.web.charts import Chart

from ..rules.selection_charts import often_chart
from ..rules.selection_shown import STANDING_NAMES, Line, RunShown

TITLE = "Udvælgelse af systemer"
METHOD = (
    "Hvert system har point fra 0 til 100 for hvert kriterium efter en fast målestok. Point samlet er gennemsnittet "
    "efter vægtene.",
    "Listen er den, der har flest point af alle, der overholder reglerne. Den er fundet nøjagtigt, ikke tilnærmet.",
    "Et system, der mangler en oplysning, har ingen point og kommer kun med, når det vælges i hånden.",
)


def rows_table(rows: Sequence[Sequence[str]]) -> Table:
    """The first row is the head."""
    return Table(rows=tuple(tuple((Paragraph(text),) for text in row) for row in rows))


def bullets(lines: Sequence[str]) -> List:
    return List(tuple((Paragraph(text),) for text in lines))


def picture(chart: Chart) -> Figure:
    """The picture, with what it shows in words for who cannot see it."""
    said = "; ".join(f"{label}: {', '.join(cells)}" for label, cells in chart.rows)
    return Figure(caption=chart.title, svg=str(chart.svg), alternative=f"{chart.title}. {said}.")


def selection_document(
    found: RunShown, *, title: str, made_at: dt.datetime, solver: str, organisation: str, issued_at: dt.datetime
) -> Document:
    parts = [
        Part("Kort fortalt", tuple(_in_brief(found))),
        *_conflict(found),
        *_chosen(found),
        *_missed(found),
        *_sure(found),
        *_lacking(found),
        Part("Hvad der blev spurgt om", (bullets(_asked(found)),)),
        Part("Sådan er der regnet", (bullets(METHOD), SmallPrint(f"{solver}. Frø {found.settings.seed}."))),
    ]
    return Document(
        title=TITLE,
        organisation=organisation,
        issued_at=issued_at,
        subtitle=title,
        facts=(Fact("Kørt", (danish.moment(made_at),)), Fact("Systemer i alt", (danish.number(found.systems),))),
        parts=tuple(parts),
    )


def _in_brief(found: RunShown) -> list[Element]:
    if found.conflict is not None:
        return [Paragraph("Reglerne kan ikke opfyldes på én gang. Ingen liste er valgt.")]
    count = danish.counted(len(found.chosen), "system er valgt,systemer er valgt")
    elements: list[Element] = [Paragraph(f"{count} af {danish.number(found.systems)}.")]
    if not found.with_costs:
        elements.append(
            Paragraph("Point og rækkefølge er vist uden omkostninger, som også talte, da listen blev valgt.")
        )
    if found.others:
        first = found.others[0]
        behind = (
            "En anden liste har præcis lige så mange point."
            if not found.is_unique
            else f"Den næstbedste liste er {danish.number(first.percent, 2)} % bag: listen er ikke den eneste mulige."
        )
        elements.append(Paragraph(behind))
    elements.append(bullets([f"{name}: {number}" for name, number in found.departments]))
    return elements


def _conflict(found: RunShown) -> list[Part]:
    if found.conflict is None:
        return []
    return [
        Part("Regler, der strides", (bullets([one.words for one in found.conflict.claims]),)),
        Part("Det mindste, der skal til", (bullets([one.words for one in found.conflict.ways]),)),
    ]


def _chosen(found: RunShown) -> list[Part]:
    if not found.chosen:
        return []
    why = rows_table(
        [("System", "Afdeling", "Hvorfor"), *((_name(one), _place(one), one.words) for one in found.chosen)]
    )
    points = rows_table([("System", "I alt", *found.heads), *map(_points, found.chosen)])
    return [Part("De valgte", (why,)), Part("Point", (points,))]


def _points(one: Line) -> tuple[str, ...]:
    score = "mangler" if one.score is None else danish.number(one.score, 2)
    cells = ("mangler" if each.points is None else danish.number(each.points, 0) for each in one.points)
    return (_name(one), score, *cells)


def _missed(found: RunShown) -> list[Part]:
    if not found.missed:
        return []
    rows = [("System", "Afdeling", "Point", "Hvorfor ikke")]
    rows += [(_name(one), _place(one), danish.number(one.score, 2), one.words) for one in found.missed]
    return [Part("De nærmeste, der ikke kom med", (rows_table(rows),))]


def _sure(found: RunShown) -> list[Part]:
    elements: list[Element] = []
    if found.others:
        rows = [("Ind", "Ud", "Procent bag")]
        rows += [(_names(one.added), _names(one.removed), danish.number(one.percent, 2)) for one in found.others]
        elements += [Paragraph("Andre lister, der er næsten lige så gode:"), rows_table(rows)]
    if found.varied:
        counts = ", ".join(f"{name.lower()} {count}" for name, count in found.counts.items())
        elements.append(Paragraph(f"Når vægtene varierer ({danish.number(found.draws)} gange): {counts}."))
        chart = often_chart(found)
        if chart is not None:
            elements.append(picture(chart))
        rows = [("System", "Med i procent", "Hvor sikkert")]
        rows += [
            (_name(one), danish.number(one.percent, 1), STANDING_NAMES[one.standing])
            for one in found.varied
            if one.standing != "out"
        ]
        elements.append(rows_table(rows))
    if found.by_hand:
        elements += [Paragraph("Hvad valgene i hånden koster:"), bullets(_costs_by_hand(found))]
    return [Part("Hvor sikkert er det?", tuple(elements))] if elements else []


def _costs_by_hand(found: RunShown) -> list[str]:
    said = []
    for one in found.by_hand:
        what = f"{one.name} skal {'med' if one.is_in else 'ikke med'} ({one.reason})"
        cost = "uden det kan reglerne ikke opfyldes" if one.cost is None else f"{danish.number(one.cost, 2)} point"
        said.append(f"{what}: {cost}.")
    return said


def _lacking(found: RunShown) -> list[Part]:
    if not found.unscored:
        return []
    rows = [("System", "Mangler"), *((one.system.name, ", ".join(one.missing)) for one in found.unscored)]
    return [Part("Uden point, fordi noget mangler", (rows_table(rows),))]


def _asked(found: RunShown) -> list[str]:
    asked = found.settings
    exactly = danish.counted(asked.most, "system,systemer")
    many = exactly if asked.least == asked.most else f"Mellem {asked.least} og {asked.most} systemer"
    said = [f"{many}. Omkostninger fra {asked.year}."]
    said.append("Vægte: " + ", ".join(f"{name} {danish.number(share, 0)} %" for name, share in found.criteria) + ".")
    said += [f"Mindst {least} fra {name}." for name, least in found.asked_of_departments]
    if asked.vulnerable:
        said.append(f"Mindst {asked.vulnerable} til udsatte borgere.")
    if asked.cost_share:
        said.append(f"Mindst {asked.cost_share} % af de kendte omkostninger.")
    if asked.per_vendor:
        said.append(f"Højst {asked.per_vendor} fra samme leverandør.")
    said += [f"Mindst ét af typen {one}." for one in asked.types]
    said += found.asked_of_overlaps
    return said


def _name(one: Line) -> str:
    return one.system.name


def _place(one: Line) -> str:
    return one.system.department or "mangler"


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) or "intet"
