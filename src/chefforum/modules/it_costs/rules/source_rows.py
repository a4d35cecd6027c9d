"""From the rows of a source, as it wrote them, to what it says of systems and contracts in our words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from chefforum.connectors import kitos, microsoft_graph, topdesk

from .field_texts import band_text, list_text, vendor_of, vendor_text
from .kinds import Answer, Hosting, LifeCycle, PersonalData, Source, SystemKind
from .source_fields import FIELD_NAMES, LONGEST, WORDS, SaidOfSystem, by_word

# The collection of a source that tells of systems.
SYSTEMS_IN = {
    Source.KITOS.value: "it-system-usages",
    Source.TOPDESK.value: "assets",
    Source.GRAPH.value: "subscribedSkus",
    Source.WIRED.value: "systems",
}
CONTRACTS_IN = "it-contracts"
FIELDS_TRIED = "fields"  # of TOPdesk, until they are mapped
PROCESSING_IN = "data-processing-registrations"
COLLECTION_NAMES = {
    "it-system-usages": "Systemer i anvendelse",
    "it-systems": "Systemer i det fælles katalog",
    "it-contracts": "Kontrakter",
    "data-processing-registrations": "Databehandlinger",
    "organization-units": "Organisationsenheder",
    "kle-options": "KLE-numre",
    "assets": "Aktiver",
    "incidents": "Sager talt pr. aktiv og år",
    FIELDS_TRIED: "Felter og eksempler til koblingen",
    "subscribedSkus": "Licenser",
    "teams": "Brug af Teams",
    "systems": "Systemer",
}
ANSWERS = {"Yes": Answer.YES, "No": Answer.NO, "DontKnow": Answer.UNKNOWN, "Undecided": Answer.UNKNOWN}
HOSTINGS = {
    "Undecided": Hosting.UNKNOWN,
    "OnPremise": Hosting.OWN,
    "External": Hosting.EXTERNAL,
    "Hybrid": Hosting.HYBRID,
}
LIFE_CYCLES = {
    "Undecided": LifeCycle.UNKNOWN,
    "NotInUse": LifeCycle.NOT_IN_USE,
    "PhasingIn": LifeCycle.PHASING_IN,
    "Operational": LifeCycle.OPERATIONAL,
    "PhasingOut": LifeCycle.PHASING_OUT,
    "Pilot": LifeCycle.PILOT,
}
# The last that is there is what the system is told to hold.
SENSITIVITIES = {
    "None": PersonalData.NONE,
    "PersonData": PersonalData.ORDINARY,
    "SensitiveData": PersonalData.SENSITIVE,
    "LegalData": PersonalData.OFFENCES,
}
Raw = Mapping[str, Any]  # a collection → what the source wrote


@dataclass(frozen=True)
class SaidOfContract:
    """`paid_a_year`: whole kroner on the day of the reading, None where KITOS tells no amount."""

    external_id: str
    name: str
    number: str
    vendor: str
    unit: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    irrevocable_until: dt.date | None
    notice_months: int | None
    price_regulation: str
    accounting: str
    usages: tuple[str, ...]
    paid_a_year: int | None
    remarks: tuple[str, ...]


def systems_said(source: str, raw: Raw, *, units: Mapping[str, str], mapping: Mapping[str, str]) -> list[SaidOfSystem]:
    """`units`: what a source calls a unit (its number, or its name in lower case) → our code of it.
    `mapping`: our field → TOPdesk's column. Raises StrangeAnswer."""
    if SYSTEMS_IN[source] not in raw:
        return []
    if source == Source.KITOS:
        return _from_kitos(raw, units)
    if source == Source.TOPDESK:
        return [_from_topdesk(row, units) for row in topdesk.assets_of(raw["assets"], mapping=mapping)]
    if source == Source.GRAPH:
        return [_from_graph(row) for row in microsoft_graph.skus_of(raw["subscribedSkus"])]
    return [_from_wired(row) for row in raw["systems"]]


def _from_kitos(raw: Raw, units: Mapping[str, str]) -> list[SaidOfSystem]:
    shelf = {row.uuid: row for row in map(kitos.system_of, raw.get("it-systems", ()))}
    known = raw.get("kle-options", {})
    usages = [kitos.usage_of(row) for row in raw["it-system-usages"]]
    return [_usage(usage, shelf.get(usage.system.uuid), known, units) for usage in usages]


