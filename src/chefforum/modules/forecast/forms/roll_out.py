"""The shape of noting a step of roll-out for many units at once."""

from __future__ import annotations

from django import forms

from chefforum.web.fields import day_field

from ..rules.rhythm import RollOut


class StepForm(forms.Form):
    kind = forms.TypedChoiceField(
        label="Hvad er sket?",
        choices=[(RollOut.WORKSHOP.value, "Workshop"), (RollOut.STARTED.value, "Er kommet i gang")],
        coerce=RollOut,
    )
    date = day_field("Dato")
    note = forms.CharField(label="Bemærkning", max_length=200, required=False, help_text="Fx hvilket hold.")


class RollOutFilter(forms.Form):
    vis = forms.ChoiceField(
        label="Vis",
        required=False,
        choices=[
            ("", "Alle"),
            ("bagud", "Ikke i gang eller ikke på workshop"),
            ("mangler", "Har ikke vurderet måneden"),
        ],
    )
