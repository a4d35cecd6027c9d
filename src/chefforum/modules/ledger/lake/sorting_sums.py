"""Sums of postings by the first pattern that fits, from a single reading of the files.

Words come from Parquet as codes, so a pattern is asked of each word once (DuckDB says whether it fits, as it does for
lines), and of a posting only whether its words have a rule in common: rules are bits, sixty-four in a whole number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from .engine import cursor
from .sorting import COLUMNS, NONE, Patterns, fits_sql

BITS = 64
BATCH = 1 << 18  # postings at a time: what one thread holds, and few enough for sums of halves to be exact in floats
FEW = 4096  # words that are remembered from one batch to the next
DENSE = 1 << 20  # groups that are counted in a table of all of them
Codes = npt.NDArray[np.int64]


def sums_by_rule(
    files: list[str],
    *,
    first: int,
    last: int,
    lists: Sequence[Sequence[Patterns]],
    by: Sequence[str],
    by_month: Collection[str] = (),
    is_caught: bool = False,
) -> pa.Table:
    """`rule0`, `rule1` … (one for each list of patterns), `part`, what else it is asked `by`, `amount` in øre and `n`.

    `part`: the year, but the month for cost centres that are told `by_month`. Postings from `first` to `last` month;
    `is_caught`: only those that a rule of some list fits, which are few beside those that none does.
    """
    every = [one for rules in lists for one in rules]
    asked = [name for name in COLUMNS if any(fits_sql(name, getattr(one, name)) for one in every)]
    columns = list(dict.fromkeys([*asked, *by, *(["cost_centre"] if by_month else [])]))
    words = {name: _Bits([getattr(one, name) for one in every]) for name in asked}

    def sums(task: _Task) -> list[pa.Table]:
        found = []
        for batch in _batches(*task, columns=columns, first=first, last=last):
            rules = _rules(batch, words, [len(rules) for rules in lists])
            part = _parts(batch, by_month)
            if is_caught:
                caught = np.flatnonzero(np.logical_or.reduce([rule != NONE for rule in rules]))
                batch, rules, part = batch.of(caught), [rule[caught] for rule in rules], part[caught]
            if part.size:
                found.append(_grouped(batch, rules, by, part))
        return found if len(found) < 2 else [_summed(found)]

    with ThreadPoolExecutor(settings.LAKE_THREADS) as pool:
        return _summed([_empty(len(lists), by), *chain.from_iterable(pool.map(sums, _tasks(files)))])


@dataclass(frozen=True)
class _Batch:
    """Postings: of each column a code for each, its words in the order of the codes, and one code more for no word."""

    period: Codes
    amount: Codes
    codes: Mapping[str, Codes]
    words: Mapping[str, pa.Array]

    def of(self, rows: Codes) -> _Batch:
        codes = {name: codes[rows] for name, codes in self.codes.items()}
        return _Batch(self.period[rows], self.amount[rows], codes, self.words)


_Task = tuple[str, pq.FileMetaData, list[int]]  # a file, and which groups of its rows


def _tasks(files: Iterable[str]) -> list[_Task]:
    """Groups of rows that are about as many as are read at a time: small ones together."""
    found: list[_Task] = []
    for file in files:
        said, count = pq.read_metadata(file), BATCH
        for group in range(said.num_row_groups):
            if count >= BATCH:
                found.append((file, said, []))
                count = 0
            found[-1][2].append(group)
            count += said.row_group(group).num_rows
    return found


def _batches(
    file: str, said: pq.FileMetaData, groups: list[int], *, columns: Sequence[str], first: int, last: int
) -> Iterator[_Batch]:
    """Files from before suppliers were read lack the column: no posting of theirs has one."""
    there = [name for name in columns if name in said.schema.names]
    with pq.ParquetFile(file, metadata=said, read_dictionary=there) as held:
        read = held.iter_batches(BATCH, row_groups=groups, columns=["period", "amount", *there], use_threads=False)
        for rows in read:
            period = rows.column("period").to_numpy().astype(np.int64)
            if period.size and not (first <= period.min() and period.max() <= last):
                inside = (period >= first) & (period <= last)
                rows, period = rows.filter(pa.array(inside)), period[inside]
            if not period.size:
                continue
            codes, words = {}, {}
            for name in columns:
                said = rows.column(name) if name in there else pa.nulls(period.size, pa.string()).dictionary_encode()
                words[name] = said.dictionary
                codes[name] = said.indices.fill_null(len(said.dictionary)).to_numpy()
            yield _Batch(period, rows.column("amount").to_numpy(), codes, words)


class _Bits:
    """Which of the patterns a word of the column fits, as bits: an array of a row for each sixty-four patterns."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.blocks = -(-len(patterns) // BITS)
        self.known: dict[str, tuple[int, ...]] = {}
        tests = defaultdict[str, int](int)  # and the patterns that ask nothing of the column, by ""
        for nth, pattern in enumerate(patterns):
            tests[fits_sql("word", pattern)] |= 1 << nth
        self._free = np.array(self._parted(tests.pop("", 0)), np.uint64)[:, None]
        self._tests = [(test, self._parted(bits)) for test, bits in tests.items()]

    def of(self, words: pa.Array) -> npt.NDArray[np.uint64]:
        """A column for each word, and the last for no word."""
        if len(words) > FEW:
            found = self._asked(words)
        else:
            said = words.to_pylist()
            if new := [word for word in said if word not in self.known]:
                rows = self._asked(pa.array(new, pa.string())).T.tolist()
                self.known.update(zip(new, map(tuple, rows), strict=True))
            found = np.array([self.known[word] for word in said], np.uint64).reshape(len(said), self.blocks).T
        return np.concatenate([found, self._free], axis=1)

    def _parted(self, bits: int) -> list[int]:
        return [bits >> (BITS * block) & (1 << BITS) - 1 for block in range(self.blocks)]

    def _asked(self, words: pa.Array) -> npt.NDArray[np.uint64]:
        connection = cursor()
        try:
            connection.register("words", pa.table({"word": words}))
            tests = ", ".join(f"{test} AS fits{nth}" for nth, (test, _) in enumerate(self._tests))
            asked = connection.sql(f"SELECT {tests} FROM words").to_arrow_table()
        finally:
            connection.close()
        found = np.repeat(self._free, len(words), axis=1)
        for column, (_, bits) in zip(asked.columns, self._tests, strict=True):
            found |= np.array(bits, np.uint64)[:, None] * column.to_numpy()
        return found


