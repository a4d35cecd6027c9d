"""Codes to units and lines, for whole columns at once: what the cube and the budget are folded by."""

from __future__ import annotations

from uuid import UUID

import numpy as np
import numpy.typing as npt

from ..rules.unit_codes import UnitCodes

UNMAPPED, HIDDEN = -1, -2
MOST_MARKED = 20_000_000  # cells of unit × account that are marked off rather than sorted


def distinct(keys: npt.NDArray[np.int64], most: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The different keys in order, and the place of each key among them; all are from 0 to below `most`."""
    if most > MOST_MARKED:
        lines, line_of = np.unique(keys, return_inverse=True)
        return lines, line_of
    is_there = np.zeros(most, dtype=bool)
    is_there[keys] = True
    return np.flatnonzero(is_there), (np.cumsum(is_there) - 1)[keys]


def units_of_codes(
    words: tuple[str, ...],
    periods: tuple[int, ...],
    codes: UnitCodes,
    wanted: frozenset[UUID] | None,
    as_of: int | None,
) -> tuple[tuple[UUID, ...], npt.NDArray[np.int32]]:
    """The units, and for each code and month the number of its unit: UNMAPPED, or HIDDEN where it is not asked for."""
    found: dict[UUID, int] = {}
    table = np.full((len(words), len(periods)), UNMAPPED, dtype=np.int32)
    asked = [(slice(None), as_of)] if as_of else [(slice(nth, nth + 1), period) for nth, period in enumerate(periods)]
    for place, code in enumerate(words):
        for columns, period in asked:
            unit = codes.unit_of(code, period)
            if unit is None:
                continue
            is_seen = wanted is None or unit in wanted
            table[place, columns] = found.setdefault(unit, len(found)) if is_seen else HIDDEN
    in_order = sorted(found, key=str)
    renumbered = np.empty(len(found), dtype=np.int32)
    for number, unit in enumerate(in_order):
        renumbered[found[unit]] = number
    if found:
        table = np.where(table >= 0, renumbered[np.maximum(table, 0)], table)
    return tuple(in_order), table
