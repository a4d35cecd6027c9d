"""Text files parted by a character: CSV and its relatives, read in blocks, with the exact number of each line.

A line is what ends with a line break. A field in quotes may hold line breaks; its record then has its first line's
number.
A quote that is never closed spoils its own line and no other: records are put together again only where that gives
the right number of fields.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from ..mapping import Encoding, Writing
from .batches import LOOK_AT, Batch, Broken, Findings, UnreadableSource, head_line, unique_heads
from .encoding import find_encoding, is_encoded_twice, settle_encoding, utf8_blocks

BLOCK = 16 << 20
SAMPLE = 256 << 10
HEAD_OF_SAMPLE = 100_000  # letters in which the heads are looked for; a field that is never closed is no longer
DELIMITERS = ";\t|,"
DELIMITER_NAMES = {";": "semikolon", "\t": "tabulator", ",": "komma", "|": "lodret streg"}
MOST_LINES_OF_A_RECORD = 20
LINES_TO_SNIFF = 50
LONGEST_LINE = 1 << 20
QUOTE, NEWLINE, RETURN = 34, 10, 13


class DelimitedSource:
    """A text file; raises UnreadableSource at once where it has no heads or is in another encoding than said."""

    def __init__(self, path: Path, *, writing: Writing, known: Sequence[str] = ()) -> None:
        self.path = path
        self.size = max(path.stat().st_size, 1)
        self.found = find_encoding(path)
        self.encoding, told = settle_encoding(self.found, writing.encoding)
        sample = self._sample()
        self.delimiter = writing.delimiter or _sniffed(sample, known)
        rows = _first_records(sample, self.delimiter, LOOK_AT)
        if not rows:
            raise UnreadableSource("Filen er tom. Vælg en fil med overskrifter og linjer.")
        skipped = head_line(rows, known)
        self.heads = unique_heads(rows[skipped])
        if len(self.heads) < 2:
            raise UnreadableSource(
                "Filens kolonner kan ikke skilles ad. Gem den som CSV med semikolon mellem kolonnerne, og prøv igen."
            )
        self.lines_before = _lines_of(sample, rows[: skipped + 1], self.delimiter)
        if is_encoded_twice(sample):
            told.append("Æ, ø og å står som “Ã¦”, “Ã¸” og “Ã¥”: filen er gemt med forkert tegnsæt, før den kom hertil.")
        mark = " med BOM" if self.found.has_bom and self.encoding == Encoding.UTF_8 else ""
        self.findings = Findings(
            encoding=self.encoding.value + mark,
            delimiter=DELIMITER_NAMES.get(self.delimiter, self.delimiter),
            sentences=told,
        )
        self._told = tuple(told)

    def _sample(self) -> str:
        block, _ = next(utf8_blocks(self.path, self.encoding, SAMPLE), (b"", 0))
        self.is_old_macintosh = b"\n" not in block and b"\r" in block  # lines that end by carriage return alone
        block = block.replace(b"\r", b"\n") if self.is_old_macintosh else block
        return block[: block.rfind(b"\n") + 1 or len(block)].decode("utf-8", errors="replace")

    def batches(self, wanted: Sequence[int]) -> Iterator[tuple[Batch, float]]:
        self.findings.lines_empty, self.findings.sentences = 0, list(self._told)
        rest, line, ends_with_break = b"", 1, True
        for block, at in utf8_blocks(self.path, self.encoding, BLOCK):
            data = rest + (block.replace(b"\r", b"\n") if self.is_old_macintosh else block)
            cut = data.rfind(b"\n") + 1
            if not cut and len(data) > LONGEST_LINE:
                raise UnreadableSource("En linje er over en million tegn lang, så filen er ikke et udtræk.", line)
            batch, used, lines = self._batch(data[:cut], line, wanted, is_last=False)
            rest, line = data[used:], line + lines
            if batch is not None:
                yield batch, at / self.size
        if rest:
            ends_with_break = rest.endswith(b"\n")
            batch, _, _ = self._batch(rest if ends_with_break else rest + b"\n", line, wanted, is_last=True)
            if batch is not None:
                yield batch, 1.0
        if not ends_with_break:
            self.findings.sentences.append(
                "Filen slutter uden linjeskift. Se efter, om den er hel: den sidste linje kan være klippet over."
            )

    def _batch(self, data: bytes, first: int, wanted: Sequence[int], *, is_last: bool) -> tuple[Batch | None, int, int]:
        """The batch, how many bytes of the data are in it, and how many lines those are."""
        if not data:
            return None, 0, 0
        block = _Block(data, first, self.delimiter, len(self.heads))
        records = block.records(is_last=is_last)
        if not records.lines_used:
            return None, 0, 0
        columns, broken, empty = block.read(records, wanted, skip_through=self.lines_before)
        self.findings.lines_empty += empty
        used = int(block.ends[records.lines_used - 1])
        return Batch(columns, broken, block.raw_of), used, records.lines_used


@dataclass(frozen=True)
class _Records:
    """`plain` are the lines (from 0 in the block) that are records themselves; `joined` those of several lines."""

    plain: np.ndarray
    joined: list[tuple[int, list[str]]]
    broken: list[int]
    lines_used: int


class _Block:
    """Whole lines of a file, the first of them being line `first`."""

    def __init__(self, data: bytes, first: int, delimiter: str, width: int) -> None:
        self.data, self.first, self.delimiter, self.width = data, first, delimiter, width
        self.bytes = np.frombuffer(data, dtype=np.uint8)
        self.ends = np.flatnonzero(self.bytes == NEWLINE) + 1
        self.starts = np.concatenate(([0], self.ends[:-1]))
        self.has_quotes = b'"' in data

    def text(self, line: int, through: int | None = None) -> str:
        last = line if through is None else through
        return self.data[int(self.starts[line]) : int(self.ends[last])].decode("utf-8", errors="replace")

    def raw_of(self, lines: Sequence[int]) -> list[str]:
        return [self.text(line - self.first).rstrip("\r\n") for line in lines]

    def records(self, *, is_last: bool) -> _Records:
        count = len(self.ends)
        is_plain = np.ones(count, dtype=bool)
        joined: list[tuple[int, list[str]]] = []
        broken: list[int] = []
        after = 0  # the first line that is not taken yet
        for line in self._special_lines():
            if line < after:
                continue
            is_open = self._quote_counts[line] % 2
            through = self._record_end(line) if is_open else line
            if is_open and through is None and not is_last and count - line <= MOST_LINES_OF_A_RECORD:
                return _Records(np.flatnonzero(is_plain[:line]), joined, broken, int(line))
            is_plain[line] = False
            last = line if through is None else through
            fields = self._fields(line, last)
            if fields is not None:
                is_plain[line : last + 1] = False
                joined.append((int(line), fields))
                after = last + 1
            else:
                broken.append(int(line))
        return _Records(np.flatnonzero(is_plain), joined, broken, count)

    def _special_lines(self) -> np.ndarray:
        """Lines in which a quote is opened and not closed, or the other way round, or with a carriage return inside:
        what reads whole blocks would take them for other lines than they are."""
        counts = np.zeros(len(self.ends), dtype=np.int64)
        if self.has_quotes:
            quotes = np.flatnonzero(self.bytes == QUOTE)
            counts = np.diff(np.searchsorted(quotes, np.concatenate(([0], self.ends))))
        self._quote_counts = counts
        is_special = counts % 2 == 1
        if b"\r" in self.data:
            returns = np.flatnonzero(self.bytes[:-1] == RETURN)
            inside = returns[self.bytes[returns + 1] != NEWLINE]
            is_special[np.searchsorted(self.ends, inside, side="right")] = True
        return np.flatnonzero(is_special)

    def _record_end(self, line: int) -> int | None:
        """The line in which the quote that is open in this one is closed so that the record has its right width."""
        if self._fields(line, line) is not None:
            return line
        for last in range(line + 1, min(line + MOST_LINES_OF_A_RECORD, len(self.ends))):
            if self._quote_counts[last] % 2:
                return last if self._fields(line, last) is not None else None
        return None

    def _fields(self, line: int, last: int) -> list[str] | None:
        """The record's fields, None where they are not as many as the heads or a quote stays open."""
        try:
            rows = list(
                csv.reader(io.StringIO(self.text(line, last), newline=""), delimiter=self.delimiter, strict=True)
            )
        except csv.Error:
            return None
        return rows[0] if len(rows) == 1 and len(rows[0]) == self.width else None

    def read(
        self, records: _Records, wanted: Sequence[int], *, skip_through: int
    ) -> tuple[pa.Table, list[Broken], int]:
        plain = records.plain[records.plain + self.first > skip_through]
        is_empty = self._are_empty(plain)
        plain = plain[~is_empty]
        broken = [
            Broken(line + self.first, self.text(line).rstrip("\r\n"), "Et anførselstegn er ikke lukket.")
            for line in records.broken
            if line + self.first > skip_through
        ]
        table, more = self._plain_table(plain, wanted)
        broken += more
        extra = [(line, fields) for line, fields in records.joined if line + self.first > skip_through]
        if extra:
            table = pa.concat_tables([table, self._table_of(extra, wanted)]).sort_by("line")
        return table, broken, int(is_empty.sum())

    def _are_empty(self, plain: np.ndarray) -> np.ndarray:
        """Lines with nothing on them but what parts fields: spreadsheets leave such below their data."""
        nothing = f"{self.delimiter} \t\r\n"
        short = self.ends[plain] - self.starts[plain] <= 2 * self.width + 2
        found = np.zeros(len(plain), dtype=bool)
        for place in np.flatnonzero(short).tolist():
            found[place] = not self.text(int(plain[place])).strip(nothing)
        return found

    def _plain_table(self, plain: np.ndarray, wanted: Sequence[int]) -> tuple[pa.Table, list[Broken]]:
        data = self._kept(plain)
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            good = np.array([self._is_utf8(int(line)) for line in plain], dtype=bool)
            table, broken = self._plain_table(plain[good], wanted)
            bad = [
                Broken(int(line) + self.first, self._as_windows(int(line)), "Linjen er ikke i filens tegnsæt (UTF-8).")
                for line in plain[~good]
            ]
            return table, broken + bad
        table, invalid = self._parsed(data, wanted)
        # A quote left open takes in the lines after it, or the last line's own break.
        last = table.slice(len(table) - 1).to_pylist() if len(table) else []
        has_break = any("\n" in (value or "") for row in last for value in row.values())
        if len(table) + len(invalid) != len(plain) or has_break:
            return self._one_by_one(plain, wanted)
        is_good = np.ones(len(plain), dtype=bool)
        is_good[[number - 1 for number, _, _ in invalid]] = False
        lines = (plain[is_good] + self.first).astype(np.int32)
        broken = self._told_of((int(plain[number - 1]), text, width) for number, text, width in invalid)
        return table.add_column(0, "line", pa.array(lines)), broken

    def _kept(self, plain: np.ndarray) -> bytes:
        if len(plain) == len(self.ends):
            return self.data
        if len(plain) and plain[-1] - plain[0] + 1 == len(plain):  # the lines below the heads
            return self.data[int(self.starts[plain[0]]) : int(self.ends[plain[-1]])]
        return b"".join(self.data[int(self.starts[line]) : int(self.ends[line])] for line in plain)

    def _parsed(self, data: bytes, wanted: Sequence[int]) -> tuple[pa.Table, list[tuple[int, str, int]]]:
        invalid: list[tuple[int, str, int]] = []

        def note(row: arrow_csv.InvalidRow) -> str:
            invalid.append((row.number, row.text, row.actual_columns))
            return "skip"

        names = [f"c{number}" for number in range(self.width)]
        kept = [f"c{number}" for number in wanted]
        if not data:
            return pa.table({name: pa.array([], pa.string()) for name in kept}), invalid
        table = arrow_csv.read_csv(
            io.BytesIO(data),
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self.delimiter,
                quote_char='"' if self.has_quotes else False,
                newlines_in_values=False,
                ignore_empty_lines=False,
                invalid_row_handler=note,
            ),
            convert_options=arrow_csv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                include_columns=kept,
            ),
        )
        return table, invalid

    def _told_of(self, invalid: Iterator[tuple[int, str, int]]) -> list[Broken]:
        broken = []
        for line, text, width in invalid:
            many = "1 felt" if width == 1 else f"{width} felter"
            broken.append(Broken(line + self.first, text, f"Linjen har {many}; der skal være {self.width}."))
        return broken

    def _one_by_one(self, plain: np.ndarray, wanted: Sequence[int]) -> tuple[pa.Table, list[Broken]]:
        """For a block in which a quote spoils more than its own line: each line read alone."""
        good, invalid = [], []
        for line in plain.tolist():
            fields = self._fields(line, line)
            if fields is not None:
                good.append((line, fields))
            else:
                text = self.text(line).rstrip("\r\n")
                invalid.append((line, text, text.count(self.delimiter) + 1))
        return self._table_of(good, wanted), self._told_of(iter(invalid))

    def _table_of(self, rows: Sequence[tuple[int, list[str]]], wanted: Sequence[int]) -> pa.Table:
        columns = {"line": pa.array([line + self.first for line, _ in rows], pa.int32())}
        for number in wanted:
            columns[f"c{number}"] = pa.array([fields[number] for _, fields in rows], pa.string())
        return pa.table(columns)

    def _is_utf8(self, line: int) -> bool:
        try:
            self.data[int(self.starts[line]) : int(self.ends[line])].decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True

    def _as_windows(self, line: int) -> str:
        data = self.data[int(self.starts[line]) : int(self.ends[line])]
        return data.decode("cp1252", errors="replace").rstrip("\r\n")


