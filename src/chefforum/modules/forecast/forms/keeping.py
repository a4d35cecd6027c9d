"""The shape of what finance keeps: rounds, rhythm, categories, rates, roll-out; and what is said of a month."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from chefforum.calc.periods import name_of
from chefforum.web.fields import day_field

from ..rules.rhythm import Pace, month_before
from ..rules.rounds import ROUND_NAMES, RoundKind
from ..services.categories import CategoryWords
from .fields import DanishNumberField, oere_of

MONTHS_OFFERED = 12


def months_until(period: int, count: int = MONTHS_OFFERED) -> list[int]:
    """The month and those before it, newest first.

    >>> months_until(202602, 3)
    [202602, 202601, 202512]
    """
    found = []
    for _ in range(count):
        found.append(period)
        period = period - 1 if period % 100 > 1 else period - 89
    return found


class RoundForm(forms.Form):
    kind = forms.TypedChoiceField(
        label="Runde", choices=[(one.value, name) for one, name in ROUND_NAMES.items()], coerce=RoundKind
    )
    period = forms.TypedChoiceField(label="Regnskab til og med", coerce=int)
    deadline = day_field("Frist for lederne")

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [(one, name_of(one)) for one in months_until(month_before(on))]


class RhythmForm(forms.Form):
    valid_from = day_field("Gælder fra")
    due_working_day = forms.IntegerField(
        label="Vurderes senest på arbejdsdag nr.", min_value=1, max_value=22, initial=5
    )
    threshold = DanishNumberField(label="Forskelle over så mange kroner forklares")
    threshold_pct = DanishNumberField(label="… når de også er over så mange procent af planen")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in ("threshold", "threshold_pct"):
            if said.get(name) is not None and said[name] < 0:
                self.add_error(name, "Grænsen kan ikke være negativ.")
        return said

    @property
    def pace(self) -> Pace:
        said = self.cleaned_data
        return Pace(said["due_working_day"], oere_of(said["threshold"]) or 0, said["threshold_pct"])


class CategoryForm(forms.Form):
    name = forms.CharField(label="Navn", max_length=100)
    code = forms.SlugField(label="Kode", max_length=40, help_text="Kort, uden mellemrum. Står i Excel-arket.")
    unit_name = forms.CharField(label="Regnes i", max_length=30, required=False, help_text="Fx timer. Tom: kroner.")
    accounts = forms.CharField(
        label="Konti",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="En på hver linje. * står for hvad som helst: 5.30.32.1.*",
    )
    is_income = forms.BooleanField(label="Indtægt", required=False)
    is_variable_pay = forms.BooleanField(label="Variabel løn", required=False)
    is_active = forms.BooleanField(label="I brug", required=False, initial=True)

    @property
    def words(self) -> CategoryWords:
        said = self.cleaned_data
        names = ("code", "name", "unit_name", "is_income", "is_variable_pay", "is_active")
        accounts = tuple(line.strip() for line in said["accounts"].splitlines() if line.strip())
        return CategoryWords(accounts=accounts, **{name: said[name] for name in names})


class RateForm(forms.Form):
    valid_from = day_field("Gælder fra")
    rate = DanishNumberField(label="Sats i kr.")
    source = forms.CharField(label="Kilde", max_length=200, required=False)

    def clean_rate(self) -> Any:
        if self.cleaned_data["rate"] < 0:
            raise forms.ValidationError("Satsen kan ikke være negativ.")
        return self.cleaned_data["rate"]


class OverviewFilter(forms.Form):
    maaned = forms.TypedChoiceField(label="Måned", required=False, coerce=int)
    vis = forms.ChoiceField(
        label="Vis",
        required=False,
        choices=[("", "Alle"), ("mangler", "Har ikke vurderet"), ("godkendes", "Venter på godkendelse")],
    )

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["maaned"].choices = [(one, name_of(one)) for one in months_until(month_before(on))]


class OverrideForm(forms.Form):
    account = forms.CharField(
        label="Konto",
        max_length=60,
        help_text="Skriv lidt af navnet eller nummeret, og vælg.",
        widget=forms.TextInput(attrs={"list": "konti", "autocomplete": "off"}),
    )
    amount = DanishNumberField(label="Ender året på, kr.")
    reason = forms.CharField(label="Hvorfor?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    expires = day_field("Gælder til og med")
