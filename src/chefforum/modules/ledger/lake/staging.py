"""A file becomes an extract's files in the lake: read, checked, sorted, written and counted again.

What is written here is seen by nobody until a row in the database says that the extract is loaded. Memory is bounded
by a
block of the file and DuckDB's limit, whatever the file's size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from chefforum.kernel.lake import storage

from ..rules.control import Control
from .engine import cursor
from .manifest import Manifest, PeriodTotal, write_manifest
from .mapping import Mapping
from .normalising import PARTED, Reading, cpr_columns, settle, statement, wanted_columns
from .reading_sql import CPR
from .sources.batches import Batch, Source, UnreadableSource, one_ahead
from .sources.opening import open_source
from .tables import SHAPES

ROW_GROUP = 60_000  # small enough that one unit's lines are found without reading the others'
CHUNK = 1 << 20
MOST_IN_ALL = 10**17  # øre of a file, whatever their sign: many files together are still whole numbers of 64 bits
HASHES = 1 << 20  # lines at a time
Progress = Callable[[float, str], None]
REJECT_SCHEMA = pa.schema(
    [
        ("line", pa.int32()),
        ("raw", pa.string()),
        ("column", pa.string()),
        ("reason", pa.string()),
        ("amount", pa.int64()),
        ("period", pa.int32()),
    ]
)
DUPLICATE = "Bilaget er der allerede: samme bilag og linje står tidligere i filen."
DUPLICATE_LOADED = "Bilaget er indlæst før, fra en anden fil."


@dataclass(frozen=True)
class Checks:
    """What a file is held up against: `judge_account` says what is wrong with an account (None: nothing; it is asked
    once
    an account), `loaded` are files of the lake whose vouchers must not come again."""

    judge_account: Callable[[str], str | None] = lambda code: None
    loaded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """One file to be staged."""

    path: Path
    file_name: str
    mapping: Mapping
    extract_id: str
    municipality: str
    source_system: str
    staged_at: str
    year: int  # where the lines have no year of their own
    sha256: str
    checks: Checks = Checks()
    loaded_then: str = ""
    control: Control = field(default_factory=Control)


@dataclass
class _Counts:
    read: int = 0
    amount: int = 0
    size: float = 0
    unread: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def stage(task: Task, progress: Progress = lambda share, words: None) -> Manifest:
    """Writes the extract's files and manifest, and gives the manifest. Raises UnreadableSource; then nothing is
    left."""
    known = [head for head in task.mapping.columns.values() if head]
    source = open_source(task.path, writing=task.mapping.writing, known=known)
    wanted = wanted_columns(task.mapping, source.heads)
    with storage.working_folder() as place:
        connection = cursor()
        try:
            return _Staging(task, source, wanted, place, connection, progress).run()
        finally:
            connection.close()


class _Staging:
    def __init__(
        self, task: Task, source: Source, wanted: dict[str, int], place: Path, connection: Any, progress: Progress
    ) -> None:
        self.task, self.source, self.wanted, self.place = task, source, wanted, place
        self.connection, self.progress = connection, progress
        self.shape = SHAPES[task.mapping.table]
        self.counts = _Counts()
        self.good, self.rejects = str(place / "good.parquet"), str(place / "rejects.parquet")
        self.findings: list[str] = []
        self.reading: Reading | None = None

    def run(self) -> Manifest:
        self._read_all()
        self._refuse_later()
        files, totals = self._write()
        self.progress(0.97, "Tæller efter")
        manifest = self._manifest(files, totals)
        if not manifest.ties_out:
            raise RuntimeError(f"extract {self.task.extract_id} does not tie out: {manifest}")
        write_manifest(manifest)
        self.progress(1.0, "Læst")
        return manifest

    def _read_all(self) -> None:
        """Every line to the good ones or to the rejects."""
        good_writer: parquet.ParquetWriter | None = None
        select = ""
        columns = sorted(set(self.wanted.values()))
        with parquet.ParquetWriter(self.rejects, REJECT_SCHEMA, compression="zstd") as rejects:
            try:
                for batch, share in one_ahead(self.source.batches(columns)):
                    if self.reading is None and len(batch.columns):
                        self.reading, told = settle(self.connection, self.task.mapping, self.wanted, batch.columns)
                        self.findings += told
                        select = statement(self.reading)
                    if self.reading is not None:
                        good_writer = self._take(batch, select, good_writer, rejects)
                    self._reject_broken(batch, rejects)
                    self.progress(0.6 * share, "Læser linjer")
            finally:
                if good_writer is not None:
                    good_writer.close()
        if not self.counts.read:
            raise UnreadableSource("Filen har overskrifter, men ingen linjer.")

    def _take(
        self, batch: Batch, select: str, writer: parquet.ParquetWriter | None, rejects: parquet.ParquetWriter
    ) -> parquet.ParquetWriter | None:
        assert self.reading is not None
        if found := cpr_columns(self.connection, self.reading, batch.columns):
            raise UnreadableSource(
                f"Kolonnen {', '.join(found)} ser ud til at holde CPR-numre. Filen er ikke taget ind. Hent udtrækket "
                "med "
                "et medarbejdernummer i stedet."
            )
        self.connection.register("batch", batch.columns)
        read = self.connection.sql(select).to_arrow_table()
        self.connection.unregister("batch")
        self.counts.read += len(read)
        if self.shape.has_amounts:
            self._add(read.column("read_amount"))
        is_good = pc.is_null(read.column("problem"))
        stored = [name for name, _ in self.shape.stored]
        good = read.filter(is_good).select(stored)
        if writer is None:
            writer = parquet.ParquetWriter(self.good, good.schema, compression="lz4")
        writer.write_table(good)
        bad = read.filter(pc.invert(is_good))
        if len(bad):
            self._reject(bad, batch, rejects)
        return writer

    def _add(self, amounts: pa.ChunkedArray) -> None:
        """Raises UnreadableSource for a file whose sums could not be held exactly, in it or beside others."""
        self.counts.size += pc.sum(pc.abs(amounts).cast(pa.float64(), safe=False)).as_py() or 0
        if self.counts.size > MOST_IN_ALL:
            raise UnreadableSource("Beløbene er tilsammen for store til at være en kommunes. Se, om de står i øre.")
        self.counts.amount += pc.sum(amounts).as_py() or 0

    def _reject(self, bad: pa.Table, batch: Batch, rejects: parquet.ParquetWriter) -> None:
        parts = pc.split_pattern(bad.column("problem"), PARTED).combine_chunks()
        columns, reasons = pc.list_element(parts, 0), pc.list_element(parts, 1)
        lines = bad.column("line")
        empty = pa.nulls(len(bad), pa.int64())
        amounts = bad.column("read_amount") if self.shape.has_amounts else empty
        periods = bad.column("period") if "period" in bad.column_names else empty.cast(pa.int32())
        raw = pa.array(batch.raw_of(lines.to_pylist()), pa.string())
        if self.shape.has_amounts:
            self.counts.unread += amounts.null_count
        self._write_rejects(rejects, [lines, raw, columns, reasons, amounts, periods])

    def _reject_broken(self, batch: Batch, rejects: parquet.ParquetWriter) -> None:
        if not batch.broken:
            return
        many = len(batch.broken)
        self.counts.read += many
        self.counts.unread += many if self.shape.has_amounts else 0
        self._write_rejects(
            rejects,
            [
                pa.array([one.line for one in batch.broken], pa.int32()),
                pa.array([one.raw for one in batch.broken], pa.string()),
                pa.array([""] * many),
                pa.array([one.reason for one in batch.broken]),
                pa.nulls(many, pa.int64()),
                pa.nulls(many, pa.int32()),
            ],
        )

    def _write_rejects(self, rejects: parquet.ParquetWriter, columns: Sequence[Any]) -> None:
        raw = pc.replace_substring_regex(columns[1], CPR, "******-****")
        table = pa.Table.from_arrays([columns[0], raw, *columns[2:]], schema=REJECT_SCHEMA)
        rejects.write_table(table)
        for row in table.column("reason").value_counts().to_pylist():
            self.counts.reasons[row["values"]] = self.counts.reasons.get(row["values"], 0) + row["counts"]

    def _refuse_later(self) -> None:
        """Lines that only the whole file, or what is loaded already, shows to be wrong."""
        refused: dict[int, tuple[str, str]] = {}
        if self.reading is not None:
            self.progress(0.62, "Ser efter ukendte konti")
            refused |= self._unknown_accounts()
            if self.shape.table == "postings" and "voucher" in self.reading.columns:
                self.progress(0.66, "Ser efter dubletter")
                duplicates = self._duplicates()
                refused |= {line: why for line, why in duplicates.items() if line not in refused}
        self.connection.execute("CREATE OR REPLACE TEMP TABLE refused (line INTEGER)")
        if not refused:
            return
        lines = np.array(sorted(refused), dtype=np.int32)
        numbers = pa.table({"line": lines})  # noqa: F841  (DuckDB reads it by its name)
        self.connection.execute("INSERT INTO refused SELECT line FROM numbers")
        self._write_refused(lines, refused)

    def _write_refused(self, lines: np.ndarray, refused: dict[int, tuple[str, str]]) -> None:
        """Reads the file once more, for what stands on the lines that were good by themselves."""
        amount = "amount" if self.shape.has_amounts else "NULL::BIGINT"
        period = "period" if "period" in [name for name, _ in self.shape.stored] else "NULL::INTEGER"
        rows = self.connection.sql(
            f"SELECT line, {amount}, {period} FROM read_parquet(?) SEMI JOIN refused USING (line)", params=[self.good]
        ).to_arrow_table()
        known = dict(
            zip(
                rows.column(0).to_pylist(), zip(*(rows.column(n).to_pylist() for n in (1, 2)), strict=True), strict=True
            )
        )
        findings = list(self.source.findings.sentences)
        more = str(self.place / "more.parquet")
        with parquet.ParquetWriter(more, REJECT_SCHEMA, compression="zstd") as writer:
            for batch, _ in self.source.batches([self.wanted["account"]]):
                here = np.intersect1d(batch.columns.column("line").to_numpy(), lines).tolist()
                if not here:
                    continue
                self._write_rejects(
                    writer,
                    [
                        pa.array(here, pa.int32()),
                        pa.array(batch.raw_of(here), pa.string()),
                        pa.array([refused[line][0] for line in here]),
                        pa.array([refused[line][1] for line in here]),
                        pa.array([known[line][0] for line in here], pa.int64()),
                        pa.array([known[line][1] for line in here], pa.int32()),
                    ],
                )
        self.source.findings.sentences = findings
        both = str(self.place / "all-rejects.parquet")
        self.connection.execute(
            f"COPY (SELECT * FROM read_parquet([{_quoted(self.rejects)}, {_quoted(more)}]) ORDER BY line) "
            f"TO {_quoted(both)} (FORMAT parquet, COMPRESSION zstd)"
        )
        self.rejects = both

    def _unknown_accounts(self) -> dict[int, tuple[str, str]]:
        if "account" not in self.wanted:
            return {}
        codes = self.connection.execute("SELECT DISTINCT account FROM read_parquet(?)", [self.good]).fetchall()
        judged = [(code, self.task.checks.judge_account(code)) for (code,) in codes]
        bad = {code: reason for code, reason in judged if reason}
        if not bad:
            return {}
        rows = self.connection.execute(
            "SELECT line, account FROM read_parquet(?) WHERE list_contains(?, account)", [self.good, list(bad)]
        ).fetchall()
        return {line: ("Konto", bad[account]) for line, account in rows}

    def _duplicates(self) -> dict[int, tuple[str, str]]:
        """Lines whose voucher came before: in the file by voucher and line on it, in loaded files by the whole line.

        A voucher without numbered lines may well have two that are alike; within a file those stand.
        """
        assert self.reading is not None
        found: dict[int, tuple[str, str]] = {}
        is_numbered = "voucher_line" in self.reading.columns
        if is_numbered:
            for line in self._repeated("voucher, voucher_line"):
                found[line] = ("Bilag", DUPLICATE)
        if self.task.checks.loaded:
            keys = (
                "voucher, voucher_line, period"
                if is_numbered
                else "voucher, period, date, account, cost_centre, amount"
            )
            for line in self._loaded_before(keys):
                found.setdefault(line, ("Bilag", DUPLICATE_LOADED))
        return found

    def _repeated(self, keys: str) -> list[int]:
        hashes = self._sorted_hashes(keys)
        twice = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
        if not len(twice):
            return []
        candidates = pa.table({"h": twice})  # noqa: F841
        rows = self.connection.execute(
            f"SELECT line FROM (SELECT line, row_number() OVER (PARTITION BY {keys} ORDER BY line) AS nth "
            "FROM read_parquet(?) WHERE voucher IS NOT NULL "
            f"AND hash({keys}) IN (SELECT h FROM candidates)) WHERE nth > 1",
            [self.good],
        ).fetchall()
        return [line for (line,) in rows]

    def _loaded_before(self, keys: str) -> list[int]:
        first, last = self.connection.execute(
            "SELECT min(period), max(period) FROM read_parquet(?)", [self.good]
        ).fetchall()[0]
        paths = [storage.local_path(name) for name in self.task.checks.loaded]
        hashes, shared = self._sorted_hashes(keys), []
        for there in self._hashes(paths, keys, f"AND period BETWEEN {first} AND {last}") if len(hashes) else ():
            there.sort()
            places = np.minimum(np.searchsorted(hashes, there), len(hashes) - 1)
            shared.append(there[hashes[places] == there])
        both = np.unique(np.concatenate(shared)) if shared else hashes[:0]
        if not len(both):
            return []
        candidates = pa.table({"h": both})  # noqa: F841
        same = " AND ".join(f"a.{key} IS NOT DISTINCT FROM b.{key}" for key in keys.split(", "))
        rows = self.connection.execute(
            "SELECT DISTINCT a.line FROM "
            f"(SELECT * FROM read_parquet(?) WHERE hash({keys}) IN (SELECT h FROM candidates)) a "
            f"JOIN (SELECT * FROM read_parquet(?) WHERE hash({keys}) IN (SELECT h FROM candidates)) b ON {same}",
            [self.good, paths],
        ).fetchall()
        return [line for (line,) in rows]

    def _sorted_hashes(self, keys: str) -> np.ndarray:
        """Of the good lines: eight bytes each are held, and no more."""
        hashes, filled = np.empty(self.counts.read, dtype=np.uint64), 0
        for some in self._hashes([self.good], keys):
            hashes[filled : filled + len(some)] = some
            filled += len(some)
        hashes = hashes[:filled]
        hashes.sort()
        return hashes

    def _hashes(self, paths: list[str], keys: str, more: str = "") -> Iterator[np.ndarray]:
        """Some at a time, in no order."""
        read = self.connection.sql(
            f"SELECT hash({keys}) AS h FROM read_parquet(?) WHERE voucher IS NOT NULL {more}", params=[paths]
        )
        for batch in read.to_arrow_reader(HASHES):
            yield np.array(batch.column("h").to_numpy(), dtype=np.uint64)

    def _write(self) -> tuple[tuple[str, ...], Map[str, Any]]:
        """The finished files under their names in the lake, and what was counted in them afterwards."""
        names, local = [], []
        if self.reading is not None:
            has_year = "period" in [name for name, _ in self.shape.stored]
            of_year = "coalesce(period // 100, year)" if self.shape.table == "budgets" else "period // 100"
            years = self._years(of_year) if has_year else [(self.task.year, "TRUE")]
            for number, (year, condition) in enumerate(years):
                self.progress(0.7 + 0.25 * number / max(len(years), 1), f"Skriver {year}")
                path = self.place / f"{number}.parquet"
                self._write_year(path, condition)
                local.append(path)
                names.append(
                    f"{self.shape.table}/municipality={self.task.municipality}/year={year}/{self.task.extract_id}-{number}.parquet"
                )
        totals = self._counted([str(path) for path in local])
        if self.shape.table == "positions" and local:
            self._tell_vacant(str(local[0]))
        for path, name in zip(local, names, strict=True):
            storage.put(path, name)
        storage.put(Path(self.rejects), self._rejects_name())
        return tuple(names), totals

    def _tell_vacant(self, path: str) -> None:
        """How many positions nobody has, and how many of those are budgeted."""
        ((vacant, budgeted),) = self.connection.execute(
            "SELECT count(DISTINCT position_id), count(DISTINCT position_id) FILTER (is_budgeted) "
            "FROM read_parquet(?) WHERE employee_ref IS NULL",
            [path],
        ).fetchall()
        if vacant:
            self.findings.append(
                f"Uden medarbejdernummer, altså ledige: {vacant} stillinger. Af dem er {budgeted} budgetteret og "
                "regnes med; de andre koster 0 kr., til de bliver besat."
            )

    def _rejects_name(self) -> str:
        return f"rejects/municipality={self.task.municipality}/{self.task.extract_id}.parquet"

    def _years(self, of_year: str) -> list[tuple[int, str]]:
        rows = self.connection.execute(
            f"SELECT DISTINCT {of_year} AS y FROM read_parquet(?) ANTI JOIN refused USING (line) ORDER BY y",
            [self.good],
        ).fetchall()
        return [(year, f"{of_year} = {year}") for (year,) in rows]

    def _write_year(self, path: Path, condition: str) -> None:
        order = ", ".join(self.shape.sorted_by)
        self.connection.execute(
            f"COPY (SELECT * FROM read_parquet({_quoted(self.good)}) ANTI JOIN refused USING (line) WHERE {condition} "
            f"ORDER BY {order}) TO {_quoted(str(path))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )

    def _counted(self, paths: list[str]) -> Map[str, Any]:
        """Counts and sums of the finished files, and of the rejects, each read anew."""
        amount = "sum(amount)" if self.shape.has_amounts else "NULL"
        has_period = "period" in [name for name, _ in self.shape.stored]
        period = "period" if has_period else "NULL"
        loaded = f"SELECT {period} AS period, count(*) AS lines, {amount} AS amount FROM read_parquet(?) GROUP BY 1"
        rejected = "SELECT period, count(*), sum(amount) FROM read_parquet(?) GROUP BY 1"
        return {
            "loaded": self.connection.execute(loaded, [paths]).fetchall() if paths else [],
            "rejected": self.connection.execute(rejected, [self.rejects]).fetchall(),
        }

    def _manifest(self, files: tuple[str, ...], totals: Map[str, Any]) -> Manifest:
        task, has_amounts = self.task, self.shape.has_amounts
        loaded = {period: (lines, int(amount or 0)) for period, lines, amount in totals["loaded"]}
        rejected = {period: (lines, int(amount or 0)) for period, lines, amount in totals["rejected"]}
        periods = sorted(set(loaded) | set(rejected), key=lambda period: (period is None, period))
        months = [period for period in loaded if period is not None]
        known = self.reading

        def sums(side: dict[int | None, tuple[int, int]]) -> int:
            return sum(amount for _, amount in side.values())

        return Manifest(
            extract_id=task.extract_id,
            table=task.mapping.table.value,
            municipality=task.municipality,
            source_system=task.source_system,
            file_name=task.file_name,
            sha256=task.sha256,
            staged_at=task.staged_at,
            mapping={
                "id": task.mapping.id,
                "version": task.mapping.version,
                "columns": task.mapping.columns,
                "writing": task.mapping.writing.to_json(),
            },
            encoding=self.source.findings.encoding,
            delimiter=self.source.findings.delimiter,
            number_format=known.number_format.value if known else "",
            date_format=known.date_format.value if known else "",
            lines_read=self.counts.read,
            lines_loaded=sum(lines for lines, _ in loaded.values()),
            lines_rejected=sum(lines for lines, _ in rejected.values()),
            lines_empty=self.source.findings.lines_empty,
            amount_read=self.counts.amount if has_amounts else None,
            amount_loaded=sums(loaded) if has_amounts else None,
            amount_rejected=sums(rejected) if has_amounts else None,
            unread_amounts=self.counts.unread,
            first_period=min(months, default=None),
            last_period=max(months, default=None),
            files=files,
            rejects_file=self._rejects_name(),
            reasons=self.counts.reasons,
            findings=tuple(self.source.findings.sentences) + tuple(self.findings),
            loaded_then=task.loaded_then,
            control_lines=task.control.lines,
            control_amount=task.control.amount,
            periods=tuple(
                PeriodTotal(
                    period=period,
                    lines_loaded=loaded.get(period, (0, 0))[0],
                    lines_rejected=rejected.get(period, (0, 0))[0],
                    amount_loaded=loaded.get(period, (0, 0))[1],
                    amount_rejected=rejected.get(period, (0, 0))[1],
                )
                for period in periods
            ),
        )


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "''") + "'"
