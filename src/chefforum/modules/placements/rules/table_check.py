"""Can a table made elsewhere be reproduced by one key? The answer of each method in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chefforum.calc.apportionment import Method
from chefforum.calc.apportionment_check import Bound, Check, Claim, check
from chefforum.web import danish

from .pasted_tables import PastedTable
from .target_words import METHOD_NAMES

# What the source's paper says, under departments of no real municipality.
EXAMPLE = """Afdeling\tLøntilskud pr. år\tLøntilskud løbende\tPraktik pr. år\tPraktik løbende
Sundhed og Omsorg\t16\t4\t126\t10
Borger og Job\t3\t1\t23\t2
Børn og Familie\t3\t1\t27\t2
Skole og Dagtilbud\t28\t7\t223\t17
Kultur og Fritid\t5\t1\t44\t3
Teknik og Miljø\t3\t1\t28\t2
Økonomi og Ledelse\t2\t0\t16\t1
I alt\t60\t15\t487\t37
"""


@dataclass(frozen=True)
class ShareRange:
    """The shares of a department, in per cent, that give the table; and the one farthest from every limit."""

    name: str
    low: str
    high: str
    central: str


@dataclass(frozen=True)
class MethodAnswer:
    """What a method answers: `said` in a sentence, `columns` each by itself, and the shares or what conflicts."""

    name: str
    fits: bool
    said: str
    columns: tuple[tuple[str, bool], ...]
    shares: tuple[ShareRange, ...]
    cells: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class TableAnswer:
    """`sums`: what is wrong with the table's own totals; `said`: the answer in one sentence."""

    said: str
    fits: bool
    sums: tuple[str, ...]
    methods: tuple[MethodAnswer, ...]


def answer(table: PastedTable) -> TableAnswer:
    """The answer of a table without faults."""
    methods = tuple(_of_method(table, method) for method in Method)
    fitting = [one.name for one in methods if one.fits]
    sums = tuple(
        f"{column}: tallene giver {danish.number(table.sum_of(column))}, men tabellen siger "
        f"{danish.number(table.totals[column])} i alt."
        for column in table.columns
        if table.misses(column)
    )
    columns = danish.counted(len(table.columns), "kolonne,kolonner")
    says_nothing = _why_it_says_nothing(table)
    if says_nothing:
        said = says_nothing
    elif fitting:
        said = f"Ja. Én nøgle giver tabellens {columns} med {danish.listed(fitting)}."
    else:
        said = "Nej. Ingen nøgle giver hele tabellen med nogen af metoderne."
    if says_nothing:
        return TableAnswer(said, False, sums, ())
    return TableAnswer(said, bool(fitting), sums, methods)


def _why_it_says_nothing(table: PastedTable) -> str:
    """Of a table that any key would give, so that an answer would be worth nothing."""
    if len(table.names) == 1:
        return "Tabellen kan ikke prøves: der er kun én afdeling, og den får det hele med enhver nøgle."
    if not any(number for column in table.columns.values() for number in column.values()):
        return "Tabellen kan ikke prøves: alle tal er 0, og det giver enhver nøgle."
    return ""


def _of_method(table: PastedTable, method: Method) -> MethodAnswer:
    name = METHOD_NAMES[method]
    if method is Method.PLAIN_ROUNDING:
        found = check(columns=table.columns, method=method, houses=_houses(table))
    else:
        wrong = [column for column in table.columns if table.misses(column)]
        if wrong:
            said = f"Nej. Metoden rammer altid summen, og det gør {danish.listed(wrong)} ikke."
            return MethodAnswer(name, False, said, tuple((one, one not in wrong) for one in table.columns), (), (), ())
        found = check(columns=table.columns, method=method)
    return MethodAnswer(
        name=name,
        fits=found.fits,
        said=_said(found),
        columns=tuple(found.alone.items()),
        shares=tuple(
            ShareRange(of, *(f"{danish.number(100 * share, 2)} %" for share in (one.low, one.high, one.central)))
            for of, one in found.shares.items()
        ),
        cells=tuple(
            f"{of}, {column}: {table.columns[column][of]}"
            for column, of in (found.conflict.cells if found.conflict else ())
        ),
        claims=tuple(_claim(one, table.columns) for one in (found.conflict.claims if found.conflict else ())),
    )


def _houses(table: PastedTable) -> dict[str, int]:
    """What was shared out, where the table says so; an empty column was shared out of nought."""
    return {column: total for column, total in table.totals.items() if total or not table.sum_of(column)}


def _said(found: Check) -> str:
    if found.fits and found.only_by_tie:
        return "Ja, men kun fordi afdelinger står helt lige, og lodtrækningen er faldet ud som i tabellen."
    if found.fits:
        return "Ja. Én nøgle giver alle kolonner."
    bad = [column for column, fits in found.alone.items() if not fits]
    if bad:
        return f"Nej. Ingen nøgle giver {danish.listed(bad)}."
    return "Nej. Hver kolonne kan genskabes for sig, men ikke alle med den samme nøgle."


def _claim(claim: Claim, columns: Mapping[str, Mapping[str, int]]) -> str:
    """What a cell or two say of the shares."""
    seats, limit = columns[claim.column], float(claim.limit)
    if claim.other is None:
        side = "højst" if claim.bound is Bound.AT_MOST else "mindst"
        return f"{claim.column}: {claim.name} har {seats[claim.name]}, så andelen er {side} {_pct(limit)}."
    both = f"{claim.column}: {claim.name} har {seats[claim.name]} og {claim.other} {seats[claim.other]}"
    if claim.bound is Bound.RATIO:
        return f"{both}, så {claim.name} er højst {danish.number(limit, 2)} gange så stor som {claim.other}."
    if limit >= 0:
        return f"{both}, så {claim.name} er højst {_points(limit)} større end {claim.other}."
    return f"{both}, så {claim.name} er mindst {_points(-limit)} mindre end {claim.other}."


def _pct(share: float) -> str:
    return f"{danish.number(100 * share, 2)} %"


def _points(share: float) -> str:
    return f"{danish.number(100 * share, 2)} procentpoint"
