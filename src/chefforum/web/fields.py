"""Django's form fields in the dress of Det Fælles Designsystem, each tied to its help and its error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from chefforum.calc.cells import as_number

from . import danish

# What a field says that must be filled in and is not: what to do. Fields take it when they are made, so that it is set
# here, before any form is (web/apps.py); a form may say it in words of its own.
_REQUIRED: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.Field, "Udfyld feltet."),
    (forms.ChoiceField, "Vælg en af mulighederne."),
    (forms.MultipleChoiceField, "Vælg mindst én."),
    (forms.BooleanField, "Sæt kryds i feltet."),
    (forms.FileField, "Vælg en fil."),
    (forms.DateField, "Skriv en dato."),
)


def say_what_to_do() -> None:
    """Every form of the house tells what to do in a field that is empty."""
    for kind, words in _REQUIRED:
        kind.default_error_messages = {**kind.__dict__.get("default_error_messages", {}), "required": words}


_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "form-checkbox"),
    (forms.RadioSelect, "form-radio"),
    (forms.CheckboxInput, "form-checkbox"),
    (forms.Select, "form-select"),
    (forms.widgets.Input, "form-input"),
    (forms.Textarea, "form-input"),
)


def widget_class(widget: forms.Widget) -> str:
    """The class that makes the input look as it should; the first kind that fits, so narrower kinds come first."""
    return next((name for kind, name in _CLASSES if isinstance(widget, kind)), "")


def styled(bound: BoundField) -> SafeString:
    """The field's input, named by its help and its error where it has them."""
    widget = bound.field.widget
    attributes: dict[str, str | bool] = {"class": f"{widget_class(widget)} {widget.attrs.get('class', '')}".strip()}
    if not bound.use_fieldset:
        attributes |= _description(bound)
    return bound.as_widget(attrs=attributes)


def _description(bound: BoundField) -> dict[str, str]:
    name = bound.id_for_label or bound.html_name
    ids = [f"{name}-hint"] if bound.help_text else []
    ids += [f"{name}-error"] if bound.errors else []
    described = {"aria-describedby": " ".join(ids)} if ids else {}
    return described | ({"aria-invalid": "true"} if bound.errors else {})


class SuggestingInput(forms.TextInput):
    """A line of text that the browser completes from a list as one types, for choosing one of very many."""

    def __init__(self, *args: Any, suggestions: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestions = suggestions

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = f"{name}-forslag"
        line = super().render(name, value, {**(attrs or {}), "list": listed, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((one,) for one in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', line, listed, options)


FIRST_YEAR, LAST_YEAR = 1990, 2100  # a year outside is a slip of the finger


def in_our_time(value: dt.date) -> None:
    """Raises ValidationError for a day that nobody can mean."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(f"Året skal ligge mellem {FIRST_YEAR} og {LAST_YEAR}.")


def day_field(label: str, **options: Any) -> forms.DateField:
    """A day, written as browsers send it."""
    return forms.DateField(
        label=label,
        validators=[in_our_time],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **options,
    )


def text_area(label: str, *, rows: int = 3, **options: Any) -> forms.CharField:
    """Text of several lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class DanishDecimalField(forms.CharField):
    """A number such as "1.234,5"; empty is None. Bounds are included; `decimals`: as many as it may have."""

    def __init__(
        self, *, least: Decimal | None = None, most: Decimal | None = None, decimals: int | None = None, **options: Any
    ) -> None:
        self.least, self.most, self.decimals = least, most, decimals
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def to_python(self, value: Any) -> Any:
        try:
            found = as_number(str(value or ""))
        except ValueError:
            raise ValidationError("Skriv et tal, fx 37,5.") from None
        if found is not None and not self._fits(found):
            bounds = f"Skriv et tal fra {danish.number(self.least)} til {danish.number(self.most)}"
            more = "" if self.decimals is None else f" med højst {self.decimals} decimaler"
            raise ValidationError(f"{bounds}{more}.")
        return found

    def _fits(self, number: Decimal) -> bool:
        return (
            (self.least is None or number >= self.least)
            and (self.most is None or number <= self.most)
            and (self.decimals is None or number == round(number, self.decimals))
        )

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        return None

    def prepare_value(self, value: Any) -> Any:
        return danish.number(value.normalize() + 0) if isinstance(value, Decimal) else value
