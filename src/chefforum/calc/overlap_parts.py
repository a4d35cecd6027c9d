"""The four parts of how much two systems overlap, for all pairs of a list at once. See docs/methods/overlap.md."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Grid = np.ndarray[Any, Any]
_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e"})
_OTHER = re.compile(r"[^a-z0-9]+")
_COMMON = 0.25  # of the rows
_LETTERS = 37  # a-z, 0-9 and the space between words
_NUMBER = np.zeros(128, dtype=np.int64)
for _at, _letter in enumerate("abcdefghijklmnopqrstuvwxyz0123456789", start=1):
    _NUMBER[ord(_letter)] = _at


@dataclass(frozen=True)
class System:
    """What is known of a system. Anything empty is not known, and counts as nothing in common.

    kle: numbers as "27.36.12"; units: those that use it; vendor: CVR number.
    """

    key: str
    name: str
    description: str = ""
    kle: frozenset[str] = frozenset()
    business_type: str = ""
    units: frozenset[str] = frozenset()
    vendor: str = ""


def fold(text: str) -> str:
    """Small letters a-z, digits and single spaces; æ, ø and å as they are written without them.

    >>> fold("Børn & Ældre, ÅRSPLAN 2"), fold("Bo\\u0301rn")
    ('boern aeldre aarsplan 2', 'born')
    """
    known = unicodedata.normalize("NFC", text).lower().translate(_DANISH)
    if not known.isascii():
        known = "".join(letter for letter in unicodedata.normalize("NFD", known) if not unicodedata.combining(letter))
    return _OTHER.sub(" ", known).strip()


def rolled_up(kle: Collection[str]) -> frozenset[str]:
    """The numbers and the group and main group of each.

    >>> sorted(rolled_up({"27.36.12"}))
    ['27', '27.36', '27.36.12']
    """
    return frozenset(
        ".".join(parts[:level]) for number in kle for parts in [number.split(".")] for level in range(1, len(parts) + 1)
    )


def rarity(sets: Sequence[Collection[str]]) -> dict[str, float]:
    """ln(1 + systems ÷ systems that have it): what few have weighs more.

    >>> found = rarity([{"a"}, {"a"}, {"a", "b"}])
    >>> round(found["a"], 2), round(found["b"], 2)
    (0.69, 1.39)
    """
    counts: dict[str, int] = {}
    for one in sets:
        for name in one:
            counts[name] = counts.get(name, 0) + 1
    return {name: float(np.log1p(len(sets) / count)) for name, count in counts.items()}


def jaccard(sets: Sequence[Collection[str]], weights: Mapping[str, float] | None = None) -> Grid:
    """Of each pair: the weight of what both have ÷ the weight of what either has; 0 where one has nothing.

    >>> jaccard([{"a", "b"}, {"b", "c"}]).round(2).tolist()
    [[1.0, 0.33], [0.33, 1.0]]
    """
    names = sorted({name for one in sets for name in one})
    at = {name: number for number, name in enumerate(names)}
    row = np.repeat(np.arange(len(sets)), [len(one) for one in sets])
    column = np.array([at[name] for one in sets for name in sorted(one)], dtype=np.int64)
    weight = np.array([weights[name] if weights else 1.0 for name in names])[column]
    both = _products(row, column, np.sqrt(weight), len(sets))
    own = np.bincount(row, weight, minlength=len(sets))
    np.fill_diagonal(both, own)
    either = own[:, None] + own[None, :] - both
    return np.divide(both, either, out=np.zeros_like(both), where=either > 0)


def cosine_of_text(texts: Sequence[str], weights: Grid | None = None) -> Grid:
    """Of each pair: the cosine of their runs of three letters, each by the root of its count and by its rarity.

    `texts` are folded; a word's beginning and end count as a letter. `weights`: of each possible run, from
    `rarity_of_runs`; without it they are reckoned from these texts. A text without letters is like none.

    >>> cosine_of_text(["skole", "skole", "vej"]).round(2).tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    row, run, count = _runs(texts)
    weight = _rarity(run, len(texts)) if weights is None else weights
    value = np.sqrt(count) * weight[run]
    length = np.sqrt(np.bincount(row, value * value, minlength=len(texts)))
    _, column = np.unique(run, return_inverse=True)
    found = _products(row, column, value / length[row], len(texts))
    np.fill_diagonal(found, length > 0)
    return np.minimum(found, 1.0, out=found)


def rarity_of_runs(texts: Sequence[str]) -> Grid:
    """ln(1 + texts ÷ texts that have it) of every possible run of three letters; 0 where none has it."""
    _, run, _ = _runs(texts)
    return _rarity(run, len(texts))


def _rarity(run: Grid, texts: int) -> Grid:
    counts = np.bincount(run, minlength=_LETTERS**3)
    return np.log1p(np.divide(texts, counts, out=np.zeros(len(counts)), where=counts > 0))


def _products(row: Grid, column: Grid, value: Grid, rows: int) -> Grid:
    """Σ of value × value over the columns that two rows share, for each pair; the diagonal means nothing.

    Columns that many rows have are multiplied as a full table, the others as a sparse one: each is slow at the other's.
    """
    from scipy.sparse import csr_array

    counts = np.bincount(column, minlength=1)
    found = np.zeros((rows, rows))
    common = counts[column] > max(rows * _COMMON, 1)
    if common.any():
        _, at = np.unique(column[common], return_inverse=True)
        full = np.zeros((rows, at.max() + 1))
        full[row[common], at] = value[common]
        found += full @ full.T
    rare = ~common & (counts[column] > 1)
    if rare.any():
        _, at = np.unique(column[rare], return_inverse=True)
        thin = csr_array((value[rare], (row[rare], at)), shape=(rows, at.max() + 1))
        found += (thin @ thin.T).toarray()
    return found


def _runs(texts: Sequence[str]) -> tuple[Grid, Grid, Grid]:
    """Which text has which run of three letters how many times, sorted by text and run."""
    joined = np.frombuffer("".join(f" {text} " for text in texts).encode("ascii"), dtype=np.uint8)
    of_text = np.repeat(np.arange(len(texts)), [len(text) + 2 for text in texts])
    if len(joined) < 3:
        return (np.zeros(0, dtype=np.int64),) * 3
    letter = _NUMBER[joined]
    run = (letter[:-2] * _LETTERS + letter[1:-1]) * _LETTERS + letter[2:]
    whole = (of_text[:-2] == of_text[2:]) & (run > 0)
    found, count = np.unique(of_text[:-2][whole] * _LETTERS**3 + run[whole], return_counts=True)
    return found // _LETTERS**3, found % _LETTERS**3, count


def same(values: Sequence[str]) -> Grid:
    """Of each pair: 1 where both have the same value, 0 where not or where one has none."""
    number: Callable[[str], int] = {value: at for at, value in enumerate(sorted(set(values)), start=1)}.__getitem__
    codes = np.array([number(value) if value else 0 for value in values])
    return ((codes[:, None] == codes[None, :]) & (codes[:, None] > 0)).astype(float)
