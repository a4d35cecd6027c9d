"""Postings, cost centres without a unit, accounts, line classes and closing: the shape of what is asked and typed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms

from chefforum.calc.periods import MONTHS, months_between, period_of, shifted

from ..queries.telling import month
from ..rules.words import LINE_CLASS_NAMES, LineClass


def _month_choices(on: dt.date, *, back: int) -> list[tuple[str, str]]:
    last = period_of(on)
    return [(str(period), month(period)) for period in reversed(months_between(shifted(last, -back), last))]


def _day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class PostingFilter(forms.Form):
    enhed = forms.ChoiceField(label="Enhed", required=False)
    konto = forms.CharField(label="Konto", required=False, max_length=60)
    fra = forms.ChoiceField(label="Fra og med", required=False)
    til = forms.ChoiceField(label="Til og med", required=False)
    omfang = forms.ChoiceField(
        label="Omfang", required=False, choices=[("", "Med enheder under"), ("egne", "Kun enhedens egne")]
    )
    organisation = forms.ChoiceField(
        label="Organisation", required=False, choices=[("", "Som den var i måneden"), ("nu", "Som den er nu")]
    )
    q = forms.CharField(label="Bilag eller tekst", required=False, max_length=100)

    def __init__(self, *args: Any, units: list[tuple[UUID, str]], on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enhed"].choices = [(str(unit_id), name) for unit_id, name in units]
        for name in ("fra", "til"):
            self.fields[name].choices = [("", "Vælg måned"), *_month_choices(on, back=5 * MONTHS)]


class UnmappedForm(forms.Form):
    """Where a cost centre belongs, from a day."""

    code = forms.CharField(label="Omkostningssted", max_length=40)
    valid_from = _day("Fra og med")

    def __init__(self, *args: Any, units: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Vælg enhed"), *((str(unit_id), name) for unit_id, name in units)]
        self.fields["unit"] = forms.TypedChoiceField(label="Enhed", choices=choices, coerce=UUID)


class MappingChangeForm(forms.Form):
    """Another unit, or another day."""

    def __init__(self, *args: Any, units: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(unit_id), name) for unit_id, name in units]
        self.fields["enhed"] = forms.TypedChoiceField(label="Enhed", choices=choices, coerce=UUID)
        self.fields["fra"] = _day("Fra og med")


class SearchFilter(forms.Form):
    q = forms.CharField(label="Konto eller navn", required=False, max_length=100)


class AccountForm(forms.Form):
    name = forms.CharField(label="Navn", max_length=200, required=False)


class LineClassForm(forms.Form):
    """Accounts that fit are of the class. Patterns: codes with * and ?, parted by commas; empty fits all."""

    line_class = forms.TypedChoiceField(
        label="Linjetype", choices=[(one.value, LINE_CLASS_NAMES[one]) for one in LineClass], coerce=LineClass
    )
    art = forms.CharField(
        label="Art", required=False, max_length=100, help_text="Fx 1* for løn. Flere skilles med komma."
    )
    account = forms.CharField(label="Konto", required=False, max_length=200, help_text="Fx 4020*.")
    function = forms.CharField(label="Funktion", required=False, max_length=200)
    dranst = forms.CharField(label="Dranst", required=False, max_length=40)
    grouping = forms.CharField(label="Gruppering", required=False, max_length=200)
    order = forms.IntegerField(
        label="Rækkefølge", min_value=1, initial=100, help_text="Den laveste, der passer, gælder."
    )

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"] = _day("Gælder fra", initial=on.replace(month=1, day=1))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not any(values.get(part) for part in ("art", "account", "function", "dranst", "grouping")):
            self.add_error("art", "Skriv mindst et mønster. * passer til alt.")
        return values


class ClosingForm(forms.Form):
    period = forms.TypedChoiceField(
        label="Lukket til og med", coerce=int, empty_value=None, required=False, choices=[("", "Ingen måned er lukket")]
    )
    reason = forms.CharField(
        label="Begrundelse",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skal skrives, når en lukket måned åbnes igen.",
    )

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [("", "Ingen måned er lukket"), *_month_choices(on, back=2 * MONTHS)]
