"""The steering group's seats, weights and promises; and who sits there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from ..rules.steering_group import MOST_SEATS, WEIGHT_NAMES, Asked

WEIGHT, PROMISED = "weight_", "promised_"
Options = Sequence[tuple[Any, str]]


class SeatsForm(forms.Form):
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seats = forms.IntegerField(label="Pladser i alt", min_value=1, max_value=MOST_SEATS)

    def __init__(self, *args: Any, departments: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in WEIGHT_NAMES.items():
            self.fields[f"{WEIGHT}{key}"] = forms.IntegerField(label=name, min_value=0, max_value=100)
        for unit, name in departments:
            self.fields[f"{PROMISED}{unit}"] = forms.IntegerField(
                label=name, required=False, min_value=0, max_value=MOST_SEATS
            )

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(WEIGHT)]

    @property
    def promised(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PROMISED)]

    @staticmethod
    def initial_of(asked: Asked) -> dict[str, Any]:
        return {
            "seats": asked.seats,
            **{f"{WEIGHT}{key}": weight for key, weight in asked.weights.items()},
            **{f"{PROMISED}{unit}": least for unit, least in asked.promised.items()},
        }

    @property
    def asked(self) -> Asked:
        said = self.cleaned_data
        promised = {name.removeprefix(PROMISED): said[name] for name in said if name.startswith(PROMISED)}
        return Asked(
            seats=said["seats"],
            weights={key: said[f"{WEIGHT}{key}"] for key in WEIGHT_NAMES},
            promised={unit: least for unit, least in promised.items() if least},
        )


class MemberForm(forms.Form):
    unit = forms.TypedChoiceField(label="For hvilken afdeling?", coerce=UUID)
    member = forms.TypedChoiceField(label="Hvem?", coerce=UUID)

    def __init__(self, *args: Any, departments: Options, persons: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (("unit", departments), ("member", persons)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "Vælg"), *options]
