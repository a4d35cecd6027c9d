"""The shapes of competences: the catalogue, needs, numbers, names and the plan."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from chefforum.modules.it_costs.rules.kinds import choices
from chefforum.web.fields import DanishDecimalField, day_field, text_area
from chefforum.web.once import MakesOnce

from ..rules.competences import LEVEL_NAMES, STEP_STATE_NAMES, kroner
from ..services.competences import MOST_PERSONS, StepFacts

Options = Sequence[tuple[Any, str]]
LEVELS = [(str(level), name) for level, name in LEVEL_NAMES.items()]
MOST_KRONER = Decimal(1_000_000_000)


def offer(field: forms.Field, options: Options) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [*options]


class UnitFilter(forms.Form):
    enhed = forms.TypedChoiceField(label="Ansvarlig enhed", required=False, coerce=UUID, empty_value=None)

    def __init__(self, *args: Any, units: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["enhed"], [("", "Alle"), *units])

    @property
    def unit_id(self) -> UUID | None:
        self.is_valid()
        found: UUID | None = self.cleaned_data.get("enhed")
        return found


class CompetenceForm(MakesOnce):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    code = forms.CharField(label="Kode", max_length=20, help_text="Kort, fx DB eller NET.")
    name = forms.CharField(
        label="Navn", max_length=120, help_text="Hvad man kan: Databaser, Netværk, Sagsbroens opsætning."
    )
    about = text_area("Hvad det er", required=False, max_length=2000)


class NeedForm(forms.Form):
    """What a system needs; 0 persons: it does not need it."""

    system = forms.TypedChoiceField(label="System", coerce=UUID)
    level = forms.TypedChoiceField(label="Mindst", coerce=int, choices=LEVELS)
    persons = forms.IntegerField(
        label="Personer", min_value=0, max_value=MOST_PERSONS, help_text="0, hvis det ikke er nødvendigt mere."
    )

    def __init__(self, *args: Any, systems: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"prefix": "behov"})
        offer(self.fields["system"], [("", "Vælg"), *systems])


class HeldForm(forms.Form):
    """How many in a unit can; nothing: nobody knows."""

    unit = forms.TypedChoiceField(label="Enhed", coerce=UUID)
    level = forms.TypedChoiceField(label="Niveau", coerce=int, choices=LEVELS)
    persons = forms.IntegerField(
        label="Personer",
        required=False,
        min_value=0,
        max_value=MOST_PERSONS,
        help_text="Hver person tælles kun på sit højeste niveau. Lad være tomt, hvis ingen ved det.",
    )

    def __init__(self, *args: Any, units: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"prefix": "antal"})
        offer(self.fields["unit"], [("", "Vælg"), *units])


class KeyPersonForm(forms.Form):
    need = forms.TypedChoiceField(label="System", coerce=UUID)
    named = forms.TypedChoiceField(label="Person", coerce=UUID)
    purpose = forms.CharField(
        label="Formål", max_length=300, help_text="Hvorfor navnet skal stå her, fx oplæring af en afløser inden jul."
    )

    def __init__(self, *args: Any, needs: Options, persons: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"prefix": "noegle"})
        offer(self.fields["need"], [("", "Vælg"), *needs])
        offer(self.fields["named"], [("", "Vælg"), *persons])


class StepForm(MakesOnce):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    competence = forms.TypedChoiceField(label="Kompetence", coerce=UUID)
    text = forms.CharField(label="Hvad", max_length=300, help_text="Fx kursus, sidemandsoplæring eller ansættelse.")
    unit = forms.TypedChoiceField(label="For hvem", coerce=UUID, required=False, empty_value=None)
    persons = forms.IntegerField(label="Antal personer", required=False, min_value=0, max_value=MOST_PERSONS)
    due_on = day_field("Senest", required=False)
    cost = DanishDecimalField(label="Pris, kr.", required=False, least=Decimal(0), most=MOST_KRONER, decimals=0)
    state = forms.ChoiceField(label="Status", choices=choices(STEP_STATE_NAMES))

    def __init__(self, *args: Any, competences: Options, units: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["competence"], [("", "Vælg"), *competences])
        offer(self.fields["unit"], units)

    @property
    def facts(self) -> StepFacts:
        said = self.cleaned_data
        return StepFacts(
            competence_id=said["competence"],
            text=said["text"],
            unit_id=said["unit"],
            persons=said["persons"],
            due_on=said["due_on"],
            cost_oere=None if said["cost"] is None else int(said["cost"] * 100),
            state=said["state"],
        )

    @staticmethod
    def initial_of(step: Any) -> dict[str, Any]:
        return {
            "seen": step.changed_at.isoformat(),
            "competence": str(step.competence_id),
            "text": step.text,
            "unit": str(step.unit_id or ""),
            "persons": step.persons,
            "due_on": step.due_on,
            "cost": kroner(step.cost_oere),
            "state": step.state,
        }
