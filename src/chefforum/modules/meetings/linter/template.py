"""The template that a meeting's items follow, read from the items themselves.

So the linter asks each municipality for its own sections in its own order, and for none where there is no custom.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from chefforum.connectors.minutes.minutes import Item, ItemKind, Minutes, SectionKind
from chefforum.modules.meetings.linter.findings import Template

_FEWEST = 4  # items that make a custom
_MOST = 0.8  # of the items have a section that is asked for
_WRITTEN_LATER = frozenset((SectionKind.DECISION, SectionKind.ATTACHMENTS, SectionKind.HISTORY, SectionKind.OTHER))


def is_short(item: Item) -> bool:
    """Whether an item is of the kind that has no case: approval of the agenda, notices, themes to come, any other
    business."""
    title = item.title.casefold()
    return item.kind is ItemKind.FORMALITY or any(
        word in title
        for word in ("eventuelt", "evt.", "meddelelser", "orienteringer", "kommende møder", "næste møde", "siden sidst")
    )


def template_of(minutes: Minutes) -> Template:
    """The sections that at least four of five cases have, in the order that most of them keep; empty below four
    cases."""
    cases = [item for item in minutes.items if not is_short(item)]
    if len(cases) < _FEWEST:
        return Template()
    kinds = [list(dict.fromkeys(section.kind for section in case.sections)) for case in cases]
    counted = Counter(kind for of_case in kinds for kind in of_case)
    common = [kind for kind in counted if counted[kind] >= _MOST * len(cases) and kind is not SectionKind.OTHER]
    before = Counter(pair for of_case in kinds for pair in combinations(of_case, 2))
    order = sorted(common, key=lambda kind: sum(before[kind, other] < before[other, kind] for other in common))
    headings = {
        section.kind: section.heading for case in reversed(cases) for section in case.sections if section.heading
    }
    return Template(tuple(order), frozenset(common) - _WRITTEN_LATER, headings)
