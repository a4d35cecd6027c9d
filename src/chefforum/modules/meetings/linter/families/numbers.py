"""Numbers that do not fit together: totals of tables, stated sums, one amount said in two ways, mixed notation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from chefforum.calc.blocks import Table, texts
from chefforum.calc.money_notation import Amount, mixed_notations
from chefforum.calc.stated_arithmetic import wrong_sums
from chefforum.calc.table_sums import WrongTotal, wrong_totals
from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.modules.meetings.linter.excerpts import around, shortened, unstopped
from chefforum.modules.meetings.linter.findings import Context, Level
from chefforum.modules.meetings.linter.item_text import ItemText, SectionText
from chefforum.modules.meetings.linter.registry import Remark, Rule, item_rule


@item_rule(
    Rule(
        id="table-total",
        level=Level.ERROR,
        title="En total i en tabel passer ikke",
        reason="Er summen forkert, tror læseren ikke på de andre tal.",
        example="Rækkerne giver 487, men der står 478 under Total.",
        fix="Regn efter. Er tallene afrundet, så skriv det under tabellen.",
    )
)
def table_total(text: ItemText, context: Context) -> Iterator[Remark]:
    """A row "I alt" or "Total" that is not the sum of the rows above it."""
    for section in text.sections:
        for table in section.tables:
            for wrong in wrong_totals(_cells(table), header_rows=table.header_rows):
                yield _of_total(wrong, section)


def _cells(table: Table) -> list[list[str]]:
    return [[" ".join(texts(cell)) for cell in row] for row in table.rows]


def _of_total(wrong: WrongTotal, section: SectionText) -> Remark:
    column = f"“{shortened(wrong.heading, 50)}”" if wrong.heading else f"nr. {wrong.column + 1}"
    correct = danish(wrong.sum)
    return Remark(
        f"Tabellens kolonne {column} giver {correct}, men der står {wrong.written} ud for {wrong.label}. Regn efter.",
        excerpt=f"{wrong.label} {wrong.written}",
        section=section,
        suggestions=(correct,),
    )


def danish(number: Decimal) -> str:
    """The number as Danes write it: 1.234,5."""
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


@item_rule(
    Rule(
        id="stated-sum",
        level=Level.ERROR,
        title="Et regnestykke i teksten går ikke op",
        reason="Læseren regner efter og stoler mindre på resten.",
        example="… falder fra 80 til 50, et fald på 40.",
        fix="Regn efter, og ret det tal, der er forkert.",
    )
)
def stated_sum(text: ItemText, context: Context) -> Iterator[Remark]:
    """ "fra A til B, et fald på C" and "A af B (C %)" that do not come out."""
    for section in text.but(SectionKind.ATTACHMENTS):
        for wrong in wrong_sums(section.text):
            yield Remark(
                f"Der står {wrong.stated}, men tallene giver {wrong.correct}. Regn efter.",
                excerpt=around(section.text, wrong.start, wrong.end),
                section=section,
                suggestions=(wrong.correct,),
            )


_NAMED = re.compile(
    r"\b(?P<noun>[^\W\d_]*(?:bevilling|besparelse|merudgift|mindreudgift|merforbrug|mindreforbrug|anlægssum|puljen?|"
    r"anlægsramme|tilskud|afkast|udgift|indtægt|gevinst))(?P<ending>en|et|n|er|erne)?"
    r" (?:på|udgør|er på|lyder på|bliver på)(?: i alt)?(?: ca\.| cirka| omkring| op til)? $",
    re.IGNORECASE,
)
_NAME_BEFORE = 70
_QUALIFIED = re.compile(r"\b(?:19|20)[0-9]{2}\b|årlig|hvert år|pr\.? |engangs|varig", re.IGNORECASE)


@item_rule(
    Rule(
        id="amounts-differ",
        level=Level.WARNING,
        title="Det samme beløb står med to tal",
        reason="Mødet ved ikke, hvilket beløb det siger ja til.",
        example="Resumé: en besparelse på 2,2 mio. kr. Økonomi: en besparelse på 2,4 mio. kr.",
        fix="Find det rigtige tal, og skriv det alle steder. Er det to forskellige beløb, så skriv hvad de dækker.",
    )
)
def amounts_differ(text: ItemText, context: Context) -> Iterator[Remark]:
    """One named amount ("en bevilling på ...") with one value in one section and another in another section.

    A sentence that tells years apart, or says yearly, names another amount; a noun with more than two values is a
    list.
    """
    said: dict[str, dict[Decimal, tuple[Amount, SectionText]]] = {}
    for section in text.but(SectionKind.DECISION, SectionKind.HISTORY, SectionKind.ATTACHMENTS):
        for amount in section.amounts:
            before = section.text[max(0, amount.start - _NAME_BEFORE) : amount.start].replace("\u00a0", " ")
            named = _NAMED.search(before)
            around_it = before + section.text[amount.end : amount.end + _NAME_BEFORE].split("\n")[0]
            if named and not _QUALIFIED.search(around_it):
                said.setdefault(named["noun"].lower(), {}).setdefault(amount.kroner, (amount, section))
    for noun, values in said.items():
        if len(values) == 2:
            (first, first_section), (second, second_section) = values.values()
            if first_section is not second_section:
                yield Remark(
                    f"Her er {noun} {second.text}, men {first.text} i {first_section.name}. Ret det ene.",
                    excerpt=around(second_section.text, second.start, second.end),
                    section=second_section,
                    suggestions=(first.text,),
                )


@item_rule(
    Rule(
        id="money-notation",
        level=Level.ADVICE,
        title="Beløb er skrevet på flere måder",
        reason="Beløb, der skal sammenlignes, er lette at læse forkert, når de er skrevet forskelligt.",
        example="750.000 kr. i den ene sætning og 0,8 mio. kr. i den næste.",
        fix="Vælg én måde i punktet: 750.000 kr. eller 0,75 mio. kr.",
    )
)
def money_notation(text: ItemText, context: Context) -> Iterator[Remark]:
    """Notations that do not go together in one item; the history and the attachments are let be."""
    places = [
        (amount, section)
        for section in text.but(SectionKind.HISTORY, SectionKind.ATTACHMENTS)
        for amount in section.amounts
    ]
    mixed = mixed_notations([amount for amount, _ in places])
    if mixed:
        chosen = sorted(mixed.values(), key=lambda one: [id(amount) for amount, _ in places].index(id(one)))[:3]
        section = next(section for amount, section in places if amount is chosen[-1])
        said = " og ".join(amount.text for amount in chosen)
        yield Remark(
            f"Beløbene er skrevet på flere måder: {unstopped(said)}. Vælg én.", excerpt=chosen[-1].text, section=section
        )
