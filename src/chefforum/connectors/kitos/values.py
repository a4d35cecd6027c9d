"""What KITOS' rows say, as values. None: not said; a word that we do not know is None too, and told in `remarks`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """Something by its number in KITOS and its name; a name may be missing."""

    uuid: str
    name: str


@dataclass(frozen=True)
class Kle:
    """A task of KLE; `number` is "" where KITOS gives its own number alone."""

    uuid: str
    number: str


@dataclass(frozen=True)
class SystemRow:
    """A system of the catalogue, which all municipalities share."""

    uuid: str
    name: str
    former_name: str
    description: str
    business_type: str
    vendor_name: str
    vendor_cvr: str
    kle: tuple[Kle, ...]
    is_deactivated: bool
    parent: Named | None


@dataclass(frozen=True)
class UsageRow:
    """A system as one municipality uses it. Words of enums are KITOS' own ("OnPremise"). Users are a band."""

    uuid: str
    system: Named
    organisation: str
    call_name: str
    purpose: str
    life_cycle: str | None
    hosted_at: str | None
    is_business_critical: str | None
    is_socially_critical: str | None
    contains_ai: str | None
    sensitivity: tuple[str, ...]
    users_low: int | None
    users_high: int | None
    responsible_unit: Named | None
    using_units: tuple[Named, ...]
    added_kle: tuple[Kle, ...]
    removed_kle: tuple[Kle, ...]
    needs: tuple[tuple[Named, str], ...]  # usages that it is tied to, and what is exchanged
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class PaymentRow:
    """Whole kroner a year on the day of the reading; `is_external`: paid to others."""

    is_external: bool
    unit: Named | None
    acquisition: int | None
    operation: int | None
    other: int | None
    accounting: str


@dataclass(frozen=True)
class ContractRow:
    """A contract, of one usage, many or none."""

    uuid: str
    name: str
    number: str
    vendor_name: str
    vendor_cvr: str
    unit: Named | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    irrevocable_until: dt.date | None
    notice_months: int | None
    price_regulation: str
    usages: tuple[Named, ...]
    payments: tuple[PaymentRow, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class UnitRow:
    uuid: str
    name: str
    parent: Named | None
    ean: str
    unit_id: str


@dataclass(frozen=True)
class OrganisationRow:
    uuid: str
    name: str
    cvr: str


@dataclass(frozen=True)
class ProtectionRow:
    """What a system in use says of the protection of data and of who can use it, in KITOS' own words."""

    uuid: str
    agreement_required: str | None  # No, Yes, DecidedByLaw
    risk_assessed: str | None  # No, Yes, DontKnow, Undecided, Irrelevant
    risk_assessed_on: dt.date | None
    risk: str | None  # Low, Medium, High, Undecided
    impact_assessed: str | None
    impact_assessed_on: dt.date | None
    web_accessible: str | None  # No, Yes, Partially
    web_checked_on: dt.date | None
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class ProcessingRow:
    """A registration of who processes data for us: the agreement, transfers, and when we last looked after it."""

    uuid: str
    name: str
    usages: tuple[Named, ...]
    is_concluded: str | None  # No, Yes, Irrelevant, Undecided
    concluded_on: dt.date | None
    transfers: str | None  # to insecure third countries: No, Yes, Undecided
    basis_for_transfer: str
    interval: str | None
    is_overseen: str | None
    overseen_on: dt.date | None  # the last time
    remarks: tuple[str, ...]
