"""Fields that several of the forecast's forms have."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..rules.entries import NotANumber, read_cell, written


class DanishNumberField(forms.CharField):
    """A number written the Danish way ("1.234,50"); empty is None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def to_python(self, value: Any) -> Any:
        try:
            return read_cell(str(value or ""))
        except NotANumber as wrong:
            raise ValidationError(str(wrong)) from None

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        return None

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Decimal) else value


def oere_of(kroner: Decimal | None) -> int | None:
    """Kroner of at most two decimals, as read from a field."""
    return None if kroner is None else int(kroner * 100)


def kroner_of(oere: int | None) -> Decimal | None:
    return None if oere is None else Decimal(oere) / 100
