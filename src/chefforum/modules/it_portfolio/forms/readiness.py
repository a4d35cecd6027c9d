"""What the list of readiness is narrowed to, in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from chefforum.modules.it_costs.queries.register import Chosen
from chefforum.modules.it_costs.rules.kinds import HOSTING_NAMES, PERSONAL_DATA_NAMES, choices
from chefforum.web.fields import day_field

from ..queries.readiness import AskedReadiness
from ..rules.readiness import READY_NAMES

ALL = ("", "Alle")
MOST_GROUPS = 999


class ReadinessFilter(forms.Form):
    ord = forms.CharField(label="Søg", required=False, max_length=100)
    parat = forms.ChoiceField(label="Parathed", required=False, choices=[ALL, *choices(READY_NAMES)])
    dag = day_field("På dagen", required=False, help_text="Tom er i dag.")
    enhed = forms.TypedChoiceField(label="Ansvarlig enhed", required=False, coerce=UUID, empty_value=None)
    drift = forms.ChoiceField(label="Hvor det kører", required=False, choices=[ALL, *choices(HOSTING_NAMES)])
    persondata = forms.ChoiceField(
        label="Personoplysninger", required=False, choices=[ALL, *choices(PERSONAL_DATA_NAMES)]
    )
    gruppe = forms.IntegerField(label="Gruppe", required=False, min_value=1, max_value=MOST_GROUPS)
    kritisk = forms.BooleanField(label="Kun kritiske", required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[object, str]], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["enhed"].choices = [ALL, *units]  # type: ignore[attr-defined]

    @property
    def asked(self) -> AskedReadiness:
        """What makes no sense narrows nothing; a day that is over is today."""
        self.is_valid()
        said = self.cleaned_data
        return AskedReadiness(
            chosen=Chosen(
                words=said.get("ord", "").strip(),
                unit_id=said.get("enhed"),
                hosting=said.get("drift", ""),
                personal_data=said.get("persondata", ""),
                is_critical=said.get("kritisk", False),
            ),
            on=max(said.get("dag") or self.today, self.today),
            ready=said.get("parat", ""),
            group=said.get("gruppe") or 0,
        )


def asked_of(parameters: Mapping[str, Any], *, units: Sequence[tuple[object, str]], today: dt.date) -> AskedReadiness:
    """What the list's address says."""
    return ReadinessFilter(parameters, units=units, today=today).asked
