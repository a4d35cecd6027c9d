"""What one may choose on the pages of areas, and the dated tables that they are drawn by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from chefforum.web.fields import day_field

from ..rules.selections import LONGEST, PATTERNED, SELECTION_NAMES, SelectionKind
from .fields import DanishNumberField

YEARS_BACK = 5


class AreaFilter(forms.Form):
    aar = forms.TypedChoiceField(label="År", required=False, coerce=int)
    enhed = forms.ChoiceField(label="Område", required=False)
    udsnit = forms.ChoiceField(label="Udsnit", required=False)

    def __init__(
        self, *args: Any, on: dt.date, tops: Iterable[tuple[UUID, str]], selections: Iterable[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aar"].choices = [(year, str(year)) for year in range(on.year + 1, on.year - YEARS_BACK, -1)]
        self.fields["enhed"].choices = [("", "Alt, du kan se"), *((str(unit_id), name) for unit_id, name in tops)]
        self.fields["udsnit"].choices = [("", "Alle konti"), *((one.code, one.name) for one in selections)]


class DeviationFilter(AreaFilter):
    vis = forms.ChoiceField(label="Vis", required=False, choices=[("", "Arbejdspladser"), ("konti", "Konti")])
    efter = forms.ChoiceField(label="Størst målt i", required=False, choices=[("", "Kroner"), ("pct", "Procent")])


class SelectionForm(forms.Form):
    name = forms.CharField(label="Navn", max_length=100, help_text="Fx Serviceramme eller Børneudvalget.")
    code = forms.SlugField(label="Kode", max_length=40, help_text="Kort, uden mellemrum. Bruges i tal, der indsættes.")
    kind = forms.TypedChoiceField(
        label="Slags", choices=[(one.value, name) for one, name in SELECTION_NAMES.items()], coerce=SelectionKind
    )


class SelectionRuleForm(forms.Form):
    """Lines that fit are in, or out. Patterns: codes with * and ?, parted by commas; empty fits all."""

    takes_in = forms.TypedChoiceField(
        label="Konti, der passer",
        choices=[("ja", "regnes med"), ("nej", "regnes ikke med")],
        coerce=lambda said: said == "ja",
    )
    function = forms.CharField(
        label="Funktion", required=False, max_length=LONGEST["function"], help_text="Fx 03*. Flere med komma."
    )
    dranst = forms.CharField(
        label="Dranst", required=False, max_length=LONGEST["dranst"], help_text="1 er drift, 3 er anlæg."
    )
    ownership = forms.CharField(label="Ejerforhold", required=False, max_length=LONGEST["ownership"])
    grouping = forms.CharField(label="Gruppering", required=False, max_length=LONGEST["grouping"])
    art = forms.CharField(label="Art", required=False, max_length=LONGEST["art"])
    account = forms.CharField(label="Konto", required=False, max_length=LONGEST["account"])
    order = forms.IntegerField(
        label="Rækkefølge", min_value=1, initial=100, help_text="Den laveste, der passer, gælder."
    )
    source = forms.CharField(
        label="Kilde", required=False, max_length=200, help_text="Fx KL's vejledning om servicerammen."
    )

    def __init__(self, *args: Any, on: dt.date, units: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Alle enheder"), *((str(unit_id), name) for unit_id, name in units)]
        self.fields["unit"] = forms.TypedChoiceField(
            label="Enhed og alt under den", required=False, choices=choices, coerce=UUID, empty_value=None
        )
        self.fields["valid_from"] = day_field("Gælder fra", initial=on.replace(month=1, day=1))

    @property
    def patterns(self) -> dict[str, str]:
        return {part: self.cleaned_data[part] for part in PATTERNED}


class RefundRuleForm(forms.Form):
    refund_accounts = forms.CharField(label="Refusionskonti", max_length=200, help_text="Mønster, fx 7700* eller 81*.")
    cost_accounts = forms.CharField(label="Udgiftskonti", max_length=200)
    share_pct = DanishNumberField(label="Andel i procent")
    lag_months = forms.IntegerField(label="Kommer så mange måneder efter", min_value=0, max_value=24, initial=0)
    source = forms.CharField(label="Kilde", required=False, max_length=200)

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"] = day_field("Gælder fra", initial=on.replace(month=1, day=1))

    def clean_share_pct(self) -> Any:
        share = self.cleaned_data["share_pct"]
        if not 0 < share <= 100:
            raise forms.ValidationError("Andelen er mere end 0 og højst 100 procent.")
        return share
