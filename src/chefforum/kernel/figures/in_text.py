"""Figures in running text: a mark such as `{{organisation.fte unit=5100}}` stands for what the figure says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from chefforum.web import danish
from chefforum.web.blocks import NUMBER_MISSING

from .rules import BadReference, format_reference, parse_reference

MISSING = "(tallet mangler)"
INCOMPLETE = "ufuldstændigt"
_MARK = re.compile(r"\{\{([^{}\n]+)\}\}")
# Also what was meant as a mark and is none: nothing in it, one brace too few at the end, or none at all.
_MEANT = re.compile(r"\{\{([^{}\n]*)\}{1,2}|\{\{([ \u00a0]*[\w.]+(?:[ \u00a0]+\w+=(?:\"[^\"{}\n]*\"|[^\s{}\"]+))*)")
_MOST_DECIMALS = 1


def mark(reference: str) -> str:
    """What is written in a text for the figure."""
    return f"{{{{{reference}}}}}"


def references_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The figures that the texts name, in the order of the first time, each once; marks that name none are text."""
    found = (_reference(match[1]) for text in texts for match in _MARK.finditer(text))
    return tuple(dict.fromkeys(one for one in found if one is not None))


@dataclass(frozen=True)
class WrittenMark:
    """A mark as it stands in a text, from `start` to `end`: what is `inside` it, and the reference that it is, ""
    where it is none."""

    start: int
    end: int
    inside: str
    reference: str


def marks_in(text: str) -> Iterator[WrittenMark]:
    """Every mark, and everything that was meant as one."""
    for match in _MEANT.finditer(text):
        inside = (match[1] if match[1] is not None else match[2]).strip()
        is_whole = _MARK.fullmatch(match[0]) is not None
        yield WrittenMark(match.start(), match.end(), inside, (_reference(inside) or "") if is_whole else "")


def for_readers(text: str, said: Mapping[str, str]) -> str:
    """As `with_figures`, but a reader never sees a mark: what stands for nothing is said to be missing."""
    if "{{" not in text:
        return text
    return _MEANT.sub(lambda match: said.get(_reference(match[1] or "") or "", NUMBER_MISSING), text)


def with_figures(text: str, said: Mapping[str, str]) -> str:
    """The text with each mark as `said` has it, by reference; what stands for nothing there is left as written."""
    if "{{" not in text:
        return text
    return _MARK.sub(lambda match: said.get(_reference(match[1]) or "", match[0]), text)


def words_of_value(value: Decimal | None, unit: str, lacks: str = "") -> str:
    """How a figure stands in a sentence: whole kroner, else a decimal at most; "(tallet mangler)" where it does.
    `lacks`: something is not in it, which a word says.

    >>> words_of_value(Decimal("1234567.89"), "kr."), words_of_value(Decimal(12), "kr.", "2 konti er ikke vurderet.")
    ('1.234.568 kr.', '12 kr. (ufuldstændigt)')
    """
    if value is None:
        return MISSING
    decimals = 0 if unit == "kr." or value == value.to_integral_value() else _MOST_DECIMALS
    said = f"{danish.number(value, decimals)} {unit}".strip()
    return f"{said} ({INCOMPLETE})" if lacks else said


def _reference(written: str) -> str | None:
    try:
        return format_reference(parse_reference(written.replace("\u00a0", " ")))
    except BadReference:
        return None
