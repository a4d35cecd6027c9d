"""The shape of a what-if: one of three thoughts, asked in the address so that it stores nothing and can be sent on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

from chefforum.calc.danish_dates import MONTHS

from ..queries.what_if import Situation, Thought, of_percentage, of_position, of_quantity
from .fields import DanishNumberField

if TYPE_CHECKING:
    from ..models import EntryCategory


def _months(situation: Situation) -> list[tuple[int, str]]:
    return [(month, MONTHS[month - 1]) for month in situation.months_left]


class QuantityForm(forms.Form):
    """Another substitute: so many hours a month."""

    category = forms.TypedChoiceField(label="Hvad", coerce=int)
    quantity = DanishNumberField(label="Hvor meget om måneden", help_text="Fx timer; kroner, hvis der ingen sats er.")
    first = forms.TypedChoiceField(label="Fra og med", coerce=int)
    last = forms.TypedChoiceField(label="Til og med", coerce=int)

    def __init__(
        self, *args: Any, situation: Situation, categories: Sequence[EntryCategory], rates: dict[int, int], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.situation, self.rates = situation, rates
        self.categories = {one.pk: one for one in categories}
        self.fields["category"].choices = [(one.pk, self._named(one)) for one in categories]
        for name in ("first", "last"):
            self.fields[name].choices = _months(situation)
        self.fields["last"].initial = situation.months_left[-1] if situation.months_left else None

    def _named(self, category: EntryCategory) -> str:
        rate = self.rates.get(category.pk)
        return f"{category.name} ({category.unit_name or 'antal'})" if rate else f"{category.name} (kroner)"

    def clean_quantity(self) -> Decimal:
        quantity: Decimal = self.cleaned_data["quantity"]
        if not quantity:
            raise forms.ValidationError("Skriv et tal, fx 40.")
        return quantity

    @property
    def thought(self) -> Thought:
        said = self.cleaned_data
        return of_quantity(
            self.situation,
            category=self.categories[said["category"]],
            quantity=said["quantity"],
            rate_oere=self.rates.get(said["category"]) or None,
            first=said["first"],
            last=said["last"],
        )


class PositionForm(forms.Form):
    """A vacancy that is filled."""

    step = forms.ChoiceField(label="Gruppe og løntrin")
    share = DanishNumberField(label="Procent af fuld tid", initial=Decimal(100))
    first = forms.TypedChoiceField(label="Fra den 1. i", coerce=int)

    def __init__(self, *args: Any, situation: Situation, steps: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.situation = situation
        self.fields["step"].choices = steps
        self.fields["first"].choices = _months(situation)

    def clean_share(self) -> Decimal:
        share: Decimal = self.cleaned_data["share"]
        if not 0 < share <= 100:
            raise forms.ValidationError("Skriv et tal mellem 1 og 100.")
        return share

    @property
    def thought(self) -> Thought:
        said = self.cleaned_data
        group, _, step = said["step"].partition("|")
        return of_position(self.situation, group=group, step=step, share_pct=said["share"], first=said["first"])


class PercentageForm(forms.Form):
    """So many percent more, or less, on a line."""

    account = forms.ChoiceField(label="Konto")
    pct = DanishNumberField(label="Procent mere", help_text="Skriv minus foran, hvis det er mindre.")

    def __init__(self, *args: Any, situation: Situation, **more: Any) -> None:
        super().__init__(*args, **more)
        self.situation = situation
        self.fields["account"].choices = situation.lines

    def clean_pct(self) -> Decimal:
        pct: Decimal = self.cleaned_data["pct"]
        if not pct or abs(pct) > 1000:
            raise forms.ValidationError("Skriv en procent, fx 5.")
        return pct

    @property
    def thought(self) -> Thought:
        return of_percentage(self.situation, account=self.cleaned_data["account"], pct=self.cleaned_data["pct"])
