"""The shape of what people type about cases."""

from __future__ import annotations

from django import forms

from .services.kle import MAX_KLE_BYTES


class CaseFilter(forms.Form):
    q = forms.CharField(label="Journalnummer eller titel", required=False, max_length=200)


class KleFileForm(forms.Form):
    file = forms.FileField(
        label="KLE-liste",
        help_text=(
            "KL's emneplan eller handlingsfacetter som XML 1.1 eller 2.0, eller CSV med nummer og titel. Højst 50 MB."
        ),
        error_messages={
            "required": "Vælg en fil.",
            "empty": "Filen er tom. Vælg en anden.",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_KLE_BYTES:
            raise forms.ValidationError("Filen er større end 50 MB. Intet er ændret. Vælg den rigtige fil.")
        return file
