"""What a figure is asked with, as fields that people fill in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from chefforum.kernel.organisation.queries import tree_on

from .registry import Figure, Parameter, ParameterKind
from .rules import FigureReference


class ParametersForm(forms.Form):
    """A field for each parameter; units are chosen by name, the year is this year until something else is said."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, figure: Figure, on: dt.date) -> None:
        super().__init__(data)
        self.figure = figure
        for parameter in figure.parameters:
            self.fields[parameter.name] = _field(parameter, on)

    def reference(self) -> FigureReference:
        """The figure as chosen, of a form that is valid."""
        said = {name: _text(value) for name, value in self.cleaned_data.items()}
        return FigureReference(self.figure.name, said)


def _field(parameter: Parameter, on: dt.date) -> forms.Field:
    match parameter.kind:
        case ParameterKind.UNIT:
            return forms.ChoiceField(label=parameter.title, choices=lambda: _units(on))
        case ParameterKind.YEAR:
            return forms.IntegerField(label=parameter.title, min_value=1900, max_value=2999, initial=on.year)
        case ParameterKind.DATE:
            widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            return forms.DateField(label=parameter.title, initial=on, widget=widget)
        case ParameterKind.NUMBER:
            return forms.DecimalField(label=parameter.title)
        case _ if parameter.choices:
            return forms.ChoiceField(label=parameter.title, choices=parameter.choices)
        case _:
            return forms.CharField(label=parameter.title, max_length=200)


def _units(on: dt.date) -> list[tuple[str, str]]:
    """Every unit that has a code, each under the one above it."""
    tree = tree_on(on)
    named = [(" › ".join(one.name for one in tree.path(unit.id)), unit) for unit in tree.units if unit.code]
    found = sorted(named, key=lambda pair: pair[0])
    return [(unit.code, f"{'– ' * (len(tree.path(unit.id)) - 1)}{unit.name}") for _, unit in found]


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