def _rules(batch: _Batch, words: Mapping[str, _Bits], lengths: Sequence[int]) -> list[Codes]:
    """Of each list the number of the first rule that fits each posting: the lowest bit that all its words have."""
    count = batch.period.size
    said = {name: bits.of(batch.words[name]) for name, bits in words.items()}
    found, start = list[Codes](), 0
    for length in lengths:
        rule = np.full(count, NONE, np.int64)
        for block in reversed(range(start // BITS, -(-(start + length) // BITS)) if length else ()):
            low, high = max(start - BITS * block, 0), min(start + length - BITS * block, BITS)
            common = np.full(count, (1 << high) - (1 << low), np.uint64)
            for name, bits in said.items():
                common &= bits[block][batch.codes[name]]
            lowest = np.bitwise_count((common & (~common + np.uint64(1))) - np.uint64(1)).astype(np.int64)
            rule = np.where(common != 0, lowest + BITS * block - start, rule)
        found.append(rule)
        start += length
    return found


def _parts(batch: _Batch, by_month: Collection[str]) -> Codes:
    """The month as it is told, and nought for it where the year is."""
    if not by_month:
        return batch.period // 100 * 100
    told = [word in by_month for word in batch.words["cost_centre"].to_pylist()]
    is_told = np.array([*told, False])[batch.codes["cost_centre"]]
    return np.where(is_told, batch.period, batch.period // 100 * 100)


def _grouped(batch: _Batch, rules: Sequence[Codes], by: Sequence[str], part: Codes) -> pa.Table:
    key, size = part - part.min(), int(part.max() - part.min()) + 1
    for codes, count in (
        *((rule + 1, int(rule.max()) + 2) for rule in rules),
        *((batch.codes[name], len(batch.words[name]) + 1) for name in by),
    ):
        if size > DENSE:
            at, key = np.unique(key, return_inverse=True)
            size = at.size
        key, size = key * count + codes, size * count
    if size > DENSE:
        at, key = np.unique(key, return_inverse=True)
        size = at.size
    n = np.bincount(key, minlength=size)
    held = np.flatnonzero(n)
    # Floats are exact below 2 ** 53: halves of 32 bits of as many as a batch has.
    high, low = (np.bincount(key, half, minlength=size) for half in (batch.amount >> 32, batch.amount & 0xFFFFFFFF))
    amount = (high[held].astype(np.int64) << 32) + low[held].astype(np.int64)
    one_of = np.empty(size, np.int64)
    one_of[key] = np.arange(key.size)
    one = one_of[held]
    words = {name: _word(batch, name, one) for name in by}
    return _table([rule[one] for rule in rules], part[one], words, amount, n[held])


def _word(batch: _Batch, name: str, rows: Codes) -> pa.Array:
    codes = batch.codes[name][rows]
    is_none = codes == len(batch.words[name])
    return batch.words[name].take(pa.array(codes, mask=is_none)).fill_null("")


def _table(rules: Sequence[Codes], part: Codes, words: Mapping[str, pa.Array], amount: Codes, n: Codes) -> pa.Table:
    part = np.where(part % 100 == 0, part // 100, part)
    return pa.table(
        {f"rule{number}": rule for number, rule in enumerate(rules)}
        | {"part": part, **words, "amount": amount, "n": n.astype(np.int64)}
    )


def _empty(lists: int, by: Sequence[str]) -> pa.Table:
    none = np.array([], np.int64)
    return _table([none] * lists, none, {name: pa.array([], pa.string()) for name in by}, none, none)


def _summed(tables: Iterable[pa.Table]) -> pa.Table:
    found = pa.concat_tables(tables)
    keys = [name for name in found.column_names if name not in ("amount", "n")]
    summed = found.group_by(keys, use_threads=False).aggregate([("amount", "sum"), ("n", "sum")])
    return summed.select([*keys, "amount_sum", "n_sum"]).rename_columns([*keys, "amount", "n"])
