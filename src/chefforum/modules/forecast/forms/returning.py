"""The shape of sending a month back."""

from __future__ import annotations

from django import forms

from ..rules.rhythm import RETURN_CAUSE_NAMES, ReturnCause


class ReturnForm(forms.Form):
    cause = forms.TypedChoiceField(
        label="Hvad er der galt?",
        choices=[("", "Vælg"), *((one.value, name) for one, name in RETURN_CAUSE_NAMES.items())],
        coerce=ReturnCause,
    )
    reason = forms.CharField(
        label="Hvad skal der ses på igen?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
