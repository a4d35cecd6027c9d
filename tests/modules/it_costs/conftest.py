"""A municipality with two departments, and people with one relation each to their technology."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.models import CostCentre, UnitKind
from chefforum.modules.it_costs.models import Vendor
from chefforum.modules.ledger.lake.mapping import Writing
from chefforum.modules.ledger.rules.words import Table
from chefforum.modules.ledger.services.loading import Choices, load_extract, stage_file
from chefforum.modules.ledger.services.mappings import save_mapping
from tests import factories

NOW = dt.datetime(2026, 4, 2, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture
def town(db: None) -> SimpleNamespace:
    """Kommunen over Digitalisering and Skoler (Nordskolen). `as_("coordinator")` is somebody's actor.

    coordinator: IT manager over the whole; it_manager: over Skoler; controller: over the whole; auditor: over Skoler;
    leader: of Nordskolen; chief: of Skoler; colleague: at Nordskolen, without a role.
    """
    top = factories.unit("Kommunen", kind=UnitKind.MUNICIPALITY)
    digital = factories.unit("Digitalisering", under=top, kind=UnitKind.DEPARTMENT)
    schools = factories.unit("Skoler", under=top, kind=UnitKind.DEPARTMENT)
    north = factories.unit("Nordskolen", under=schools, kind=UnitKind.WORKPLACE)
    names = "coordinator it_manager controller auditor leader chief colleague"
    people = {name: factories.person(name) for name in names.split()}
    for name, role, over in (
        ("coordinator", Role.IT_MANAGER, top),
        ("it_manager", Role.IT_MANAGER, schools),
        ("controller", Role.CONTROLLER, top),
        ("auditor", Role.AUDITOR, schools),
    ):
        factories.role(people[name], role, over)
    factories.employment(people["leader"], north, is_leader=True)
    factories.employment(people["chief"], schools, is_leader=True)
    factories.employment(people["colleague"], north)

    def as_(name: str) -> Actor:
        return actor_for(person=people[name], on=TODAY)

    return SimpleNamespace(
        top=top,
        digital=digital,
        schools=schools,
        north=north,
        people=people,
        as_=as_,
        vendor=Vendor.objects.create(name="Nordlys Software", cvr="10203040"),
    )


@pytest.fixture
def lake(settings, tmp_path: Path) -> Path:
    """The folder of a lake of the test's own."""
    storages = copy.deepcopy(settings.STORAGES)
    storages["lake"]["OPTIONS"] = {"location": str(tmp_path / "lake")}
    settings.STORAGES = storages
    return tmp_path / "lake"


@pytest.fixture
def post(town: SimpleNamespace, lake: Path, tmp_path: Path) -> Callable[..., None]:
    """Loads postings: (date, account, cost centre, kroner, text, supplier). Nordskolen is 4711, Digitalisering 4700;
    9999 is nobody's. `has_supplier`: whether the file has the column."""
    for unit, code in ((town.north, "4711"), (town.digital, "4700")):
        CostCentre.objects.create(unit=unit, code=code, valid_from=factories.LONG_AGO)
    counts = itertools.count(1)

    def load(*rows: Sequence[str], has_supplier: bool = True) -> None:
        nth = next(counts)
        heads = {
            "voucher": "Bilag",
            "date": "Dato",
            "account": "Konto",
            "cost_centre": "Sted",
            "amount": "Beløb",
            "text": "Tekst",
        } | ({"supplier": "Leverandør"} if has_supplier else {})
        lines = [";".join(heads.values())]
        lines += [";".join([f"{nth}-{line}", *row[: len(heads) - 1]]) for line, row in enumerate(rows)]
        path = tmp_path / f"{nth}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        actor = Actor.command_line()
        mapping = save_mapping(
            actor=actor,
            at=NOW,
            source_system=f"Økonomi {has_supplier}",
            table=Table.POSTINGS,
            columns=heads,
            writing=Writing(),
        )
        manifest = stage_file(
            actor=actor, at=NOW, path=path, file_name=path.name, mapping=mapping, choices=Choices(keep_good=False)
        )
        load_extract(actor=actor, at=NOW, extract_id=manifest.extract_id, choices=Choices(keep_good=False))

    return load
