"""The full invented municipality in files, made once and kept in bench/work: the lake's Parquet, and extracts."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import chefforum.project.books as generator
from chefforum.project.books import FULL, Books, invented_town, make_books, write_books, write_lake

WORK = Path(__file__).parent / "work"


def books(times: int = 1) -> Books:
    """600 units' books, with `times` as many postings."""
    size = FULL.times(times)
    return make_books(size, invented_town(size))


def lake(times: int = 1) -> list[str]:
    """The Parquet files of the postings."""
    folder = _made(f"lake-{times}", lambda folder: write_lake(books(times), folder))
    return sorted(str(path) for path in folder.rglob("postings/**/*.parquet"))


def extracts(form: str, times: int = 1) -> Path:
    """A folder with what the economy and payroll systems would deliver."""
    return _made(f"{form}-{times}", lambda folder: write_books(books(times), folder, form=form))


def _made(name: str, make: Callable[[Path], object]) -> Path:
    """The folder, made anew where the generator or its tables have changed."""
    sources = sorted(Path(generator.__file__).parent.glob("*.py"))
    tables = sorted((Path(__file__).parents[1] / "demo" / "ledger").glob("*.csv"))
    stamp = hashlib.sha256(b"".join(path.read_bytes() for path in [*sources, *tables])).hexdigest()[:12]
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
