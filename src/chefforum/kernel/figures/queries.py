"""What a figure is now, to somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on

from .access import visible_to
from .registry import Figure, FigureValue, Parameter, ParameterKind
from .rules import FigureReference, format_reference, parse_reference


class UnknownFigure(LookupError):
    """There is no such figure, or the actor may not see it; the two look the same."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Der er intet tal, der hedder “{name}”, som du må se. På siden Tal står dem, du kan bruge.")


class BadParameters(ValueError):
    """The figure is asked with too much, too little or something of the wrong kind; the text says what, in Danish."""


@dataclass(frozen=True)
class ShownFigure:
    """A figure with its value for the actor; `reference` reads back to the same figure."""

    figure: Figure
    reference: str
    parameters: Mapping[str, str]
    value: FigureValue

    @property
    def choices(self) -> tuple[tuple[Parameter, str], ...]:
        """What it is of, in the figure's order; a word that has a name by its name."""
        return tuple(
            (one, dict(one.choices).get(self.parameters[one.name], self.parameters[one.name]))
            for one in self.figure.parameters
        )

    @property
    def is_missing(self) -> bool:
        return self.value.value is None


def words_of(shown: ShownFigure, *, on: dt.date) -> str:
    """What the figure is of, for people: "Forventet regnskab, Lindeby Skole, 2026"."""
    units = {one.code: one.name for one in tree_on(on).units} if _asks_unit(shown.figure) else {}
    said = [
        units.get(value, value) if parameter.kind is ParameterKind.UNIT else value for parameter, value in shown.choices
    ]
    return ", ".join([shown.figure.title, *said])


def _asks_unit(figure: Figure) -> bool:
    return any(one.kind is ParameterKind.UNIT for one in figure.parameters)


def list_figures(*, actor: Actor) -> tuple[Figure, ...]:
    """The figures that the actor may see, by title."""
    return visible_to(actor)


def value_of(*, reference: str | FigureReference, actor: Actor, on: dt.date) -> ShownFigure:
    """The figure's value on the date as the actor may know it. What is not known is missing, never nought.

    Raises BadReference, UnknownFigure or BadParameters, each with words for the person.
    """
    wanted = parse_reference(reference) if isinstance(reference, str) else reference
    figure = next((one for one in visible_to(actor) if one.name == wanted.name), None)
    if figure is None:
        raise UnknownFigure(wanted.name)
    _check(figure, wanted.parameters)
    return ShownFigure(
        figure=figure,
        reference=format_reference(wanted),
        parameters=wanted.parameters,
        value=figure.compute(actor=actor, parameters=wanted.parameters, on=on),
    )


def _check(figure: Figure, given: Mapping[str, str]) -> None:
    known = {parameter.name: parameter for parameter in figure.parameters}
    if extra := sorted(set(given) - set(known)):
        raise BadParameters(f"{figure.title} kender ikke “{extra[0]}”.")
    for parameter in figure.parameters:
        if parameter.name not in given:
            raise BadParameters(f"{figure.title} mangler {parameter.title.lower()}: skriv {parameter.name}=…")
        if not _fits(parameter, given[parameter.name]):
            raise BadParameters(f"“{given[parameter.name][:60]}” duer ikke som {parameter.title.lower()}.")


def _fits(parameter: Parameter, text: str) -> bool:
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
