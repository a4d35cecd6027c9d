"""The shapes of vendors: what a list is narrowed to, a vendor, and whom it is laid together with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from .register import Options, offer


class VendorFilter(forms.Form):
    ord = forms.CharField(label="Søg", required=False, max_length=100, help_text="Navn eller CVR")


class VendorForm(forms.Form):
    """`seen`: name and CVR number as the page was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Navn", max_length=200)
    cvr = forms.RegexField(
        r"^\d{8}$",
        label="CVR-nummer",
        required=False,
        help_text="Otte cifre.",
        error_messages={"invalid": "Et CVR-nummer er otte cifre."},
    )


class MergeForm(forms.Form):
    med = forms.TypedChoiceField(label="Den, der bliver", coerce=UUID)

    def __init__(self, *args: Any, others: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["med"], [("", "Vælg"), *others])
