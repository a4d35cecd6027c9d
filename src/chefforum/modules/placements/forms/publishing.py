"""Why something is published between the firsts of months."""

from __future__ import annotations

from django import forms


class PublishForm(forms.Form):
    reason = forms.CharField(
        label="Hvorfor nu?",
        max_length=500,
        help_text="For eksempel: Registret er lige indlæst. Skriv aldrig, hvem en borger er.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
