"""Two runs beside each other: what both chose, what only one did, and what they were asked differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chefforum.web import danish

from .selection import CRITERION_NAMES, Criterion, Settings
from .selection_shown import RunShown

_PLAIN = {
    "year": "Omkostninger i",
    "with_installations": "Installationer med",
    "users_full": "Brugere, der giver 100 point",
    "cost_full": "Kroner, der giver 100 point",
    "least": "Mindst i alt",
    "most": "Højst i alt",
    "vulnerable": "Mindst til udsatte",
    "cost_share": "Procent af omkostningerne",
    "per_vendor": "Højst fra samme leverandør",
    "seed": "Frø",
}


@dataclass(frozen=True)
class Difference:
    what: str
    one: str
    other: str


@dataclass(frozen=True)
class Compared:
    titles: tuple[str, str]
    both: tuple[str, ...]
    only_one: tuple[str, ...]
    only_other: tuple[str, ...]
    asked: tuple[Difference, ...]


def compare(one: tuple[str, RunShown], other: tuple[str, RunShown]) -> Compared:
    """Systems are known by their number, so that one that changed its name is the same."""
    (title, first), (other_title, second) = one, other
    a, b = ({line.system.id: line.system.name for line in found.chosen} for found in (first, second))
    return Compared(
        (title, other_title),
        tuple(sorted(a[key] for key in a.keys() & b.keys())),
        tuple(sorted(a[key] for key in a.keys() - b.keys())),
        tuple(sorted(b[key] for key in b.keys() - a.keys())),
        tuple(_asked(first, second)),
    )


def _asked(first: RunShown, second: RunShown) -> Iterator[Difference]:
    a, b = first.settings, second.settings
    for key, name in CRITERION_NAMES.items():
        if a.weights.get(key) != b.weights.get(key):
            yield Difference(f"Vægt: {name}", *(_weight(one, key) for one in (a, b)))
    for field, name in _PLAIN.items():
        if getattr(a, field) != getattr(b, field):
            yield Difference(name, _said(getattr(a, field), field), _said(getattr(b, field), field))
    names = {line.system.department_id: line.system.department for found in (first, second) for line in found.lines}
    for unit in sorted({*a.departments, *b.departments}):
        if a.departments.get(unit, 0) != b.departments.get(unit, 0):
            yield Difference(
                f"Mindst fra {names.get(unit, 'en afdeling')}",
                *(str(one.departments.get(unit, 0)) for one in (a, b)),
            )
    if a.types != b.types:
        yield Difference("Typer, der skal med", *(danish.listed(one.types) or "ingen" for one in (a, b)))
    for what, field in (("Valg i hånden", "forced"), ("Point i hånden", "by_hand"), ("Overlap", "overlaps")):
        if getattr(a, field) != getattr(b, field):
            yield Difference(what, *(f"{len(getattr(one, field))} (ikke de samme)" for one in (a, b)))


def _weight(settings: Settings, key: Criterion) -> str:
    return danish.number(settings.weights.get(key, 0))


def _said(value: int | bool | None, field: str) -> str:
    if value is None:
        return "intet loft"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(value) if field in ("year", "seed") else danish.number(value)
