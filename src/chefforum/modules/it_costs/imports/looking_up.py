"""What lines of a file mean in the register: units by code, persons by e-mail, vendors by CVR number or name."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from chefforum.kernel.imports import registry
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.people.models import Person

from ..models import Contract, ContractSystem, ItSystem, SystemTask, SystemUnit, Vendor
from ..rules.field_texts import vendor_text
from ..rules.lines import ReadLines, WrongLine


@dataclass(frozen=True)
class Book:
    """The register's names, looked up once for a whole file. Four queries."""

    units: Mapping[str, UUID]
    names_of_units: Mapping[str, str]
    persons: Mapping[str, Person]
    vendors_by_cvr: Mapping[str, Vendor]
    vendors_by_name: Mapping[str, Vendor]
    new_vendors: dict[str, str] = field(default_factory=dict)  # text by name

    @classmethod
    def now(cls, *, on: dt.date) -> Book:
        vendors = list(Vendor.objects.order_by("-name", "-pk"))
        return cls(
            units=dict(Unit.objects.values_list("code", "pk")),
            names_of_units={unit.code: unit.name for unit in tree_on(on).units},
            persons={one.email.casefold(): one for one in Person.objects.exclude(email="")},
            vendors_by_cvr={one.cvr: one for one in vendors if one.cvr},
            vendors_by_name={one.name.casefold(): one for one in vendors},
        )

    def unit(self, code: str) -> UUID:
        """Raises WrongLine."""
        if code not in self.units or code not in self.names_of_units:
            raise WrongLine(f"Ingen enhed har koden {code[:40]} i dag.")
        return self.units[code]

    def person(self, email: str) -> UUID:
        """Raises WrongLine."""
        if email not in self.persons:
            raise WrongLine(f"Ingen her har e-mailen {email[:60]}.")
        return self.persons[email].pk

    def vendor_text(self, name: str, cvr: str) -> str:
        """The text of the vendor that is meant; one that is not here is made when the file is carried out.

        Raises WrongLine where name and number are of two.
        """
        by_cvr, by_name = self.vendors_by_cvr.get(cvr) if cvr else None, self.vendors_by_name.get(name.casefold())
        if by_cvr is not None:
            return vendor_text(by_cvr.name, by_cvr.cvr)
        if not name:
            raise WrongLine(f"Ingen leverandør her har CVR-nummer {cvr}. Skriv navnet med.")
        if by_name is not None and not (cvr and by_name.cvr):
            return vendor_text(by_name.name, by_name.cvr or cvr)
        if by_name is not None:
            raise WrongLine(f"{by_name.name} har CVR-nummer {by_name.cvr} her, ikke {cvr}.")
        return self.new_vendors.setdefault(name.casefold(), vendor_text(name, cvr))


def known_again(
    said: Mapping[str, Any], by_id: Mapping[UUID, Any], by_name: Mapping[str, list[Any]], what: str
) -> Any | None:
    """The row of the register that a line is; None: a new one. Raises WrongLine."""
    if (number := said.get("id")) is not None:
        if number not in by_id:
            raise WrongLine(f"{what} har nummer {number}. Lad Nr. være tomt i nye.")
        return by_id[number]
    found = by_name.get(said.get("name", "").casefold(), [])
    if len(found) > 1:
        raise WrongLine(f"{len(found)} hedder {said['name'][:60]}. Skriv nummeret fra en fil herfra i Nr.")
    return found[0] if found else None


def by_name(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Those in the register before those out of it."""
    found: dict[str, list[Any]] = defaultdict(list)
    for one in rows:
        found[" ".join(one.name.split()).casefold()].append(one)
    return {name: [one for one in group if one.removed_at is None] or group for name, group in found.items()}


def problems_of(read: ReadLines) -> list[registry.Problem]:
    found = [registry.Problem(text, line, registry.Level.ERROR) for line, text in read.problems]
    found += [
        registry.Problem(f"Kolonnen “{head[:40]}” bruges ikke.", level=registry.Level.NOTE) for head in read.unknown
    ]
    return found


def fingerprint(payload: Any) -> str:
    """The register as it stands: whoever changed it since, changed this. A handful of queries."""
    state: list[Any] = []
    for rows in (
        ItSystem.objects.order_by("pk").values_list("pk", "name", "changed_at", "owner_unit"),
        SystemUnit.objects.order_by("pk").values_list("system", "unit"),
        SystemTask.objects.order_by("pk").values_list("system", "kle_number"),
        Contract.objects.order_by("pk").values_list("pk", "name", "changed_at", "unit"),
        ContractSystem.objects.order_by("pk").values_list("contract", "system", "share"),
        Vendor.objects.order_by("pk").values_list("pk", "name", "cvr"),
    ):
        state.append(list(rows))
    return hashlib.sha256(repr(state).encode()).hexdigest()
