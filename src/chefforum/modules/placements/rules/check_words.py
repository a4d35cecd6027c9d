"""The checks in words: what the rule says, what it rests on, and how it stands. Pure."""

from __future__ import annotations

from decimal import Decimal

from chefforum.web import danish

from .checks import Count, NetExpansion, NetExpansionTerms, Reasonable, ReasonablenessTerms
from .kinds import COUNTED_IN_NAMES, KIND_NAMES, CountedIn, PlacementKind

NO_RULE = "Der er ingen regel for den dag. Koordinatoren tilføjer den under Regler."


def kinds_in_words(kinds: tuple[str, ...]) -> str:
    """
    >>> kinds_in_words(("internship", "wage_subsidy"))
    'virksomhedspraktik og løntilskud'
    """
    return danish.listed(KIND_NAMES[PlacementKind(kind)].lower() for kind in kinds)


def number(value: Decimal | None) -> str:
    return danish.number(value if value is None or value != int(value) else int(value))


def reasonableness_rule(terms: ReasonablenessTerms) -> str:
    """The rule in a sentence.

    >>> from datetime import date
    >>> usual = ReasonablenessTerms(date(2020, 1, 1), 5, 50, 10, 1, CountedIn.HEADS, ("internship",))
    >>> reasonableness_rule(usual).split(". ")[0]
    'Højst 1 for hver 5 af de første 50 ansatte og 1 for hver 10 derefter, altid mindst 1'
    """
    together = " tilsammen" if len(terms.kinds) > 1 else ""
    return (
        f"Højst 1 for hver {terms.first_per} af de første {terms.first_until} ansatte og 1 for hver {terms.then_per} "
        f"derefter, altid mindst {terms.at_least}. Ansatte tælles i {COUNTED_IN_NAMES[terms.counted_in]}. "
        f"Gælder {kinds_in_words(terms.kinds)}{together}, for hvert P-nummer."
    )


def net_expansion_rule(terms: NetExpansionTerms) -> str:
    return (
        f"Med den, der kommer, skal der være flere ansatte end i gennemsnit af de {terms.months} måneder før. "
        f"Ansatte tælles i {COUNTED_IN_NAMES[terms.counted_in]}. Gælder {kinds_in_words(terms.kinds)}."
    )


def where_it_stands(terms: ReasonablenessTerms | NetExpansionTerms) -> str:
    source = terms.source or danish.MISSING
    return f"Reglen gælder fra {danish.date(terms.valid_from)}. Kilde: {source}."


def employees(counted_in: CountedIn, value: Decimal | None) -> str:
    return f"{number(value)} {COUNTED_IN_NAMES[counted_in]}"


def rests_on(counted_in: CountedIn, count: Count | None) -> str:
    """What is known of the number of employees, or why that does not answer."""
    if count is None:
        return "Antal ansatte mangler: ingen har talt dem til og med den dag."
    if count.in_(counted_in) is None:
        return f"Antal årsværk mangler: den {danish.date(count.on_date)} er kun personer talt."
    return f"{employees(counted_in, count.in_(counted_in))}, talt {danish.date(count.on_date)}."


def reasonable_answer(check: Reasonable) -> str:
    """How it stands, in a line.

    >>> from datetime import date
    >>> reasonable_answer(Reasonable(date(2026, 1, 1), None, None, None, None, 0))
    'Kan ikke afgøres: der er ingen regel for den dag.'
    """
    if check.rule is None:
        return "Kan ikke afgøres: der er ingen regel for den dag."
    if check.allowed is None or check.more is None:
        lacks = "årsværk" if check.count is not None else "ansatte"
        return f"Kan ikke afgøres: antal {lacks} mangler."
    if check.more < 0:
        return f"Der er {-check.more} for mange: {check.placed} er her, {check.allowed} må være her."
    if check.more == 0:
        return f"Der er ikke plads til flere: {check.placed} er her, {check.allowed} må være her."
    more = "1 mere" if check.more == 1 else f"{check.more} flere"
    return f"Der er plads til {more}: {check.placed} er her, {check.allowed} må være her."


def net_expansion_answer(check: NetExpansion) -> str:
    if check.rule is None:
        return "Kan ikke afgøres: der er ingen regel for den dag."
    if check.employees is None:
        lacks = "årsværk" if check.count is not None else "ansatte"
        return f"Kan ikke afgøres: antal {lacks} mangler."
    if check.average is None:
        return f"Kan ikke afgøres: antal ansatte mangler for {check.lacking} af de {len(check.months)} måneder før."
    told = f"{number(check.with_coming)} med den, der kommer, mod {danish.number(check.average, 2)} i gennemsnit før."
    return f"Merbeskæftigelse: {told}" if check.is_met else f"Ikke merbeskæftigelse: {told}"
