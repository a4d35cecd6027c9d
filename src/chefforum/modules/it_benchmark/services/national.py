"""All deliveries with systems are written to the lake as columns, costs masked, for questions of the whole country."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.lake import storage

from ..access import SEE_COUNTRY
from ..models import Delivery, NationalTable
from ..queries.columns import COLUMNS, size_of

_TYPES = (
    pa.string(),
    pa.int16(),
    pa.string(),
    pa.string(),
    pa.string(),
    pa.string(),
    pa.int64(),
    pa.float64(),
)
SCHEMA = pa.schema(list(zip(COLUMNS, _TYPES, strict=True)))


class NothingToShow(ValueError):
    """Nobody has delivered systems; the text says what to do."""


def write_columns(rows: Iterable[Mapping[str, Any]], path: Any) -> int:
    """The file, each year a part of its own by product: a question of a year reads that part alone. Answers how many
    lines."""
    table = pa.Table.from_pylist(list(rows), schema=SCHEMA).sort_by(
        [("year", "ascending"), ("product", "ascending"), ("code", "ascending")]
    )
    start = 0
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for year in table["year"].value_counts().to_pylist():
            writer.write_table(table.slice(start, year["counts"]), row_group_size=max(year["counts"], 1))
            start += year["counts"]
    return int(table.num_rows)


def lines_of(*, code: str, mask: float, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A municipality's year as lines; what it costs is masked for everybody, as nobody is shown here by name."""
    size = size_of(content["background"].get("citizens"))
    return [
        {
            "code": code,
            "year": content["year"],
            "size": size,
            "product": one["product"],
            "vendor": one["vendor"],
            "kle": f" {' '.join(sorted({number[:2] for number in one['kle']}))} ",
            "users": one["users"],
            "cost": None if one["cost"] is None else one["cost"] * mask,
        }
        for one in content["systems"]
    ]


def merged(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A line for each product of a municipality and year: one that was delivered twice is added up."""
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in rows:
        key = row["code"], row["year"], row["product"], row["vendor"]
        there = found.setdefault(key, {**row, "users": None, "cost": None, "kle": " "})
        for name in ("users", "cost"):
            if row[name] is not None:
                there[name] = (there[name] or 0) + row[name]
        there["kle"] = f" {' '.join(sorted({*there['kle'].split(), *row['kle'].split()}))} "
    return list(found.values())


def _by_year(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    counts: dict[int, Counter[str]] = {}
    for row in rows:
        counts.setdefault(row["year"], Counter())[row["code"]] += 1
    return [{"year": year, "n": len(counts[year]), "systems": median(counts[year].values())} for year in sorted(counts)]


def build_national_table(*, actor: Actor, at: dt.datetime) -> NationalTable:
    """A new table of all that holds now; pages ask it from then on. Raises NothingToShow, AccessDenied."""
    SEE_COUNTRY.require(actor)
    rows: list[dict[str, Any]] = []
    found = Delivery.objects.filter(superseded_at__isnull=True).select_related("municipality")
    for one in found.iterator(chunk_size=50):
        whose = one.municipality
        rows += lines_of(code=whose.code, mask=float(whose.mask), content=one.content)
    rows = merged(rows)
    if not rows:
        raise NothingToShow("Ingen kommune har leveret systemer. De kommer i udvekslingsfilen, når de må deles.")
    name = f"it_benchmark/national-{uuid4().hex}.parquet"
    with storage.working_folder() as place:
        count = write_columns(rows, place / "columns.parquet")
        storage.put(place / "columns.parquet", name)
    with transaction.atomic():
        made = NationalTable.objects.create(
            file=name,
            rows=count,
            municipalities=len({row["code"] for row in rows}),
            years=_by_year(rows),
            kle=sorted({one for text in {row["kle"] for row in rows} for one in text.split()}),
            at=at,
            person_id=actor.person_id,
        )
        record(
            actor=actor,
            at=at,
            action="it_benchmark.build_country",
            object_kind="it_benchmark",
            object_id=made.pk,
            object_name="Hele landet",
            data={"rows": count, "municipalities": made.municipalities},
        )
    return made
