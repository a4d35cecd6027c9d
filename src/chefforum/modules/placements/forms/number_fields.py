"""Numbers written the Danish way, for the forms of targets and keys."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from chefforum.calc.cells import as_number
from chefforum.web import danish


class DanishDecimalField(forms.CharField):
    """A number such as "1.234,5" or "75 %"; empty is None. Bounds are whole numbers, and included."""

    def __init__(self, *, least: Decimal | None = None, most: Decimal | None = None, **options: Any) -> None:
        self.least, self.most = least, most
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def to_python(self, value: Any) -> Any:
        try:
            found = as_number(str(value or ""))
        except ValueError:
            raise ValidationError("Skriv et tal, fx 37,5.") from None
        if found is not None and (
            (self.least is not None and found < self.least) or (self.most is not None and found > self.most)
        ):
            raise ValidationError(f"Skriv et tal fra {danish.number(self.least)} til {danish.number(self.most)}.")
        return found

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        return None

    def prepare_value(self, value: Any) -> Any:
        return danish.number(value.normalize() + 0) if isinstance(value, Decimal) else value
