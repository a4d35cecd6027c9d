"""Contracts as sources say them."""

from __future__ import annotations

from typing import Any

from ..models import Contract
from ..rules.field_texts import vendor_text

FIELDS = (
    "name",
    "number",
    "vendor",
    "unit",
    "starts_on",
    "ends_on",
    "irrevocable_until",
    "notice_months",
    "price_regulation",
    "accounting",
)


def standing_fields(contract: Contract) -> dict[str, Any]:
    """What stands, in the words of a source; vendor and unit are read before."""
    found = {name: getattr(contract, name) for name in FIELDS}
    vendor, unit = contract.vendor, contract.unit
    return found | {"vendor": vendor_text(vendor.name, vendor.cvr) if vendor else "", "unit": unit.code if unit else ""}
