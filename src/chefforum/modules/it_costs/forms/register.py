"""The shapes of the register: what a list is narrowed to, a system, and whether it is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web.fields import SuggestingInput, text_area
from chefforum.web.object_parts import marks_of

from ..queries.choices import units_to_choose, vendors_to_choose
from ..queries.register import KIND, LACKS, Chosen
from ..rules.kinds import (
    ANSWER_NAMES,
    HOSTING_NAMES,
    LIFE_CYCLE_NAMES,
    NEED_NAMES,
    PERSONAL_DATA_NAMES,
    SYSTEM_KIND_NAMES,
    choices,
)
from ..rules.register import FIELD_NAMES, KLE_NUMBER, PLAIN, SystemFacts

Options = Sequence[tuple[object, str]]
ALL = ("", "Alle")
NONE_CHOSEN = ("", "Ikke oplyst")


@dataclass(frozen=True)
class Offered:
    """What fields about units, vendors and persons offer; `writable` are the units that the actor writes systems of."""

    units: Options
    writable: Options
    vendors: Options
    persons: Options
    families: Sequence[str] = ()
    business_types: Sequence[str] = ()


class SystemFilter(forms.Form):
    """What the list is narrowed to, in the address."""

    ord = forms.CharField(label="Søg", required=False, max_length=100)
    type = forms.ChoiceField(label="Type", required=False, choices=[ALL, *choices(SYSTEM_KIND_NAMES)])
    enhed = forms.TypedChoiceField(
        label="Ansvarlig afdeling eller enhed", required=False, coerce=UUID, empty_value=None
    )
    bruger = forms.TypedChoiceField(label="Bruges af", required=False, coerce=UUID, empty_value=None)
    leverandoer = forms.TypedChoiceField(label="Leverandør", required=False, coerce=UUID, empty_value=None)
    livscyklus = forms.ChoiceField(label="Livscyklus", required=False, choices=[ALL, *choices(LIFE_CYCLE_NAMES)])
    drift = forms.ChoiceField(label="Hvor det kører", required=False, choices=[ALL, *choices(HOSTING_NAMES)])
    persondata = forms.ChoiceField(
        label="Personoplysninger", required=False, choices=[ALL, *choices(PERSONAL_DATA_NAMES)]
    )
    ai = forms.ChoiceField(label="Bruger AI", required=False, choices=[ALL, *choices(ANSWER_NAMES)])
    behov = forms.ChoiceField(label="Nødvendigt", required=False, choices=[ALL, *choices(NEED_NAMES)])
    kle = forms.CharField(label="Opgave (KLE)", required=False, max_length=8)
    mangler = forms.ChoiceField(
        label="Mangler", required=False, choices=[ALL, *((key, name) for key, (name, _) in LACKS.items())]
    )
    kritisk = forms.BooleanField(label="Kun kritiske", required=False)
    uenig = forms.BooleanField(label="Kun hvor en kilde siger noget andet", required=False)
    eget = forms.BooleanField(label="Kun afdelingernes egne indkøb", required=False)
    ude = forms.BooleanField(label="Taget ud af registret", required=False)
    saerligt = forms.ChoiceField(label="Særligt", required=False)
    FIRST = ("ord", "enhed", "leverandoer", "mangler")

    @property
    def first(self) -> list[forms.BoundField]:
        """What most look for."""
        return [self[name] for name in self.FIRST]

    @property
    def rest(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name not in self.FIRST]

    @property
    def rest_is_chosen(self) -> bool:
        return any(self.data.get(bound.name) for bound in self.rest)

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (("enhed", offered.units), ("bruger", offered.units), ("leverandoer", offered.vendors)):
            offer(self.fields[name], [ALL, *options])
        marks = marks_of(KIND)
        offer(self.fields["saerligt"], [ALL, *marks])
        if not marks:
            del self.fields["saerligt"]

    @property
    def chosen(self) -> Chosen:
        """What makes no sense narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        task = said.get("kle", "").strip()
        return Chosen(
            words=said.get("ord", "").strip(),
            kind=said.get("type", ""),
            unit_id=said.get("enhed"),
            used_by=said.get("bruger"),
            vendor_id=said.get("leverandoer"),
            life_cycle=said.get("livscyklus", ""),
            hosting=said.get("drift", ""),
            personal_data=said.get("persondata", ""),
            uses_ai=said.get("ai", ""),
            need=said.get("behov", ""),
            task=task if KLE_NUMBER.fullmatch(task) else "",
            lacks=said.get("mangler", ""),
            is_critical=said.get("kritisk", False),
            is_own_purchase=said.get("eget", False),
            is_disputed=said.get("uenig", False),
            is_removed=said.get("ude", False),
            mark=said.get("saerligt", ""),
        )


def systems_chosen(parameters: Mapping[str, Any], tree: OrganisationTree) -> Chosen:
    """What the list's address says. One query."""
    offered = Offered(units_to_choose(tree), (), vendors_to_choose(), ())
    return SystemFilter(parameters, offered=offered).chosen


