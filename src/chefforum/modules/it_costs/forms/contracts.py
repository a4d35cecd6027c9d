"""The shapes of contracts: what a list is narrowed to, a contract, and a system that it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web.fields import DanishDecimalField, SuggestingInput, day_field

from ..queries.choices import units_to_choose, vendors_to_choose
from ..queries.contracts import ENDS, ContractsChosen
from ..rules.contracts import CONTRACT_FIELDS, CONTRACT_NAMES, MOST_MONTHS, ContractFacts
from .register import ALL, NONE_CHOSEN, Options, offer


class ContractFilter(forms.Form):
    """What the list is narrowed to, in the address."""

    ord = forms.CharField(label="Søg", required=False, max_length=100)
    slutter = forms.ChoiceField(label="Hvornår den slutter", required=False, choices=list(ENDS.items()))
    enhed = forms.TypedChoiceField(label="Ansvarlig enhed", required=False, coerce=UUID, empty_value=None)
    leverandoer = forms.TypedChoiceField(label="Leverandør", required=False, coerce=UUID, empty_value=None)
    ude = forms.BooleanField(label="Taget ud af registret", required=False)

    def __init__(self, *args: Any, units: Options, vendors: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["enhed"], [ALL, *units])
        offer(self.fields["leverandoer"], [ALL, *vendors])

    @property
    def chosen(self) -> ContractsChosen:
        """What makes no sense narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        return ContractsChosen(
            words=said.get("ord", "").strip(),
            vendor_id=said.get("leverandoer"),
            unit_id=said.get("enhed"),
            ends=said.get("slutter", ""),
            is_removed=said.get("ude", False),
        )


def contracts_chosen(parameters: Mapping[str, Any], tree: OrganisationTree) -> ContractsChosen:
    """What the list's address says. One query."""
    return ContractFilter(parameters, units=units_to_choose(tree), vendors=vendors_to_choose()).chosen


class ContractForm(forms.Form):
    """A contract. `seen`: when it was changed last, as the page was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=CONTRACT_NAMES["name"], max_length=200)
    number = forms.CharField(label=CONTRACT_NAMES["number"], max_length=60, required=False)
    vendor_id = forms.TypedChoiceField(label=CONTRACT_NAMES["vendor_id"], required=False, coerce=UUID, empty_value=None)
    new_vendor = forms.CharField(
        label="Ny leverandør",
        required=False,
        max_length=200,
        help_text="Kun hvis leverandøren ikke er på listen.",
    )
    unit_id = forms.TypedChoiceField(
        label=CONTRACT_NAMES["unit_id"],
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="Den, der har indgået den og passer den.",
    )
    starts_on = day_field(CONTRACT_NAMES["starts_on"], required=False)
    ends_on = day_field(
        CONTRACT_NAMES["ends_on"], required=False, help_text="Den sidste dag. Tom, hvis den løber, til den siges op."
    )
    irrevocable_until = day_field(CONTRACT_NAMES["irrevocable_until"], required=False)
    notice_months = forms.IntegerField(
        label=CONTRACT_NAMES["notice_months"], required=False, min_value=0, max_value=MOST_MONTHS
    )
    price_regulation = forms.CharField(
        label=CONTRACT_NAMES["price_regulation"],
        max_length=100,
        required=False,
        help_text="Fx nettoprisindekset hver januar.",
    )
    accounting = forms.CharField(
        label=CONTRACT_NAMES["accounting"], max_length=200, required=False, help_text="Konto og omkostningssted."
    )

    def __init__(self, *args: Any, writable: Options, vendors: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["unit_id"], [NONE_CHOSEN, *writable])
        offer(self.fields["vendor_id"], [NONE_CHOSEN, *vendors])

    @staticmethod
    def initial_of(facts: ContractFacts) -> dict[str, Any]:
        return {name: getattr(facts, name) for name in CONTRACT_FIELDS}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("vendor_id") and said.get("new_vendor", "").strip():
            self.add_error("new_vendor", "Vælg en leverandør på listen, eller skriv en ny. Ikke begge dele.")
        return said

    @property
    def facts(self) -> ContractFacts:
        return ContractFacts(**{name: self.cleaned_data[name] for name in CONTRACT_FIELDS})


class CoverForm(forms.Form):
    """A system that a contract is of."""

    system = forms.CharField(label="System", max_length=220)
    share = DanishDecimalField(
        label="Andel af prisen, procent",
        required=False,
        least=Decimal(0),
        most=Decimal(100),
        decimals=4,
        help_text="Tom, hvis den ikke er aftalt: så deles lige.",
    )

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system"].widget = SuggestingInput(suggestions=names)

    @property
    def as_share(self) -> Decimal | None:
        said: Decimal | None = self.cleaned_data["share"]
        return None if said is None else said / 100
