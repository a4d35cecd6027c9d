"""Which years the report compares, a text of it, and what a frozen one is called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from chefforum.kernel.access.rules import Actor
from chefforum.web.fields import text_area
from chefforum.web.once import MakesOnce

from ..queries.report import report_years
from ..rules.report import MOST_LETTERS


class ReportFilter(forms.Form):
    """Two years, in the address."""

    fra = forms.TypedChoiceField(label="Fra år", coerce=int, required=False)
    til = forms.TypedChoiceField(label="Til år", coerce=int, required=False)

    def __init__(self, data: Mapping[str, Any], *, there: Sequence[int], usual: tuple[int, int]) -> None:
        super().__init__(data)
        self.usual = usual
        for name in ("fra", "til"):
            years = sorted({*there, *usual}, reverse=True)
            self.fields[name].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.is_valid()
        self.data = {"fra": self.years[0], "til": self.years[1]}

    @property
    def years(self) -> tuple[int, int]:
        """Older first; the usual two where none, one or the same is chosen twice."""
        first, last = self.cleaned_data.get("fra"), self.cleaned_data.get("til")
        pair = (first or self.usual[0], last or self.usual[1])
        return (min(pair), max(pair)) if pair[0] != pair[1] else self.usual


class TextForm(forms.Form):
    """`seen`: the text and its draft, as the page was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    text = text_area(
        "Tekst", rows=16, required=False, max_length=MOST_LETTERS, help_text="En tom linje skiller afsnit."
    )


class FreezeForm(MakesOnce):
    name = forms.CharField(label="Navn", max_length=200, help_text="Fx Rapport til økonomiudvalget, juni.")


class ReportDocumentForm(forms.Form):
    """What is asked of the document, when it is laid with an item: two years."""

    fra = forms.TypedChoiceField(label="Fra år", coerce=int)
    til = forms.TypedChoiceField(label="Til år", coerce=int)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        there, (old, new) = report_years()
        kwargs["initial"] = {"fra": old, "til": new} | {
            key: one for key, one in kwargs.get("initial", {}).items() if one
        }
        super().__init__(*args, **kwargs)
        for name in ("fra", "til"):
            years = sorted({*there, old, new})
            self.fields[name].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("fra") is not None and said.get("fra") == said.get("til"):
            raise forms.ValidationError("Vælg to forskellige år.")
        return said

    def parameters(self) -> dict[str, str]:
        old, new = sorted((self.cleaned_data["fra"], self.cleaned_data["til"]))
        return {"from": str(old), "to": str(new)}
