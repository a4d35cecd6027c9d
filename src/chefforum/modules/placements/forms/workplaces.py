"""The shape of a workplace, of a count of its employees, and of a statement."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator

from chefforum.web.fields import DanishDecimalField, day_field, text_area

from .naming import NobodyNamed


class WorkplaceForm(NobodyNamed):
    unit = forms.TypedChoiceField(label="Enhed", coerce=UUID)
    p_number = forms.CharField(
        label="P-nummer",
        max_length=14,
        help_text="Ti cifre. Loven tæller ansatte og forløb for hvert P-nummer.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        validators=[RegexValidator(r"^\d{10}$", "Et P-nummer er ti cifre.")],
    )
    name = forms.CharField(label="Navn", max_length=200)
    valid_from = day_field("Gælder fra")
    last_day = day_field("Gælder til og med", required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "Vælg"), *units]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        first, last = said.get("valid_from"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "Til og med er før fra.")
        return said


class CountForm(forms.Form):
    on_date = day_field("Opgjort den")
    heads = forms.IntegerField(
        label="Personer",
        min_value=0,
        max_value=100_000,
        help_text="Ordinært ansatte på P-nummeret, uden dem, der er i forløb.",
    )
    fte = DanishDecimalField(label="Årsværk", least=Decimal(0), most=Decimal(100_000), decimals=2, required=False)


class StatementForm(NobodyNamed):
    placement = forms.TypedChoiceField(label="Forløb", coerce=UUID, empty_value=None, required=False)
    said_on = day_field("Afgivet den")
    representative = forms.CharField(
        label="Hvem har udtalt sig?",
        max_length=200,
        help_text="Hvervet og organisationen, ikke et navn: tillidsrepræsentant for pædagogerne.",
    )
    is_net_expansion = forms.BooleanField(
        label="Det er merbeskæftigelse", required=False, help_text="Der bliver flere ansatte end før."
    )
    is_reasonable = forms.BooleanField(
        label="Forholdet er rimeligt", required=False, help_text="Der er nok ordinært ansatte til dem, der er i forløb."
    )
    text = text_area("Udtalelse", required=False, max_length=4000)

    def __init__(self, *args: Any, placements: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["placement"].choices = [("", "Arbejdsstedet i det hele taget"), *placements]


class DayForm(forms.Form):
    dag = day_field("Vis for dagen", required=False)
