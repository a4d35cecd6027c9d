"""What is expected, said in a sentence: how far over or under, how sure that is, and what nobody has assessed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from chefforum.calc.danish_dates import MONTHS

from .words import kroner, over_or_under

MILLION = 100_000_000  # øre
# From this many øre on, an amount is said to so many.
STEPS = ((10_000_000, 1_000_000), (1_000_000, 100_000), (100_000, 10_000))
NAMED = 3  # of what is not assessed, by name


def about(oere: int) -> str:
    """An amount as one says it, without sign: the figures that count.

    >>> about(14_237_812), about(-128_400_000), about(84_00), about(99_960_000)
    ('140.000 kr.', '1,28 mio. kr.', '84 kr.', '1,00 mio. kr.')
    """
    size = abs(oere)
    step = next((step for least, step in STEPS if size >= least), 100)
    rounded = (size + step // 2) // step * step
    if rounded >= MILLION:
        millions = (Decimal(size) / MILLION).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return f"{_danish(millions)} mio. kr."
    return f"{_danish(Decimal(rounded // 100))} kr."


def roughly(oere: int) -> str:
    """
    >>> roughly(14_237_812)
    'ca. 140.000 kr.'
    """
    return f"ca. {about(oere)}"


def about_against_budget(oere: int) -> str:
    """
    >>> about_against_budget(14_237_812), about_against_budget(-500_00), about_against_budget(0)
    ('ca. 140.000 kr. over', 'ca. 500 kr. under', 'på budgettet')
    """
    return over_or_under(oere, roughly)


def verdict(
    *,
    who: str,
    year: int,
    expected: int | None,
    deviation: int | None,
    pct: float | None,
    mostly: str = "",
    is_complete: bool = True,
    is_over: bool = False,
) -> str:
    """Where the year ends, in one sentence; where nothing is assessed, that nobody knows.

    `mostly`: the group that makes the most of the deviation; `is_over`: the whole year is closed, so that it is known.

    >>> verdict(who="I", year=2026, expected=1_254_000_000, deviation=14_000_000, pct=1.13, mostly="Vikarer")
    'I ender 2026 ca. 140.000 kr. over budgettet (1,1 %), mest på vikarer.'
    >>> verdict(who="I", year=2026, expected=1_254_000_000, deviation=None, pct=None)
    'I ender 2026 på ca. 12,54 mio. kr. Der er intet budget at holde det op imod.'
    >>> verdict(who="Park", year=2026, expected=None, deviation=None, pct=None, is_complete=False)
    'Hvor Park ender 2026, kan ikke siges endnu: intet er vurderet.'
    """
    if expected is None:
        return f"Hvor {who} ender {year}, kan ikke siges endnu: intet er vurderet."
    ends = "endte" if is_over else "ender"
    start = f"{who} {ends} {year}"
    counts = "" if is_complete else ", når kun det, der er vurderet, regnes med"
    if deviation is None:
        end = f"{counts}." if counts else ""
        return f"{start} på ca. {about(expected)}{end} Der er intet budget at holde det op imod."
    if about(deviation) == "0 kr.":
        return f"{start} på budgettet{counts}."
    percent = None if pct is None else Decimal(str(abs(pct))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    share = f" ({_danish(percent)} %)" if percent else ""
    most = f", mest på {inside(mostly)}" if mostly else ""
    return f"{start} {about_against_budget(deviation)} budgettet{share}{most}{counts}."


FOUR_OF_FIVE = "Fire gange af fem"


def how_sure(*, low: int | None, high: int | None) -> str:
    """Between which deviations it ends four times of five; `low` and `high` are deviations from the budget.

    >>> how_sure(low=-1_000_000, high=29_000_000)
    'Fire gange af fem ender det mellem ca. 10.000 kr. under og ca. 290.000 kr. over.'
    >>> how_sure(low=8_000_000, high=20_000_000)
    'Fire gange af fem ender det mellem ca. 80.000 kr. og ca. 200.000 kr. over.'
    """
    if low is None or high is None:
        return "Hvor sikkert det er, kan ikke siges: der er ingen tidligere fejl at måle på."
    if about(low) == about(high) and (low < 0) == (high < 0):
        return "Beregningen ventes ikke at ramme ved siden af."
    if (low < 0) == (high < 0):
        near, far = sorted((low, high), key=abs)
        side = "over" if low >= 0 else "under"
        return f"{FOUR_OF_FIVE} ender det mellem ca. {about(near)} og ca. {about(far)} {side}."
    return f"{FOUR_OF_FIVE} ender det mellem {about_against_budget(low)} og {about_against_budget(high)}."


def accounts(count: int) -> str:
    """
    >>> accounts(0), accounts(1), accounts(3)
    ('', '1 konto', '3 konti')
    """
    return f"{count} {'konto' if count == 1 else 'konti'}" if count else ""


def not_assessed(budget_oere: int | None, lacking: str, names: Sequence[str] = ()) -> str:
    """What is held out of the number, because nobody has assessed it: how much of the budget, of how many ("3 konti"),
    and which; empty where everything is assessed. Said here and nowhere else.

    >>> not_assessed(52_000_00, "1 konto", ["5101 Vikarer"])
    '52.000 kr. af budgettet er ikke vurderet endnu og ikke med i det forventede (1 konto: 5101 Vikarer).'
    >>> not_assessed(-100_00, "3 konti")
    '100 kr. af de budgetterede indtægter er ikke vurderet endnu og ikke med i det forventede (3 konti).'
    >>> not_assessed(None, "2 konti"), not_assessed(0, "")
    ('2 konti er ikke vurderet endnu og ikke med i det forventede.', '')
    """
    if not lacking:
        return ""
    more = f" og {len(names) - NAMED} til" if len(names) > NAMED else ""
    named = f": {', '.join(names[:NAMED])}{more}" if names else ""
    if not budget_oere:
        return f"{lacking} er ikke vurderet endnu og ikke med i det forventede{named}."
    of = "budgettet" if budget_oere > 0 else "de budgetterede indtægter"
    return f"{kroner(budget_oere)} af {of} er ikke vurderet endnu og ikke med i det forventede ({lacking}{named})."


def months_said(periods: Sequence[int]) -> str:
    """Months of one year, as one says them.

    >>> months_said([202604, 202611, 202612]), months_said([202612])
    ('april, november og december', 'december')
    """
    names = [MONTHS[period % 100 - 1] for period in periods]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} og {names[-1]}"


def months_lacking(periods: Sequence[int]) -> str:
    """What stands beside a name whose months are not all assessed; empty where none lacks.

    >>> months_lacking([202611, 202612])
    'mangler: nov, dec'
    """
    return f"mangler: {', '.join(MONTHS[period % 100 - 1][:3] for period in periods)}" if periods else ""


def past_error(*, error: int | None, lean: int | None, origins: int) -> str:
    """How the method did on the line before, with as many months left.

    >>> past_error(error=None, lean=None, origins=0)
    'Metoden er ikke prøvet på denne konto før: der er for få måneder.'
    """
    if error is None or not origins:
        return "Metoden er ikke prøvet på denne konto før: der er for få måneder."
    side = ""
    if lean is not None and abs(lean) * 2 > error:
        side = ", oftest for lavt" if lean > 0 else ", oftest for højt"
    months = "1 tidligere måned" if origins == 1 else f"{origins} tidligere måneder"
    return (
        f"Med lige så mange måneder tilbage har metoden på denne konto ramt ca. {about(error)} ved siden af "
        f"i gennemsnit ({months}){side}."
    )


def inside(words: str) -> str:
    """A name of a kind in the middle of a sentence; abbreviations and single letters keep theirs."""
    return words[0].lower() + words[1:] if words[1:2].islower() else words


def _danish(number: Decimal) -> str:
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))
