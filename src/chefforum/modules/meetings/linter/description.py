"""The rules as text, for the documentation and for who asks on the command line."""

from __future__ import annotations

from collections.abc import Iterable

from chefforum.modules.meetings.linter.registry import Rule


def as_markdown(rules: Iterable[Rule]) -> str:
    """A heading for each rule with its level, reason, example and how to mend what it finds; in Danish."""
    return "\n".join(_of_rule(rule) for rule in rules)


def _of_rule(rule: Rule) -> str:
    return (
        f"### `{rule.id}` {rule.title}\n\n"
        f"{rule.level.danish}. {rule.reason}\n\n"
        f"- Eksempel: {rule.example}\n"
        f"- Sådan retter du: {rule.fix}\n"
    )
