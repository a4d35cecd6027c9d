"""Figures on a year's items for the session on better agendas: by department, never by person.

A department with few items would point at whoever wrote them, so those are shown together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from chefforum.calc.readability import Readability

FEWEST = 5  # items that a department shown by its own name has
OTHERS = "Øvrige"
EVERYBODY = "Alle afdelinger"
LIX_STEPS = (
    ("Let", frozenset({"meget let", "let"})),
    ("Middel", frozenset({"middel"})),
    ("Svær", frozenset({"svær"})),
    ("Meget svær", frozenset({"meget svær"})),
)


@dataclass(frozen=True)
class ItemFacts:
    """What is counted of an item. `found` has a rule's id and whether the finding was let stand, for each finding;
    `sections` a section's name and whether it says "Intet at bemærke"."""

    department: str
    found: tuple[tuple[str, bool], ...]
    readability: Readability
    sections: tuple[tuple[str, bool], ...]
    is_supplement: bool = False
    is_postponed: bool = False
    is_returned: bool = False


@dataclass(frozen=True)
class RuleFigures:
    """How often a rule found something, in how many items, and how much of it was let stand."""

    rule: str
    count: int
    items: int
    dismissed: int

    @property
    def dismissed_pct(self) -> float:
        return 100 * self.dismissed / self.count


@dataclass(frozen=True)
class DepartmentFigures:
    """A department's items, or those of several small ones together; `lix` is the middle item's, None without text."""

    name: str
    items: int
    findings: int
    by_rule: Mapping[str, int]
    lix: float | None
    by_step: tuple[int, ...]

    @property
    def per_item(self) -> float:
        return self.findings / self.items


@dataclass(frozen=True)
class SectionFigures:
    """In how many items a section stands, and in how many it says "Intet at bemærke"."""

    name: str
    items: int
    nothing: int

    @property
    def nothing_pct(self) -> float:
        return 100 * self.nothing / self.items


def pooled(items: Mapping[str, int], *, fewest: int = FEWEST) -> dict[str, str]:
    """Under which name each department is shown, by how many items it has.

    Small departments become "Øvrige"; where these have too few together, the smallest of the others join them, so that
    no figure shown is of fewer than `fewest` items unless there are no more in all. "Alle afdelinger" where none is
    left beside them.
    """
    by_size = sorted(items, key=lambda name: (items[name], name))
    small = [name for name in by_size if items[name] < fewest]
    for name in by_size[len(small) :]:
        if not small or sum(items[one] for one in small) >= fewest:
            break
        small.append(name)
    together = EVERYBODY if len(small) == len(items) and len(items) > 1 else OTHERS
    return {name: together if name in small else name for name in items}


def by_rule(facts: Sequence[ItemFacts]) -> list[RuleFigures]:
    """The rules that found something, the most frequent first."""
    counts = Counter(rule for one in facts for rule, _ in one.found)
    dismissed = Counter(rule for one in facts for rule, let_stand in one.found if let_stand)
    items = Counter(rule for one in facts for rule in {rule for rule, _ in one.found})
    ordered = sorted(counts, key=lambda rule: (-counts[rule], rule))
    return [RuleFigures(rule, counts[rule], items[rule], dismissed[rule]) for rule in ordered]


def by_department(facts: Sequence[ItemFacts]) -> list[DepartmentFigures]:
    """By name, small departments together and last."""
    shown = pooled(Counter(one.department for one in facts))
    grouped: dict[str, list[ItemFacts]] = {}
    for one in facts:
        grouped.setdefault(shown[one.department], []).append(one)
    return [_department(name, grouped[name]) for name in sorted(grouped, key=lambda name: (name == OTHERS, name))]


def _department(name: str, facts: Sequence[ItemFacts]) -> DepartmentFigures:
    weights = [one.readability.lix for one in facts if one.readability.lix is not None]
    steps = Counter(one.readability.difficulty for one in facts)
    rules = Counter(rule for one in facts for rule, _ in one.found)
    return DepartmentFigures(
        name=name,
        items=len(facts),
        findings=sum(rules.values()),
        by_rule=rules,
        lix=median(weights) if weights else None,
        by_step=tuple(sum(steps[word] for word in words) for _, words in LIX_STEPS),
    )


def by_section(facts: Sequence[ItemFacts]) -> list[SectionFigures]:
    """The sections, the most often empty of meaning first."""
    there = Counter(name for one in facts for name in {name for name, _ in one.sections})
    nothing = Counter(name for one in facts for name in {name for name, says_nothing in one.sections if says_nothing})
    figures = (SectionFigures(name, there[name], nothing[name]) for name in there)
    return sorted(figures, key=lambda row: (-row.nothing_pct, row.name))


def how_many(facts: Iterable[ItemFacts], is_so: Callable[[ItemFacts], bool]) -> int:
    return sum(is_so(one) for one in facts)
