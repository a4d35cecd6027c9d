"""Items for the linter's tests, written as a person would."""

from __future__ import annotations

import datetime as dt

from chefforum.calc.blocks import Block, Paragraph
from chefforum.connectors.minutes import build_item, section_kind
from chefforum.connectors.minutes.minutes import Item, Section
from chefforum.modules.meetings import linter

DAY = dt.date(2026, 1, 28)  # a Wednesday
CONTEXT = linter.Context(date=DAY, plans_time=True)


def item(title: str = "Beslutning om cykelstier", *, number: int = 3, **sections: str | tuple[Block, ...]) -> Item:
    """An item with a time and these sections; `_` in a name is a space, text is cut into paragraphs at line breaks."""
    named = {"Indstilling": "at planen godkendes", **sections}
    return build_item(
        heading=f"Punkt {number}: {title} (15 min.)",
        journal_line=None,
        sections=tuple(_section(name.replace("_", " "), content) for name, content in named.items()),
    )


def _section(name: str, content: str | tuple[Block, ...]) -> Section:
    blocks = tuple(map(Paragraph, content.split("\n"))) if isinstance(content, str) else content
    return Section(section_kind(name), name, blocks)


def rules_fired(*args: str, context: linter.Context = CONTEXT, **sections: str | tuple[Block, ...]) -> list[str]:
    """The ids of the rules that find something in such an item."""
    return [finding.rule for finding in linter.lint_item(item(*args, **sections), context)]
