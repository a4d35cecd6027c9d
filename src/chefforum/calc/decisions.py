"""What a decision in minutes decided: outcomes, one for each part of the recommendation that it answers, and orders.

The sentences are read by `decision_statements`; here each statement finds the parts that it answers: by number ("Ad 2:
udsat"), all of them ("Indstillingen blev godkendt"), those that ask for what it does, or those that it shares words
with. A part that nothing answers is unanswered: nobody guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chefforum.calc.decision_statements import Act, Statement, amendment_passed, orders_something, statements
from chefforum.calc.recommendations import Asks, what_is_asked
from chefforum.calc.sentences import sentences


class Outcome(StrEnum):
    """What became of an item or of a part of its recommendation."""

    APPROVED = "approved"
    APPROVED_WITH_CHANGES = "approved_with_changes"
    NOTED = "noted"
    DISCUSSED = "discussed"
    POSTPONED = "postponed"
    REFERRED = "referred"
    REJECTED = "rejected"
    LAPSED = "lapsed"

    @property
    def danish(self) -> str:
        return _DANISH[self]


_DANISH = {
    Outcome.APPROVED: "godkendt",
    Outcome.APPROVED_WITH_CHANGES: "godkendt med ændringer",
    Outcome.NOTED: "taget til efterretning",
    Outcome.DISCUSSED: "drøftet",
    Outcome.POSTPONED: "udsat",
    Outcome.REFERRED: "henvist",
    Outcome.REJECTED: "afvist",
    Outcome.LAPSED: "bortfaldet",
}


@dataclass(frozen=True)
class Decided:
    """What a decision's text says.

    `outcomes` are those of the item, each once: in the order of the parts that they answer, then as the text has them.
    `parts` has an outcome for each part of the recommendation, None where the text does not answer it. `orders` are
    the sentences that order something to be done.
    """

    outcomes: tuple[Outcome, ...]
    parts: tuple[Outcome | None, ...]
    orders: tuple[str, ...]

    @property
    def unanswered(self) -> tuple[int, ...]:
        """The numbers, from 1, of the parts that the text does not answer; empty where nothing is decided at all."""
        if not self.outcomes:
            return ()
        return tuple(number for number, outcome in enumerate(self.parts, 1) if outcome is None)


_OUTCOME = {
    Act.APPROVE: Outcome.APPROVED,
    Act.CHOOSE: Outcome.APPROVED,
    Act.DECIDE: Outcome.APPROVED,
    Act.CHANGE: Outcome.APPROVED_WITH_CHANGES,
    Act.DECIDE_OTHERWISE: Outcome.APPROVED_WITH_CHANGES,
    Act.NOTE: Outcome.NOTED,
    Act.DISCUSS: Outcome.DISCUSSED,
    Act.POSTPONE: Outcome.POSTPONED,
    Act.REFER: Outcome.REFERRED,
    Act.REJECT: Outcome.REJECTED,
    Act.LAPSE: Outcome.LAPSED,
}
# Of two outcomes of one part the later in this row stands: what was discussed and then put off is put off.
_STRENGTH = (
    Outcome.DISCUSSED,
    Outcome.NOTED,
    Outcome.APPROVED,
    Outcome.APPROVED_WITH_CHANGES,
    Outcome.REJECTED,
    Outcome.LAPSED,
    Outcome.REFERRED,
    Outcome.POSTPONED,
)


def read_decision(*, text: str | None, parts: Sequence[str] = ()) -> Decided:
    """What the text of a decision decided about the parts of a recommendation.

    `text` may have several paragraphs, on lines of their own; None where there is no decision. Never raises.
    """
    if not text:
        return Decided((), (None,) * len(parts), ())
    reading = _Reading(parts)
    orders = []
    is_changed = amendment_passed(text)
    for numbers, sentence in _numbered_sentences(text, len(parts)):
        for statement in statements(sentence):
            if is_changed and statement.act is Act.APPROVE:
                statement = Statement(Act.CHANGE, statement.about)
            reading.take(statement, numbers)
        if orders_something(sentence):
            orders.append(sentence)
    return Decided(reading.outcomes(), tuple(reading.answers), tuple(orders))


_PREFIX = re.compile(
    r"(?:ad\.?|at-punkt|indstillingspunkt|indstillingens punkt|indstillingens pkt\.|punkt|pkt\.?|nr\.?|indstilling)?"
    r"[ \u00a0]?"
    r"(?P<first>[0-9]{1,2})(?:(?P<sign>[ ]?[-–][ ]?| til | og |, )(?P<last>[0-9]{1,2}))?[ ]?[.):–-]+\s+(?=\S)"
    r"|(?:ad\.?|at-punkt|indstillingspunkt|indstillingens punkt|indstillingens pkt\.|punkt|pkt\.?)[ \u00a0]"
    r"(?P<first_bare>[0-9]{1,2})(?:(?P<sign_bare>[ ]?[-–][ ]?| til | og |, )(?P<last_bare>[0-9]{1,2}))?[ ]",
    re.IGNORECASE,
)


_HIGHEST_ORDINAL = 8
_ORDINALS = ("første", "andet", "tredje", "fjerde", "femte", "sjette", "syvende", "ottende", *"abcdefgh")
_ORDINAL = re.compile(
    rf"(?:indstillingens )?(?P<word>{'|'.join(_ORDINALS[:_HIGHEST_ORDINAL])}) (?:punkt|del|at)\s+"
    r"|(?P<letter>[a-h])\)\s+",
    re.IGNORECASE,
)


def _numbered_sentences(text: str, count: int) -> Iterator[tuple[tuple[int, ...], str]]:
    """Each sentence with the numbers of the parts that its line or itself begins with; none where it names none."""
    for line in _with_their_lead(text.split("\n")):
        of_line: tuple[int, ...] = ()
        for place, sentence in enumerate(sentences(line)):
            numbers, rest = _prefix(sentence, count)
            if place == 0:
                of_line = numbers
            yield numbers or of_line, rest


_ITEM_WITH_AT = re.compile(r"(?:[-•·*–]|[0-9]{1,2}[.)]|[a-zæøå]\))?\s*(?P<rest>at\s.*)", re.IGNORECASE | re.DOTALL)


def _with_their_lead(lines: Sequence[str]) -> Iterator[str]:
    """ "Chefforum besluttede:" and the lines "- at ..." below it, each a sentence of its own."""
    lead = ""
    for line in lines:
        item = _ITEM_WITH_AT.fullmatch(line.strip())
        if item and lead:
            yield f"{lead}, {item['rest']}"
        else:
            yield line
            if line.strip():
                lead = line.strip().rstrip(":, ") if line.rstrip().endswith((":", ",")) else ""


def _prefix(sentence: str, count: int) -> tuple[tuple[int, ...], str]:
    ordinal = _ORDINAL.match(sentence)
    if ordinal:
        number = _ORDINALS.index((ordinal["word"] or ordinal["letter"]).lower()) % _HIGHEST_ORDINAL + 1
        rest = sentence[ordinal.end() :]
        return ((number,), f"Punktet {rest}" if ordinal["word"] else rest) if number <= count else ((), sentence)
    found = _PREFIX.match(sentence)
    if not found:
        return (), sentence
    first = int(found["first"] or found["first_bare"])
    last = int(found["last"] or found["last_bare"] or first)
    is_range = (found["sign"] or found["sign_bare"] or "").strip() in ("-", "–", "til")
    numbers = range(first, last + 1) if is_range else sorted({first, last})
    if not numbers or not all(1 <= number <= count for number in numbers):
        return (), sentence
    bare = found["first_bare"] is not None
    return tuple(numbers), ("Punktet " if bare else "") + sentence[found.end() :]


# "at strategien godkendes" is not answered by "besluttede, at strategien kortes ned"; "at der nedsættes ..." says
# itself what is to be decided.
_ONLY_APPROVES = re.compile(r"\b(?:godkend|tiltræd|vedtag|anbefal)", re.IGNORECASE)


class _Reading:
    """The parts of a recommendation and what has been said of them so far."""

    def __init__(self, parts: Sequence[str]) -> None:
        self.asks = [what_is_asked(part) for part in parts]
        self.stems = [_stems(part) for part in parts]
        self.names_its_act = [_ONLY_APPROVES.search(part) is None for part in parts]
        self.answers: list[Outcome | None] = [None] * len(parts)
        self.said: dict[Outcome, int] = {}  # the first part that it answered, or beyond them all

    def take(self, statement: Statement, numbers: tuple[int, ...]) -> None:
        """Gives the statement's outcome to the parts that it answers and to the item."""
        places = [number - 1 for number in numbers] if numbers else self._answered(statement)
        if places is None:
            return
        outcome = _OUTCOME[statement.act]
        for place in places:
            before = self.answers[place]
            if before is None or _STRENGTH.index(outcome) > _STRENGTH.index(before):
                self.answers[place] = outcome
        first = min(places, default=len(self.answers))
        self.said[outcome] = min(first, self.said.get(outcome, first))

    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(sorted(self.said, key=lambda outcome: self.said[outcome]))

    def _answered(self, statement: Statement) -> list[int] | None:
        """The places of the parts that a statement answers, maybe none; None where it decides nothing by itself."""
        match statement.act:
            case Act.DECIDE:
                return self._decided(statement)
            case Act.CHOOSE:
                return self._chosen(statement)
            case Act.DECIDE_OTHERWISE:
                return self._about(statement) or (None if self.asks else [])
            case Act.CHANGE:
                return self._about(statement) or self._only() or ([] if not self.asks else None)
            case Act.NOTE:
                return self._of(statement, Asks.NOTE, whole=True)
            case Act.DISCUSS:
                return self._of(statement, Asks.DISCUSS, whole=False)
            case Act.APPROVE | Act.REJECT:
                return self._approved(statement)
        return list(range(len(self.asks)))

    def _about(self, statement: Statement) -> list[int]:
        """The parts that share a word with the statement; all where it is about the recommendation as a whole."""
        if _is_about_all(statement.about):
            return list(range(len(self.asks)))
        stems = _stems(statement.about)
        return [place for place, own in enumerate(self.stems) if _shares(own, stems)]

    def _only(self) -> list[int]:
        return [0] if len(self.asks) == 1 else []

    def _asking(self, *asks: Asks) -> list[int]:
        return [place for place, asked in enumerate(self.asks) if asked in asks]

    def _of(self, statement: Statement, asks: Asks, *, whole: bool) -> list[int]:
        """Of the parts that ask for it those that it is about; else all that ask; `whole`: else a sole other part."""
        asking = self._asking(asks)
        stems = _stems(statement.about)
        near = [place for place in asking if _shares(self.stems[place], stems)]
        return near or asking or (self._only() if whole else [])

    def _approved(self, statement: Statement) -> list[int]:
        about = self._about(statement)
        deciding = self._asking(Asks.APPROVE, Asks.CHOOSE, Asks.OTHER)
        if about:
            return [place for place in about if place in deciding] or about
        open_ones = [place for place in deciding if self.answers[place] is None]
        return open_ones if len(open_ones) == 1 else self._only()

    def _chosen(self, statement: Statement) -> list[int] | None:
        choosing = self._asking(Asks.CHOOSE)
        if len(choosing) == 1 or not self.asks:
            return choosing
        stems = _stems(statement.about)
        near = [place for place in choosing if _shares(self.stems[place], stems)]
        return near or self._decided(statement)

    def _decided(self, statement: Statement) -> list[int] | None:
        """ "besluttede, at ...": the choice or the approval that was asked for, where it is about the same thing."""
        if not self.asks:
            return []
        stems = _stems(statement.about)
        for asks in ((Asks.CHOOSE,), (Asks.APPROVE, Asks.OTHER)):
            near = [place for place in self._asking(*asks) if _shares(self.stems[place], stems)]
            if asks != (Asks.CHOOSE,):
                near = [place for place in near if self.names_its_act[place]]
            if near:
                return near
        return None


