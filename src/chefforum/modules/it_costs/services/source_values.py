"""Fields of systems as text: what stands, and what is written in its place. The caller holds the transaction."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.models import Unit

from ..models import FieldValue, ItSystem, SystemTask, SystemUnit, Vendor
from ..queries.proposals import is_open
from ..queries.source_values import codes_of_units
from ..queries.texts import texts_of_read
from ..rules.acts import Act
from ..rules.field_texts import list_of, vendor_of, vendor_text
from ..rules.kinds import Source
from ..rules.source_fields import WORDS, Fate, SaidOfSystem, Standing, band_of, fate_of
from ..search import index_systems, index_vendors
from .history import note_change, save_changes

COLUMNS = (
    "name",
    "former_name",
    "description",
    "business_type",
    "family",
    "vendor",
    "owner_unit",
    "life_cycle",
    "hosting",
    "is_business_critical",
    "is_socially_critical",
    "personal_data",
    "uses_ai",
    "users_low",
    "users_high",
    "changed_at",
)


class Book:
    """The register's vendors and units, looked up once for a whole reading."""

    def __init__(self, *, on: dt.date) -> None:
        self.units = {unit.code: unit.pk for unit in Unit.objects.all()}
        self._codes = codes_of_units(on)
        vendors = list(Vendor.objects.all())
        self._by_cvr = {one.cvr: one for one in vendors if one.cvr}
        self._by_name = {one.name.casefold(): one for one in reversed(vendors)}
        self._tasks: dict[UUID, Sequence[str]] = {}
        self._used_by: dict[UUID, Sequence[str]] = {}

    def codes(self) -> dict[str, str]:
        return self._codes

    def vendor_as_known(self, text: str) -> str:
        """The text of the vendor that it is here, by CVR, else by name; as it is said where we have none."""
        known = self._known(*vendor_of(text))
        return text if known is None else vendor_text(known.name, known.cvr)

    def _known(self, name: str, cvr: str) -> Vendor | None:
        if cvr and cvr in self._by_cvr:
            return self._by_cvr[cvr]
        found = self._by_name.get(name.casefold())
        return None if found is None or (cvr and found.cvr) else found

    def vendor(self, text: str) -> Vendor | None:
        """Made where there is none; a CVR number is added to one who has none. None where nobody is named."""
        name, cvr = vendor_of(text)
        if not name.strip():
            return None
        known = self._known(name, cvr)
        if known is None:
            known = Vendor.objects.create(name=name[:200], cvr=cvr or None)
            index_vendors([known])
            self._by_name.setdefault(known.name.casefold(), known)
        elif cvr and not known.cvr:
            known.cvr = cvr
            known.save(update_fields=["cvr"])
        if known.cvr:
            self._by_cvr[known.cvr] = known
        return known

    def set_tasks(self, system: ItSystem, numbers: Sequence[str]) -> None:
        self._tasks[system.pk] = numbers

    def set_units(self, system: ItSystem, codes: Sequence[str]) -> None:
        self._used_by[system.pk] = codes

    def write(self, systems: Iterable[ItSystem]) -> None:
        """Everything that was set, at once."""
        ItSystem.objects.bulk_update(list(systems), COLUMNS, batch_size=100)
        SystemTask.objects.filter(system__in=self._tasks).delete()
        SystemTask.objects.bulk_create(
            SystemTask(system_id=system, kle_number=number)
            for system, numbers in self._tasks.items()
            for number in numbers
        )
        SystemUnit.objects.filter(system__in=self._used_by).delete()
        SystemUnit.objects.bulk_create(
            SystemUnit(system_id=system, unit_id=self.units[code])
            for system, codes in self._used_by.items()
            for code in codes
        )
        self._tasks, self._used_by = {}, {}


class UnknownValue(ValueError):
    """The text is none of what the field may hold."""


def write_field(*, system: ItSystem, name: str, text: str, book: Book) -> None:
    """Sets the field; `book.write` writes it. Raises UnknownValue."""
    _WRITERS.get(name, _write_plain)(system, name, text, book)


def _write_plain(system: ItSystem, name: str, text: str, book: Book) -> None:
    setattr(system, name, text)


def _write_name(system: ItSystem, name: str, text: str, book: Book) -> None:
    if not text:
        raise UnknownValue(name)
    system.name = text


def _write_word(system: ItSystem, name: str, text: str, book: Book) -> None:
    word = text or "unknown"
    if word not in WORDS[name]:
        raise UnknownValue(name)
    setattr(system, name, word)


def _write_vendor(system: ItSystem, name: str, text: str, book: Book) -> None:
    system.vendor = book.vendor(text)


