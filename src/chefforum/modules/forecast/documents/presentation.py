"""MFR præsentation: what Mit Forventede Regnskab is, how it works for a leader, where the year ends, and the plan.

Slides to be shown in the forum and read in its agenda; the figures behind the pictures come last.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chefforum.calc.blocks import List, Paragraph
from chefforum.calc.periods import name_of
from chefforum.kernel.documents.rendering.document import Document, Element, Fact, Part, Section
from chefforum.web import danish
from chefforum.web.bridges import Step, bridge_chart
from chefforum.web.charts import Chart

from ..queries.presentation import Presented
from ..queries.roll_out import PlanMonth, plan_by_month
from ..queries.standing import Standing
from ..rules.rhythm import Pace
from ..rules.telling import about, how_sure, verdict
from ..rules.words import SUM_HEADS, whole
from .pictures import picture_of_year
from .tables import numbers_of, picture_of, table_of

TITLE = "Mit Forventede Regnskab (MFR)"
WHY = (
    "Hver leder kan hele året se budget, forbrug og det, året ventes at ende på, og hvorfor tallet er, som det er.",
    "Det giver arbejdspladserne de bedste forudsætninger for at have overblik over budgettet og overholde det.",
    "Systemet giver overblik over alt, der ikke er variabel løn.",
    "Det, der ikke kan forudsiges et år frem, er lederens ansvar at skrive ind og følge op på.",
    "Afdelinger og økonomi ser det samme tal som lederen, og kan se, hvem der har vurderet, og hvem der ikke har.",
)
WHO_DOES_WHAT = (
    ("Systemet regner", "Lederen skriver og vurderer"),
    ("Fast løn, stilling for stilling: trin, stigninger, ansatte, der kommer og går, orlov", "Vikarer"),
    ("Kontrakter og husleje efter deres rytme", "Weekend- og aftenvagter, overarbejde"),
    ("Refusioner efter reglen", "Planlagte indkøb og indtægter"),
    ("Resten efter niveau og sæson, med hvor usikkert det er", "Det, systemet tager fejl af, med en grund"),
)
SPARRING = (
    "Siden “Sparring” viser hver leder de enheder, der ligner deres mest. Ingen beløb.",
    "Ledere kan dele, hvad de gjorde, så andre kan bruge det.",
    "Enheder kan med fordel mødes om deres poster, fx to skoler om vikarer.",
)


def presentation_document(presented: Presented, *, organisation: str, issued_at: dt.datetime) -> Document:
    """The slides. Without a closed month they say so, and tell what MFR is and the plan."""
    state, standing = presented.state, presented.standing
    facts = [
        Fact("Arbejdspladser med leder", (str(state.total),)),
        Fact("I gang", (f"{state.started} af {state.total}",)),
        Fact("Har været på workshop", (f"{state.at_workshop} af {state.total}",)),
        Fact(f"Har vurderet {name_of(state.period)}", (f"{state.assessed} af {state.total}",)),
    ]
    if standing is not None:
        facts.append(Fact("Regnskabet er lukket til og med", (name_of(standing.expected.closed_through),)))
    pictures = [chart for chart in (_year_of_example(presented), _bridge(standing)) if chart]
    return Document(
        title=TITLE,
        organisation=organisation,
        issued_at=issued_at,
        subtitle=f"Præsentation {danish.date(issued_at)}: hvad det er, hvor året ender, og planen for udrulning",
        facts=tuple(facts),
        is_slides=True,
        parts=tuple(part for part in _parts(presented, pictures) if part.elements),
    )


def _parts(presented: Presented, pictures: list[Chart]) -> list[Part]:
    bridge = _bridge(presented.standing)
    return [
        Part("Hvad er MFR, og hvorfor?", (_bullets(WHY),)),
        Part("Hvad regner systemet, og hvad skriver lederen?", tuple(_who_does_what())),
        Part(_example_title(presented), tuple(_example(presented))),
        Part("En måned med MFR", tuple(_month(presented))),
        Part("Hvor ender året?", tuple(_year(presented.standing))),
        Part("Hvad flytter resultatet?", (picture_of(bridge),) if bridge else ()),
        Part("Hvad er ikke vurderet endnu?", tuple(_not_assessed(presented))),
        Part("Plan for udrulning", tuple(_plan(presented))),
        Part("Hvem hjælper, og hvordan?", tuple(_help(presented))),
        Part("Tallene bag billederne", tuple(Section(chart.title, (numbers_of(chart),)) for chart in pictures)),
    ]


def _who_does_what() -> list[Element]:
    return [
        table_of(WHO_DOES_WHAT),
        Paragraph(
            "Variabel løn gætter systemet ikke på. Er den ikke vurderet, står den som ikke vurderet, og resultatet er "
            "ufuldstændigt."
        ),
    ]


def _example_title(presented: Presented) -> str:
    return f"Sådan ser en leder sit år: {presented.example.place.name}" if presented.example else ""


def _example(presented: Presented) -> list[Element]:
    shown, chart = presented.example, _year_of_example(presented)
    return [] if shown is None or chart is None else [Paragraph(shown.sentence_of(shown.place.name)), picture_of(chart)]


def _year_of_example(presented: Presented) -> Chart | None:
    return None if presented.example is None else picture_of_year(presented.example)


def _month(presented: Presented) -> list[Element]:
    due = (
        f" {name_of(presented.state.period).capitalize()}: senest {danish.date(presented.due)}."
        if presented.due
        else ""
    )
    steps = [
        "Regnskabet lukkes for måneden, og lederen får besked.",
        "Lederen ser, hvad der kom, mod det, der var planlagt, og hvor året nu ventes at ende.",
        "Lederen retter sine poster: vikarer, vagter, indkøb, indtægter.",
        _explains(presented.pace),
        f"Lederen siger “Jeg har vurderet måneden”.{due}",
        "Lederen over godkender eller sender retur med en grund. Økonomi minder dem, der mangler.",
    ]
    return [List(tuple((Paragraph(text),) for text in steps), ordered=True)]


def _explains(pace: Pace | None) -> str:
    if pace is None:
        return "Lederen forklarer det, der blev meget anderledes end planlagt."
    share = f"{float(pace.threshold_pct):g}".replace(".", ",")
    return f"Lederen forklarer det, der blev over {about(pace.threshold_oere)} og {share} % anderledes end planlagt."


def _year(standing: Standing | None) -> list[Element]:
    if standing is None:
        return [Paragraph("Regnskabet er ikke lukket så langt, at det forventede resultat kan vises endnu.")]
    total = standing.total
    said = verdict(
        who="Kommunen",
        year=standing.year,
        expected=total.expected,
        deviation=total.deviation,
        pct=total.deviation_pct,
        is_complete=total.is_complete,
        is_over=not standing.expected.months_left,
    )
    found = [said]
    if total.budget_assessed is not None and standing.expected.months_left:
        sides = [None if one is None else one - total.budget_assessed for one in (total.low, total.high)]
        found.append(how_sure(low=sides[0], high=sides[1]))
    if total.lacking_words:
        found.append(total.lacking_words)
    rows = [
        (
            name,
            *(_kroner(one) for one in (of.actual, of.budget, of.budget_not_assessed, of.expected)),
            of.against(whole),
        )
        for name, of in [*((area.name, area.sum) for area in standing.areas), ("I alt", total)]
    ]
    return [_bullets(found), table_of((("Område, kr.", "Brugt", *SUM_HEADS[:4]), *rows))]


def _bridge(standing: Standing | None) -> Chart | None:
    if standing is None or standing.total.budget_assessed is None:
        return None
    steps = [Step(area.name, None if area.sum.expected is None else area.sum.moves / 1e8) for area in standing.areas]
    counts = "" if standing.total.is_complete else ", det vurderede"
    return bridge_chart(
        title="Fra budget til forventet, område for område",
        start=(f"Budget{counts}", standing.total.budget_assessed / 1e8),
        steps=steps,
        end_name=f"Forventet{counts}",
        unit="mio. kr.",
        decimals=1,
        corner="Område",
        missing="ikke vurderet",
    )


def _not_assessed(presented: Presented) -> list[Element]:
    standing, state = presented.standing, presented.state
    waiting = {one.name: sum(row.row.is_waiting for row in one.rows) for one in presented.areas}
    sums = {area.name: area for area in standing.areas} if standing else {}
    rows = []
    for name in dict.fromkeys([*sums, *waiting]):
        of = sums[name].sum if name in sums else None
        if waiting.get(name) or (of and of.not_assessed):
            cells = (of.not_assessed, of.budget_not_assessed, of.spent_not_assessed) if of else (0, None, None)
            rows.append((name, str(cells[0]), *map(_kroner, cells[1:]), str(waiting.get(name, 0))))
    if not rows:
        return [Paragraph(f"Alt er vurderet til og med {name_of(state.period)}.")]
    rows.sort(key=lambda row: -int(row[1]))
    if standing:
        total = standing.total
        in_all = (str(total.not_assessed), _kroner(total.budget_not_assessed), _kroner(total.spent_not_assessed))
        rows.append(("I alt", *in_all, str(sum(waiting.values()))))
    month = name_of(state.period)
    head = ("Område", "Konti, der ikke er vurderet", "Budget, kr.", "Brugt, kr.", f"Ledere, der mangler {month}")
    return [
        Paragraph(
            "En konto tælles én gang for hver arbejdsplads. Det er mest variabel løn: vikarer, vagter og overarbejde. "
            "De er ikke med i det forventede, til lederen har vurderet dem, og deres budget regnes ikke med imod det."
        ),
        table_of((head, *rows)),
    ]


def _plan(presented: Presented) -> list[Element]:
    state = presented.state
    if not state.rows:
        return [Paragraph("Ingen arbejdspladser har en leder endnu.")]
    lead = f"{state.at_workshop} af {state.total} arbejdspladser har været på workshop, {state.planned} er tilmeldt en."
    months = plan_by_month(state)
    lacking = state.total - state.at_workshop - state.planned
    end = (
        f"{danish.counted(lacking, 'arbejdsplads har,arbejdspladser har')} ingen workshop endnu."
        if lacking
        else ("Alle arbejdspladser har været på workshop eller er tilmeldt en.")
    )
    if not months:
        return [Paragraph(f"{lead} Ingen er noteret endnu, så planen er ikke lagt."), *_areas(presented)]
    head = ("Måned", "I gang", "På workshop", "Planlagte workshops")
    return [Paragraph(f"{lead} {end}"), table_of((head, *map(_month_row, months))), *_areas(presented)]


def _month_row(month: PlanMonth) -> tuple[str, ...]:
    days: dict[dt.date, int] = {}
    for day, _ in month.planned:
        days[day] = days.get(day, 0) + 1
    planned = ", ".join(
        f"{danish.date(day)} ({danish.counted(count, 'arbejdsplads,arbejdspladser')})" for day, count in days.items()
    )
    counts = (len(month.started), len(month.at_workshop))
    return (name_of(month.period).capitalize(), *(str(count) if count else "–" for count in counts), planned or "–")


def _areas(presented: Presented) -> list[Element]:
    head = ("Område", "Arbejdspladser", "I gang", "Workshop", f"Har vurderet {name_of(presented.state.period)}")
    rows = [
        (one.name, *map(str, (len(one.rows), one.started, one.at_workshop, one.assessed))) for one in presented.areas
    ]
    return [Section("Område for område", (table_of((head, *rows)),))]


def _help(presented: Presented) -> list[Element]:
    who = ", ".join(presented.helpers) or "Økonomi"
    next_days = sorted({row.planned for row in presented.state.rows if row.planned is not None})
    next_one = f" Den næste er {danish.date(next_days[0])}." if next_days else ""
    support = [
        f"Økonomi støtter arbejdspladserne gennem hele udrulningen. Spørg {who}.",
        f"Workshops: lederen går hjem med sine egne poster skrevet ind.{next_one}",
        *SPARRING,
    ]
    if presented.shared_notes:
        notes = danish.counted(presented.shared_notes, "erfaring er,erfaringer er")
        support.append(f"{notes} delt i {presented.year}.")
    if presented.state.without_leader:
        units = danish.counted(presented.state.without_leader, "enhed,enheder")
        support.append(f"{units} uden leder bliver ikke spurgt. Afdelingen skriver for dem, til de får en.")
    return [_bullets(support)]


def _bullets(lines: tuple[str, ...] | list[str]) -> List:
    return List(tuple((Paragraph(text),) for text in lines))


def _kroner(oere: int | None) -> str:
    return "–" if oere is None else danish.number(Decimal(oere) / 100, 0)
