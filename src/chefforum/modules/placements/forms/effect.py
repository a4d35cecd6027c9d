"""What the pages of effect are of: year, definition, and for time until closed also type and where."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from ..rules.effect import WHERE_NAMES, Defined, Where
from ..rules.kinds import KIND_NAMES, PlacementKind, choices

YEARS_BACK = 5


class EffectFilter(forms.Form):
    """What is not chosen is as usual; what cannot be chosen is told."""

    aar = forms.TypedChoiceField(label="Sluttede i", coerce=int, empty_value=None, required=False)
    definition = forms.TypedChoiceField(label="Effekt måles som", coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any, *, definitions: tuple[Defined, ...], on: dt.date, year: int) -> None:
        super().__init__({**data.dict(), "aar": data.get("aar") or str(year)})
        self.fields["aar"].choices = [(one, str(one)) for one in range(on.year, on.year - YEARS_BACK, -1)]
        self.fields["definition"].choices = [
            ("", "Den, der gjaldt"),
            *((one.span.id, str(one)) for one in reversed(definitions)),
        ]


class TimeFilter(EffectFilter):
    type = forms.TypedChoiceField(
        label="Type",
        choices=choices(KIND_NAMES),
        coerce=PlacementKind,
        empty_value=PlacementKind.INTERNSHIP,
        required=False,
    )
    sted = forms.TypedChoiceField(
        label="Hvor", choices=choices(WHERE_NAMES), coerce=Where, empty_value=Where.MUNICIPAL, required=False
    )
