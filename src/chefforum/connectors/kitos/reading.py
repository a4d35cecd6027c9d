"""What a row of KITOS says. Fields moved between June 2025 and July 2026 and are looked for in both places; enums come
as words or as numbers. A field that the description requires and that is away is refused: KITOS has changed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ..asking import ASK, StrangeAnswer
from .values import ContractRow, Kle, Named, OrganisationRow, PaymentRow, SystemRow, UnitRow, UsageRow

Row = Mapping[str, Any]
YES_NO = ("No", "Yes", "DontKnow", "Undecided")
YES_NO_UNDECIDED = ("No", "Yes", "Undecided")
LIFE_CYCLE = ("Undecided", "NotInUse", "PhasingIn", "Operational", "PhasingOut", "Pilot")
HOSTED_AT = ("Undecided", "OnPremise", "External", "Hybrid")
SENSITIVITY = ("None", "PersonData", "SensitiveData", "LegalData")
# Where a field stands: the newer place first.
PLACES: dict[str, tuple[str, ...]] = {
    "is_business_critical": ("general.isBusinessCritical", "gdpr.businessCritical"),
    "hosted_at": ("general.hostedAt", "gdpr.hostedAt"),
    "purpose": ("general.purpose", "gdpr.processingPurpose", "gdpr.purpose"),
}
KLE_NUMBER = re.compile(r"\d\d(\.\d\d){0,2}")
MOST_USERS = 2_147_483_647


class Reader:
    """A row, told by its kind and name where something in it is wrong; what is odd but harmless is remembered."""

    def __init__(self, row: Any, kind: str) -> None:
        if not isinstance(row, Mapping):
            raise StrangeAnswer(f"KITOS sendte noget, der ikke er {kind}. Intet er ændret. {ASK}")
        self.row, self.kind, self.remarks = row, kind, list[str]()
        self.name = str(row.get("uuid") or "uden nummer")

    def odd(self, what: str) -> StrangeAnswer:
        return StrangeAnswer(f"{self.kind} {self.name} fra KITOS: {what}. Intet er ændret. {ASK}")

    def at(self, path: str) -> Any:
        """What stands there; None where nothing does, or the way to it is away."""
        place: Any = self.row
        for step in path.split("."):
            if not isinstance(place, Mapping):
                return None
            place = place.get(step)
        return place

    def has(self, path: str) -> bool:
        above, _, last = path.rpartition(".")
        place = self.at(above) if above else self.row
        return isinstance(place, Mapping) and last in place

    def first(self, field: str) -> Any:
        """What stands in the newest place that has the field at all."""
        path = next((one for one in PLACES[field] if self.has(one) and self.at(one) is not None), PLACES[field][0])
        return self.at(path)

    def required(self, *paths: str, of: type = object) -> None:
        for path in paths:
            if not isinstance(self.at(path), of) or self.at(path) is None:
                raise self.odd(f"feltet “{path}” mangler eller er af en anden slags end før")

    def text(self, path: str) -> str:
        return self.as_text(self.at(path), path)

    def as_text(self, value: Any, path: str) -> str:
        if value is None:
            return ""
        if isinstance(value, bool | list | Mapping):
            raise self.odd(f"feltet “{path}” er ikke tekst")
        return str(value).replace("\x00", "").strip()

    def word(self, value: Any, words: tuple[str, ...], path: str) -> str | None:
        """One of the words, by itself or by its number; None where it is empty, and where we do not know it."""
        if value is None or value == "":
            return None
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(words):
            return words[value]
        found = next((word for word in words if word.casefold() == str(value).casefold()), None)
        if found is None:
            self.remarks.append(f"{path}: “{str(value)[:40]}” kender vi ikke")
        return found

    def named(self, path: str) -> Named | None:
        return self.as_named(self.at(path), path)

    def as_named(self, value: Any, path: str) -> Named | None:
        if value is None or value == {}:
            return None
        if not isinstance(value, Mapping) or not isinstance(value.get("uuid"), str):
            raise self.odd(f"feltet “{path}” peger ikke på noget med et nummer")
        return Named(value["uuid"], self.as_text(value.get("name"), path))

    def rows(self, path: str) -> list[Any]:
        value = self.at(path)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.odd(f"feltet “{path}” er ikke en liste")
        return value

    def many(self, path: str) -> tuple[Named, ...]:
        return tuple(filter(None, (self.as_named(one, path) for one in self.rows(path))))

    def kle(self, path: str) -> tuple[Kle, ...]:
        return tuple(Kle(one.uuid, one.name) for one in self.many(path))

    def day(self, path: str) -> dt.date | None:
        """KITOS writes days as midnight in UTC."""
        said = self.text(path)
        if not said:
            return None
        try:
            return dt.date.fromisoformat(said[:10])
        except ValueError:
            self.remarks.append(f"{path}: “{said[:40]}” er ikke en dato")
            return None

    def whole(self, value: Any, path: str) -> int | None:
        if value is None:
            return None
        if isinstance(value, Decimal) and value == value.to_integral_value():
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.odd(f"feltet “{path}” er ikke et helt tal")
        return value


def usage_of(row: Any) -> UsageRow:
    """Raises StrangeAnswer."""
    read = Reader(row, "It-systemet i anvendelse")
    read.required("uuid", "systemContext.uuid", of=str)
    read.required("general", "organizationUsage", "localKLEDeviations", "gdpr", of=Mapping)
    system = read.named("systemContext")
    assert system is not None
    low, high = _band(read)
    return UsageRow(
        uuid=row["uuid"],
        system=system,
        organisation=read.text("organizationContext.uuid"),
        call_name=read.text("general.localCallName"),
        purpose=read.as_text(read.first("purpose"), "general.purpose"),
        life_cycle=read.word(read.at("general.validity.lifeCycleStatus"), LIFE_CYCLE, "lifeCycleStatus"),
        hosted_at=read.word(read.first("hosted_at"), HOSTED_AT, "hostedAt"),
        is_business_critical=read.word(read.first("is_business_critical"), YES_NO, "isBusinessCritical"),
        is_socially_critical=read.word(read.at("general.isSociallyCritical"), YES_NO, "isSociallyCritical"),
        contains_ai=read.word(read.at("general.containsAITechnology"), YES_NO_UNDECIDED, "containsAITechnology"),
        sensitivity=tuple(
            filter(
                None,
                (
                    read.word(one, SENSITIVITY, "dataSensitivityLevels")
                    for one in read.rows("gdpr.dataSensitivityLevels")
                ),
            )
        ),
        users_low=low,
        users_high=high,
        responsible_unit=read.named("organizationUsage.responsibleOrganizationUnit"),
        using_units=read.many("organizationUsage.usingOrganizationUnits"),
        added_kle=read.kle("localKLEDeviations.addedKLE"),
        removed_kle=read.kle("localKLEDeviations.removedKLE"),
        needs=_needs(read),
        remarks=tuple(read.remarks),
    )


def _band(read: Reader) -> tuple[int | None, int | None]:
    """Users are told as a band; one without end has no upper bound."""
    path = "general.numberOfExpectedUsers"
    low, high = (read.whole(read.at(f"{path}.{end}"), path) for end in ("lowerBound", "upperBound"))
    if high is not None and (high <= 0 or high >= MOST_USERS):
        high = 0 if high == 0 and not low else None
    if low is not None and (low < 0 or (high is not None and high < low)):
        read.remarks.append(f"{path}: {low} til {high} er ikke et spænd")
        return None, None
    return low, high


def _needs(read: Reader) -> tuple[tuple[Named, str], ...]:
    found = []
    for one in read.rows("outgoingSystemRelations"):
        inner = Reader(one, "Relationen i")
        inner.name = read.name
        other = inner.named("toSystemUsage")
        if other is not None:
            what = inner.text("description") or inner.text("relationInterface.name")
            found.append((other, what))
    return tuple(found)


def system_of(row: Any) -> SystemRow:
    """Raises StrangeAnswer."""
    read = Reader(row, "It-systemet")
    read.required("uuid", "name", of=str)
    read.required("kle", of=list)
    return SystemRow(
        uuid=row["uuid"],
        name=read.text("name"),
        former_name=read.text("formerName"),
        description=read.text("description"),
        business_type=read.text("businessType.name"),
        vendor_name=read.text("rightsHolder.name"),
        vendor_cvr=_cvr(read.text("rightsHolder.cvr")),
        kle=read.kle("kle"),
        is_deactivated=row.get("deactivated") is True,
        parent=read.named("parentSystem"),
    )


def contract_of(row: Any) -> ContractRow:
    """Raises StrangeAnswer."""
    read = Reader(row, "Kontrakten")
    read.required("uuid", of=str)
    read.required("general", "supplier", "agreementPeriod", "termination", "payments", of=Mapping)
    read.required("systemUsages", "payments.external", "payments.internal", of=list)
    notice = read.text("termination.terms.noticePeriodMonths.name")
    if notice and not notice.isdecimal():
        read.remarks.append(f"noticePeriodMonths: “{notice[:40]}” er ikke et antal måneder")
    terminated = read.day("termination.terminatedAt")
    return ContractRow(
        uuid=row["uuid"],
        name=read.text("name") or "Kontrakt uden navn",
        number=read.text("general.contractId"),
        vendor_name=read.text("supplier.organization.name"),
        vendor_cvr=_cvr(read.text("supplier.organization.cvr")),
        unit=read.named("responsible.organizationUnit"),
        starts_on=read.day("general.validity.validFrom"),
        ends_on=read.day("general.validity.validTo") or terminated,
        irrevocable_until=read.day("agreementPeriod.irrevocableUntil"),
        notice_months=int(notice) if notice.isdecimal() and int(notice) < 1000 else None,
        price_regulation=read.text("paymentModel.priceRegulation.name"),
        usages=read.many("systemUsages"),
        payments=tuple(
            _payment(read, one, is_external=kind == "external")
            for kind in ("external", "internal")
            for one in read.rows(f"payments.{kind}")
        ),
        remarks=tuple(read.remarks),
    )


def _payment(contract: Reader, row: Any, *, is_external: bool) -> PaymentRow:
    read = Reader(row, "Betalingen i kontrakten")
    read.name = contract.name
    kinds = {kind: read.whole(read.at(kind), kind) for kind in ("acquisition", "operation", "other")}
    return PaymentRow(
        is_external=is_external, unit=read.named("organizationUnit"), accounting=read.text("accountingEntry"), **kinds
    )


def unit_of(row: Any) -> UnitRow:
    """Raises StrangeAnswer."""
    read = Reader(row, "Organisationsenheden")
    read.required("uuid", "name", of=str)
    return UnitRow(
        row["uuid"], read.text("name"), read.named("parentOrganizationUnit"), read.text("ean"), read.text("unitId")
    )


def organisation_of(row: Any) -> OrganisationRow:
    """Raises StrangeAnswer."""
    read = Reader(row, "Organisationen")
    read.required("uuid", "name", of=str)
    return OrganisationRow(row["uuid"], read.text("name"), _cvr(read.text("cvr")))


def effective_kle(system: Iterable[Kle], usage: UsageRow) -> tuple[Kle, ...]:
    """(the catalogue's and those added here) without those removed here, in order of the numbers."""
    found = {one.uuid: one for one in (*usage.added_kle, *system)}
    for one in usage.removed_kle:
        found.pop(one.uuid, None)
    return tuple(sorted(found.values(), key=lambda one: (one.number, one.uuid)))


def numbers_of_kle(tasks: Iterable[Kle], known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The numbers in KLE, and what is none. `known`: KITOS' own number of a task → its number in KLE."""
    said = [one.number if KLE_NUMBER.fullmatch(one.number) else known.get(one.uuid, one.number) for one in tasks]
    numbers = sorted({one for one in said if KLE_NUMBER.fullmatch(one)})
    return numbers, sorted({one or "uden nummer" for one in said if not KLE_NUMBER.fullmatch(one)})


def _cvr(said: str) -> str:
    """Eight digits, or nothing: KITOS holds odd numbers too."""
    digits = said.replace(" ", "")
    return digits if re.fullmatch(r"[0-9]{8}", digits) else ""