def _answer(name: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=FIELD_NAMES[name], choices=choices(ANSWER_NAMES), widget=forms.Select)


class SystemForm(forms.Form):
    """A system. `seen`: when it was changed last, as the page was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Navn", max_length=200)
    kind = forms.ChoiceField(label="Type", choices=choices(SYSTEM_KIND_NAMES))
    description = text_area("Hvad det bruges til", required=False, max_length=4000)
    former_name = forms.CharField(label="Hed før", required=False, max_length=200)
    family = forms.CharField(
        label="Familie",
        required=False,
        max_length=100,
        help_text="Det, den tælles sammen med, når priser og antal sammenlignes: Microsoft 365, pc'er, ESDH.",
    )
    business_type = forms.CharField(label="Forretningstype", required=False, max_length=100)
    vendor_id = forms.TypedChoiceField(label="Leverandør", required=False, coerce=UUID, empty_value=None)
    new_vendor = forms.CharField(
        label="Ny leverandør",
        required=False,
        max_length=200,
        help_text="Kun hvis leverandøren ikke er på listen.",
    )
    owner_unit_id = forms.TypedChoiceField(
        label="Ansvarlig enhed",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="Den, der bestemmer over det og betaler.",
    )
    owner_id = forms.TypedChoiceField(label="Systemejer", required=False, coerce=UUID, empty_value=None)
    bought_outside_it = forms.BooleanField(label="Afdelingens eget indkøb", required=False)
    life_cycle = forms.ChoiceField(label="Livscyklus", choices=choices(LIFE_CYCLE_NAMES))
    hosting = forms.ChoiceField(label="Hvor det kører", choices=choices(HOSTING_NAMES))
    is_business_critical = _answer("is_business_critical")
    is_socially_critical = _answer("is_socially_critical")
    personal_data = forms.ChoiceField(label="Personoplysninger", choices=choices(PERSONAL_DATA_NAMES))
    uses_ai = _answer("uses_ai")
    serves_vulnerable = _answer("serves_vulnerable")
    users_low = forms.IntegerField(label="Brugere, mindst", required=False, min_value=0, max_value=1_000_000)
    users_high = forms.IntegerField(label="Brugere, højst", required=False, min_value=0, max_value=1_000_000)
    units = forms.TypedMultipleChoiceField(
        label="Enheder, der bruger det", required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    tasks = forms.CharField(
        label="Opgaver (KLE)",
        required=False,
        max_length=1000,
        help_text="Numre med komma imellem: 17.01, 00.30.04.",
    )

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (
            ("vendor_id", [NONE_CHOSEN, *offered.vendors]),
            ("owner_unit_id", [NONE_CHOSEN, *offered.writable]),
            ("owner_id", [NONE_CHOSEN, *offered.persons]),
            ("units", [*offered.units]),
        ):
            offer(self.fields[name], options)
        self.fields["family"].widget = SuggestingInput(suggestions=offered.families)
        self.fields["business_type"].widget = SuggestingInput(suggestions=offered.business_types)

    @staticmethod
    def initial_of(facts: SystemFacts) -> dict[str, Any]:
        said = {name: getattr(facts, name) for name in PLAIN}
        return said | {"units": [str(one) for one in facts.units], "tasks": ", ".join(facts.tasks)}

    def clean_tasks(self) -> tuple[str, ...]:
        numbers = [one.strip() for one in self.cleaned_data["tasks"].replace(";", ",").split(",")]
        wrong = [one for one in numbers if one and not KLE_NUMBER.fullmatch(one)]
        if wrong:
            raise forms.ValidationError(f"“{wrong[0]}” er ikke et KLE-nummer. Skriv det som 00, 00.30 eller 00.30.04.")
        return tuple(one for one in numbers if one)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        low, high = said.get("users_low"), said.get("users_high")
        if low is not None and high is not None and high < low:
            self.add_error("users_high", "Højst er mindre end mindst.")
        if said.get("vendor_id") and said.get("new_vendor", "").strip():
            self.add_error("new_vendor", "Vælg en leverandør på listen, eller skriv en ny. Ikke begge dele.")
        return said

    @property
    def facts(self) -> SystemFacts:
        said = {name: self.cleaned_data[name] for name in PLAIN}
        return SystemFacts(**said, units=tuple(self.cleaned_data["units"]), tasks=self.cleaned_data["tasks"])


class NeedForm(forms.Form):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    need = forms.ChoiceField(label="Er det nødvendigt?", choices=choices(NEED_NAMES), widget=forms.RadioSelect)
    need_reason = text_area(
        "Hvorfor?", required=False, max_length=2000, help_text="Lov, opgave, brugere, hændelser. Aldrig et regnestykke."
    )


class DependencyForm(forms.Form):
    """What the system needs: another, named by typing."""

    on_system = forms.CharField(label="Det har brug for", max_length=220)
    text = forms.CharField(
        label="Hvad der udveksles", max_length=200, required=False, help_text="Fx borgere, hver nat."
    )

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on_system"].widget = SuggestingInput(suggestions=names)


def offer(field: forms.Field, options: Sequence[tuple[Any, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = options
