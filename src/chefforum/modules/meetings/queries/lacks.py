"""What an item lacks before it can be sent on: one answer for the editor, its way and the step itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.figures.in_text import mark, marks_in
from chefforum.kernel.figures.queries import fault_in
from chefforum.kernel.figures.rules import Fault

from ..models import Item, Section
from ..rules.guards import Lack, stops_submission
from ..rules.section_places import anchor_of
from .content import content_of, marks_without_number, with_content

NO_NUMBER = "Tallet kendes ikke."
NOT_NOTED = "Sæt tallet ind igen: det er ikke hentet, da teksten blev skrevet."


def what_it_lacks(item: Item) -> tuple[Lack, ...]:
    """What the item lacks before its head can be asked to approve it."""
    said = content_of(with_content(Item.objects.filter(pk=item.pk)).get()).item
    templates = item.forum.section_templates.filter(is_mandatory=True)
    mandatory = [(SectionKind(template.kind), template.heading) for template in templates]
    return tuple(stops_submission(item=said, mandatory=mandatory))


@dataclass(frozen=True)
class FigureLacking:
    """A mark in an item's text that tells no number: where it stands, and why."""

    mark: str
    section: str
    why: str
    anchor: str


def figures_it_lacks(*, actor: Actor, item: Item, sections: Iterable[Section]) -> tuple[FigureLacking, ...]:
    """The marks in the item's sections that readers see as a missing number. One query where there are some."""
    explain = why_no_number(actor=actor, item=item)
    return tuple(
        FigureLacking(mark(one), section.heading, explain(one).words, anchor_of(section.kind, section.heading))
        for section in sections
        for one in marks_without_number(section)
    )


def why_no_number(*, actor: Actor, item: Item) -> Callable[[str], Fault]:
    """Says of what stands inside a mark why it tells no number. One query, when it is asked."""

    @cache
    def noted() -> dict[str, str]:
        return dict(item.figures.values_list("reference", "missing_reason"))

    def explain(inside: str) -> Fault:
        reference = next((one.reference for one in marks_in(mark(inside))), "")
        if reference in noted():
            return Fault(noted()[reference] or NO_NUMBER)
        found = fault_in(written=inside, actor=actor)
        return found or Fault(NOT_NOTED)

    return explain
