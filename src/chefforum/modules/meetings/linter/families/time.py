"""The time that an item is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from chefforum.calc.blocks import Paragraph
from chefforum.connectors.minutes.landmarks import planned_minutes_in_title, planned_minutes_mark
from chefforum.connectors.minutes.minutes import ItemKind, Minutes
from chefforum.modules.meetings.linter.findings import Context, Level
from chefforum.modules.meetings.linter.item_text import ItemText, SectionText
from chefforum.modules.meetings.linter.registry import Remark, Rule, item_rule, minutes_rule


@item_rule(
    Rule(
        id="time-missing",
        level=Level.ADVICE,
        title="Tiden mangler",
        reason="Uden tid kan mødet ikke planlægges, og punktet tager tid fra de andre.",
        example="De andre punkter har tid på; dette har ikke.",
        fix="Skriv, hvor mange minutter der er brug for.",
    )
)
def time_missing(text: ItemText, context: Context) -> Iterator[Remark]:
    """No planned minutes where other items have some; formalities are let be."""
    if context.plans_time and text.item.planned_minutes is None and text.item.kind is not ItemKind.FORMALITY:
        yield Remark("Punktet har ingen tid. Skriv, hvor mange minutter det skal have.", suggestions=("(15 min.)",))


@item_rule(
    Rule(
        id="time-twice",
        level=Level.WARNING,
        title="Tiden står to gange",
        reason="Bliver den ene rettet, siger punktet to ting.",
        example="(15 min.) i både Resumé og Sagsfremstilling.",
        fix="Lad tiden stå ét sted.",
    )
)
def time_twice(text: ItemText, context: Context) -> Iterator[Remark]:
    """More than one mark of planned time in an item, alike or not."""
    marks = list(_marks(text))
    if len(marks) < 2:
        return
    values = list(dict.fromkeys(minutes for _, _, minutes in marks))
    said = " og ".join(f"{minutes} min." for minutes in values)
    names = " og ".join(dict.fromkeys(section.name if section else "titlen" for section, _, _ in marks))
    ask = "Slet den ene" if len(values) == 1 else "Vælg den ene"
    place, excerpt, _ = marks[-1]
    yield Remark(f"Tiden står {len(marks)} gange: {said} ({names}). {ask}.", excerpt=excerpt, section=place)


def _marks(text: ItemText) -> Iterator[tuple[SectionText | None, str, int]]:
    """Each mark of time: its section (None: the title), how it stands, and its minutes."""
    in_title = planned_minutes_in_title(text.item.title)
    if in_title is not None:
        yield None, text.item.title, in_title
    for section in text.sections:
        for block in section.section.blocks:
            minutes = planned_minutes_mark(block.text) if isinstance(block, Paragraph) else None
            if isinstance(block, Paragraph) and minutes is not None:
                yield section, block.text, minutes


@minutes_rule(
    Rule(
        id="time-past-end",
        level=Level.WARNING,
        title="Punkterne varer længere end mødet",
        reason="Det sidste punkt bliver udsat, uanset hvor vigtigt det er.",
        example="Mødet varer 120 min., punkterne 160 min.",
        fix="Giv punkter mindre tid, flyt et punkt til et senere møde, eller forlæng mødet.",
    )
)
def time_past_end(minutes: Minutes) -> Iterator[Remark]:
    """Planned minutes in all above the minutes from the meeting's start to its end."""
    if minutes.start_time is None or minutes.end_time is None or minutes.end_time <= minutes.start_time:
        return
    day = dt.date.min
    length = dt.datetime.combine(day, minutes.end_time) - dt.datetime.combine(day, minutes.start_time)
    has = int(length.total_seconds()) // 60
    wants = sum(item.planned_minutes or 0 for item in minutes.items)
    if wants > has:
        yield Remark(
            f"Punkterne har tilsammen {wants} min., men mødet varer {has} min. Der er {wants - has} min. for meget.",
            suggestions=("Flyt et punkt til et senere møde.", "Giv et punkt mindre tid."),
        )
