"""How a figure is named in a text: `placements.started year=2025 kind=internship`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_PLAIN = re.compile(r"[^\s\"=\\]+")
_PARAMETER = re.compile(r'([^\s"=]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"=\\]+))(?=\s|$)', re.DOTALL)


class BadReference(ValueError):
    """The text names no figure; the message says in Danish what is wrong with it."""


@dataclass(frozen=True)
class FigureReference:
    """A figure and the values of its parameters, as text. Two with the same parameters are equal in any order."""

    name: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", MappingProxyType(dict(sorted(self.parameters.items()))))

    def __hash__(self) -> int:
        return hash((self.name, tuple(self.parameters.items())))


@dataclass(frozen=True)
class Fault:
    """Why what is written stands for no number: in words for the person, and what could be written instead."""

    words: str
    instead: tuple[str, ...] = ()


def parse_reference(text: str) -> FigureReference:
    """The reference in a text: a name, then key=value with spaces between; a value with spaces stands in quotes.

    Inside quotes \\" is a quotation mark and \\\\ a backslash. Raises BadReference.
    """
    name, _, rest = text.strip().partition(" ")
    if not _NAME.fullmatch(name):
        raise BadReference(f"“{name[:60]}” er ikke navnet på et tal. Et navn er som placements.started.")
    parameters: dict[str, str] = {}
    position, rest = 0, rest.strip()
    while position < len(rest):
        found = _PARAMETER.match(rest, position)
        if found is None or not _KEY.fullmatch(found[1]):
            raise BadReference(f"“{rest[position : position + 60]}” er ikke et valg som year=2025.")
        if found[1] in parameters:
            raise BadReference(f"“{found[1]}” er valgt to gange.")
        parameters[found[1]] = found[3] if found[3] is not None else re.sub(r"\\(.)", r"\1", found[2], flags=re.DOTALL)
        position = found.end() + len(rest[found.end() :]) - len(rest[found.end() :].lstrip())
    return FigureReference(name=name, parameters=parameters)


def format_reference(reference: FigureReference) -> str:
    """The text that parse_reference reads back to the same reference; parameters in alphabetical order."""
    return " ".join([reference.name, *(f"{key}={_quoted(value)}" for key, value in reference.parameters.items())])


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None
