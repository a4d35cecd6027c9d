"""A system as its page tells it: each field in words, with who says it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.kernel.cases.models import KleSubject
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web import danish

from ..models import ContractSystem, FieldValue, ItSystem
from ..rules.contracts import last_day_of_notice
from ..rules.field_texts import FIELD_NAMES, in_words, list_of
from ..rules.kinds import SOURCE_NAMES, Source
from .proposals import is_open
from .register import values_of
from .texts import texts_of

_GROUPS = (
    (
        "Hvad det er",
        ("name", "kind", "description", "tasks", "former_name", "family", "business_type", "life_cycle"),
    ),
    ("Hvem der har det", ("owner_unit", "owner", "vendor", "bought_outside_it", "users", "units")),
    (
        "Hvad der hænger på det",
        ("is_business_critical", "is_socially_critical", "serves_vulnerable", "hosting", "personal_data", "uses_ai"),
    ),
)
# Empty is an answer: nobody misses it.
_MAY_BE_EMPTY = ("former_name", "family", "business_type")
_UNITS_SHOWN = 8


@dataclass(frozen=True)
class FieldOnPage:
    """`lines` empty is missing, or nothing where it `may_be_empty`; `more` are further ones, folded. `says`: who says
    it; `proposed`: what a source says instead of what was validated, "" that it is not known, None: it does not."""

    name: str
    title: str
    lines: tuple[str, ...]
    more: tuple[str, ...]
    says: str
    is_validated: bool
    may_be_empty: bool
    proposed: str | None = None
    proposed_by: str = ""

    @property
    def to_validate(self) -> bool:
        return bool(self.lines) and not self.is_validated and self.proposed is None


@dataclass(frozen=True)
class ContractOnPage:
    row: ContractSystem
    notice_day: dt.date | None


@dataclass(frozen=True)
class SystemOnPage:
    groups: tuple[tuple[str, tuple[FieldOnPage, ...]], ...]
    contracts: tuple[ContractOnPage, ...]

    @property
    def fields(self) -> tuple[FieldOnPage, ...]:
        return tuple(one for _, group in self.groups for one in group)

    @property
    def not_validated(self) -> int:
        return sum(one.to_validate for one in self.fields)

    @property
    def differing(self) -> int:
        return sum(one.proposed is not None for one in self.fields)

    @property
    def missing(self) -> int:
        return sum(not one.lines and not one.may_be_empty for one in self.fields)


def facts_on_page(*, system: ItSystem, tree: OrganisationTree) -> SystemOnPage:
    """Six queries."""
    values, texts = values_of(system), texts_of([system.pk])[system.pk]
    proposed = [number for one in values.values() if one.field == "tasks" for number in list_of(one.proposed or "")]
    numbers = {*list_of(texts["tasks"]), *proposed}
    titles = dict(KleSubject.objects.filter(number__in=numbers).values_list("number", "title"))
    words = _Words({unit.code: unit.name for unit in tree.units}, titles, system)
    groups = tuple(
        (title, tuple(_on_page(name, texts[name], values.get(name), words) for name in names))
        for title, names in _GROUPS
    )
    covered = system.covered_by.filter(contract__removed_at__isnull=True).select_related("contract__vendor")
    return SystemOnPage(
        groups=groups,
        contracts=tuple(
            ContractOnPage(one, last_day_of_notice(one.contract.ends_on, one.contract.notice_months))
            for one in covered.order_by("contract__ends_on", "contract__name")
        ),
    )


@dataclass(frozen=True)
class _Words:
    units: dict[str, str]
    titles: dict[str, str]
    system: ItSystem

    def lines(self, name: str, text: str) -> tuple[str, ...]:
        """One for each unit or task, else one."""
        if name == "tasks":
            return tuple(f"{one} {self.titles.get(one, '')}".strip() for one in list_of(text))
        if name == "units":
            return tuple(sorted(self.units.get(code, code) for code in list_of(text)))
        if name == "owner" and self.system.owner and text == self.system.owner.email:
            return (self.system.owner.name,)
        said = in_words(name, text, self.units)
        return (said,) if said else ()


def _on_page(name: str, text: str, value: FieldValue | None, words: _Words) -> FieldOnPage:
    lines = words.lines(name, text)
    differing = value if value is not None and is_open(value) else None
    return FieldOnPage(
        name=name,
        title=FIELD_NAMES[name],
        lines=lines[:_UNITS_SHOWN],
        more=lines[_UNITS_SHOWN:],
        says=_says(value) if value else "",
        is_validated=value is not None and value.validated_at is not None,
        may_be_empty=name in _MAY_BE_EMPTY,
        proposed=", ".join(words.lines(name, differing.proposed or "")) if differing else None,
        proposed_by=SOURCE_NAMES[Source(differing.proposed_by)] if differing and differing.proposed_by else "",
    )


def _says(value: FieldValue) -> str:
    if value.source == Source.HAND.value:
        return f"{value.person.name if value.person else 'Kommandolinjen'}, {danish.date(value.at)}"
    return f"{SOURCE_NAMES[Source(value.source)]}, {danish.date(value.at)}"
