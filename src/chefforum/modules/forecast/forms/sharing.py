"""The shape of a note to other leaders."""

from __future__ import annotations

from django import forms


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Hvad gjorde I, og hvad kom der ud af det?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Alle ledere kan læse det. Skriv ingen navne og ingen løn.",
    )
