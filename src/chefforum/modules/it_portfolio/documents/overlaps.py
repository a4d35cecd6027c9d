""" "Overlap og samling af systemer": what overlaps, what people say of it, and what consolidation would save; without
kroner for who does not read all costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chefforum.calc.blocks import List, Paragraph, Table
from chefforum.calc.consolidation import Case
from chefforum.kernel.documents.rendering.document import Document, Element, Fact, Figure, Part, SmallPrint
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web import danish
from chefforum.web.charts import Chart

from ..queries.overlap_words import what_they_share, why_alike
from ..queries.overlaps import OverlapsFound, PairFound, Products
from ..queries.scenarios import ScenarioTold, sum_of
from ..rules.overlap_picture import parts_in_words
from ..rules.overlaps import VERDICT_NAMES, Verdict
from ..rules.scenario_charts import in_kroner, sum_chart
from ..rules.scenario_words import assumptions, ended, headline, payback
from ..rules.scenarios import CASE_NAMES, ScenarioStatus

TITLE = "Overlap og samling af systemer"
MOST_UNSAID = 20  # on paper
METHOD = (
    "Alle par i registret er sammenlignet på opgaver (40 %), navn og beskrivelse (30 %), brugere (20 %) og "
    "forretningstype (10 %). Det, der ikke er oplyst, tæller ikke med som ens.",
    "At to systemer er ens på papiret, er en grund til at se efter. Om de overlapper, siger den, der er it-ansvarlig "
    "for et af dem.",
    "Besparelsen er driften af det, der nedlægges, minus flere brugere på det, der beholdes, minus flytningen og det, "
    "der skal betales, til kontrakterne slipper. Tal, der mangler, er ikke 0: et scenarie uden dem har ingen sum.",
    "Intet system tælles to gange, når scenarier lægges sammen.",
)


@dataclass(frozen=True)
class Contents:
    """All that the document tells. `sees_costs`: kroner are told."""

    found: OverlapsFound
    products: Products
    scenarios: Sequence[ScenarioTold]
    titles: Mapping[str, str]
    tree: OrganisationTree
    sees_costs: bool


def overlaps_document(told: Contents, *, organisation: str, issued_at: dt.datetime, is_wide: bool = False) -> Document:
    """The whole of it. `is_wide`: with every pair, for a spreadsheet."""
    parts = [
        Part("Kort fortalt", tuple(_in_brief(told))),
        Part("Systemer, der kan det samme", tuple(_clusters(told))),
        *_said(told),
        *_products(told),
        *_scenarios(told),
        *_unsaid_pairs(told, is_wide),
        Part("Sådan er der regnet", (_bullets(METHOD),)),
    ]
    return Document(
        title=TITLE,
        organisation=organisation,
        issued_at=issued_at,
        facts=(
            Fact("Par sammenlignet", (danish.number(told.found.compared),)),
            Fact("Lavet", (danish.moment(issued_at),)),
        ),
        parts=tuple(parts),
    )


def _in_brief(told: Contents) -> list[Element]:
    found = told.found
    lines = [
        f"{danish.counted(len(found.clusters), 'klynge,klynger')} af systemer, der kan ligne hinanden.",
        f"{danish.counted(found.unsaid, 'par er,par er')} ikke vurderet endnu.",
    ]
    if found.moved:
        lines.append(f"{danish.counted(found.moved, 'vurdering,vurderinger')} hviler på noget, der er ændret siden.")
    decided = [one for one in told.scenarios if one.status == ScenarioStatus.DECIDED]
    lines.append(f"{danish.counted(len(decided), 'samling er,samlinger er')} besluttet.")
    elements: list[Element] = [_bullets(lines)]
    total = sum_of(decided)
    if told.sees_costs and total.counted:
        words = f"De besluttede sparer efter det sandsynlige {_money(total.a_year[Case.LIKELY])} i et helt år"
        span = f"mellem {_money(total.a_year[Case.CAUTIOUS])} og {_money(total.a_year[Case.HOPEFUL])}"
        elements += [
            Paragraph(ended(f"{words}, {span}")),
            _picture(sum_chart(total, title="De besluttede tilsammen, år for år (sandsynligt)")),
        ]
    if told.sees_costs:
        elements += [Paragraph(f"Ikke med i summen: {one.name}. {why}.") for one, why in total.left_out]
    return elements


def _clusters(told: Contents) -> list[Element]:
    if not told.found.clusters:
        return [Paragraph("Ingen systemer er så ens.")]
    rows = [("Systemer", "Det har de til fælles", "Ikke vurderet")]
    for one in told.found.clusters:
        shares = "; ".join(what_they_share(one, titles=told.titles, tree=told.tree)) or "Se parrene"
        rows.append((danish.listed(each.name for each in one.systems), shares, f"{one.unsaid} par"))
    return [_table(rows)]


def _said(told: Contents) -> list[Part]:
    said = [one for one in told.found.pairs if one.said]
    parts = []
    for verdict in (one for one in Verdict if one is not Verdict.NOT_SAID):
        rows = [_pair(one, told) for one in said if one.said and one.said.verdict == verdict]
        if rows:
            head = ("Systemer", "Hvorfor", "Sagt af")
            parts.append(Part(f"Vurderet: {VERDICT_NAMES[verdict]}", (_table([head, *rows]),)))
    return parts


def _unsaid_pairs(told: Contents, is_wide: bool) -> list[Part]:
    unsaid = [one for one in told.found.pairs if not one.said]
    if not unsaid:
        return []
    shown = unsaid if is_wide else unsaid[:MOST_UNSAID]
    elements: list[Element] = [
        _table([("Systemer", "De ligner hinanden ved", "Hvor ens"), *(_unsaid(one, told) for one in shown)])
    ]
    if len(unsaid) > len(shown):
        elements.append(SmallPrint(f"Og {len(unsaid) - len(shown)} par til, som er mindre ens. De står i regnearket."))
    return [Part("Par, der ikke er vurderet", tuple(elements))]


def _pair(one: PairFound, told: Contents) -> tuple[str, ...]:
    standing = one.said
    assert standing is not None
    moved = f" Ændret siden: {'; '.join(standing.moved)}." if standing.moved else ""
    return (_names(one), f"{standing.reason}{moved}", f"{standing.who}, {danish.date(standing.at)}")


def _unsaid(one: PairFound, told: Contents) -> tuple[str, ...]:
    why = "; ".join(why_alike(one, titles=told.titles, tree=told.tree)) or parts_in_words(one.pair)
    return (_names(one), why, f"{round(one.pair.score * 100)} %")


def _names(one: PairFound) -> str:
    return f"{one.one.name} og {one.other.name}"


def _products(told: Contents) -> list[Part]:
    if not told.products.twice:
        return []
    rows = [("Produkt", "Leverandør", "Kontrakter")]
    rows += [
        (one.name, one.vendor, danish.listed(dict.fromkeys(each.name for each in one.contracts)))
        for one in told.products.twice
    ]
    return [Part("Samme produkt i flere kontrakter", (_table(rows),))]


def _scenarios(told: Contents) -> list[Part]:
    if not told.scenarios:
        return []
    rows = [("Samling", "Nedlægges", "Beholdes", "Skiftes", "Status")]
    rows += [
        (one.name, danish.listed(one.retired), one.kept or "Intet", danish.date(one.facts.moves_on), one.status_name)
        for one in told.scenarios
    ]
    parts = [Part("Samlinger", (_table(rows),))]
    return parts + [Part(one.name, tuple(_scenario(one, told))) for one in told.scenarios]


def _scenario(one: ScenarioTold, told: Contents) -> Iterable[Element]:
    if one.facts.why:
        yield Paragraph(one.facts.why)
    if one.status_reason:
        yield Paragraph(f"{one.status_name}: {one.status_reason}")
    if one.missing:
        yield Paragraph("Det mangler:")
        yield _bullets(one.missing)
    if not told.sees_costs:
        return
    if one.outcomes:
        yield Paragraph(headline(one.outcomes))
        yield _table(_cases(one))
        years = sorted({year.year for outcome in one.outcomes.values() for year in outcome.years})
        rows = [("År", *(CASE_NAMES[case] for case in Case))]
        by_case = {case: {year.year: year.net for year in one.outcomes[case].years} for case in Case}
        rows += [(str(year), *(_money(by_case[case].get(year, 0)) for case in Case)) for year in years]
        yield _table(rows)
    yield _table([("Regnet med", "Tal", "Hvor det er fra"), *(_told(row) for row in assumptions(one.facts, one.names))])


def _told(row: tuple[str, str, str]) -> tuple[str, str, str]:
    return (row[0], row[1], row[2] or "–")


def _cases(one: ScenarioTold) -> list[tuple[str, ...]]:
    assert one.outcomes is not None
    rows: list[tuple[str, ...]] = [("Bud", *(CASE_NAMES[case] for case in Case))]
    told = [one.outcomes[case] for case in Case]
    rows.append(("Sparet i et helt år", *(_money(each.a_year) for each in told)))
    rows.append((f"Sparet over {one.facts.life_years} år", *(_money(each.over_life) for each in told)))
    rows.append(("Betalt uden nytte, til kontrakter slipper", *(_money(each.irrevocable) for each in told)))
    rows.append(("Første år med mere ind end ud", *(str(each.first_effect_year or "Intet") for each in told)))
    rows.append(("Tjent hjem efter", *(payback(each.payback_years) for each in told)))
    return rows


def _money(oere: int) -> str:
    return f"{danish.number(in_kroner(oere))} kr."


def _table(rows: Sequence[Sequence[str]]) -> Table:
    """The first row is the head."""
    return Table(rows=tuple(tuple((Paragraph(text or "–"),) for text in row) for row in rows))


def _bullets(lines: Iterable[str]) -> List:
    return List(tuple((Paragraph(text),) for text in lines))


def _picture(chart: Chart) -> Figure:
    said = "; ".join(f"{label}: {', '.join(cells)}" for label, cells in chart.rows)
    return Figure(caption=chart.title, svg=str(chart.svg), alternative=f"{chart.title}. {said}.")
