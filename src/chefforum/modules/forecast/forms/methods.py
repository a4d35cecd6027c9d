"""The shape of choosing a method."""

from __future__ import annotations

from django import forms

from chefforum.web.fields import day_field


class MethodForm(forms.Form):
    valid_from = day_field("Gælder fra")
    reason = forms.CharField(label="Hvorfor?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
