"""The invented municipality of the benchmarks: its extracts are made once and kept in bench/work, and loaded anew.

It comes in through the ledger's own loading, from the economy system's CSV in latin-1: the organisation before and
after it is changed, the postings of each year, budgets, positions, absence, and then what leaders enter.
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
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import chefforum.project.books as generator
from chefforum.project.books import FULL, Books, invented_town, make_books, write_books, write_organisation
from chefforum.project.books.files import LATIN1, UTF8

ROOT = Path(__file__).parents[1]
WORK = Path(__file__).parent / "work"


SMALL = replace(FULL, units=30, accounts=100, postings=20_000, positions=300)
SIZES = {"full": FULL, "small": SMALL}


def books(size: str = "full", times: int = 1) -> Books:
    """The books of a municipality of the size, with `times` as many postings."""
    chosen = SIZES[size].times(times)
    return make_books(chosen, invented_town(chosen))


def extracts(size: str = "full", times: int = 1) -> Path:
    """A folder with what the economy and payroll systems would deliver; made once."""

    def make(folder: Path) -> object:
        return write_books(books(size, times), folder, form=LATIN1, side_form=UTF8)

    return _made(f"extracts-{size}-{times}", make)


def loaded(size: str = "full", times: int = 1) -> Path:
    """The data folder that the municipality is loaded in by `load_anew`."""
    return WORK / f"municipality-loaded-{size}-{times}"


def load_anew(size: str = "full", times: int = 1) -> None:
    """Loads it, in a process of its own; what that took is in the folder's loaded.json."""
    folder = loaded(size, times)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "static").mkdir(parents=True)  # where the server would look for files of the pages
    environment = {
        **os.environ,
        "CHEFFORUM_DATA": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/chefforum.sqlite3",
        "DJANGO_SETTINGS_MODULE": "chefforum.project.settings",
    }
    command = [sys.executable, "-m", "bench.invented_ledger", size, str(times)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _made(name: str, make: Callable[[Path], object]) -> Path:
    """The folder, made anew where the generator or its tables have changed."""
    sources = [*Path(generator.__file__).parent.glob("*.py"), *(ROOT / "demo" / "ledger").glob("*.csv"), Path(__file__)]
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


def _load(size: str, times: int) -> None:
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
    made, actor, at = books(size, times), Actor.command_line(), timezone.now()
    folder = extracts(size, times)
    for period in (made.size.first, made.size.reorganised or made.size.first):
        _organisation(made, folder / "organisation.csv", period)
    found: dict[str, dict[str, Any]] = {}
    paths = sorted(path for path in folder.glob("*.csv") if path.stem.split("-")[0] in TABLES)
    # The postings first, so that the peak is theirs.
    paths.sort(key=lambda path: not path.stem.startswith("posteringer"))
    for what, files in groupby(paths, key=lambda path: path.stem.split("-")[0]):
        began = time.perf_counter()
        extracts_ = [_extract(path, what) for path in files]
        found[TABLES[what].value] = {
            "lines": sum(extract.lines_loaded for extract in extracts_),
            "rejected": sum(extract.lines_rejected for extract in extracts_),
            "s": round(time.perf_counter() - began, 2),
            "peak_mb": peak_mb(),
        }
    add_classes(actor=actor, at=at)
    pay_tables = folder / "pay_tables.csv"
    write_pay_tables(pay_tables)
    bring_in("forecast.pay_tables", pay_tables, {"is_complete": True}, at=at)
    pay_tables.unlink()
    _entries(made.closed_through // 100, at)
    close_through(actor=actor, at=at, period=made.closed_through)
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
    _load(sys.argv[1], int(sys.argv[2]))
