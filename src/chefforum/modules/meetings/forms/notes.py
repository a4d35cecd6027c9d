"""The shape of a private note."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django import forms


class NoteForm(forms.Form):
    """What a note says and what it is to. What is too long is cut by the service: nothing written is refused."""

    text = forms.CharField(required=False, strip=True, label="Note", widget=forms.Textarea)
    quote = forms.CharField(required=False)
    before = forms.CharField(required=False, strip=False)
    after = forms.CharField(required=False, strip=False)
    attachment = forms.IntegerField(required=False)
    page = forms.IntegerField(required=False, min_value=0, max_value=9999, label="Side")
    note = forms.CharField(required=False)
    seen = forms.CharField(required=False)
    sent = forms.CharField(required=False)

    def clean_note(self) -> UUID | None:
        """The id that the page gave the new note, so that what is sent twice is one note."""
        try:
            return UUID(self.cleaned_data["note"])
        except ValueError:
            return None

    def clean_seen(self) -> dt.datetime | None:
        """The moment of the text that one began from; None where the form does not know it."""
        try:
            return dt.datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None