def _usage(
    usage: kitos.UsageRow, system: kitos.SystemRow | None, known: Mapping[str, str], units: Mapping[str, str]
) -> SaidOfSystem:
    remarks = list(usage.remarks)
    fields = {"name": usage.system.name, "users": band_text(usage.users_low, usage.users_high)}
    if system is not None:
        fields |= {"former_name": system.former_name, "business_type": system.business_type}
        fields["vendor"] = vendor_text(system.vendor_name, system.vendor_cvr)
        numbers, odd = kitos.numbers_of_kle(kitos.effective_kle(system.kle, usage), known)
        fields["tasks"] = list_text(numbers)
        remarks += [f"KLE “{one[:40]}” kender vi ikke" for one in odd]
    fields["description"] = usage.purpose or (system.description if system else "")
    for name, said, words in (
        ("life_cycle", usage.life_cycle, LIFE_CYCLES),
        ("hosting", usage.hosted_at, HOSTINGS),
        ("is_business_critical", usage.is_business_critical, ANSWERS),
        ("is_socially_critical", usage.is_socially_critical, ANSWERS),
        ("uses_ai", usage.contains_ai, ANSWERS),
    ):
        if said is not None:
            fields[name] = str(words[said])
    levels = [level for level in SENSITIVITIES if level in usage.sensitivity]
    fields["personal_data"] = SENSITIVITIES[levels[-1]].value if levels else PersonalData.UNKNOWN.value
    _with_units(fields, usage, units, remarks)
    return SaidOfSystem(
        external_id=usage.uuid,
        name=usage.system.name,
        fields=_fitting(fields),
        needs=tuple((other.uuid, what) for other, what in usage.needs),
        remarks=tuple(remarks),
    )


def _with_units(fields: dict[str, str], usage: kitos.UsageRow, units: Mapping[str, str], remarks: list[str]) -> None:
    """Units that are ours by number or name; a unit that we do not know is told, and the field then not spoken of."""
    told = [one for one in (usage.responsible_unit, *usage.using_units) if one is not None]
    strange = sorted({one.name or one.uuid for one in told if one.uuid not in units})
    remarks += [f"enheden “{one[:60]}” kender vi ikke" for one in strange]
    if usage.responsible_unit is None or usage.responsible_unit.uuid in units:
        fields["owner_unit"] = units[usage.responsible_unit.uuid] if usage.responsible_unit else ""
    if all(one.uuid in units for one in usage.using_units):
        fields["units"] = list_text([units[one.uuid] for one in usage.using_units])


def _from_topdesk(row: topdesk.AssetRow, units: Mapping[str, str]) -> SaidOfSystem:
    fields, remarks = {}, []
    for name, text in row.fields.items():
        value: str | None = text
        if name in WORDS:
            value = by_word(name, text)
        elif name == "owner_unit" and text:
            value = units.get(text.casefold())
        if value is None:
            remarks.append(f"{FIELD_NAMES[name]}: “{text[:40]}” kender vi ikke")
        else:
            fields[name] = value
    return SaidOfSystem(
        external_id=row.id,
        name=row.name[:200],
        kind=SystemKind.INSTALLATION.value,
        fields=_fitting(fields),
        note=", ".join(filter(None, (row.type, row.summary))),
        remarks=tuple(remarks),
    )


def _from_graph(row: microsoft_graph.SkuRow) -> SaidOfSystem:
    told = [
        f"{count} {word}"
        for count, word in ((row.enabled, "købt"), (row.consumed, "i brug"), (row.unused, "ledige"))
        if count is not None
    ]
    return SaidOfSystem(external_id=row.sku_id, name=row.part_number[:200], note=", ".join(told) or "antal mangler")


