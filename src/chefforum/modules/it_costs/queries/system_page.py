"""A system as its page tells it: each field in words, with who says it."""

from __future__ import annotations

from dataclasses import dataclass

from chefforum.kernel.cases.models import KleSubject
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web import danish

from ..models import ContractSystem, FieldValue, ItSystem
from ..rules.kinds import SOURCE_NAMES, Source
from ..rules.register import FIELD_NAMES
from ..rules.source_fields import OURS, in_words
from .register import values_of
from .source_values import is_open

_GROUPS = (
    ("Hvad det er", ("kind", "description", "former_name", "family", "business_type", "life_cycle")),
    ("Hvem der har det", ("owner_unit_id", "owner_id", "vendor_id", "bought_outside_it", "users", "units")),
    ("Hvad der hænger på det", ("is_business_critical", "is_socially_critical", "serves_vulnerable", "hosting")),
    ("Oplysninger og AI", ("personal_data", "uses_ai")),
)


@dataclass(frozen=True)
class FieldOnPage:
    """`words` "" is missing. `says`: who says it; `proposed`: what a source says instead of what was validated."""

    name: str
    title: str
    words: str
    says: str
    is_validated: bool
    proposed: str | None = None
    proposed_by: str = ""


@dataclass(frozen=True)
class SystemOnPage:
    groups: tuple[tuple[str, tuple[FieldOnPage, ...]], ...]
    tasks: tuple[tuple[str, str], ...]  # number and title, "" where KL's list does not know it
    contracts: tuple[ContractSystem, ...]

    @property
    def not_validated(self) -> int:
        return sum(not one.is_validated for _, group in self.groups for one in group if one.words)


def facts_on_page(*, system: ItSystem, tree: OrganisationTree) -> SystemOnPage:
    """Five queries."""
    values = values_of(system)
    numbers = list(system.tasks.order_by("kle_number").values_list("kle_number", flat=True))
    titles = dict(KleSubject.objects.filter(number__in=numbers).values_list("number", "title"))
    units = [tree.unit(one) for one in system.used_by.values_list("unit_id", flat=True)]
    words = _words(system, tree, sorted(unit.name for unit in units if unit))
    unit_names = {unit.code: unit.name for unit in tree.units}
    groups = tuple(
        (title, tuple(_on_page(name, words[name], values, unit_names) for name in names)) for title, names in _GROUPS
    )
    covered = system.covered_by.filter(contract__removed_at__isnull=True).select_related("contract__vendor")
    return SystemOnPage(
        groups=groups,
        tasks=tuple((number, titles.get(number, "")) for number in numbers),
        contracts=tuple(covered.order_by("contract__ends_on", "contract__name")),
    )


def users_in_words(low: int | None, high: int | None) -> str:
    """
    >>> users_in_words(10, 50), users_in_words(500, None), users_in_words(7, 7), users_in_words(None, None)
    ('10 til 50', 'mindst 500', '7', '')
    """
    if low is not None and high is not None:
        return danish.number(low) if low == high else f"{danish.number(low)} til {danish.number(high)}"
    if low is not None:
        return f"mindst {danish.number(low)}"
    return "" if high is None else f"højst {danish.number(high)}"


def _words(system: ItSystem, tree: OrganisationTree, units: list[str]) -> dict[str, str]:
    unit = tree.unit(system.owner_unit_id) if system.owner_unit_id else None
    unknown = dict.fromkeys(("life_cycle", "hosting", "personal_data", "uses_ai"), "")
    unknown |= dict.fromkeys(("is_business_critical", "is_socially_critical", "serves_vulnerable"), "")
    answered = {
        name: getattr(system, f"get_{name}_display")() if getattr(system, name) != "unknown" else "" for name in unknown
    }
    return answered | {
        "kind": system.get_kind_display(),
        "description": system.description,
        "former_name": system.former_name,
        "family": system.family,
        "business_type": system.business_type,
        "owner_unit_id": unit.name if unit else (system.owner_unit.code if system.owner_unit else ""),
        "owner_id": system.owner.name if system.owner else "",
        "vendor_id": system.vendor.name if system.vendor else "",
        "bought_outside_it": "Ja" if system.bought_outside_it else "Nej",
        "users": users_in_words(system.users_low, system.users_high),
        "units": ", ".join(units),
    }


def _on_page(name: str, words: str, values: dict[str, FieldValue], unit_names: dict[str, str]) -> FieldOnPage:
    said = [values[one] for one in (("users_low", "users_high") if name == "users" else (name,)) if one in values]
    newest = max(said, key=lambda one: one.at, default=None)
    differing = next((one for one in said if is_open(one)), None)
    return FieldOnPage(
        name=name,
        title="Brugere" if name == "users" else FIELD_NAMES[name],
        words=words,
        says=_says(newest) if newest else "",
        is_validated=bool(said) and all(one.validated_at is not None for one in said),
        proposed=in_words(OURS.get(differing.field, differing.field), differing.proposed, unit_names)
        if differing
        else None,
        proposed_by=SOURCE_NAMES[Source(differing.proposed_by)] if differing and differing.proposed_by else "",
    )


def _says(value: FieldValue) -> str:
    day = danish.date(value.at)
    if value.source == Source.HAND.value:
        return f"{value.person.name if value.person else 'Kommandolinjen'}, {day}"
    return f"{SOURCE_NAMES[Source(value.source)]}, {day}"
