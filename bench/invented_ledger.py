"""The full invented municipality, made and loaded once and kept in bench/work.

It comes in through the ledger's own loading, from the economy system's CSV in latin-1: the organisation before and
after it is changed, the postings of each year, budgets, positions, absence. What that took is in its loaded.json.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import chefforum.project.books as generator
from chefforum.project.books import FULL, Books, invented_town, make_books, write_books, write_organisation
from chefforum.project.books.files import LATIN1, UTF8

ROOT = Path(__file__).parents[1]
WORK = Path(__file__).parent / "work"


def books(times: int = 1) -> Books:
    """600 units' books, with `times` as many postings."""
    size = FULL.times(times)
    return make_books(size, invented_town(size))


def extracts(times: int = 1) -> Path:
    """A folder with what the economy and payroll systems would deliver."""
    return _made(f"extracts-{times}", lambda folder: write_books(books(times), folder, form=LATIN1, side_form=UTF8))


def loaded(times: int = 1) -> Path:
    """A data folder in which the municipality is loaded, in a process of its own."""

    def load(folder: Path) -> None:
        environment = {**os.environ, "CHEFFORUM_DATA": str(folder)}
        command = [sys.executable, "-m", "bench.invented_ledger", str(times)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)

    return _made(f"loaded-{times}", load)


def lake(times: int = 1) -> list[str]:
    """The Parquet files of the postings, as the loading wrote them."""
    return sorted(str(path) for path in (loaded(times) / "lake" / "postings").rglob("*.parquet"))


def _made(name: str, make: Callable[[Path], object]) -> Path:
    """The folder, made anew where the generator, its tables or what the lake holds have changed."""
    modules = Path(generator.__file__).parents[2] / "modules" / "ledger"
    sources = [*Path(generator.__file__).parent.glob("*.py"), modules / "lake" / "tables.py"]
    sources += [*(ROOT / "demo" / "ledger").glob("*.csv"), *(modules / "migrations").glob("*.py")]
    stamp = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources))).hexdigest()[:12]
    folder = WORK / f"municipality-{name}-{stamp}"
    if not folder.exists():
        for old in WORK.glob(f"municipality-{name}-*"):
            shutil.rmtree(old)
        unfinished = WORK / f"unfinished-{name}"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        make(unfinished)
        unfinished.rename(folder)
    return folder


def _load(times: int) -> None:
    """Fills the data folder that CHEFFORUM_DATA names."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from bench.measure import peak_mb
    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.ledger.services.closing import close_through
    from chefforum.project.demo.importing import bring_in
    from chefforum.project.demo.ledger import TABLES, add_classes
    from chefforum.project.demo.pay_tables import write_pay_tables

    call_command("migrate", interactive=False, verbosity=0)
    made, actor, at = books(times), Actor.command_line(), timezone.now()
    folder = extracts(times)
    for period in (made.size.first, made.size.reorganised or made.size.first):
        _organisation(made, folder / "organisation.csv", period)
    found: dict[str, dict[str, Any]] = {}
    paths = sorted(path for path in folder.glob("*.csv") if path.stem.split("-")[0] in TABLES)
    for what, files in groupby(paths, key=lambda path: path.stem.split("-")[0]):
        began = time.perf_counter()
        extracts_ = [_extract(path, what) for path in files]
        found[TABLES[what].value] = {
            "lines": sum(extract.lines_loaded for extract in extracts_),
            "rejected": sum(extract.lines_rejected for extract in extracts_),
            "s": round(time.perf_counter() - began, 1),
        }
    add_classes(actor=actor, at=at)
    pay_tables = folder / "pay_tables.csv"
    write_pay_tables(pay_tables)
    bring_in("forecast.pay_tables", pay_tables, {"is_complete": True}, at=at)
    pay_tables.unlink()
    _entries(made.closed_through // 100, at)
    close_through(actor=actor, at=at, period=made.closed_through)
    found["process"] = {"peak_mb": peak_mb()}
    Path(settings.DATA_DIR, "loaded.json").write_text(json.dumps(found))


def _entries(year: int, at: dt.datetime) -> None:
    """Five rows of twelve months at every unit: what leaders have entered."""
    from chefforum.kernel.organisation.models import CostCentre
    from chefforum.modules.forecast.models import Entry, EntryCategory, EntryMonth

    category = EntryCategory.objects.create(code="vikar", name="Vikarer", is_variable_pay=True, accounts=["*"])
    units = CostCentre.objects.order_by("unit_id").values_list("unit_id", flat=True).distinct()
    entries = Entry.objects.bulk_create(
        Entry(unit_id=unit_id, year=year, category=category, text=f"{number}", created_at=at)
        for unit_id in units
        for number in range(5)
    )
    EntryMonth.objects.bulk_create(
        (EntryMonth(entry=entry, month=month, amount_oere=1000_00) for entry in entries for month in range(1, 13)),
        batch_size=5000,
    )


def _organisation(made: Books, path: Path, period: int) -> None:
    from chefforum.project.demo.importing import bring_in

    since = dt.date(period // 100, period % 100, 1)
    write_organisation(made.town, path, period=period, since=since)
    at = dt.datetime(2026, 7, 1, 8, tzinfo=dt.UTC)
    bring_in("organisation.units", path, {"on": since.isoformat(), "is_complete": True}, at=at)
    path.unlink()


def _extract(path: Path, what: str) -> Any:
    from django.utils import timezone

    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.ledger.services.loading import Choices, load_extract, stage_file
    from chefforum.project.demo.ledger import TABLES, mapping_for

    actor, at, choices = Actor.command_line(), timezone.now(), Choices()
    mapping = mapping_for(path, TABLES[what], actor=actor, at=at)
    manifest = stage_file(actor=actor, at=at, path=path, file_name=path.name, mapping=mapping, choices=choices)
    return load_extract(actor=actor, at=at, extract_id=manifest.extract_id, choices=choices)


if __name__ == "__main__":
    _load(int(sys.argv[1]))
