"""Status for praktikker og løntilskud: the year in sentences, tables and pictures, its effect, the targets to come, and
who helps. Everything in it is as published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from chefforum.calc.blocks import List, Paragraph, Table
from chefforum.calc.pace import Standing
from chefforum.kernel.documents.rendering.document import (
    Document,
    Element,
    Fact,
    Figure,
    Part,
    Section,
    SmallPrint,
    Tone,
)
from chefforum.web import danish
from chefforum.web.charts import Chart

from ..queries.consultants import ConsultantRow
from ..queries.status_paper import StatusPaper
from ..rules.effect import WHERE_NAMES, Effect, Where
from ..rules.effect_charts import years_chart
from ..rules.effect_words import NOT_BY_LOT, between, compared_in, in_short, missing_in, percent, why_no_share
from ..rules.kinds import KIND_NAMES, KIND_PLURALS, PlacementKind
from ..rules.publishing import LEGEND, Shown
from ..rules.status import NO_TARGET, STANDING_WORDS, DepartmentStatus, KindStatus, Status
from ..rules.status_charts import departments_chart, way_chart
from ..rules.target_tables import ties_of
from ..rules.target_words import settings_in_words
from .targets import table_of

TITLE = "Status for praktikker og løntilskud"
# As the forum's own paper names them: internships first.
TOLD = (PlacementKind.INTERNSHIP, PlacementKind.WAGE_SUBSIDY)
MEANINGS = (
    "Begyndt: forløb i kommunen, hvis første dag ligger i året. Aflyste tæller ikke med.",
    "I gang: begyndt og ikke slut på dagen.",
    "Ventet til nu: måltallet for året gange den del af årets dage, der er gået.",
    "I parentes: det, tilfældigheder alene forklarer (Poisson, 95\u00a0%). Når forløb begynder hver for sig, svinger "
    "antallet, uden at nogen har gjort noget anderledes. Blandt mange afdelinger er et par uden for ved et tilfælde; "
    "derfor siges det først for alvor uden for 99,8\u00a0%.",
    "Tallene følger måneden, der er slut, som den var registreret, da den nye begyndte, så ingen kan se den enkelte "
    "begynde eller komme til.",
    LEGEND,
    "Det gælder, hvem der end laver dokumentet: det viser kun, hvad alle må se.",
)


def status_document(found: StatusPaper, *, organisation: str, issued_at: dt.datetime) -> Document:
    """The whole document of a year."""
    status = found.status
    parts = (
        Part("Kort fortalt", (_bullets(in_brief(status)), *_now(status))),
        Part("Afdelingerne mod måltal og tempo", tuple(_departments(status))),
        Part("Årets tempo", tuple(_pace(status))),
        Part("År mod år", tuple(_years(status))),
        Part("Stillingstyper", tuple(_job_types(status))),
        Part("Hvorfor står pladser tomme?", tuple(_empty(status))),
        Part(f"Effekt {found.effect_year}", tuple(_effect(found))),
        Part(_targets_title(found), tuple(_targets(found))),
        Part("Virksomhedskonsulenter", tuple(_consultants(found))),
        Part("Opgavelister, alle kan bruge", tuple(_task_lists(found))),
        Part("Sådan er der talt", (_bullets(MEANINGS),)),
    )
    return Document(
        title=TITLE,
        organisation=organisation,
        issued_at=issued_at,
        subtitle=f"{status.year}, opgjort til og med {danish.date(status.day)}",
        facts=(
            Fact("År", (str(status.year),)),
            Fact("Tallene går til og med", (danish.date(status.day),)),
            *([Fact("Som registreret", (danish.moment(status.known_at),))] if status.known_at else []),
            *([Fact("Måltal", (_round_told(status),))] if status.round_holds_from else []),
            Fact("Lavet", (danish.moment(issued_at),)),
        ),
        parts=parts,
    )


def _round_told(status: Status) -> str:
    return f"{status.round_text}, gælder fra {danish.date(status.round_holds_from)}" if status.round_holds_from else ""


def in_brief(status: Status) -> list[str]:
    """The year in sentences: both kinds together, then each against its target and pace.

    "I 2025 begyndte 205 virksomhedspraktikker og 40 løntilskud. Måltallene er 487 og 60. I 2024 begyndte 211 og 37."
    """
    told = danish.listed([f"{status.by_year[kind, status.year]} {KIND_PLURALS[kind]}" for kind in TOLD])
    until = "" if _is_over(status) else f" til og med {danish.date(status.day)}"
    said = [f"I {status.year} er der{until} begyndt {told}.{_targets_said(status)}"]
    before = status.years[1] if len(status.years) > 1 else None
    if before is not None:
        counts = danish.listed([f"{status.by_year[kind, before]} {KIND_PLURALS[kind]}" for kind in TOLD])
        said.append(f"{'Året før' if _is_over(status) else f'I hele {before}'} begyndte {counts}.")
    if not status.has_placements:
        why = "Ingen forløb er registreret, så der er intet at tælle."
        if status.first_published:
            why = f"Tallene offentliggøres første gang {danish.date(status.first_published)}."
        said = [f"{why}{_targets_said(status)}"]
    return [*said, *(status.whole[kind].sentence for kind in TOLD if status.has_placements)]


def _targets_said(status: Status) -> str:
    targets = [status.whole[kind].target for kind in TOLD]
    if not all(targets):
        return "" if any(targets) else f" Der er {NO_TARGET} for året."
    return f" Måltallene for året er {danish.listed([danish.number(one.yearly) for one in targets if one])}."


def _is_over(status: Status) -> bool:
    return status.day == dt.date(status.year, 12, 31)


def _now(status: Status) -> list[Element]:
    rows = [f"{KIND_NAMES[kind]}: {status.whole[kind].now_sentence}" for kind in TOLD]
    return [Section(f"På dagen {danish.date(status.day)}", (_bullets(rows),))]


def _departments(status: Status) -> list[Element]:
    found: list[Element] = []
    for kind in TOLD:
        rows = [(row.name, row.kinds[kind]) for row in status.departments]
        head = ("Afdeling", "Måltal pr. år", "Begyndt", "Ventet til nu", "I gang", "Måltal løbende", "Pladser")
        table = [head, *(_row(name, of) for name, of in rows), _row("I alt", status.whole[kind])]
        elements: list[Element] = [rows_table(table)]
        outside = _outside(status.departments, kind)
        if outside:
            elements.append(_bullets(outside))
        chart = departments_chart(
            list(status.departments), [of for _, of in rows], title=f"{KIND_NAMES[kind]}: begyndt og ventet til nu"
        )
        if chart:
            elements.append(_picture(chart, with_numbers=False))
        found.append(Section(KIND_NAMES[kind], tuple(elements)))
    return [*found, SmallPrint(LEGEND)]


def _row(name: str, of: KindStatus) -> tuple[str, ...]:
    return (
        name,
        of.target_text,
        of.started.text,
        of.expected_text,
        of.running.text,
        of.running_target_text,
        danish.number(of.places),
    )


def _outside(departments: Sequence[DepartmentStatus], kind: PlacementKind) -> list[str]:
    """Those that lie otherwise than chance explains, by name."""
    inside = STANDING_WORDS[Standing.INSIDE]
    told = [(row.name, row.kinds[kind].standing) for row in departments]
    return [f"{name}: {standing}." for name, standing in told if standing and standing != inside]


def _pace(status: Status) -> list[Element]:
    charts = [(way_chart(status.whole[kind], status.ways[kind]), status.ways[kind]) for kind in TOLD]
    found: list[Element] = [_picture(chart) for chart, _ in charts if chart]
    if any(way.is_merged for _, way in charts):
        found.append(SmallPrint("Måneder med færre end 5 vises sammen med den næste."))
    return found or [Paragraph("Der er hverken måltal eller forløb at tegne.")]


def _years(status: Status) -> list[Element]:
    rows = [
        (KIND_NAMES[kind], *_counts(status, kind, status.by_year))
        for kind in PlacementKind
        if kind in TOLD or any(status.by_year[kind, year].value != 0 for year in status.years)
    ]
    found: list[Element] = [rows_table((("Begyndt", *_year_heads(status)), *rows))]
    for kind in TOLD:
        named = [(row.name, row.by_year) for row in status.departments]
        found.append(
            Section(f"{KIND_NAMES[kind]}, afdeling for afdeling", (_by_year(status, kind, "Afdeling", named),))
        )
    return found


def _job_types(status: Status) -> list[Element]:
    named = [(row.name, row.by_year) for row in status.job_types]
    if not named:
        return [Paragraph("Ingen er begyndt i årene.")]
    return [Section(KIND_NAMES[kind], (_by_year(status, kind, "Stillingstype", named),)) for kind in TOLD]


def _by_year(
    status: Status,
    kind: PlacementKind,
    corner: str,
    named: Sequence[tuple[str, Mapping[tuple[PlacementKind, int], Shown]]],
) -> Table:
    rows = [(name, *_counts(status, kind, counts)) for name, counts in named]
    return rows_table(((corner, *_year_heads(status)), *rows, ("I alt", *_counts(status, kind, status.by_year))))


def _counts(status: Status, kind: PlacementKind, counts: Mapping[tuple[PlacementKind, int], Shown]) -> list[str]:
    return [counts[kind, year].text for year in status.years]


def _year_heads(status: Status) -> list[str]:
    return [
        f"{year} til og med {danish.date(status.day)}" if year == status.year and not _is_over(status) else str(year)
        for year in status.years
    ]


def _empty(status: Status) -> list[Element]:
    if status.empty_reasons is None:
        return [Paragraph(f"Ingen pladser er tilbudt i {status.year}.")]
    if not status.empty_reasons:
        return [Paragraph("Ingen pladser har stået tomme.")]
    rows = [(name, f"{share} %") for name, share in status.empty_reasons]
    return [rows_table((("Grund", "Andel af de dage, pladser stod tomme"), *rows))]


def _effect(found: StatusPaper) -> list[Element]:
    effect, year = found.effect, found.effect_year
    if effect is None:
        return [Paragraph("Det er ikke fastlagt, hvad effekt er. Koordinatoren skriver det på siden Regler.")]
    if not effect.kinds:
        return [Paragraph(f"Ingen forløb sluttede i {year} eller {year - 1}, så tiden efter er gået.")]
    rests = f"Forløb, der sluttede i {year} og senest {danish.date(effect.due_until)}"
    rests += f"; data til og med {danish.date(effect.data_from)}." if effect.data_from else "."
    parts: list[Element] = [
        Paragraph(f"{effect.definition}: {effect.definition.text} Kilde: {effect.definition.source}."),
        Paragraph(f"{rests} Et tal i parentes er, hvor andelen kan ligge, når der er så få (95 %)."),
        *([_bullets(in_short(effect, year))] if in_short(effect, year) else []),
        _effect_table(effect),
        _picture(years_chart(effect, Where.MUNICIPAL), with_numbers=False),
    ]
    if effect.otherwise:
        years = danish.listed([str(one) for one in effect.otherwise])
        parts.append(
            Paragraph(f"Nogle forløb sluttede, mens en anden definition gjaldt ({years}). De er ikke med her.")
        )
    missing = missing_in(effect, year)
    if missing:
        parts.append(Section("Udfald, der mangler", (_bullets([f"{name}: {words}" for name, words in missing]),)))
    compared = compared_in(effect)
    if compared:
        head = ("Sammenligning", "Andele", "Forskel", "Hvad det siger")
        rows = [(one.names, one.shares, one.difference, one.verdict) for one in compared]
        parts.append(Section("Er forskellene større end tilfældet?", (rows_table((head, *rows)),)))
    return [*parts, Section("Pas på med at slutte noget af forskellene", (Paragraph(NOT_BY_LOT),), Tone.CALLOUT)]


def _effect_table(effect: Effect) -> Table:
    rows = []
    for where in Where:
        for kind in effect.kinds:
            cells = []
            for year in effect.years:
                group = effect.of(year, where, kind)
                share = group.share
                cells.append(
                    f"{percent(share.estimate)} af {danish.number(group.known)} ({between(share)})"
                    if share and group.known is not None
                    else why_no_share(group)
                )
            rows.append((f"{KIND_NAMES[kind]} {WHERE_NAMES[where].lower()}", *cells))
    return rows_table((("Lukket efter", *(str(year) for year in effect.years)), *rows))


def _targets_title(found: StatusPaper) -> str:
    return f"Måltal for {found.round.round.year if found.round else found.status.year}"


def _targets(found: StatusPaper) -> list[Element]:
    if found.round is None:
        return [Paragraph("Der er ikke fastlagt måltal. Koordinatoren gør det på siden Måltal.")]
    made = found.round.round
    grounds = [Paragraph(line) for line in made.grounds.splitlines() if line.strip()]
    reckoned = [": ".join(settings_in_words(one.settings)) for one in found.round.reckoned]
    ties = ties_of(found.round.reckoned, found.round.names)
    proof = (
        "Genberegnet: passer." if found.round.agrees else " ".join(("Genberegnet: passer ikke.", *found.round.wrong))
    )
    decided = f" Besluttet: {made.decision}." if made.decision else ""
    return [
        Paragraph(
            f"{made}, gælder fra {danish.date(made.holds_from)}. "
            f"Nøgle: {made.key.name}, opgjort {danish.date(made.key.on_date)}.{decided}"
        ),
        table_of(found.round),
        Section("Begrundelse", tuple(grounds) or (Paragraph(danish.MISSING),)),
        Section("Sådan er der regnet", (*([_bullets([*reckoned, *ties])] if reckoned else []), SmallPrint(proof))),
    ]


def _consultants(found: StatusPaper) -> list[Element]:
    rows = found.consultants.rows
    if not rows:
        return [Paragraph("Ingen konsulenter er skrevet ind endnu.")]
    head = ("Konsulent", "Dækker", "Telefon", "E-mail")
    elements: list[Element] = [rows_table((head, *map(_consultant, rows)))]
    if found.consultants.uncovered:
        names = danish.listed([one.name for one in found.consultants.uncovered])
        elements.append(Paragraph(f"Ingen konsulent dækker {names}."))
    return elements


def _consultant(row: ConsultantRow) -> tuple[str, ...]:
    person = row.consultant.person
    serves = danish.listed([one.name for one in row.services]) if row.services else "Ingen endnu"
    return (person.name, serves, row.consultant.phone or danish.MISSING, person.email)


def _task_lists(found: StatusPaper) -> list[Element]:
    if not found.task_lists:
        return [Paragraph("Ingen opgavelister er delt endnu. En leder kan dele en på siden Opgavelister.")]
    head = ("Opgaveliste", "Fra", "Opgaver", "Arbejdspladser, der bruger den")
    rows = [
        (one.task_list.title, one.unit_name, danish.number(one.count), danish.number(one.used_by))
        for one in found.task_lists
    ]
    return [rows_table((head, *rows))]


def rows_table(rows: Sequence[Sequence[str]]) -> Table:
    """The first row is the head."""
    return Table(rows=tuple(tuple((Paragraph(text),) for text in row) for row in rows))


def _bullets(lines: Sequence[str]) -> List:
    return List(tuple((Paragraph(text),) for text in lines))


def _picture(chart: Chart, *, with_numbers: bool = True) -> Figure:
    """The picture, with what it shows in words for who cannot see it, and its numbers where no table has them."""
    said = "; ".join(f"{label}: {', '.join(cells)}" for label, cells in chart.rows)
    numbers = rows_table(((chart.corner, *chart.column_names), *((label, *cells) for label, cells in chart.rows)))
    return Figure(
        caption=chart.title,
        svg=str(chart.svg),
        alternative=f"{chart.title}. {said}.",
        numbers=numbers if with_numbers else None,
    )
