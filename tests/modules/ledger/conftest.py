"""Three units with cost centres, people with one relation each, a lake of the test's own, and files to load into it."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.models import CostCentre
from chefforum.modules.ledger.lake.mapping import Writing
from chefforum.modules.ledger.models import Extract
from chefforum.modules.ledger.rules.words import Table
from chefforum.modules.ledger.services.loading import Choices, load_extract, stage_file
from chefforum.modules.ledger.services.mappings import save_mapping
from tests import factories
from tests.world_of_ledger import COLUMNS

NOW = dt.datetime(2026, 4, 2, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
HEADS = ("Bilag", "Linje", "Dato", "Konto", "Omkostningssted", "Beløb", "Tekst")
POSITION_FIELDS = (
    "position_id",
    "employee_ref",
    "cost_centre",
    "account",
    "occupation",
    "step",
    "hours_share",
    "valid_from",
    "valid_to",
)


@pytest.fixture(autouse=True)
def lake(settings, tmp_path: Path) -> Path:
    """The folder of the lake."""
    storages = copy.deepcopy(settings.STORAGES)
    storages["lake"]["OPTIONS"] = {"location": str(tmp_path / "lake")}
    settings.STORAGES = storages
    return tmp_path / "lake"


@pytest.fixture
def town(db: None) -> SimpleNamespace:
    """Kommunen over Skoler (Nordskolen 4711, Sydskolen 4712) and Park (4800), and `as_("controller")` for its
    people."""
    top = factories.unit("Kommunen")
    schools = factories.unit("Skoler", under=top)
    north, south = factories.unit("Nordskolen", under=schools), factories.unit("Sydskolen", under=schools)
    park = factories.unit("Park", under=top)
    for unit, code in ((north, "4711"), (south, "4712"), (park, "4800")):
        CostCentre.objects.create(unit=unit, code=code, valid_from=factories.LONG_AGO)
    people = {
        name: factories.person(name)
        for name in ("controller", "park_controller", "auditor", "admin", "leader", "chief")
    }
    for name, role, over in (
        ("controller", Role.CONTROLLER, top),
        ("park_controller", Role.CONTROLLER, park),
        ("auditor", Role.AUDITOR, top),
        ("admin", Role.ADMINISTRATOR, top),
    ):
        factories.role(people[name], role, over)
    factories.employment(people["leader"], north, is_leader=True)
    factories.employment(people["chief"], schools, is_leader=True)

    def as_(name: str) -> Actor:
        return actor_for(person=people[name], on=TODAY)

    return SimpleNamespace(
        top=top,
        schools=schools,
        north=north,
        south=south,
        park=park,
        people=people,
        as_=as_,
        controller=as_("controller"),
    )


def csv_text(rows: Sequence[Sequence[object]], heads: Sequence[str] = HEADS) -> str:
    return "".join(";".join(str(cell) for cell in row) + "\n" for row in (heads, *rows))


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """file("postings.csv", rows or text or bytes) -> its path."""

    def write(name: str, content: object, *, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else csv_text(content)  # type: ignore[arg-type]
            path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def mapped(town: SimpleNamespace) -> Callable[..., object]:
    """mapped(...) -> the saved mapping of the economy system's postings."""

    def save(table: Table = Table.POSTINGS, columns: dict[str, str] | None = None, **writing: object):
        return save_mapping(
            actor=town.controller,
            at=NOW,
            source_system="Økonomisystemet",
            table=table,
            columns=COLUMNS if columns is None else columns,
            writing=Writing(**writing),  # type: ignore[arg-type]
        )

    return save


@pytest.fixture
def load(town: SimpleNamespace, mapped: Callable[..., object]) -> Callable[..., Extract]:
    """load(path, keep_good=True) -> the extract."""

    def run(path: Path, *, mapping: object = None, at: dt.datetime = NOW, **choices: object) -> Extract:
        chosen = Choices(**({"keep_good": True} | choices))  # type: ignore[arg-type]
        manifest = stage_file(
            actor=town.controller, at=at, path=path, file_name=path.name, mapping=mapping or mapped(), choices=chosen
        )
        return load_extract(actor=town.controller, at=at, extract_id=manifest.extract_id, choices=chosen)

    return run
