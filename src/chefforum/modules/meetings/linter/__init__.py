"""The linter of agendas and minutes: takes a value, gives findings. No database, no gate, no judgement of persons.

    from chefforum.modules.meetings import linter

    linter.lint_minutes(minutes)            # everything in a meeting
    linter.lint_item(item, context)         # one item, as beside an editor
    linter.measure_item(item)               # LIX per section, with what it was counted from
    linter.rules()                          # what it looks for, and why

The rules stand in families, one file each; docs/methods/linter.md is written from them.
"""

from __future__ import annotations

from dataclasses import dataclass

from chefforum.calc.readability import Readability
from chefforum.connectors.minutes.minutes import Item, Minutes, SectionKind
from chefforum.modules.meetings.linter import families  # noqa: F401 registers the rules
from chefforum.modules.meetings.linter.description import as_markdown
from chefforum.modules.meetings.linter.findings import Context, Finding, Level, Template
from chefforum.modules.meetings.linter.item_text import ItemText
from chefforum.modules.meetings.linter.registry import Rule, all_rules, findings_on_item, findings_on_minutes
from chefforum.modules.meetings.linter.template import template_of

__all__ = [
    "Context",
    "Finding",
    "Level",
    "Rule",
    "SectionMeasure",
    "Template",
    "context_of",
    "lint_item",
    "lint_minutes",
    "measure_item",
    "rules",
    "rules_as_markdown",
    "template_of",
]


def lint_minutes(minutes: Minutes) -> tuple[Finding, ...]:
    """Everything that the rules find in an agenda or minutes: on the meeting first, then item by item.

    The same minutes give the same findings in the same order. Never raises, whatever the text says.
    """
    context = context_of(minutes)
    on_items = (finding for item in minutes.items for finding in lint_item(item, context))
    return (*findings_on_minutes(minutes), *on_items)


def lint_item(item: Item, context: Context) -> tuple[Finding, ...]:
    """Everything that the rules find in one item: on the item first, then section by section as they stand.

    Takes a few milliseconds for an item of some pages. Never raises, whatever the text says.
    """
    return tuple(findings_on_item(ItemText(item), context))


def context_of(minutes: Minutes) -> Context:
    """What the items of these minutes are held against. The template is what most of the items have in common."""
    return Context(
        date=minutes.date,
        template=template_of(minutes),
        plans_time=any(item.planned_minutes is not None for item in minutes.items),
    )


def rules() -> tuple[Rule, ...]:
    """Every rule, by id."""
    return all_rules()


def rules_as_markdown() -> str:
    """Every rule with its level, reason, example and how to mend what it finds, in Danish."""
    return as_markdown(all_rules())


@dataclass(frozen=True)
class SectionMeasure:
    """How heavy one section is; `readability.lix` with its words, sentences and long words."""

    heading: str
    kind: SectionKind
    readability: Readability


def measure_item(item: Item) -> tuple[SectionMeasure, ...]:
    """The sections with running text, as they stand; those that say "Intet at bemærke", and lists of attachments, are
    left out."""
    return tuple(
        SectionMeasure(section.heading, section.kind, section.readability)
        for section in ItemText(item).but(SectionKind.ATTACHMENTS)
        if section.readability.words and not section.says_nothing
    )
