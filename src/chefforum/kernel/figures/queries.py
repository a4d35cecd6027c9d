"""What a figure is now, to somebody."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on

from .access import visible_to
from .registry import BadParameters, Figure, FigureValue, Parameter, ParameterKind, check_parameters, one_of, pattern_of
from .rules import BadReference, Fault, FigureReference, format_reference, parse_reference

_MOST_NEAR = 3


class UnknownFigure(LookupError):
    """There is no such figure, or the actor may not see it; the two look the same."""

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        where = _mean(near) or " På siden Tal står dem, du kan bruge."
        super().__init__(f"Der er intet tal, der hedder “{name[:60]}”, som du må se.{where}")


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
        raise UnknownFigure(wanted.name, _nearest(wanted.name, [one.name for one in visible_to(actor)]))
    check_parameters(figure, wanted.parameters)
    return ShownFigure(
        figure=figure,
        reference=format_reference(wanted),
        parameters=wanted.parameters,
        value=figure.compute(actor=actor, parameters=wanted.parameters, on=on),
    )


def fault_in(*, written: str, actor: Actor) -> Fault | None:
    """What is wrong with a reference as somebody wrote it; None where it names a figure that the actor may see, asked
    as it should be. No queries. Whether the number is known is another matter."""
    seen = {one.name: one for one in visible_to(actor)}
    try:
        wanted = parse_reference(written.replace("\u00a0", " "))
    except BadReference as wrong:
        name = (written.replace("\u00a0", " ").split() or [""])[0]
        near = _nearest(name, seen)
        return Fault(str(wrong) + _mean(near), tuple(pattern_of(seen[one]) for one in near))
    figure = seen.get(wanted.name)
    if figure is None:
        near = _nearest(wanted.name, seen)
        return Fault(
            str(UnknownFigure(wanted.name, near)),
            tuple(format_reference(FigureReference(one, wanted.parameters)) for one in near),
        )
    try:
        check_parameters(figure, wanted.parameters)
    except BadParameters as wrong:
        return Fault(str(wrong), tuple(format_reference(FigureReference(figure.name, one)) for one in wrong.instead))
    return None


def _nearest(name: str, known: Collection[str]) -> list[str]:
    """The names most like it; where none is, those of the same module."""
    found = difflib.get_close_matches(name.lower(), known, n=_MOST_NEAR, cutoff=0.75)
    module = name.partition(".")[0].lower()
    return found or sorted(one for one in known if one.partition(".")[0] == module)


def _mean(near: Sequence[str]) -> str:
    return f" Mente du {one_of(near)}?" if near else ""