def _from_wired(row: Mapping[str, Any]) -> SaidOfSystem:
    said = row["fields"]
    fields = {name: said[name] for name in ("description", "is_business_critical", "uses_ai") if name in said}
    if "vendor" in said:
        cvr = said.get("vendor_cvr", "")
        fields["vendor"] = vendor_text(said["vendor"], cvr if re.fullmatch(r"\d{8}", cvr) else "")
    return SaidOfSystem(
        external_id=row["id"], name=row["name"], fields=_fitting(fields), remarks=tuple(row.get("remarks", ()))
    )


def _fitting(fields: Mapping[str, str]) -> dict[str, str]:
    """On one line and no longer than the register holds, but for a description."""
    return {
        name: text.strip() if name == "description" else " ".join(text.split())[: LONGEST.get(name, 10_000)]
        for name, text in fields.items()
    }


def contracts_said(raw: Raw, *, units: Mapping[str, str]) -> list[SaidOfContract]:
    """Raises StrangeAnswer."""
    return [_contract(kitos.contract_of(row), units) for row in raw.get(CONTRACTS_IN, ())]


def _contract(row: kitos.ContractRow, units: Mapping[str, str]) -> SaidOfContract:
    amounts = [one.operation for one in row.payments if one.operation is not None]
    ends_on, remarks = row.ends_on, list(row.remarks)
    if row.starts_on and ends_on and ends_on < row.starts_on:
        remarks.append(f"slutter {ends_on}, før den starter {row.starts_on}")
        ends_on = None
    return SaidOfContract(
        external_id=row.uuid,
        name=row.name[:200],
        number=row.number[:60],
        vendor=vendor_text(row.vendor_name, row.vendor_cvr),
        unit=units.get(row.unit.uuid, "") if row.unit else "",
        starts_on=row.starts_on,
        ends_on=ends_on,
        irrevocable_until=row.irrevocable_until,
        notice_months=row.notice_months,
        price_regulation=row.price_regulation[:100],
        accounting="; ".join(dict.fromkeys(one.accounting for one in row.payments if one.accounting))[:200],
        usages=tuple(dict.fromkeys(one.uuid for one in row.usages)),
        paid_a_year=sum(amounts) if amounts else None,
        remarks=tuple(remarks),
    )


def units_known(rows: Sequence[Any], *, codes: Mapping[str, str]) -> dict[str, str]:
    """KITOS' number of a unit → our code: by its unit number, else by its name where one of ours is called that.

    `codes`: our codes, and our units' names in lower case, → the code."""
    found = {}
    for row in map(kitos.unit_of, rows):
        code = codes.get(row.unit_id) or codes.get(row.name.casefold())
        if code:
            found[row.uuid] = code
    return found


T = TypeVar("T")


def likely(name: str, ours: Sequence[tuple[frozenset[str], T]]) -> list[T]:
    """What in the register may be the same: at least half the words of both names. The nearest first, at most three.
    `ours`: each with the words of its name."""
    own = words_of(name)
    alike = []
    for place, (words, one) in enumerate(ours):
        share = len(own & words) / len(own | words) if own | words else 0.0
        if share >= 0.5:
            alike.append((-share, place, one))
    return [one for _, _, one in sorted(alike, key=lambda one: one[:2])[:3]]


@dataclass(frozen=True)
class Agreement(Generic[T]):
    """A contract in the register as it is told from others; `vendor` as a field's text."""

    words: frozenset[str]
    number: str
    vendor: str
    contract: T


def likely_contracts(row: SaidOfContract, ours: Sequence[Agreement[T]]) -> list[T]:
    """What in the register may be the same: of the same vendor or one that is not told, first those with its number,
    then those with a name like it. At most three."""
    fitting = [one for one in ours if _may_be_one(row.vendor, one.vendor)]
    number = row.number.strip().casefold()
    of_number = [one.contract for one in fitting if number and one.number.strip().casefold() == number]
    of_name = likely(row.name, [(one.words, one.contract) for one in fitting])
    return list(dict.fromkeys([*of_number, *of_name]))[:3]


def _may_be_one(theirs: str, ours: str) -> bool:
    """Of two vendors with a CVR number each it decides; else the name."""
    (name, cvr), (our_name, our_cvr) = vendor_of(theirs), vendor_of(ours)
    if cvr and our_cvr:
        return cvr == our_cvr
    return not name or not our_name or name.casefold() == our_name.casefold()


def words_of(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold()))
