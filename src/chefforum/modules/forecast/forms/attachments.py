"""What is asked of a document of the forecast that is made as a bilag."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on

from ..access import may_read
from ..queries.roll_out import roll_out_of
from ..queries.selections import list_selections
from .areas import YEARS_BACK


class AreaChoice(forms.Form):
    """A year, a part of what the actor reads, and an Udsnit of the accounts."""

    year = forms.ChoiceField(label="År")
    top = forms.ChoiceField(label="Område", required=False)
    selected = forms.ChoiceField(label="Udsnit", required=False)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        kwargs["initial"] = {"year": on.year} | {key: one for key, one in kwargs.get("initial", {}).items() if one}
        super().__init__(*args, **kwargs)
        tree = tree_on(on)
        tops = [one for one in tree.units if may_read(actor, one.id) and tree.children(one.id)]
        self.fields["year"].choices = [(str(year), str(year)) for year in range(on.year + 1, on.year - YEARS_BACK, -1)]
        self.fields["top"].choices = [("", "Alt, du kan se"), *((str(one.id), one.name) for one in tops)]
        self.fields["selected"].choices = [("", "Alle konti"), *((one.code, one.name) for one in list_selections())]

    def parameters(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class PresentationChoice(forms.Form):
    """The workplace that shows what a leader sees."""

    example = forms.ChoiceField(
        label="Arbejdsplads som eksempel",
        required=False,
        help_text="Dens år bliver vist for alle, der kan læse punktet.",
    )

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = roll_out_of(actor=actor, on=on).rows
        self.fields["example"].choices = [
            ("", "Vælg for mig"),
            *((str(row.place.id), row.place.name) for row in rows),
        ]

    def parameters(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}