def _write_owner_unit(system: ItSystem, name: str, text: str, book: Book) -> None:
    if text and text not in book.units:
        raise UnknownValue(name)
    system.owner_unit_id = book.units[text] if text else None


def _write_users(system: ItSystem, name: str, text: str, book: Book) -> None:
    system.users_low, system.users_high = band_of(text)


def _write_tasks(system: ItSystem, name: str, text: str, book: Book) -> None:
    book.set_tasks(system, list_of(text))


def _write_units(system: ItSystem, name: str, text: str, book: Book) -> None:
    if not set(list_of(text)) <= set(book.units):
        raise UnknownValue(name)
    book.set_units(system, list_of(text))


_WRITERS: Mapping[str, Callable[[ItSystem, str, str, Book], None]] = {
    "name": _write_name,
    "vendor": _write_vendor,
    "owner_unit": _write_owner_unit,
    "users": _write_users,
    "tasks": _write_tasks,
    "units": _write_units,
    **dict.fromkeys(WORDS, _write_word),
}


def take_in(
    *, actor: Actor, said: Sequence[tuple[ItSystem, SaidOfSystem]], source: str, at: dt.datetime, book: Book
) -> dict[Fate, int]:
    """Each system's fields by `fate_of`, with what they were in its history; how many of each fate."""
    systems = list(dict.fromkeys(system for system, _ in said))
    texts = texts_of_read(systems)
    values = {(one.system_id, one.field): one for one in FieldValue.objects.filter(system__in=systems)}
    counts = dict.fromkeys(Fate, 0)
    kept: list[FieldValue] = []
    filled: dict[UUID, ItSystem] = {}
    was, became = defaultdict[UUID, dict[str, str]](dict), defaultdict[UUID, dict[str, str]](dict)
    for system, row in said:
        for name, told in row.fields.items():
            text = book.vendor_as_known(told) if name == "vendor" else told
            current, value = texts[system.pk].get(name, ""), values.get((system.pk, name))
            fate = fate_of(current=current, said=text, source=source, standing=standing_of(value))
            if fate is Fate.FILL and not _wrote(system, name, text, book):
                fate = Fate.LEAVE
            counts[fate] += 1
            if (noted := noted_value(fate, value, current=current, text=text, source=source, at=at)) is not None:
                noted.system, noted.field = system, name
                kept.append(noted)
            if fate is Fate.FILL:
                was[system.pk][name], became[system.pk][name] = current, text
                texts[system.pk][name] = text
                filled[system.pk], system.changed_at = system, at
    book.write(filled.values())
    save_values(kept)
    save_changes(
        note_change(
            actor=actor, at=at, act=Act.CHANGED, system_id=one, was=was[one], became=became[one], source=Source(source)
        )
        for one in filled
    )
    index_systems(filled)
    return counts


def _wrote(system: ItSystem, name: str, text: str, book: Book) -> bool:
    try:
        write_field(system=system, name=name, text=text, book=book)
    except UnknownValue:
        return False
    return True


def standing_of(value: FieldValue | None) -> Standing | None:
    """Who says what stands, as `fate_of` asks."""
    if value is None:
        return None
    return Standing(value.source, value.validated_at is not None, None if is_open(value) else value.proposed)


def noted_value(
    fate: Fate, value: FieldValue | None, *, current: str, text: str, source: str, at: dt.datetime
) -> FieldValue | None:
    """What is kept of what a source said of a field; a new one is of no field yet. None where nothing is news."""
    if fate is Fate.LEAVE or (fate is Fate.SAME and (value is None or not is_open(value))):
        return None
    if value is None:
        value = FieldValue(source=Source.HAND.value, value=current, at=at)
    if fate is Fate.FILL:
        value.source, value.value, value.at, value.person = source, text, at, None
        value.proposed, value.proposed_by, value.proposed_at = None, "", None
    elif fate is Fate.PROPOSE:
        is_news = value.proposed != text or value.proposed_by != source
        value.proposed, value.proposed_by = text, source
        value.proposed_at = at if is_news or value.proposed_at is None else value.proposed_at
    elif value.proposed_by == source:  # it says what we say now
        value.proposed, value.proposed_by, value.proposed_at = None, "", None
    return value


def save_values(values: Sequence[FieldValue]) -> None:
    """New ones and standing ones, at once."""
    new = [one for one in values if one._state.adding]
    standing = [one for one in values if not one._state.adding]
    FieldValue.objects.bulk_create(new)
    FieldValue.objects.bulk_update(
        standing,
        ["source", "value", "at", "person", "validated_at", "proposed", "proposed_by", "proposed_at"],
        batch_size=200,
    )
