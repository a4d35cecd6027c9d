"""What kind of line an account is: the first dated pattern that fits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from .words import LineClass

PATTERNED = ("account", "function", "dranst", "grouping", "art")


@dataclass(frozen=True)
class ClassRule:
    """`patterns` by part of the account; codes with * and ?, parted by commas. A part that is not there fits all."""

    patterns: dict[str, str]
    line_class: LineClass


def fits(pattern: str, code: str) -> bool:
    """Whether the code fits one of the pattern's parts."""
    return any(fnmatchcase(code, part.strip()) for part in pattern.split(",") if part.strip())


def class_of(parts: dict[str, str], rules: Sequence[ClassRule]) -> LineClass | None:
    """The class of the first rule that fits; None where none does."""
    for rule in rules:
        if all(fits(pattern, parts.get(part, "")) for part, pattern in rule.patterns.items()):
            return rule.line_class
    return None