def _sniffed(sample: str, known: Sequence[str]) -> str:
    """The character that gives the known heads; else the one that parts most records in the same number of fields,
    where many fields say more than few: each amount has a comma."""
    records = {delimiter: _first_records(sample, delimiter, LINES_TO_SNIFF) for delimiter in DELIMITERS}
    for delimiter, rows in records.items():
        if known and any({cell.strip() for cell in row} >= set(known) for row in rows):
            return delimiter

    def fitness(delimiter: str) -> float:
        widths = [len(row) for row in records[delimiter] if any(cell.strip() for cell in row)]
        return max((widths.count(width) / len(widths) * math.log(width) for width in set(widths)), default=0.0)

    return max(DELIMITERS, key=fitness)


def _first_records(sample: str, delimiter: str, many: int) -> list[list[str]]:
    return list(islice(csv.reader(io.StringIO(sample[:HEAD_OF_SAMPLE], newline=""), delimiter=delimiter), many))


def _lines_of(sample: str, rows: Sequence[Sequence[str]], delimiter: str) -> int:
    """How many lines of the file the first rows take."""
    reader = csv.reader(io.StringIO(sample[:HEAD_OF_SAMPLE], newline=""), delimiter=delimiter)
    for _ in rows:
        next(reader)
    return reader.line_num
