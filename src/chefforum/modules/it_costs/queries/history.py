"""What was done to a system or a contract, in words: who, when, and each value before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web import danish

from ..models import Contract, ItSystem, RegisterChange
from ..rules.acts import ACT_NAMES, Act
from ..rules.contracts import CONTRACT_NAMES, DAYS
from ..rules.field_texts import FIELD_NAMES, in_words
from ..rules.kinds import SOURCE_NAMES, Source

MOST = 100
_TITLES = (
    {name.removesuffix("_id"): title for name, title in CONTRACT_NAMES.items()}
    | FIELD_NAMES
    | {
        "need": "Nødvendigt",
        "need_reason": "Begrundelse",
        "needs": "Har brug for",
        "covers": "Dækker",
        "contract": "Kontrakt",
        "row": "Række hos kilden",
    }
)
_WITHOUT_VALUES = (Act.VALIDATED,)


@dataclass(frozen=True)
class Told:
    """`values`: what the field is called, what it was and what it became; "" where nothing stood."""

    at: dt.datetime
    who: str
    what: str
    values: tuple[tuple[str, str, str], ...]


def history_of(thing: ItSystem | Contract, *, tree: OrganisationTree) -> list[Told]:
    """The newest first, at most `MOST`. One query."""
    units = {unit.code: unit.name for unit in tree.units}
    is_of = Q(system=thing) if isinstance(thing, ItSystem) else Q(contract=thing)
    return [_told(one, units) for one in RegisterChange.objects.filter(is_of).select_related("person")[:MOST]]


def _told(change: RegisterChange, units: dict[str, str]) -> Told:
    source = Source(change.source)
    who = change.person.name if change.person else "Kommandolinjen" if source is Source.HAND else ""
    if source is not Source.HAND:
        who = f"{who} ({SOURCE_NAMES[source]})" if who else SOURCE_NAMES[source]
    act = Act(change.act)
    names: Iterable[str] = sorted({*change.was, *change.became}, key=lambda name: _TITLES.get(name, name))
    if act in _WITHOUT_VALUES:
        listed = danish.listed([_TITLES.get(name, name).lower() for name in names])
        return Told(change.at, who, f"{ACT_NAMES[act]}: {listed}", ())
    values = tuple(
        (
            _TITLES.get(name, name),
            field_in_words(name, change.was.get(name), units),
            field_in_words(name, change.became.get(name), units),
        )
        for name in names
    )
    return Told(change.at, who, ACT_NAMES[act], values)


def title_of(field: str) -> str:
    """What a field of a system or a contract is called."""
    return _TITLES.get(field, field)


def field_in_words(name: str, text: Any, units: Mapping[str, str]) -> str:
    """As people read it; "" where nothing stands. `units`: code → name."""
    if text and name in DAYS:
        return danish.date(dt.date.fromisoformat(text))
    return in_words(name, text, units)
