"""Why a number is what it is: each method in a sentence that a leader understands."""

from __future__ import annotations

from collections.abc import Sequence

from .running import MadeBy
from .telling import about, months_said


def why_sentence(
    made_by: MadeBy,
    *,
    months_used: int = 0,
    seasonal: bool = False,
    rhythm: int = 0,
    excess: int = 0,
    lacking: Sequence[int] = (),
) -> str:
    """What the rest of the line's year was made by.

    >>> why_sentence(MadeBy.RHYTHM, rhythm=3)
    'Der betales hver 3. måned. De betalinger, der mangler i år, er lagt ind.'

    `lacking`: months that the leader has said nothing of, where they have of others.
    """
    match made_by:
        case MadeBy.STEADY:
            season = " og årets op- og nedgange" if seasonal else ""
            once = (
                f" Ca. {about(excess)} af de seneste to års forbrug ligner engangsbeløb og trækker ikke tallet op."
                if excess
                else ""
            )
            return f"De seneste {months_used} måneders niveau{season} er ført videre til årets udgang.{once}"
        case MadeBy.RHYTHM:
            every = "hver måned" if rhythm == 1 else f"hver {rhythm}. måned"
            return f"Der betales {every}. De betalinger, der mangler i år, er lagt ind."
        case MadeBy.NOTHING if lacking:
            return (
                f"Ikke vurderet endnu: der mangler tal for {months_said(lacking)}. Skriv dem, også hvor der ikke "
                "kommer noget (0): så kommer kontoen med i resultatet."
            )
        case _:
            return SENTENCES[made_by]


SENTENCES = {
    MadeBy.NOTHING: "Ikke vurderet: det kan kun lederen vide. Skriv en post, så kommer tallet med.",
    MadeBy.STOPPED: "Der er ikke kommet noget i længere tid end nogensinde før, så der ventes ikke mere.",
    MadeBy.LAST_YEAR: "Få betalinger uden fast rytme: det samme som i de samme måneder sidste år.",
    MadeBy.REFUND: "Refusionen følger den udgift, den hører til, efter kommunens regel.",
    MadeBy.BUDGET: "Få betalinger: resten af budgettet ventes brugt.",
    MadeBy.POSITIONS: "Lønnen er regnet stilling for stilling: timer, trin, aftalte stigninger, ansættelser og orlov.",
    MadeBy.LEADER: "Tallet er lederens poster. Systemet gætter ikke på det, kun lederen kan vide.",
    MadeBy.OVERRIDE: "Tallet er sat i stedet for det beregnede, som står ved siden af.",
    MadeBy.SILENT: "Intet er bogført det seneste år, og der er intet budget: der er intet at vurdere.",
    MadeBy.CHOSEN: "Resten af året er beregnet med en metode, som økonomi har valgt for almindelige konti.",
    MadeBy.CLOSED: "Hele året er lukket, så tallet er det, der kom.",
}
