"""The shape of what people type to search."""

from __future__ import annotations

from typing import Any

from django import forms

from chefforum.kernel.access.rules import Actor

from .registry import sources_for
from .rules.query import LONGEST_QUERY


class SearchForm(forms.Form):
    """Everything may be left out and nothing typed is an error: what makes no sense is passed over."""

    q = forms.CharField(label="Søg efter", required=False, strip=True)
    type = forms.ChoiceField(label="Type", required=False)
    aar = forms.IntegerField(label="År", required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric"}))

    def __init__(self, *args, actor: Actor, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update(type="search", autocomplete="off", maxlength=LONGEST_QUERY)
        self.fields["type"].choices = [("", "Alle"), *((source.kind, source.title) for source in sources_for(actor))]

    @property
    def chosen(self) -> dict[str, Any]:
        """Text, kind and year to search for."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return {"text": data.get("q") or "", "kind": data.get("type") or "", "year": data.get("aar")}
