"""Columns as an economy system would write them: Danish amounts, dates and periods, vouchers with their year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .sizes import Ints


def coded(codes: Ints, words: Sequence[str]) -> pa.DictionaryArray:
    """Words by their place; a row costs four bytes."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(words, pa.string()))


def vouchers(period: int, numbers: Ints) -> pa.Array:
    """2026-010000123: the year and the number in it."""
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 9, "0")
    return pc.binary_join_element_wise(str(period // 100), digits, "-")


def decimals(oere: Ints) -> pa.Array:
    """Kroner with two decimals, exactly."""
    words = np.empty((len(oere), 2), np.int64)
    words[:, 0], words[:, 1] = oere, oere >> 63
    return pa.Decimal128Array.from_buffers(pa.decimal128(18, 2), len(oere), [None, pa.py_buffer(words.tobytes())])


def danish_amounts(oere: Ints) -> pa.Array:
    """-1.234,56"""
    size = np.abs(oere)
    kroner = size // 100
    raw = [pa.array(kroner // 1000**power).cast(pa.string()) for power in range(4)]
    full = [pc.utf8_lpad(pa.array(kroner // 1000**power % 1000).cast(pa.string()), 3, "0") for power in range(3)]
    whole = raw[0]
    for power in (1, 2, 3):
        grouped = pc.binary_join_element_wise(raw[power], *reversed(full[:power]), ".")
        whole = pc.if_else(pa.array(kroner >= 1000**power), grouped, whole)
    return _signed(oere, whole)


def plain_amounts(oere: Ints) -> pa.Array:
    """-1234,56"""
    return _signed(oere, pa.array(np.abs(oere) // 100).cast(pa.string()))


def _signed(oere: Ints, kroner: pa.Array) -> pa.Array:
    tail = pc.utf8_lpad(pa.array(np.abs(oere) % 100).cast(pa.string()), 2, "0")
    sign = pc.if_else(pa.array(oere < 0), "-", "")
    return pc.binary_join_element_wise(pc.binary_join_element_wise(sign, kroner, ""), tail, ",")


def danish_dates(days: pa.Array) -> pa.Array:
    """31-12-2025"""
    return pc.strftime(days, "%d-%m-%Y")


def dotted(string: str) -> str:
    """The account string with a dot between its parts."""
    widths, parts, place = (1, 2, 2, 1, 1, 4, 3, 1, 1), [], 0
    for width in widths:
        parts.append(string[place : place + width])
        place += width
    return ".".join(parts)
