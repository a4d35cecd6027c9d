"""The sentence that minutes suggest for what was decided, and what its text says against the outcomes chosen.

Every sentence is one that `calc.decisions` reads back as the same outcomes: the most natural one that it does is taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from chefforum.calc.decisions import Outcome, read_decision
from chefforum.calc.recommendations import Asks, what_is_asked

Outcomes = Sequence[Outcome | None]

_OF_ALL = {
    Outcome.APPROVED: "godkendte indstillingen",
    Outcome.APPROVED_WITH_CHANGES: "godkendte indstillingen med ændringer",
    Outcome.NOTED: "tog orienteringen til efterretning",
    Outcome.DISCUSSED: "drøftede sagen",
    Outcome.POSTPONED: "udsatte sagen",
    Outcome.REFERRED: "henviste sagen til administrationen",
    Outcome.REJECTED: "afviste indstillingen",
    Outcome.LAPSED: "tog punktet af dagsordenen",
}
_OF_SOME = {
    Outcome.APPROVED: "Godkendt",
    Outcome.APPROVED_WITH_CHANGES: "Godkendt med ændringer",
    Outcome.NOTED: "Taget til efterretning",
    Outcome.DISCUSSED: "Drøftet",
    Outcome.POSTPONED: "Udsat",
    Outcome.REFERRED: "Henvist til administrationen",
    Outcome.REJECTED: "Afvist",
    Outcome.LAPSED: "Bortfaldet",
}
_WITHOUT_DISCUSSION = " uden særskilt drøftelse"
_BY_ITSELF = "Punktet bortfaldt"


def suggest_decision(*, forum: str, parts: Sequence[str], outcomes: Outcomes) -> str:
    """What the minutes may say of these outcomes; parts without one are not spoken of. Empty where none has one.

    An item without parts has one outcome, that of the whole.
    """
    chosen = [outcome for outcome in outcomes if outcome]
    if not chosen:
        return ""
    if not parts:
        return f"{_whole(forum, chosen[0])}."
    natural = _natural(forum, outcomes)
    return next((text for text in natural if _says(text, parts, outcomes)), _numbered(outcomes))


def suggest_en_bloc(*, forum: str, parts: Sequence[str], outcomes: Outcomes) -> str:
    """As `suggest_decision`, and that the item was not discussed by itself."""
    text = suggest_decision(forum=forum, parts=parts, outcomes=outcomes)
    return as_paragraphs(
        "\n".join(f"{line.removesuffix('.')}{_WITHOUT_DISCUSSION}." for line in as_paragraphs(text).split("\n\n"))
    )


def outcomes_en_bloc(parts: Sequence[str]) -> tuple[Outcome, ...] | None:
    """What approving an item together with others answers to each part; None where there is no
    recommendation, or a part asks for a discussion or a choice."""
    asked = [what_is_asked(part) for part in parts]
    if not asked or Asks.DISCUSS in asked or Asks.CHOOSE in asked:
        return None
    return tuple(Outcome.NOTED if one is Asks.NOTE else Outcome.APPROVED for one in asked)


def advice_on(*, text: str, parts: Sequence[str], outcomes: Outcomes) -> tuple[str, ...]:
    """Where the text of the decision says something else than the outcomes chosen, or a part is not answered.

    Advice only: the reader of texts does not understand every turn of phrase.
    """
    if not parts:
        return ()
    said = read_decision(text=text or None, parts=parts).parts
    return tuple(
        advice
        for number, (chosen, read) in enumerate(zip(outcomes, said, strict=True), 1)
        if (advice := _advice(_part_name(number, len(parts)), chosen, read, has_text=bool(text.strip())))
    )


def _advice(part: str, chosen: Outcome | None, read: Outcome | None, *, has_text: bool) -> str:
    if chosen is None and read is None:
        return f"{part} er ikke besvaret."
    if chosen is None and read is not None:
        return f"{part}: Teksten siger “{read.danish}”, men du har ikke valgt noget udfald."
    if chosen is not None and read is None:
        said = "Teksten siger ikke noget om det" if has_text else "Der er ingen tekst"
        return f"{part}: Du har valgt “{chosen.danish}”. {said}."
    if chosen is not None and read is not None and chosen != read:
        return f"{part}: Du har valgt “{chosen.danish}”, men teksten siger “{read.danish}”."
    return ""


def _part_name(number: int, count: int) -> str:
    return "Indstillingen" if count == 1 else f"Del {number}"


def _says(text: str, parts: Sequence[str], outcomes: Outcomes) -> bool:
    return read_decision(text=text, parts=parts).parts == tuple(outcomes)


def _natural(forum: str, outcomes: Outcomes) -> Iterator[str]:
    """One sentence, where all parts have the same outcome or there are two outcomes."""
    different = list(dict.fromkeys(outcomes))
    if None in different or len(different) > 2:
        return
    first, *rest = (outcome for outcome in different if outcome)
    yield _whole(forum, first) + "".join(f" og {_OF_ALL[outcome]}" for outcome in rest) + "."


def _whole(forum: str, outcome: Outcome) -> str:
    return f"{forum} {_OF_ALL[outcome]}" if outcome is not Outcome.LAPSED else _BY_ITSELF


def _numbered(outcomes: Outcomes) -> str:
    """ "Ad 1: Godkendt." and "Ad 2: Drøftet.", each a paragraph."""
    lines = [f"Ad {number}: {_OF_SOME[outcome]}." for number, outcome in enumerate(outcomes, 1) if outcome]
    return as_paragraphs("\n".join(lines))


def as_paragraphs(text: str) -> str:
    """A decision as it is kept and read from files: each line a paragraph, an empty line between them."""
    return "\n\n".join(line.strip() for line in text.splitlines() if line.strip())


def mark_of(text: str) -> str:
    """A short mark by which a text is known again, so that a page can say which text it showed."""
    return hashlib.sha256(as_paragraphs(text).encode()).hexdigest()[:16]
