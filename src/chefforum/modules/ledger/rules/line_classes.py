"""What kind of line an account is: the first dated pattern that fits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from .words import LineClass

PATTERNED = ("account", "function", "dranst", "grouping", "art")


@dataclass(frozen=True)
class ClassRule:
    """`patterns` by part of the account; codes with * and ?, parted by commas. A part that is not there fits all."""

    patterns: dict[str, str]
    line_class: LineClass


def fits(pattern: str, code: str) -> bool:
    """Whether the code fits one of the pattern's parts."""
    plain, patterns = _parts(pattern)
    return code in plain or any(fnmatchcase(code, one) for one in patterns)


@lru_cache(maxsize=4096)
def _parts(pattern: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The pattern's parts that are codes, and those that stand for several."""
    parts = [part.strip() for part in pattern.split(",") if part.strip()]
    several = tuple(part for part in parts if any(mark in part for mark in "*?["))
    return frozenset(parts).difference(several), several


def class_of(parts: dict[str, str], rules: Sequence[ClassRule]) -> LineClass | None:
    """The class of the first rule that fits; None where none does."""
    for rule in rules:
        if all(fits(pattern, parts.get(part, "")) for part, pattern in rule.patterns.items()):
            return rule.line_class
    return None
