"""What a selection asks, as forms: weights and rules, choices and points by hand, overlaps, the decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms

from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.access import reads_all_costs
from chefforum.web import danish
from chefforum.web.fields import SuggestingInput, text_area
from chefforum.web.once import MakesOnce

from ..queries.selection import list_runs
from ..rules.selection import (
    CRITERION_NAMES,
    MOST_PARTS,
    TAKE_NAMES,
    Criterion,
    Forced,
    Overlap,
    PointsByHand,
    Settings,
)

DEPARTMENT = "department_"
WEIGHT = "weight_"
WEIGHT_HELP = {
    Criterion.CRITICALITY: "Samfundskritisk giver 100 point, forretningskritisk 60.",
    Criterion.VULNERABLE: "Ja giver 100 point, nej 0.",
    Criterion.FOCUS: "Point i hånden. Det, ingen har peget på, har 0.",
    Criterion.EVIDENCE: "Hvor meget i registret der er oplyst og bekræftet.",
    Criterion.USERS: "Jo flere, jo flere point.",
    Criterion.COST: "Jo dyrere, jo flere point.",
}
MOST = 10_000
Names = Mapping[str, str]  # id → what a system is called


class TitleForm(MakesOnce):
    title = forms.CharField(label="Navn", max_length=200, help_text="Fx Udvælgelse til styregruppen i marts.")


class RulesForm(forms.Form):
    """Weights, scales and rules. Departments have a field each."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="Navn", max_length=200)
    year = forms.TypedChoiceField(label="Omkostninger i", coerce=int)
    with_installations = forms.BooleanField(label="Tag tekniske installationer med", required=False)
    users_full = forms.IntegerField(label="Brugere, der giver 100 point", min_value=1, max_value=1_000_000)
    cost_full = forms.IntegerField(label="Kroner om året, der giver 100 point", min_value=1, max_value=2_000_000_000)
    least = forms.IntegerField(label="Mindst i alt", min_value=1, max_value=MOST)
    most = forms.IntegerField(label="Højst i alt", min_value=1, max_value=MOST)
    vulnerable = forms.IntegerField(label="Mindst til udsatte borgere", min_value=0, max_value=MOST)
    cost_share = forms.IntegerField(
        label="Mindst i procent af omkostningerne",
        min_value=0,
        max_value=100,
        help_text="Af det, der er kendt. 0 er intet krav.",
    )
    per_vendor = forms.IntegerField(
        label="Højst fra samme leverandør", required=False, min_value=1, max_value=MOST, help_text="Tomt er intet loft."
    )
    types = text_area(
        "Typer, der skal med",
        required=False,
        max_length=2000,
        help_text="Én på hver linje, som forretningstype eller familie står i registret: Sag og dokument.",
    )
    said_overlaps = forms.ChoiceField(
        label="Systemer, der gør det samme",
        required=False,
        choices=[("", "Det er lige meget"), *((key.value, name) for key, name in TAKE_NAMES.items())],
        help_text="Efter det, de it-ansvarlige har sagt under Overlap.",
    )
    seed = forms.IntegerField(
        label="Frø til lodtrækning",
        min_value=0,
        max_value=2_147_483_647,
        help_text="Samme frø giver samme tal, når vægtene varieres.",
    )

    def __init__(self, *args: Any, departments: Sequence[tuple[str, str]], years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in CRITERION_NAMES.items():
            self.fields[f"{WEIGHT}{key}"] = forms.IntegerField(
                label=name, min_value=0, max_value=MOST_PARTS, help_text=WEIGHT_HELP[key]
            )
        for unit, name in departments:
            self.fields[f"{DEPARTMENT}{unit}"] = forms.IntegerField(
                label=name, required=False, min_value=0, max_value=MOST
            )
        year = self.fields["year"]
        assert isinstance(year, forms.ChoiceField)
        year.choices = [(one, str(one)) for one in years]

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(WEIGHT)]

    @property
    def departments(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(DEPARTMENT)]

    @staticmethod
    def initial_of(settings: Settings) -> dict[str, Any]:
        plain = ("year", "with_installations", "users_full", "cost_full", "least", "most", "vulnerable", "cost_share")
        return {
            **{name: getattr(settings, name) for name in (*plain, "per_vendor", "said_overlaps", "seed")},
            "types": "\n".join(settings.types),
            **{f"{WEIGHT}{key}": weight for key, weight in settings.weights.items()},
            **{f"{DEPARTMENT}{unit}": least for unit, least in settings.departments.items()},
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        least, most = said.get("least"), said.get("most")
        if least is not None and most is not None and most < least:
            self.add_error("most", "Højst er mindre end mindst.")
        weights = [said.get(f"{WEIGHT}{key}") for key in CRITERION_NAMES]
        if all(one == 0 for one in weights):
            self.add_error(f"{WEIGHT}{Criterion.USERS}", "Mindst én vægt skal være over 0.")
        return said

    def changed(self, settings: Settings) -> Settings:
        """What stands with what is said here. A department that the form does not show keeps what it has."""
        said = self.cleaned_data
        plain = ("year", "with_installations", "users_full", "cost_full", "least", "most", "vulnerable", "cost_share")
        shown = {name.removeprefix(DEPARTMENT): said[name] or 0 for name in said if name.startswith(DEPARTMENT)}
        types = [" ".join(line.split()) for line in said["types"].splitlines()]
        return replace(
            settings,
            **{name: said[name] for name in (*plain, "per_vendor", "said_overlaps", "seed")},
            weights={str(key): said[f"{WEIGHT}{key}"] for key in CRITERION_NAMES},
            departments={**settings.departments, **shown},
            types=tuple(dict.fromkeys(line for line in types if line)),
        )


class OfSystems(forms.Form):
    """A form that names systems by typing; `names` are those in the register."""

    def __init__(self, *args: Any, names: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = {" ".join(name.split()).casefold(): key for key, name in names.items()}
        self.suggested = sorted(names.values())
        for field in self.fields.values():
            if isinstance(field.widget, SuggestingInput):
                field.widget.suggestions = self.suggested

    def id_of(self, name: str) -> str:
        """Raises ValidationError for what nothing is called."""
        found = self.ids.get(" ".join(name.split()).casefold())
        if found is None:
            raise forms.ValidationError(f"Intet system hedder “{name.strip()}”. Vælg et af forslagene.")
        return found


class ForcedForm(OfSystems):
    system = forms.CharField(label="System", max_length=220, widget=SuggestingInput)
    is_in = forms.ChoiceField(
        label="Valg", choices=[("ind", "Skal med"), ("ud", "Skal ikke med")], widget=forms.RadioSelect, initial="ind"
    )
    reason = text_area("Hvorfor?", rows=2, max_length=2000)

    def clean_system(self) -> str:
        return self.id_of(self.cleaned_data["system"])

    @property
    def given(self) -> Forced:
        said = self.cleaned_data
        return Forced(said["system"], said["is_in"] == "ind", said["reason"].strip())


class PointsForm(OfSystems):
    system = forms.CharField(label="System", max_length=220, widget=SuggestingInput)
    criterion = forms.ChoiceField(
        label="Hvad", choices=[(key.value, name) for key, name in CRITERION_NAMES.items()], initial=Criterion.FOCUS
    )
    points = forms.IntegerField(label="Point, 0 til 100", min_value=0, max_value=100)
    reason = text_area("Hvorfor?", rows=2, max_length=2000)

    def clean_system(self) -> str:
        return self.id_of(self.cleaned_data["system"])

    @property
    def given(self) -> PointsByHand:
        said = self.cleaned_data
        return PointsByHand(said["system"], said["criterion"], said["points"], said["reason"].strip())


class OverlapForm(OfSystems):
    name = forms.CharField(label="Hvad gør de alle?", max_length=100, help_text="Fx Vagtplaner.")
    take = forms.ChoiceField(
        label="Hvor mange må vælges?", choices=[(key.value, name) for key, name in TAKE_NAMES.items()]
    )
    systems = text_area("Systemer, ét på hver linje", rows=4, max_length=4000)

    def clean_systems(self) -> tuple[str, ...]:
        found = [self.id_of(line) for line in self.cleaned_data["systems"].splitlines() if line.strip()]
        if len(set(found)) < 2:
            raise forms.ValidationError("Skriv mindst to systemer, ét på hver linje.")
        return tuple(dict.fromkeys(found))

    @property
    def given(self) -> Overlap:
        said = self.cleaned_data
        return Overlap(said["name"].strip(), said["take"], said["systems"])


class DecisionForm(MakesOnce, OfSystems):
    """The list, with up to six changes by hand."""

    ROWS = 6
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    note = text_area("Hvad blev besluttet?", rows=3, required=False, max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(self.ROWS):
            self.fields[f"system_{row}"] = forms.CharField(
                label="System", max_length=220, required=False, widget=SuggestingInput(suggestions=self.suggested)
            )
            self.fields[f"is_in_{row}"] = forms.ChoiceField(
                label="Valg", choices=[("ind", "Ind"), ("ud", "Ud")], required=False
            )
            self.fields[f"reason_{row}"] = forms.CharField(label="Hvorfor?", max_length=2000, required=False)

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(self[f"system_{row}"], self[f"is_in_{row}"], self[f"reason_{row}"]) for row in range(self.ROWS)]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        self.changes: list[tuple[UUID, bool, str]] = []
        for row in range(self.ROWS):
            name, reason = said.get(f"system_{row}", "").strip(), said.get(f"reason_{row}", "").strip()
            if not name and not reason:
                continue
            if not name:
                self.add_error(f"system_{row}", "Vælg et system, eller slet begrundelsen.")
                continue
            if not reason:
                self.add_error(f"reason_{row}", "Skriv hvorfor. Det står på listen.")
            try:
                found = self.id_of(name)
            except forms.ValidationError as refusal:
                self.add_error(f"system_{row}", refusal)
            else:
                self.changes.append((UUID(found), said.get(f"is_in_{row}") != "ud", reason))
        return said


class CompareForm(forms.Form):
    """Two runs to be held against each other."""

    a = forms.TypedChoiceField(label="Den ene", coerce=UUID)
    b = forms.TypedChoiceField(label="Den anden", coerce=UUID)

    def __init__(self, *args: Any, runs: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("a", "b"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(runs)
        if len(runs) > 1:
            self.initial = {"a": runs[1][0], "b": runs[0][0]} | self.initial


class SelectionDocumentForm(forms.Form):
    """What is asked of the document, when it is laid with an item: which run, and whether points of costs are shown."""

    run = forms.TypedChoiceField(label="Kørsel", coerce=UUID)
    with_costs = forms.BooleanField(
        label="Vis point for omkostninger, og hvor tæt det var",
        required=False,
        help_text="Den, der læser dem, kan regne ud, hvad systemerne koster.",
    )

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        run = self.fields["run"]
        assert isinstance(run, forms.ChoiceField)
        run.choices = [(one.pk, f"{one.title}, {danish.moment(one.made_at)}") for one in list_runs(actor=actor)]
        if not reads_all_costs(actor):
            del self.fields["with_costs"]

    def parameters(self) -> dict[str, Any]:
        return {"run": str(self.cleaned_data["run"]), "with_costs": self.cleaned_data.get("with_costs", False)}
