"""KITOS, the municipalities' register of systems (API version 2): asked, or read from saved answers.

`Client` fetches rows as KITOS wrote them, whole collections or none; the functions of `reading` say what a row means,
in the older and the newer generation of fields, enums as words and as numbers. A payment is "kr. a year on the day it
was read": KITOS has no year, no number and no price.
"""

from .client import COLLECTIONS, Client, with_changes
from .protection import processing_of, protection_of
from .reading import contract_of, effective_kle, numbers_of_kle, organisation_of, system_of, unit_of, usage_of
from .values import (
    ContractRow,
    Kle,
    Named,
    OrganisationRow,
    PaymentRow,
    ProcessingRow,
    ProtectionRow,
    SystemRow,
    UnitRow,
    UsageRow,
)

__all__ = [
    "COLLECTIONS",
    "Client",
    "ContractRow",
    "Kle",
    "Named",
    "OrganisationRow",
    "PaymentRow",
    "ProcessingRow",
    "ProtectionRow",
    "SystemRow",
    "UnitRow",
    "UsageRow",
    "contract_of",
    "effective_kle",
    "numbers_of_kle",
    "organisation_of",
    "processing_of",
    "protection_of",
    "system_of",
    "unit_of",
    "usage_of",
    "with_changes",
]
