"""Fields and rules that the forms of places and workplaces share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from chefforum.calc.danish_numbers import danish_number

from ..rules.pseudonyms import refused
from ..rules.workplaces import number_as_written


class DanishDecimalField(forms.CharField):
    """A number written the Danish way ("54,5"), from `least` to `most`; empty is None."""

    def __init__(self, *, least: Decimal = Decimal(0), most: Decimal, decimals: int, **options: Any) -> None:
        self.least, self.most, self.decimals = least, most, decimals
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        found = danish_number(text)
        if found is None:
            raise ValidationError("Skriv et tal, fx 7,5.")
        if not self.least <= found.value <= self.most or found.value != round(found.value, self.decimals):
            least, most = number_as_written(self.least), number_as_written(self.most)
            raise ValidationError(f"Skriv et tal fra {least or '0'} til {most} med højst {self.decimals} decimaler.")
        return found.value

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        return None

    def prepare_value(self, value: Any) -> Any:
        return number_as_written(value) if isinstance(value, Decimal) else value


class NobodyNamed(forms.Form):
    """Refuses what looks like a CPR number beside the field that it stands in; a P-number is no person's."""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name, value in list(said.items()):
            if isinstance(value, str) and name != "p_number" and (wrong := refused(value)):
                self.add_error(name, wrong)
        return said


def day_field(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def text_area(label: str, *, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)