_ALL = re.compile(
    r"^(?:(?:forvaltningens|administrationens|direktionens|den samlede|hele)\s+)?"
    r"(?:indstilling(?:en|erne)?|begge dele|begge|alle(?: \w+)?|"
    r"samtlige \w+|det hele|det|dette|sagen|punktet|dagsordenspunktet)\b",
    re.IGNORECASE,
)
_ACTING = re.compile(
    r"\b(?:chefforum|forummet|udvalget|kommunalbestyrelsen|byrådet|direktionen|borgerrepræsentationen|\w+udvalget|"
    r"godkend\w*|tiltr\w+|vedt\w+|anbefal\w*|enstemmigt|herefter|blev|bliver|er|har|uden|bemærkninger|bemærkning|afstemning|"
    r"afvist\w*|forkast\w*|ændringer|ændring|med|og|hermed|forvaltningens|administrationens|ikke|følgende|stemmer|"
    r"imod|mod|hele|den|et|flertal|af|ingen|kunne|kan|tiltræde|fulgte|følger|følges|samlede|de|i|dermed|\d+)\b",
    re.IGNORECASE,
)


def _is_about_all(about: str) -> bool:
    """Whether the words name the recommendation as a whole, or nothing at all ("Godkendt")."""
    left = " ".join(_ACTING.sub(" ", about).split()).strip(" ,.")
    return not left or _ALL.match(left) is not None


