"""The shape of a consultant, whom they serve, and of being in touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import UnitOnDate
from chefforum.web.fields import day_field

from ..queries.consultants import persons_to_choose
from ..rules.kinds import CONTACT_KIND_NAMES, ContactKind, choices
from ..services.consultants import ConsultantWords


class ConsultantForm(forms.Form):
    person = forms.ModelChoiceField(label="Person", queryset=None, empty_label="Vælg")
    phone = forms.CharField(label="Telefon", max_length=30, required=False)
    about = forms.CharField(
        label="Kender til", max_length=300, required=False, help_text="Fx plejehjem, køkkener og rengøring."
    )
    weekly_hours = forms.DecimalField(
        label="Timer om ugen", min_value=0, max_value=60, max_digits=4, decimal_places=1, required=False, localize=True
    )
    comes_to_meetings = forms.BooleanField(label="Kommer gerne med til arbejdspladsens møder", required=False)
    is_active = forms.BooleanField(label="Vises i oversigten", required=False)

    def __init__(self, *args: Any, on: dt.date, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = persons_to_choose(on)
        if not is_new:
            del self.fields["person"]

    @property
    def words(self) -> ConsultantWords:
        said = {name: value for name, value in self.cleaned_data.items() if name != "person"}
        return ConsultantWords(**said)


class ServiceForm(forms.Form):
    unit = forms.TypedChoiceField(label="Dækker", coerce=UUID)
    is_main = forms.BooleanField(label="Fast kontakt", required=False, initial=True)
    valid_from = day_field("Fra")

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tree = tree_on(on)
        self.fields["unit"].choices = [(str(unit.id), f"{'– ' * depth}{unit.name}") for depth, unit in tree.walk()]


class ContactForm(forms.Form):
    unit = forms.TypedChoiceField(label="Arbejdsplads", coerce=UUID)
    kind = forms.TypedChoiceField(label="Hvordan", choices=choices(CONTACT_KIND_NAMES), coerce=ContactKind)
    planned_for = day_field("Hvornår")
    note = forms.CharField(
        label="Om hvad", max_length=300, required=False, help_text="Fx nye pladser. Skriv ingen navne på borgere."
    )

    def __init__(self, *args: Any, units: Iterable[UnitOnDate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(str(unit.id), unit.name) for unit in units]
