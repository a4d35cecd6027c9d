"""What modules tell this part: families of notifications that people choose mail for, and reminders of every day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Family:
    """Kinds of notifications that a person chooses mail for together. A kind belongs to the family with the longest
    beginning of it in `kinds` ("meetings." takes what no other takes)."""

    name: str
    title: str
    kinds: tuple[str, ...]
    order: int = 100


OTHER = Family(name="other", title="Andet", kinds=("",), order=1000)


@dataclass(frozen=True)
class Due:
    """Something that a person is reminded of; `key` makes it happen once. See `services.notify` for the rest."""

    person_id: UUID
    kind: str
    text: str
    url: str
    key: str


@dataclass(frozen=True)
class Reminder:
    """`find(on=, at=)` gives what is due on the day. It is asked several times a day: the keys keep that unseen."""

    name: str
    find: Callable[..., Iterable[Due]]


_families: dict[str, Family] = {}
_reminders: dict[str, Reminder] = {}


def register_family(family: Family) -> None:
    _families[family.name] = family


def families() -> tuple[Family, ...]:
    """Those that a person chooses between, in order, and last one for everything else."""
    return (*sorted(_families.values(), key=lambda family: family.order), OTHER)


def family_of(kind: str) -> Family:
    fitting = [(len(start), family) for family in families() for start in family.kinds if kind.startswith(start)]
    return max(fitting, key=lambda found: found[0])[1]


def register_reminder(reminder: Reminder) -> None:
    _reminders[reminder.name] = reminder


def reminders() -> tuple[Reminder, ...]:
    return tuple(_reminders.values())
