"""Living figures: modules offer named numbers, which any text may put in without importing the module."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from chefforum.kernel.access.rules import Rule

from .rules import is_name


class ParameterKind(StrEnum):
    TEXT = "text"
    YEAR = "year"
    DATE = "date"
    NUMBER = "number"
    UNIT = "unit"  # the code of a unit of the organisation


@dataclass(frozen=True)
class Parameter:
    """What a figure must be asked with, e.g. Parameter("year", "År", ParameterKind.YEAR); `choices` of a text are the
    words that there are, each with its name."""

    name: str
    title: str
    kind: ParameterKind = ParameterKind.TEXT
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FigureValue:
    """What a figure is: `value` None where it is not known, and then `missing_reason` says why in Danish. Beside a
    value it says what is not in it.

    `as_of` is the day that the data are from, not the day of asking; `source` names where they came from.
    """

    value: Decimal | None
    as_of: dt.date | None
    source: str
    missing_reason: str = ""

    def __post_init__(self) -> None:
        if self.value is None and not self.missing_reason:
            raise ValueError("a missing figure says why")


@dataclass(frozen=True)
class Figure:
    """A number with a name ("organisation.fte"), a unit and a definition that a reader can hold it to.

    `compute(actor=, parameters=, on=)` is called with every parameter present, as text of its kind, a word among its
    choices; a unit may still not exist. Count `version` up
    when the definition or the computation changes, so that frozen figures tell which they had. `rule` decides who may
    see the figure at all; what it counts is `compute`'s to limit to what the actor may see.
    """

    name: str
    title: str
    unit: str
    definition: str
    version: int
    parameters: tuple[Parameter, ...]
    rule: Rule
    compute: Callable[..., FigureValue]


class BadParameters(ValueError):
    """The figure is asked with too much, too little or something of the wrong kind; the text says what, in Danish, and
    what to write. `instead`: parameters that would do, the likeliest first."""

    def __init__(self, words: str, instead: Iterable[Mapping[str, str]] = ()) -> None:
        super().__init__(words)
        self.instead = tuple(instead)


def check_parameters(figure: Figure, given: Mapping[str, str]) -> None:
    """Every parameter is there and of its kind, a word is one of those that there are. Raises BadParameters."""
    known = {parameter.name: parameter for parameter in figure.parameters}
    if extra := sorted(set(given) - set(known)):
        instead = {name: value for name, value in given.items() if name in known}
        is_whole = instead.keys() == known.keys()
        words = f"{figure.title} kender ikke “{extra[0][:60]}”. Skriv {pattern_of(figure)}."
        raise BadParameters(words, [instead] if is_whole else [])
    for parameter in figure.parameters:
        if parameter.name not in given:
            words = f"{figure.title} mangler {parameter.title.lower()}: skriv {parameter.name}=…{_allowed(parameter)}"
            raise BadParameters(words)
        value = given[parameter.name]
        if not _fits(parameter, value):
            words = f"“{value[:60]}” duer ikke som {parameter.title.lower()}.{_allowed(parameter)}"
            near = [{**given, parameter.name: code} for code in _nearest(parameter, value)]
            raise BadParameters(words, near)


def pattern_of(figure: Figure) -> str:
    """How the figure is written: "placements.started year=… kind=… unit=…"."""
    return " ".join([figure.name, *(f"{one.name}=…" for one in figure.parameters)])


def _allowed(parameter: Parameter) -> str:
    """What to write, as a sentence of its own: each word that there is with its name, else an example."""
    if parameter.choices:
        return f" Skriv {one_of(f'{parameter.name}={code} for {name}' for code, name in parameter.choices)}."
    example = _EXAMPLES.get(parameter.kind)
    return f" Skriv fx {parameter.name}={example}." if example else ""


def one_of(words: Iterable[str]) -> str:
    """Words to choose between, in a sentence."""
    *first, last = words
    return f"{', '.join(first)} eller {last}" if first else last


def _nearest(parameter: Parameter, value: str) -> list[str]:
    """The codes whose code or name is like what was written."""
    asked = value.casefold()
    words = {word.casefold(): code for code, name in parameter.choices for word in (code, name)}
    holding = [code for word, code in words.items() if asked and asked in word]
    close = [words[word] for word in difflib.get_close_matches(asked, words)]
    return list(dict.fromkeys([*holding, *close]))


def _fits(parameter: Parameter, text: str) -> bool:
    if parameter.choices:
        return text in dict(parameter.choices)
    try:
        return _KINDS[parameter.kind](text)
    except (ValueError, ArithmeticError):
        return False


_KINDS: dict[ParameterKind, Callable[[str], bool]] = {
    ParameterKind.TEXT: bool,
    ParameterKind.YEAR: lambda text: len(text) == 4 and text.isascii() and text.isdigit(),
    ParameterKind.DATE: lambda text: dt.date.fromisoformat(text) is not None,
    ParameterKind.NUMBER: lambda text: Decimal(text).is_finite(),
    ParameterKind.UNIT: bool,
}
_EXAMPLES = {ParameterKind.YEAR: "2026", ParameterKind.DATE: "2026-01-28", ParameterKind.NUMBER: "7.5"}


class BadFigure(ValueError):
    """A figure is registered without a proper name, or two different ones with the same."""


_figures: dict[str, Figure] = {}


def register_figure(figure: Figure) -> None:
    """Called in `ready()`. Raises BadFigure; the very same figure may be registered twice."""
    known = _figures.get(figure.name)
    if not is_name(figure.name) or figure.version < 1 or (known is not None and known != figure):
        raise BadFigure(figure.name)
    _figures[figure.name] = figure


def forget_figure(name: str) -> None:
    """For tests that register a figure of their own."""
    _figures.pop(name, None)


def figures() -> Mapping[str, Figure]:
    return _figures
