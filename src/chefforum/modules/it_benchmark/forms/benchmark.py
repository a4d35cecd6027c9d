"""What is asked of positions, groups, consent, what we say of ourselves, and files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from chefforum.kernel.access.rules import Actor
from chefforum.web.fields import DanishDecimalField, text_area
from chefforum.web.once import MakesOnce

from ..models import Municipality, PeerGroup
from ..queries.columns import SIZES, Asked
from ..queries.groups import list_groups
from ..rules.fields import FIELDS, VARIABLES, Field
from ..rules.measures import BY_KEY, MEASURES, VIEWS
from ..rules.statbank import TABLES

USUAL_VIEW, USUAL_MEASURE, USUAL_COUNT = "accrued", "per_fte", 10
COUNTED_ELSEWHERE = frozenset({"citizens", "employees", "fte", "pcs"})


def _offer(field: Any, options: Sequence[tuple[object, str]]) -> None:
    field.choices = [(str(value), name) for value, name in options]


class BenchmarkFilter(forms.Form):
    """A group, a year, paid or spread, and the measure that is shown over time. What makes no sense is the usual."""

    gruppe = forms.TypedChoiceField(label="Gruppe", required=False, coerce=UUID, empty_value=None)
    aar = forms.TypedChoiceField(label="År", required=False, coerce=int, empty_value=None)
    visning = forms.ChoiceField(label="Udgifter", required=False, choices=list(VIEWS.items()))
    maal = forms.ChoiceField(label="Over årene", required=False, choices=[(one.key, one.name) for one in MEASURES])

    def __init__(self, data: Mapping[str, Any], *, groups: Sequence[PeerGroup], years: Sequence[int]) -> None:
        self.groups = groups
        usual = {
            "gruppe": str(groups[0].pk) if groups else "",
            "aar": str(years[-1]) if years else "",
            "visning": USUAL_VIEW,
            "maal": USUAL_MEASURE,
        }
        super().__init__({**usual, **{name: data[name] for name in data if data[name]}})
        _offer(self.fields["gruppe"], [(one.pk, one.name) for one in groups])
        _offer(self.fields["aar"], [(year, str(year)) for year in reversed(years)])
        self.is_valid()

    @property
    def group(self) -> PeerGroup | None:
        chosen = self.cleaned_data.get("gruppe")
        return next((one for one in self.groups if one.pk == chosen), self.groups[0] if self.groups else None)

    @property
    def view(self) -> str:
        return self.cleaned_data.get("visning") or USUAL_VIEW

    @property
    def measure(self) -> Any:
        return BY_KEY[self.cleaned_data.get("maal") or USUAL_MEASURE]

    @property
    def year(self) -> int | None:
        return self.cleaned_data.get("aar")


class GroupForm(MakesOnce):
    """What peers are chosen by; and, where the group is frozen, its name and why."""

    year = forms.TypedChoiceField(label="Valgt på tal fra", coerce=int)
    count = forms.IntegerField(label="Antal kommuner", min_value=5, max_value=30, initial=USUAL_COUNT)
    name = forms.CharField(label="Gruppens navn", max_length=200, required=False)
    reason = text_area("Hvorfor netop den gruppe?", required=False)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["year"], [(year, str(year)) for year in reversed(years)])
        for one in VARIABLES:
            self.fields[weight_name(one)] = forms.IntegerField(
                label=one.name, min_value=0, max_value=5, initial=one.weight
            )

    @property
    def weights(self) -> dict[str, float]:
        return {one.key: float(self.cleaned_data[weight_name(one)]) for one in VARIABLES}

    @property
    def weight_fields(self) -> list[Any]:
        return [self[weight_name(one)] for one in VARIABLES]


def weight_name(field: Field) -> str:
    return f"w_{field.key}"


class ConsentForm(forms.Form):
    may_be_named = forms.BooleanField(label="Kommunen har sagt ja til, at dens tal vises med navn", required=False)
    source = forms.CharField(
        label="Hvor er det sagt?", max_length=300, required=False, help_text="Fx “Mail fra it-chefen 3. marts 2026”."
    )

    @classmethod
    def of(cls, one: Municipality, data: Any = None) -> ConsentForm:
        return cls(data, initial={"may_be_named": one.may_be_named, "source": one.consent_source})


class BackgroundForm(forms.Form):
    """What is not counted in it_costs already. Empty is missing."""

    source = forms.CharField(label="Hvor er tallene fra?", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in written_here():
            unit = f", {one.unit}" if one.unit else ""
            self.fields[one.key] = DanishDecimalField(label=f"{one.name}{unit}", required=False)
        self.order_fields([*(one.key for one in written_here()), "source"])

    @property
    def values(self) -> dict[str, Decimal | None]:
        return {one.key: self.cleaned_data[one.key] for one in written_here()}


def written_here() -> list[Field]:
    return [one for one in FIELDS if one.key not in COUNTED_ELSEWHERE]


class ExchangeForm(forms.Form):
    """What is sent, in the address."""

    aar = forms.TypedChoiceField(label="År", required=False, coerce=int, empty_value=None)
    navn = forms.BooleanField(label="Vi må nævnes ved navn", required=False)
    systemer = forms.BooleanField(label="Tag systemerne med", required=False)

    def __init__(self, data: Mapping[str, Any], *, years: Sequence[int], on: dt.date) -> None:
        # A year that is not over is not sent unless one asks for it.
        self.usual = max((year for year in years if year < on.year), default=years[-1] if years else None)
        usual = {"aar": str(self.usual)} if years else {}
        super().__init__({**usual, **{name: data[name] for name in data if data[name]}})
        _offer(self.fields["aar"], [(year, str(year)) for year in reversed(years)])
        self.is_valid()

    @property
    def year(self) -> int | None:
        return self.cleaned_data.get("aar") or self.usual


class PublicFileOptions(forms.Form):
    """What an import asks besides the file."""

    table = forms.ChoiceField(label="Hvilken tabel er det?", choices=list(TABLES.items()))

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class CountryFilter(forms.Form):
    """What the country is narrowed to. What makes no sense narrows nothing."""

    aar = forms.TypedChoiceField(label="År", required=False, coerce=int, empty_value=None)
    stoerrelse = forms.ChoiceField(
        label="Kommuner", required=False, choices=[("", "Alle"), *((key, one[0]) for key, one in SIZES.items())]
    )
    kle = forms.ChoiceField(label="KLE-hovedgruppe", required=False)
    ord = forms.CharField(label="Produkt eller leverandør", required=False, max_length=100)

    def __init__(self, data: Mapping[str, Any], *, years: Sequence[int], kle: Sequence[str]) -> None:
        self.years = years
        usual = {"aar": str(years[-1])} if years else {}
        super().__init__({**usual, **{name: data[name] for name in data if data[name]}})
        _offer(self.fields["aar"], [(year, str(year)) for year in reversed(years)])
        _offer(self.fields["kle"], [("", "Alle"), *((one, one) for one in kle)])
        self.is_valid()

    @property
    def asked(self) -> Asked:
        said = self.cleaned_data
        return Asked(
            year=said.get("aar") or self.years[-1],
            size=said.get("stoerrelse", ""),
            kle=said.get("kle", ""),
            words=said.get("ord", "").strip(),
        )


class BenchmarkDocumentForm(forms.Form):
    """What is asked of the document, when it is laid with an item."""

    gruppe = forms.ChoiceField(label="Gruppe")
    visning = forms.ChoiceField(label="Udgifter", choices=list(VIEWS.items()), initial=USUAL_VIEW)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["gruppe"], [(one.pk, one.name) for one in list_groups(actor=actor)])

    def parameters(self) -> dict[str, str]:
        return {"group": self.cleaned_data["gruppe"], "view": self.cleaned_data["visning"], "year": "", "measure": ""}
