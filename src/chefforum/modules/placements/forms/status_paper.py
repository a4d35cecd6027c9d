"""What is asked of the document on placements."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from chefforum.kernel.access.rules import Actor

from ..queries.status_paper import years_to_tell


class YearChoice(forms.Form):
    """The year; its figures are until the month that is over."""

    year = forms.ChoiceField(label="År", help_text="Tallene går til og med måneden, der er slut.")

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        years = years_to_tell(on)
        kwargs["initial"] = {"year": years[0]} | {key: one for key, one in kwargs.get("initial", {}).items() if one}
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]

    def parameters(self) -> dict[str, str]:
        return {"year": self.cleaned_data["year"]}
