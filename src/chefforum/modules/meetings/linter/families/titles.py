"""The title against what the item asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chefforum.calc.recommendations import Asks, what_is_asked
from chefforum.modules.meetings.linter.excerpts import shortened
from chefforum.modules.meetings.linter.findings import Context, Level
from chefforum.modules.meetings.linter.item_text import ItemText
from chefforum.modules.meetings.linter.registry import Remark, Rule, item_rule

_ANNOUNCED = re.compile(r"(?P<word>(?:tema)?orientering|(?:tema)?drøftelse)\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_SAYS_ELSEWHERE = re.compile(r"drøft|beslut|godkend|stillingtagen", re.IGNORECASE)
_DECIDES = (Asks.APPROVE, Asks.CHOOSE)
_WANTED = {Asks.APPROVE: "Beslutning", Asks.CHOOSE: "Beslutning", Asks.DISCUSS: "Drøftelse"}
_SAYS = {
    Asks.APPROVE: "beder om en godkendelse",
    Asks.CHOOSE: "beder om et valg",
    Asks.DISCUSS: "lægger op til en drøftelse",
}


@item_rule(
    Rule(
        id="title-asks-less",
        level=Level.WARNING,
        title="Titlen lover mindre, end indstillingen beder om",
        reason="Deltagerne forbereder sig efter titlen. Står der Orientering, læser de ikke for at tage stilling.",
        example="“Orientering om it-analyse”, men indstillingen siger “at planen godkendes”.",
        fix="Skriv Beslutning eller Drøftelse i titlen, eller nøjes med at indstille til efterretning.",
    )
)
def title_asks_less(text: ItemText, context: Context) -> Iterator[Remark]:
    """A title "Orientering ..." over a recommendation to discuss or decide; "Drøftelse ..." over one to decide."""
    title = _ANNOUNCED.match(text.item.title)
    if title is None or _SAYS_ELSEWHERE.search(title["rest"]):
        return
    is_orientation = title["word"].lower().endswith("orientering")
    beyond = (Asks.APPROVE, Asks.CHOOSE, Asks.DISCUSS) if is_orientation else _DECIDES
    asked = [(what_is_asked(part), part) for part in text.parts]
    more = [(asks, part) for asks, part in asked if asks in beyond]
    if more:
        asks, part = min(more, key=lambda entry: beyond.index(entry[0]))
        word = title["word"].capitalize()
        yield Remark(
            f"Titlen siger {word}, men indstillingen {_SAYS[asks]}: “{shortened(part, 90)}”. Ret titlen.",
            excerpt=text.item.title,
            suggestions=(_renamed(asks, title["rest"]),),
        )


def _renamed(asks: Asks, rest: str) -> str:
    """The title with the right word in front: Beslutning om ..., Drøftelse af ..."""
    subject = re.sub(r"^ (?:om|af|vedr\.|vedrørende) ", " ", rest)
    joint = "" if subject == rest else " af" if asks is Asks.DISCUSS else " om"
    return f"{_WANTED[asks]}{joint}{subject}"
