"""The rules: each with its level, why it is there, an example and how to mend what it finds.

A rule is a function from an item's text and its context (or from whole minutes) to remarks; `rule` puts it in the
register. The order of the register is the order of the documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from chefforum.connectors.minutes.minutes import Minutes, SectionKind
from chefforum.modules.meetings.linter.findings import Context, Finding, Level, key_of
from chefforum.modules.meetings.linter.item_text import ItemText, SectionText

MOST_PER_RULE = 10  # in one item; who sees more of the same turns the linter off


@dataclass(frozen=True)
class Remark:
    """What a rule has to say about one place; the register makes a finding of it."""

    message: str
    excerpt: str = ""
    section: SectionText | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule in Danish: what it is called, why it is there, an example, and how to mend what it finds."""

    id: str
    level: Level
    title: str
    reason: str
    example: str
    fix: str


ItemCheck = Callable[[ItemText, Context], Iterable[Remark]]
MinutesCheck = Callable[[Minutes], Iterable[Remark]]
_Check = TypeVar("_Check", ItemCheck, MinutesCheck)

_ITEM_RULES: dict[str, tuple[Rule, ItemCheck]] = {}
_MINUTES_RULES: dict[str, tuple[Rule, MinutesCheck]] = {}


def item_rule(rule: Rule) -> Callable[[ItemCheck], ItemCheck]:
    """Registers a rule that looks at one item."""
    return _registering(rule, _ITEM_RULES)


def minutes_rule(rule: Rule) -> Callable[[MinutesCheck], MinutesCheck]:
    """Registers a rule that looks at the whole meeting."""
    return _registering(rule, _MINUTES_RULES)


def _registering(rule: Rule, register: dict[str, tuple[Rule, _Check]]) -> Callable[[_Check], _Check]:
    if rule.id in _ITEM_RULES or rule.id in _MINUTES_RULES:
        raise ValueError(f"two rules are called {rule.id}")

    def registering(check: _Check) -> _Check:
        register[rule.id] = (rule, check)
        return check

    return registering


def all_rules() -> tuple[Rule, ...]:
    """Every rule, by id."""
    return tuple(sorted((rule for rule, _ in (*_ITEM_RULES.values(), *_MINUTES_RULES.values())), key=_id))


def _id(rule: Rule) -> str:
    return rule.id


def findings_on_item(text: ItemText, context: Context) -> Iterator[Finding]:
    """What the rules find in an item: by section as they stand, then by rule."""
    places = {id(section): place for place, section in enumerate(text.sections, 1)}
    found = [
        (places[id(remark.section)] if remark.section else 0, rule, remark)
        for rule, check in sorted(_ITEM_RULES.values(), key=lambda entry: entry[0].id)
        for remark in _not_too_many(check(text, context))
    ]
    found.sort(key=lambda entry: entry[0])
    yield from _findings(((rule, remark) for _, rule, remark in found), item=text.item.number)


def findings_on_minutes(minutes: Minutes) -> Iterator[Finding]:
    """What the rules find about the meeting as a whole."""
    found = (
        (rule, remark)
        for rule, check in sorted(_MINUTES_RULES.values(), key=lambda entry: entry[0].id)
        for remark in _not_too_many(check(minutes))
    )
    yield from _findings(found, item=None)


def _not_too_many(remarks: Iterable[Remark]) -> Iterator[Remark]:
    for count, remark in enumerate(remarks):
        if count == MOST_PER_RULE:
            return
        yield remark


def _findings(found: Iterable[tuple[Rule, Remark]], *, item: int | None) -> Iterator[Finding]:
    seen: dict[tuple[str, str | None, str], int] = {}
    for rule, remark in found:
        heading = remark.section.heading if remark.section else None
        kind: SectionKind | None = remark.section.kind if remark.section else None
        place = (rule.id, heading, " ".join(remark.excerpt.split()))
        seen[place] = seen.get(place, 0) + 1
        yield Finding(
            rule=rule.id,
            level=rule.level,
            item=item,
            section=heading,
            section_kind=kind,
            excerpt=remark.excerpt,
            message=remark.message,
            suggestions=remark.suggestions,
            key=key_of(rule=rule.id, section=heading, excerpt=remark.excerpt, occurrence=seen[place]),
        )
