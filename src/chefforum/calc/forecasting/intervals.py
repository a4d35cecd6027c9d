"""How far off a forecast may be: from the line's own past errors, with its class behind where it has few.

Errors are what came less what was forecast, at past origins of the same length ahead. A line's scale is the root mean
square of its own errors and of four that its class would have at its size; the shape (which way errors lean) is that of
all the class's errors on that scale. Sums over lines are not added up from the lines' intervals: the errors of the
lines are summed at each past origin first, so that what rises and falls together is seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from .exponential_smoothing import Flags, Floats

CLASS_WEIGHT = 4.0  # errors of its class that stand behind each line's own
WIDEN = 1.2  # past errors overlap and were made by weights chosen afterwards; found on the ledgers of two councils
_ENOUGH = 6  # own errors before a line counts in what its class usually misses by
_MANY = 100  # errors before a shape is read from them; below that, the normal distribution's
_BLOCK = 4096  # lines at a time
_SEEN = 0.8  # of a sum's size that must have errors at an origin for that origin to count


@dataclass(frozen=True)
class Usual:
    """Of a class: what its lines are usually off by as a share of their size, and its shape in scales."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Intervals:
    """Below and above what is forecast, and what they rest on: NaN where nothing is known of any error.

    scale: what a forecast is usually off by (root mean square); error: the mean size of own past errors, lean: their
    mean (above nought where more came than was forecast), origins: how many there are. usual: of each class, for lines;
    given back when a few of the lines are forecast again, it makes their intervals the same as among all.
    """

    low: Floats
    high: Floats
    scale: Floats
    error: Floats
    lean: Floats
    origins: NDArray[np.int64]
    usual: Mapping[int, Usual] = field(default_factory=dict)


def intervals(
    errors: NDArray[np.float32],
    *,
    size: Floats,
    classes: NDArray[np.integer],
    usual: Mapping[int, Usual] | None = None,
    coverage: float = 0.8,
) -> Intervals:
    """Of each line, from errors (lines × origins), its size (what it usually has in as many months) and its class.

    `usual` is what is known of the classes already; without it, it is found among these lines.
    """
    origins, square, error, lean = _own(errors)
    low, high, scale = (np.full(len(errors), np.nan) for _ in range(3))
    every = np.ones(len(errors), dtype=bool)
    found: dict[int, Usual] = {}
    for one in map(int, np.unique(classes)):
        here = classes == one
        known = (usual or {}).get(one)
        share = known.share if known else _share(origins, square, size, here)
        if np.isnan(share) and not known:
            share = _share(origins, square, size, every)
        scale[here] = _shrunk(origins[here], square[here], share * size[here])
        shape = (
            (known.low, known.high) if known else _shape(errors if here.all() else errors[here], scale[here], coverage)
        )
        found[one] = Usual(share, *shape)
        low[here], high[here] = shape
    wide = WIDEN * scale
    return Intervals(low * wide, high * wide, scale, error=error, lean=lean, origins=origins, usual=found)


def intervals_of_sums(
    errors: NDArray[np.float32],
    *,
    size: Floats,
    scale: Floats,
    groups: NDArray[np.int64],
    count: int,
    coverage: float = 0.8,
) -> Intervals:
    """Of each of `count` sums over lines; `groups` says which sum each line belongs to, -1 for none.

    Origins at which lines of less than 80 % of a sum's size have errors do not count. Lines without any error come on
    top as if independent of the others, by their own scale.
    """
    inside = groups >= 0
    group, errors, size, scale = groups[inside], errors[inside], size[inside], scale[inside]
    weight = np.bincount(group, size, count)
    total = np.full((count, errors.shape[1]), np.nan)
    lonely = np.ones(len(errors), dtype=bool)
    for origin, of_lines in enumerate(np.ascontiguousarray(errors.T)):
        here = ~np.isnan(of_lines)
        lonely &= ~here
        seen = np.bincount(group[here], size[here], count)
        summed = np.bincount(group[here], of_lines[here], count)
        total[:, origin] = np.where((seen >= _SEEN * weight) & (weight > 0), summed, np.nan)
    origins, square, error, lean = _own(total)
    alone = np.bincount(group[lonely], np.nan_to_num(scale[lonely]) ** 2, count)
    together = np.bincount(group, np.nan_to_num(scale) ** 2, count)
    # What its lines would miss by if they were independent stands behind a sum, as its class stands behind a line.
    found = np.sqrt(_shrunk(origins, square, np.sqrt(together)) ** 2 + np.where(origins > 0, alone, 0.0))
    half = NormalDist().inv_cdf((1 + coverage) / 2) * WIDEN * found
    return Intervals(low=-half, high=half, scale=found, error=error, lean=lean, origins=origins)


def _own(errors: NDArray[np.floating]) -> tuple[NDArray[np.int64], Floats, Floats, Floats]:
    """How many errors each line has, their mean square, mean size and mean; the means NaN for none."""
    origins = np.zeros(len(errors), dtype=np.int64)
    square, error, lean = (np.zeros(len(errors)) for _ in range(3))
    for start in range(0, len(errors), _BLOCK):
        part = slice(start, start + _BLOCK)
        known = ~np.isnan(errors[part])
        filled = np.where(known, errors[part], errors.dtype.type(0))
        origins[part] = known.sum(axis=1)
        square[part] = np.einsum("ij,ij->i", filled, filled)
        lean[part] = filled.sum(axis=1)
        error[part] = np.abs(filled, out=filled).sum(axis=1)
    count = np.where(origins > 0, origins, np.nan)
    return origins, square / count, error / count, lean / count


def _share(origins: NDArray[np.int64], square: Floats, size: Floats, among: Flags) -> float:
    """What the lines among them are usually off by as a share of their size; NaN where too little is known."""
    counted = among & (origins >= _ENOUGH) & (size > 0) & (square > 0)
    return float(np.median(np.sqrt(square[counted]) / size[counted])) if counted.any() else np.nan


def _shrunk(origins: NDArray[np.int64], square: Floats, expected: Floats) -> Floats:
    own = origins * np.nan_to_num(square)
    known = ~np.isnan(expected)
    weight = origins + np.where(known, CLASS_WEIGHT, 0.0)
    both = own + CLASS_WEIGHT * np.nan_to_num(expected) ** 2
    enough = known | (origins >= _ENOUGH)  # a handful of errors of one line alone is no knowledge
    return np.sqrt(np.divide(both, weight, out=np.full(len(origins), np.nan), where=enough))


def _shape(errors: NDArray[np.float32], scale: Floats, coverage: float) -> tuple[float, float]:
    """Where the errors' middle share lies, in scales: below and above."""
    usable = scale > 0
    on_scale = errors[usable]
    on_scale /= scale[usable, None].astype(np.float32)
    on_scale = on_scale.ravel()
    if np.isnan(on_scale).any():
        on_scale = on_scale[~np.isnan(on_scale)]
    if len(on_scale) < _MANY:
        normal = NormalDist().inv_cdf((1 + coverage) / 2)
        return -normal, normal
    low, high = np.quantile(on_scale, [(1 - coverage) / 2, (1 + coverage) / 2], overwrite_input=True)
    return min(float(low), 0.0), max(float(high), 0.0)