_SHORTEST, _COMPARED = 5, 6
_EMPTY = """
administrationen andet april arbejde august besluttede beslutter besluttet byrådet chefforum dagens dagsordenspunktet
december denne deres dette direktionen disse drøftede drøftes drøftet efter efterretning februar forslag forslaget
forummet forvaltningen fælles følgende første godkendes godkendt godkendte herunder indstilling indstillingen januar
kommunalbestyrelsen kommune kommunen kommunens marts medlemmer mellem mødet november oktober orientering orienteringen
punktet samlede september tages udvalget
"""
_EMPTY_WORDS = frozenset(_EMPTY.split())
_WORD = re.compile(r"[^\W\d_]{5,}")


def _stems(text: str) -> frozenset[str]:
    """The first letters of the words that carry meaning, so that dagsorden and dagsordenen are one."""
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(word[:_COMPARED] for word in words if word not in _EMPTY_WORDS)


def _shares(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets share a stem; a word of five letters is one with a longer word that begins with it."""
    return bool(one & other) or _begins_one(one, other) or _begins_one(other, one)


def _begins_one(short: frozenset[str], long: frozenset[str]) -> bool:
    beginnings = {stem[:_SHORTEST] for stem in long}
    return any(len(stem) == _SHORTEST and stem in beginnings for stem in short)
