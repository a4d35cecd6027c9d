"""What sources count: payments by contract, incidents by asset and year, licences and their use. Each holds for the day
that it was read, and none is the cost of a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from chefforum.connectors.microsoft_graph import skus_of
from chefforum.kernel.access.rules import Actor
from chefforum.web import danish

from ..access import require_coordinator
from ..models import Contract, ItSystem, SourceLink, SourceSnapshot
from ..rules.field_texts import vendor_text
from ..rules.kinds import Source
from ..rules.source_rows import CONTRACTS_IN, SaidOfContract
from .source_contracts import FIELDS, standing_fields
from .source_readings import newest_snapshots, raw_of, said_in
from .source_values import codes_of_units

CONTRACT_FIELD_NAMES = {
    "name": "navn",
    "number": "kontraktnummer",
    "vendor": "leverandør",
    "unit": "enhed",
    "starts_on": "starter",
    "ends_on": "slutter",
    "irrevocable_until": "uopsigelig til",
    "notice_months": "opsigelsesvarsel i måneder",
    "price_regulation": "prisregulering",
    "accounting": "kontering",
}


@dataclass(frozen=True)
class Payment:
    """What a contract costs a year by KITOS on the day of the reading; None where it tells no amount. `systems`: those
    of ours that it is of, which the amount is not shared among. `differs`: fields where ours is another."""

    external_id: str
    name: str
    contract: Contract | None
    paid_a_year: int | None
    accounting: str
    systems: tuple[str, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True)
class SupportRow:
    """`minutes` of the incidents that tell it; `without_time` tell none."""

    name: str
    system: str
    year: int
    incidents: int
    minutes: Decimal
    without_time: int


@dataclass(frozen=True)
class LicenceRow:
    sku_id: str
    name: str
    system_id: UUID | None
    system: str
    enabled: int | None
    consumed: int | None
    unused: int | None


def payments(*, actor: Actor, on: dt.date) -> tuple[SourceSnapshot | None, list[Payment]]:
    """By contract, and the reading that they are of. Raises AccessDenied, MissingFile, StrangeAnswer."""
    require_coordinator(actor)
    snapshots = newest_snapshots(Source.KITOS.value)
    if CONTRACTS_IN not in snapshots:
        return None, []
    wanted = {name: one.file for name, one in snapshots.items() if name in (CONTRACTS_IN, "organization-units")}
    said = said_in(Source.KITOS.value, raw_of(wanted), codes=codes_of_units(on))[1]
    links = SourceLink.objects.filter(source=Source.KITOS.value).select_related(
        "system", "contract__vendor", "contract__unit"
    )
    systems = {one.external_id: one.system.name for one in links if one.system}
    contracts = {one.external_id: one.contract for one in links if one.contract}
    rows = [
        Payment(
            external_id=row.external_id,
            name=row.name,
            contract=contracts.get(row.external_id),
            paid_a_year=row.paid_a_year,
            accounting=row.accounting,
            systems=tuple(sorted(systems[one] for one in row.usages if one in systems)),
            differs=_differs(contracts.get(row.external_id), row),
        )
        for row in said
    ]
    return snapshots[CONTRACTS_IN], sorted(rows, key=lambda one: (-(one.paid_a_year or -1), one.name.casefold()))


def _differs(contract: Contract | None, row: SaidOfContract) -> tuple[str, ...]:
    if contract is None:
        return ()
    ours = standing_fields(contract)
    theirs: Mapping[str, Any] = {name: getattr(row, name) for name in FIELDS}
    if contract.vendor and contract.vendor.name == row.vendor:  # one that has a number only here
        theirs = {**theirs, "vendor": vendor_text(contract.vendor.name, contract.vendor.cvr)}
    return tuple(
        f"{CONTRACT_FIELD_NAMES[name]}: {_words(ours[name])} her, {_words(theirs[name])} i KITOS"
        for name in FIELDS
        if ours[name] != theirs[name]
    )


def _words(value: Any) -> str:
    if value in (None, ""):
        return "mangler"
    return danish.date(value) if isinstance(value, dt.date) else str(value)


def support(*, actor: Actor) -> tuple[SourceSnapshot | None, list[SupportRow]]:
    """Incidents by asset and year, newest year and most time first. Raises AccessDenied, MissingFile."""
    require_coordinator(actor)
    snapshot, rows = _newest(Source.TOPDESK.value, "incidents")
    names = {number: one.name for number, one in _linked(Source.TOPDESK.value).items()}
    found = [
        SupportRow(
            name=row["object_name"] or ("Uden aktiv" if not row["object_id"] else row["object_id"]),
            system=names.get(row["object_id"], ""),
            year=row["year"],
            incidents=row["incidents"],
            minutes=Decimal(str(row["minutes"])),
            without_time=row["without_time"],
        )
        for row in rows
    ]
    return snapshot, sorted(found, key=lambda one: (-one.year, -one.minutes, one.name.casefold()))


def licences(*, actor: Actor) -> tuple[SourceSnapshot | None, list[LicenceRow], Mapping[str, Any] | None]:
    """Licences of today, and the use of Teams as counts where it was read. Raises AccessDenied, MissingFile."""
    require_coordinator(actor)
    snapshot, rows = _newest(Source.GRAPH.value, "subscribedSkus")
    systems = _linked(Source.GRAPH.value)
    found = []
    for one in skus_of([dict(row) for row in rows]):
        ours = systems.get(one.sku_id)
        system_id, system = (ours.pk, ours.name) if ours else (None, "")
        found.append(LicenceRow(one.sku_id, one.part_number, system_id, system, one.enabled, one.consumed, one.unused))
    teams = _newest(Source.GRAPH.value, "teams")[1]
    return snapshot, sorted(found, key=lambda one: one.name.casefold()), teams[0] if teams else None


def _newest(source: str, collection: str) -> tuple[SourceSnapshot | None, Sequence[Mapping[str, Any]]]:
    snapshot = newest_snapshots(source).get(collection)
    return (snapshot, raw_of({collection: snapshot.file})[collection]) if snapshot else (None, [])


def _linked(source: str) -> dict[str, ItSystem]:
    links = SourceLink.objects.filter(source=source, system__isnull=False).select_related("system")
    return {one.external_id: one.system for one in links if one.system}
