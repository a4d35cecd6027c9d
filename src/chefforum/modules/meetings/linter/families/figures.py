"""Marks of figures that tell no number: a name or a choice that is wrong, or a number that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from chefforum.kernel.figures.in_text import mark, marks_in
from chefforum.modules.meetings.linter.findings import Context, Level
from chefforum.modules.meetings.linter.item_text import ItemText, SectionText
from chefforum.modules.meetings.linter.registry import Remark, Rule, item_rule
from chefforum.web.blocks import NUMBER_MISSING

_NOWHERE = "Her skulle stå et tal, men mærket fører ikke til noget."
_UNSAID = "Her mangler et tal. Se efter i teksten, hvilket tal der skulle stå."


@item_rule(
    Rule(
        id="figure-missing",
        level=Level.ERROR,
        title="Et tal i teksten kan ikke vises",
        reason="Læseren ser “[tal mangler]” midt i sætningen.",
        example="{{placements.begun year=2026 kind=internship}}: der er intet tal, der hedder placements.begun.",
        fix="Ret navnet eller valget, eller sæt tallet ind igen med knappen “Sæt et tal ind”.",
    )
)
def figure_missing(text: ItemText, context: Context) -> Iterator[Remark]:
    """A mark that is left in the text, or what stands there for readers."""
    for section in text.sections:
        for found in marks_in(section.text):
            yield _of_mark(section, found.start, section.text[found.start : found.end], found.inside, context)
        at = section.text.find(NUMBER_MISSING)
        while at >= 0:
            yield Remark(f"{_line(section, at)}: {_UNSAID}", excerpt=NUMBER_MISSING, section=section)
            at = section.text.find(NUMBER_MISSING, at + 1)


def _of_mark(section: SectionText, at: int, written: str, inside: str, context: Context) -> Remark:
    fault = context.why_no_number(inside) if context.why_no_number else None
    return Remark(
        f"{_line(section, at)}: {fault.words if fault else _NOWHERE}",
        excerpt=written,
        section=section,
        suggestions=tuple(mark(one) for one in fault.instead) if fault else (),
    )


def _line(section: SectionText, at: int) -> str:
    """Which line of the section, counted as its paragraphs, items of lists and cells come."""
    return f"Linje {section.text.count(chr(10), 0, at) + 1}"
