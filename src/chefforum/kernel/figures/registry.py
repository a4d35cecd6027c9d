"""Living figures: modules offer named numbers, which any text may put in without importing the module."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
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

    `compute(actor=, parameters=, on=)` is called with every parameter present, as text of its kind. Count `version` up
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
